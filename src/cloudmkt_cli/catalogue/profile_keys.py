"""The keys of a profile as people write them, known without its validator, which takes long to load."""

import re
from collections.abc import Iterable
from typing import Final

from cloudmkt_cli.catalogue.editions import marketplaces
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override

_ENTRIES: Final = {
    "products": "product",
    "cases": "case",
    "attestations": "attestation",
    "marketplaces": "marketplace",
}
"""What facts call an entry of a table of entries."""
_NAMED: Final = {"attestations", "marketplaces"}
"""Tables whose entries have names."""
_LISTS: Final = {"target_markets", "cases"}
"""Lists that may be empty, so that they are set as a whole."""
_INDEX: Final = re.compile(r"\[\d+\]")
_MOST_NEAR: Final = 6
_SHORTEST_PART: Final = 3


def settable_keys(catalogue: Catalogue) -> dict[str, Text]:
    """Every key that holds a value, with its label; of lists, those of the first entry."""
    keys: dict[str, Text] = {}
    for fact, (label, *_) in catalogue.facts.items():
        table, _, rest = fact.partition(".")
        if table == "attestation":
            keys |= {f"attestations.{slug}.{rest}": label for slug in catalogue.manual_review_slugs}
        elif table == "marketplace":
            keys |= {f"marketplaces.{name}.{rest}": label for name in marketplaces()[1:] if "." in rest}
        elif table in {"product", "case"}:
            keys[f"{table}s[0].{rest}"] = label
        elif rest or table in _LISTS:
            keys[fact] = label
    return keys


def require_known_keys(overrides: Iterable[Override], catalogue: Catalogue) -> None:
    """Check that a profile can have the keys of ``--set``.

    Raises:
        InputError: it cannot have some of them; the hints name keys that look like them.
    """
    unknown = [override.key for override in overrides if not _is_known(override.path, catalogue)]
    if unknown:
        raise InputError(*(_unknown_key(key, catalogue) for key in unknown))


def _is_known(path: KeyPath, catalogue: Catalogue) -> bool:
    """Whether a profile has a key; which attestations, marketplaces and entries of lists, the schema says."""
    table, *rest = (part for part in path if isinstance(part, str))
    if table in _NAMED:
        rest = rest[1:]
    fact = ".".join([_ENTRIES.get(table, table) if rest else table, *rest])
    return fact in catalogue.facts and table not in _ENTRIES.values()


def _unknown_key(key: str, catalogue: Catalogue) -> Diagnostic:
    near = _near_keys(key, settable_keys(catalogue))
    fault = Message("error.unknown_key", {"key": key})
    hint = Message("hint.near", {"near": near}) if near else Message("hint.list_keys")
    return Diagnostic(Message("error.supposed", {"fault": fault}), hint)


def _near_keys(key: str, keys: dict[str, Text]) -> tuple[str, ...]:
    """The keys that look like one; else those that its last part, or what they are called, is part of."""
    near = closest_matches(key, keys, at_most=3)
    if not near:
        table, _, last = key.casefold().rpartition(".")
        close_tables = closest_matches(table, {known.partition(".")[0] for known in keys})
        near = tuple(
            known
            for known, label in keys.items()
            if known.partition(".")[0] in close_tables
            or (len(last) >= _SHORTEST_PART and any(last in name.casefold() for name in (known, *label)))
        )
    index = _INDEX.search(key)
    return tuple(_INDEX.sub(index[0], known) if index else known for known in near[:_MOST_NEAR])
