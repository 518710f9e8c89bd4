"""Mistakes in a pack as a whole: names that lead nowhere, ids that stand twice, texts and sources that are missing."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from cloudmkt_cli.catalogue.loader import condition_numbers
from cloudmkt_cli.catalogue.model import GENERAL
from cloudmkt_cli.catalogue.pack_files import PackFiles, Table, every_market_id
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import choices_hint, closest_matches
from cloudmkt_cli.packs.conditions import facts_in
from cloudmkt_cli.packs.files import ANY_MARKET, CASES, FIXED, HEAD, WORDING
from cloudmkt_cli.packs.folder import PackFolder
from cloudmkt_cli.packs.shape import Issue, Place, entry_places, issue, value_at
from cloudmkt_cli.packs.wording import OPTIONAL_WORDING, WORDINGS, missing_texts, placeholder_issues
from cloudmkt_cli.profile.validation import format_value

_REQUIRED: Final = ("marketplace", "markets", "checked_on", "sources")
"""Keys of ``pack.toml`` that a pack has, or the one that it extends."""
_REPOSITORY: Final = ("repository", "path", "commit")
_MOST_REQUIREMENTS: Final = 1000
_PRODUCT: Final = "product."


def content_issues(folder: PackFolder, files: PackFiles, base: PackFiles | None) -> Iterator[Issue]:
    """The mistakes in a pack whose files are each what they should be."""
    places = own_entries(folder, files)
    yield from _lists(folder, files, base)
    for (market, slug), entry in _entries(files).items():
        place = places.get((market, slug)) or Place(WORDING, (slug,))
        if (market, slug) in places or slug in folder.values(WORDING):
            yield from _requirement(entry, place, files)
            yield from _wording(entry, place, folder, files)
    slugs = {slug for _, slug in _entries(files)}
    for slug in folder.values(WORDING):
        yield from unknown(Place(WORDING, (slug,)), slug, slugs)
    for index, entry in enumerate(value_at(folder, Place(HEAD, ("exceptions",))) or ()):
        for number, slug in enumerate(entry["slugs"]):
            yield from unknown(Place(HEAD, ("exceptions", index, "slugs", number)), slug, slugs)


def size_issues(files: PackFiles) -> Iterator[Issue]:
    """A pack with more requirements than any edition has; one for all markets counts in each."""
    if sum(len(data.get("requirements", ())) for data in files.lists.values()) > _MOST_REQUIREMENTS:
        message = Message("error.pack_requirements", {"limit": _MOST_REQUIREMENTS})
        yield issue(Place(HEAD), message, Message("hint.excess"))


def unknown(place: Place, found: object, known: Iterable[str]) -> Iterator[Issue]:
    """A name that is none of those that there are."""
    names = tuple(dict.fromkeys(known))
    if found not in names:
        message = Message("error.pack_unknown", {"found": format_value(found)})
        near = closest_matches(str(found), names, at_most=3)
        yield issue(place, message, Message("hint.near", {"near": near}) if near else choices_hint(None, names[:20]))


def missing(place: Place, key: str) -> Issue:
    """A key that a table must have."""
    named = {"key": key}
    return issue(place.below(key), Message("error.missing_key", named), Message("hint.missing_key", named))


def twice(places: Iterable[tuple[Place, object]]) -> Iterator[Issue]:
    """The names that stand for two things."""
    seen: set[object] = set()
    for place, name in places:
        if name in seen:
            yield issue(place, Message("error.pack_twice", {"found": format_value(name)}), Message("hint.pack_twice"))
        seen.add(name)


def head_issues(folder: PackFolder, head: Table) -> Iterator[Issue]:
    """The mistakes in what a pack says of itself: keys that are missing, ids that are taken, dates, sources."""
    place = Place(HEAD)
    yield from (missing(place, key) for key in _REQUIRED if not head.get(key))
    markets = head.get("markets", ())
    for index, market in enumerate(markets):
        if market in {*FIXED, ANY_MARKET}:
            message = Message("error.pack_reserved", {"found": market})
            yield issue(place.below("markets", index), message, Message("hint.pack_reserved"))
    yield from twice((place.below("markets", index), market) for index, market in enumerate(markets))
    for market in value_at(folder, place.below("market")) or ():
        yield from unknown(place.below("market", market), market, markets)
        if market in folder.documents:
            message = Message("error.pack_twice", {"found": market})
            yield issue(place.below("market", market), message, Message("hint.pack_market_twice"))
    if "from" in head and "last_seen" in head and head["last_seen"] < head["from"]:
        yield issue(place.below("last_seen"), Message("error.pack_dates"), Message("hint.pack_dates"))
    yield from _named_tables(folder)


def _named_tables(folder: PackFolder) -> Iterator[Issue]:
    """Sources and exceptions that have the same id, and sources without an address."""
    place = Place(HEAD)
    for key in ("sources", "exceptions"):
        entries = value_at(folder, place.below(key)) or ()
        yield from twice((place.below(key, index, "id"), entry["id"]) for index, entry in enumerate(entries))
        for index, entry in enumerate(entries):
            if key == "sources" and "url" not in entry and not all(part in entry for part in _REPOSITORY):
                yield issue(place.below(key, index), Message("error.pack_source"), Message("hint.pack_source"))


def own_entries(folder: PackFolder, files: PackFiles) -> dict[tuple[str, str], Place]:
    """Where each requirement of the pack itself stands, by its list and its slug."""
    found: dict[tuple[str, str], Place] = {}
    for name in folder.documents:
        for place in entry_places(folder, name) if name != CASES else ():
            entry = value_at(folder, place)
            for market in _lists_of(place, entry, files):
                found.setdefault((market, entry["slug"]), place)
    return found


def _lists_of(place: Place, entry: Table, files: PackFiles) -> tuple[str, ...]:
    """The lists that an entry is in: those of the markets that a general one names."""
    if place.path[0] == "market":
        return (str(place.path[1]),)
    if place.file not in {HEAD, GENERAL}:
        return (place.file,)
    markets = entry.get("markets", (GENERAL,))
    return tuple(files.head.get("markets", ()) if markets == ANY_MARKET else markets)


def _entries(files: PackFiles) -> dict[tuple[str, str], Table]:
    return {
        (market, entry["slug"]): entry for market, data in files.lists.items() for entry in data.get("requirements", ())
    }


def _lists(folder: PackFolder, files: PackFiles, base: PackFiles | None) -> Iterator[Issue]:
    """Slugs that stand twice in a list, markets that nothing is asked for, what is dropped and was not there."""
    stated = [
        (place, (market, entry["slug"]))
        for name in folder.documents
        if name != CASES
        for place in entry_places(folder, name)
        for entry in (value_at(folder, place),)
        for market in _lists_of(place, entry, files)
    ]
    seen: set[tuple[str, str]] = set()
    for place, named in stated:
        if named in seen:
            message = Message("error.pack_twice", {"found": named[1]})
            yield issue(place.below("slug"), message, Message("hint.pack_twice"))
        seen.add(named)
        if named[0] not in files.lists:
            yield from unknown(place.below("markets"), named[0], files.head.get("markets", ()))
    for market in files.head.get("markets", ()):
        yield from _market(market, folder, files)
    for name in (HEAD, GENERAL, *files.head.get("markets", ())):
        yield from _dropped(Place(name), GENERAL if name == HEAD else name, folder, base)
        if name == HEAD:
            for market in value_at(folder, Place(HEAD, ("market",))) or ():
                yield from _dropped(Place(HEAD, ("market", market)), market, folder, base)


def _dropped(place: Place, market: str, folder: PackFolder, base: PackFiles | None) -> Iterator[Issue]:
    there = [entry["slug"] for entry in base.lists.get(market, {}).get("requirements", ())] if base else []
    for index, slug in enumerate(value_at(folder, place.below("drop")) or ()):
        yield from unknown(place.below("drop", index), slug, there)


def _market(market: str, folder: PackFolder, files: PackFiles) -> Iterator[Issue]:
    data = files.lists[market]
    place = Place(market) if market in folder.documents else Place(HEAD, ("market", market))
    if "name" not in data:
        yield missing(place, "name")
    for index, included in enumerate(data.get("includes", ())):
        yield from unknown(place.below("includes", index), included, sorted(every_market_id()))
    entries = [*files.lists[GENERAL].get("requirements", ()), *data.get("requirements", ())]
    if not any(_always_decides(entry) for entry in entries):
        message = Message("error.pack_no_requirement", {"market": market})
        yield issue(place, message, Message("hint.pack_no_requirement"))


def _always_decides(entry: Table) -> bool:
    return entry.get("level", "required") == "required" and not {"phase", "applies_when"} & {*entry}


def _requirement(entry: Table, place: Place, files: PackFiles) -> Iterator[Issue]:
    if "condition" not in entry:
        yield missing(place, "condition")
        return
    if "source" in entry:
        yield from unknown(place.below("source"), entry["source"], _ids(files.head.get("sources", ())))
    facts = [*facts_in(entry["condition"]), *facts_in(entry.get("applies_when"))]
    if entry.get("scope") != "product" and any(fact.startswith(_PRODUCT) for fact in facts):
        yield issue(place.below("condition"), Message("error.pack_scope"), Message("hint.pack_scope"))


def _wording(entry: Table, place: Place, folder: PackFolder, files: PackFiles) -> Iterator[Issue]:
    slug = entry["slug"]
    words = files.wording.get(slug, {}) | entry
    yield from (Issue(place.file, one) for one in missing_texts(words, place.path))
    numbers = condition_numbers(entry["condition"], files.head) if "condition" in entry else {}
    for name in (*WORDINGS, OPTIONAL_WORDING):
        in_wording = Place(WORDING, (slug, name))
        at = in_wording if name not in entry and value_at(folder, in_wording) else place.below(name)
        if name in words:
            yield from (Issue(at.file, one) for one in placeholder_issues(words[name], numbers, at.path))


def _ids(entries: Collection[Table]) -> list[str]:
    return [entry["id"] for entry in entries]
