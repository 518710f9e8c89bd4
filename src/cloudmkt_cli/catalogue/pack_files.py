"""Reads the files of a rule pack, over those of the pack that it extends.

A pack is a folder: ``pack.toml`` says which edition it holds, ``general.toml`` what every market asks for, and a file a
market what that market asks for. ``onboarding.toml`` has the steps and the fees; ``wording.toml`` words requirements
differently from the shared words.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cloudmkt_cli.catalogue.model import GENERAL
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.core.toml.shipped import read_shipped

Table = dict[str, Any]

_PACKS = Path(__file__).parent / "packs"
_SHARED = Path(__file__).parent / "shared"


class PackFiles(NamedTuple):
    """The content of a pack, with that of the pack that it extends."""

    head: Table
    """``pack.toml``."""
    lists: dict[str, Table]
    """``general`` and each market: its names and its requirements."""
    wording: dict[str, Table]
    """The words of each requirement, by its slug."""
    onboarding: Table
    """``onboarding.toml``: its steps and fees."""


def shipped_packs() -> tuple[str, ...]:
    """The ids of the packs that the program ships."""
    return tuple(sorted(folder.name for folder in _PACKS.iterdir()))


def read_pack(pack: str) -> PackFiles:
    """The files of a shipped pack.

    Raises:
        InputError: no shipped pack has this id.
    """
    if pack not in shipped_packs():
        raise unknown_edition(pack, shipped_packs())
    return _read_folder(_PACKS / pack)


def unknown_edition(found: str, choices: Iterable[str]) -> InputError:
    """What is said of an edition that there is not: the names that look like it, or where to find all."""
    near = closest_matches(found, choices, at_most=3)
    hint = Message("hint.near", {"near": near}) if near else Message("hint.list_editions")
    return InputError(Diagnostic(Message("error.unknown_edition", {"found": found}), hint))


@cache
def read_head(pack: str) -> Table:
    """``pack.toml`` of a shipped pack, over that of the pack that it extends; no other file is read."""
    head = read_shipped(_PACKS / pack / "pack.toml")
    return read_head(head["extends"]) | head if "extends" in head else head


@cache
def every_market_id() -> frozenset[str]:
    """The ids of the markets of all shipped packs."""
    return frozenset(read_shared("shipped")["markets"])


@cache
def every_attestable_slug() -> frozenset[str]:
    """The slugs that the packs have in common and that only a reviewer can decide."""
    return frozenset(slug for slug, words in read_shared("wording").items() if "effort" in words)


@cache
def read_shared(name: str) -> Table:
    """A file that all packs share."""
    return read_shipped(_SHARED / f"{name}.toml")


def _read_folder(folder: Path) -> PackFiles:
    head = read_shipped(folder / "pack.toml")
    base = read_pack(head["extends"]) if "extends" in head else None
    return assemble(head, lambda name: _read_if_there(folder / f"{name}.toml"), base)


def assemble(head: Table, part: Callable[[str], Table], base: PackFiles | None) -> PackFiles:
    """A pack from its ``pack.toml``, what reads its other files by their names, and the pack that it extends."""
    markets = head.get("markets") or (base.head["markets"] if base else ())
    own = {market: head.get("market", {}).get(market, {}) | part(market) for market in markets}
    general = part(GENERAL)
    own[GENERAL] = {key: [*head.get(key, ()), *general.get(key, ())] for key in ("requirements", "drop")}
    wording, onboarding = part("wording"), part("onboarding")
    if base:
        return _extend(base, PackFiles(head, _spread(own), wording, onboarding))
    own[GENERAL] |= read_shared(GENERAL)
    return PackFiles(head, _spread(own), _over(read_shared("wording"), wording), onboarding)


def _spread(lists: dict[str, Table]) -> dict[str, Table]:
    """Each general requirement that names ``markets``, or ``"all"`` of them, in the lists of these markets instead."""
    general = lists[GENERAL]["requirements"]
    spread = {market: [entry for entry in general if _is_for(entry, market)] for market in lists if market != GENERAL}
    own = {market: [*entries, *lists[market].get("requirements", ())] for market, entries in spread.items()}
    own[GENERAL] = [entry for entry in general if "markets" not in entry]
    return {market: lists[market] | {"requirements": own[market]} for market in lists}


def _is_for(entry: Table, market: str) -> bool:
    markets = entry.get("markets", ())
    return markets == "all" or market in markets


def _extend(base: PackFiles, own: PackFiles) -> PackFiles:
    markets = {**base.lists, **own.lists}
    lists = {market: _extend_list(base.lists.get(market, {}), own.lists.get(market, {})) for market in markets}
    return PackFiles(base.head | own.head, lists, _over(base.wording, own.wording), base.onboarding | own.onboarding)


def _extend_list(base: Table, own: Table) -> Table:
    """The requirements of the base but those dropped, each with what the pack changes, and the new ones, by clause."""
    changes = {entry["slug"]: entry for entry in own.get("requirements", ())}
    kept = [
        entry | changes.pop(entry["slug"], {})
        for entry in base.get("requirements", ())
        if entry["slug"] not in own.get("drop", ())
    ]
    return {**base, **own, "requirements": sorted([*kept, *changes.values()], key=_clause)}


def _clause(entry: Table) -> int:
    """The number of the clause; 0 where there is none."""
    clause = entry.get("clause", 0)
    return clause if isinstance(clause, int) else 0


def _over(shared: dict[str, Table], own: dict[str, Table]) -> dict[str, Table]:
    return {slug: shared.get(slug, {}) | own.get(slug, {}) for slug in {**shared, **own}}


def _read_if_there(path: Path) -> Table:
    return read_shipped(path) if path.exists() else {}
