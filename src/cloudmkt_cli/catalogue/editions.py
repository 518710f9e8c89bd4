"""Which editions there are, and which one a user means."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.loader import HOME, load_catalogue
from cloudmkt_cli.catalogue.model import DateBasis, Grade, Source
from cloudmkt_cli.catalogue.pack_files import read_head, read_shared, shipped_packs, unknown_edition
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message, Text

NEWEST: Final = "newest"
_AT: Final = "at-"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class EditionDates(NamedTuple):
    """An edition by its head alone: its marketplace, when it is known to have been in force, and its evidence."""

    id: str
    marketplace: str
    since: date | None
    last_seen: date | None
    until: date | None
    """The day before the next edition of the marketplace; None if there is none, or it is not dated."""
    grade: Grade
    date_basis: DateBasis
    sources: tuple[Source, ...]
    name: Text
    summary: Text
    """What is new in it, in a line."""


def find_edition(selection: str) -> str:
    """The id of the edition that a user means: an id, ``newest``, ``at-2019-02-01``, or a marketplace for its newest.

    Raises:
        InputError: there is no such edition, or none of that day.
    """
    if selection in shipped_packs():
        return selection
    if selection == NEWEST:
        return editions_of(HOME)[-1].id
    if selection in marketplaces():
        return editions_of(selection)[-1].id
    if selection.startswith(_AT):
        return _edition_on(selection.removeprefix(_AT))
    raise unknown_edition(selection, dict.fromkeys((*shipped_packs(), *marketplaces(), NEWEST)))


def marketplaces() -> tuple[str, ...]:
    """The ids of the marketplaces that editions ship for, the home one first."""
    return tuple(read_shared("shipped")["marketplaces"])


@cache
def editions_of(marketplace: str) -> tuple[EditionDates, ...]:
    """The editions of a marketplace, oldest first."""
    heads = [read_head(pack) for pack in shipped_packs() if read_head(pack)["marketplace"] == marketplace]
    followed_by = {head.get("supersedes"): head for head in heads}
    ordered: list[dict[str, Any]] = []
    while head := followed_by.get(ordered[-1]["id"] if ordered else None):
        ordered.append(head)
    starts = [head.get("from") for head in ordered[1:]]
    return tuple(_dates(head, start) for head, start in zip(ordered, [*starts, None], strict=True))


@cache
def every_requirement_name() -> frozenset[str]:
    """The ids and slugs of the requirements of all shipped editions; this reads all of them."""
    requirements = [item for pack in shipped_packs() for item in load_catalogue(pack).requirements()]
    return frozenset(name for item in requirements for name in (item.id, item.slug))


def _dates(head: dict[str, Any], next_start: date | None) -> EditionDates:
    return EditionDates(
        id=head["id"],
        marketplace=head["marketplace"],
        since=head.get("from"),
        last_seen=head.get("last_seen"),
        until=next_start and next_start - timedelta(days=1),
        grade=head["grade"],
        date_basis=head["date_basis"],
        sources=tuple(Source(**source) for source in head["sources"]),
        name=Text(**head["name"]),
        summary=Text(**head["summary"]),
    )


def _edition_on(text: str) -> str:
    """The edition of the home marketplace that was in force on a day."""
    try:
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise InputError(Diagnostic(Message("error.not_a_day", {"found": text}), Message("hint.edition_day"))) from None
    started = [edition for edition in editions_of(HOME) if edition.since and edition.since <= day]
    if not started:
        first = next(edition.since for edition in editions_of(HOME) if edition.since)
        raise InputError(
            Diagnostic(Message("error.before_editions", {"day": day}), Message("hint.first_edition", {"day": first}))
        )
    return started[-1].id
