"""Which kinds of conditions fit a fact, by the type that the profile's model gives it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final, get_args, get_origin

from cloudmkt_cli.catalogue.pack_files import read_shared
from cloudmkt_cli.core.tables.types import alternatives, bare, choices_of, is_table, keys_of
from cloudmkt_cli.profile.model import Case, Marketplace, Product, VendorProfile
from cloudmkt_cli.profile.values import Capital, Country

_ROOTS: Final[Mapping[str, type]] = {"product": Product, "case": Case, "marketplace": Marketplace}
_KINDS: Final[Mapping[frozenset[Any], tuple[str, ...]]] = {
    frozenset({bool}): ("is_true",),
    frozenset({int}): ("at_least", "more_than"),
    frozenset({float}): ("at_least", "more_than"),
    frozenset({date}): ("since",),
    frozenset({Capital}): ("cny",),
    frozenset({bool, date}): ("certificate",),
}


@cache
def kinds_for(fact: str) -> tuple[str, ...]:
    """The kinds of conditions that a fact can decide; none for one that no condition can look at."""
    annotation = _annotation(fact)
    if annotation is None or fact.startswith("case.") or fact == "profile_version":
        return ()
    types = frozenset(bare(part) for part in alternatives(bare(annotation)))
    if types == {bool, str}:
        return ("document",) if fact.startswith("documents.") else ("registration",)
    if words_of(fact) is not None:
        return ("contains",) if any(get_origin(kind) is tuple for kind in types) else ("one_of",)
    return _KINDS.get(types, ())


def facts_for_conditions() -> tuple[str, ...]:
    """Every fact that a condition can look at."""
    return tuple(fact for fact in read_shared("facts") if kinds_for(fact))


def case_facts() -> tuple[str, ...]:
    """What a customer case can show."""
    return tuple(
        key.name for key in keys_of(Case).values() if {bare(part) for part in alternatives(key.type)} <= {bool, str}
    )


def is_a_day(fact: str) -> bool:
    """Whether a fact is a day."""
    return "since" in kinds_for(fact)


@cache
def words_of(fact: str) -> tuple[str, ...] | None:
    """The words that a fact may be; empty where any fitting text is one, None where it is no word."""
    annotation = _annotation(fact)
    parts = [bare(part) for part in alternatives(bare(annotation))]
    inner = get_args(parts[0])[0] if len(parts) == 1 and get_origin(parts[0]) is tuple else annotation
    if Country in alternatives(annotation):
        return ()
    return choices_of(inner) or None


def _annotation(fact: str) -> Any:
    """The type of a key of the profile; None if there is no such key."""
    table, *keys = fact.split(".")
    model: Any = _ROOTS.get(table)
    if model is None:
        model, keys = VendorProfile, [table, *keys]
    annotation: Any = model
    for key in keys:
        inner = next((part for part in alternatives(bare(annotation)) if is_table(part)), None)
        if inner is None or key not in keys_of(inner):
            return None
        annotation = keys_of(inner)[key].type
    return annotation if keys else None
