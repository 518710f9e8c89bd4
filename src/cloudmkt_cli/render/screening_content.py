"""A screening as people read it: what was read, then tables of counts. Every format shows these.

A number of rows that are still open never stands without how many requirements are known of them.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.usage import label_of
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.result_phrases import edition
from cloudmkt_cli.render.text_phrases import standing
from cloudmkt_cli.screening.model import RejectedLine, State
from cloudmkt_cli.screening.near_misses import NearMiss
from cloudmkt_cli.screening.summary import Grouping, Known, MarketSummary, Range, StateCounts, Summary

Cell = Message | Text | str | int


class Column(NamedTuple):
    """A column of a table."""

    head: Cell
    is_number: bool = False


class Row(NamedTuple):
    """A row of a table, and what must be read with it."""

    cells: tuple[Cell, ...]
    note: Message | None = None


class CountTable(NamedTuple):
    """Counts side by side."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: Message | Text | None = None
    fixed: int = 1
    """How many of the first columns say what a row is about."""

    def cut(self, most: int) -> tuple["CountTable", int]:
        """The first rows, and how many others there are."""
        return self._replace(rows=self.rows[:most]), max(len(self.rows) - most, 0)


class Section(NamedTuple):
    """Tables about one question."""

    title: Message
    notes: tuple[Message, ...]
    tables: tuple[CountTable, ...]


class StateLine(NamedTuple):
    """A state, and what it means."""

    state: State
    symbol: str
    name: Message
    means: Message

    @property
    def head(self) -> Message:
        """The symbol and the name."""
        return Message("summary.state", {"symbol": self.symbol, "name": self.name})


class ScreeningContent(NamedTuple):
    """A summary in the words that all formats use."""

    as_of: Message
    read: tuple[Message, ...]
    """What was read and what was not, and how the rows were decided."""
    states: tuple[StateLine, ...]
    sections: tuple[Section, ...]
    edition: Message
    """Its dates, its grade, and that it must be confirmed."""


_FILES: Final = 3
TITLE: Final = Message("summary.title")
STATES: Final = tuple(
    StateLine(state, symbol, Message(f"summary.{state}"), Message(f"summary.{state}_means"))
    for state, symbol in (
        (State.RULED_OUT, SYMBOLS[Verdict.NOT_ELIGIBLE]),
        (State.STILL_OPEN, SYMBOLS[Verdict.INCOMPLETE]),
        (State.ELIGIBLE, SYMBOLS[Verdict.ELIGIBLE]),
    )
)
_ROWS: Final = Column(Message("summary.rows"), is_number=True)
_ALONE: Final = Column(Message("summary.alone"), is_number=True)


def screening_content(summary: Summary, catalogue: Catalogue, language: Language) -> ScreeningContent:
    """What a summary says."""
    sections = (
        _markets(summary.markets),
        _ruled_out_by(summary.markets),
        _near_misses(summary.near_misses, catalogue),
        _openings(summary.markets),
        _missing(summary, catalogue),
        *(_grouping(grouping, summary.markets) for grouping in summary.groupings),
        _rejected(summary),
        _refused(summary),
    )
    as_of = summary.screening.as_of
    return ScreeningContent(
        as_of=Message("text.as_of", {"day": as_of}),
        read=tuple(_read(summary)),
        states=STATES,
        sections=tuple(one for one in sections if any(table.rows for table in one.tables)),
        edition=Message(
            "summary.edition",
            {
                "edition": edition(catalogue, language),
                "grade": catalogue.edition.grade,
                "standing": standing(catalogue, as_of),
            },
        ),
    )


def still_open_means(counts: StateCounts) -> Message | None:
    """What is known of the rows that are still open; None if there are none."""
    if counts.known is None:
        return None
    return Message("summary.beside_open", _known(counts.known))


def rejected_reason(line: RejectedLine) -> Message:
    """Why a line is no row."""
    return Message(f"screen.rejected_{line.reason}")


def _known(known: Known) -> dict[str, object]:
    return {"decided": _range(known.decided), "required": _range(known.required)}


def _range(of: Range) -> Message | int:
    return of.least if of.least == of.most else Message("summary.range", of._asdict())


def _read(summary: Summary) -> Iterator[Message]:
    screening = summary.screening
    files: tuple[Message | str, ...] = screening.files[:_FILES]
    if others := len(screening.files) - len(files):
        files = (*files, Message("summary.more_files", {"count": others}))
    yield Message("summary.read", {"files": files, "rows": screening.rows})
    refused = sum(cells.rows for cells in screening.refused)
    if refused or screening.rejected_lines:
        yield Message("summary.not_read", {"lines": screening.rejected_lines, "cells": refused})
        if summary.listed_in:
            yield Message("summary.listed_in", {"path": summary.listed_in})
    else:
        yield Message("summary.all_read")
    yield from screening.notes
    way = "summary.by_patterns" if screening.processes == 1 else "summary.by_processes"
    yield Message(way, {"patterns": len(screening.decisions), "processes": screening.processes})


def _markets(markets: Sequence[MarketSummary]) -> Section:
    columns = (Column(Message("report.market")), *(Column(state.head, is_number=True) for state in STATES))
    rows = (Row((one.market.name, *_states(one.counts)), still_open_means(one.counts)) for one in markets)
    return Section(Message("report.markets"), (), (CountTable(columns, tuple(rows)),))


def _states(counts: StateCounts) -> tuple[int, int, int]:
    return counts.ruled_out, counts.still_open, counts.eligible


def _ruled_out_by(markets: Sequence[MarketSummary]) -> Section:
    columns = (_ROWS, _ALONE, Column(Message("report.requirement")))
    tables = (
        CountTable(
            columns,
            tuple(Row((one.rows, one.alone, _requirement(one.requirement))) for one in market.ruled_out_by),
            title=market.market.name,
        )
        for market in markets
        if market.ruled_out_by
    )
    return Section(Message("summary.ruled_out_by"), (Message("summary.alone_means"),), tuple(tables))


def _requirement(of: Requirement) -> Message:
    return Message("check.stated", {"label": of.title, "value": of.expected})


def _near_misses(misses: Sequence[NearMiss], catalogue: Catalogue) -> Section:
    columns = (_ROWS, _ALONE, Column(Message("summary.shortfall")))
    tables = (
        CountTable(
            columns,
            tuple(Row((one.rows, one.alone, Message(f"summary.band_{one.band}"))) for one in miss.bands),
            title=_limit(miss, catalogue),
        )
        for miss in misses
    )
    return Section(Message("summary.near_misses"), (Message("summary.near_misses_mean"),), tuple(tables))


def _limit(miss: NearMiss, catalogue: Catalogue) -> Message:
    """A limit, and the markets that have it."""
    names = {market.id: market.short for market in (catalogue.general, *catalogue.markets)}
    first = miss.requirements[0]
    markets = tuple(dict.fromkeys(names[one.market] for one in miss.requirements))
    return Message("summary.limit", {"title": first.title, "expected": first.expected, "markets": markets})


def _openings(markets: Sequence[MarketSummary]) -> Section:
    months = sorted({opening.month for market in markets for opening in market.openings})
    shown = [market for market in markets if market.openings]
    by_month = [{opening.month: opening.rows for opening in market.openings} for market in shown]
    columns = (Column(Message("summary.month")), *_market_columns([market.market for market in shown]))
    rows = tuple(Row((month, *(rows.get(month, 0) for rows in by_month))) for month in months)
    return Section(Message("summary.openings"), (Message("summary.openings_mean"),), (CountTable(columns, rows),))


def _missing(summary: Summary, catalogue: Catalogue) -> Section:
    columns = (
        _ROWS,
        Column(Message("summary.open_requirements"), is_number=True),
        Column(Message("summary.asked_first"), is_number=True),
        Column(Message("summary.fact")),
    )
    rows = (Row((one.rows, one.requirements, one.asked_first, _fact(one.fact, catalogue))) for one in summary.missing)
    return Section(Message("summary.missing"), (Message("summary.missing_means"),), (CountTable(columns, tuple(rows)),))


def _fact(fact: str, catalogue: Catalogue) -> Message:
    return Message("summary.fact_and_key", {"label": label_of(fact, catalogue), "key": fact})


def _grouping(grouping: Grouping, markets: Sequence[MarketSummary]) -> Section:
    """The rows of each group that are not ruled out, market by market."""
    columns = (Column(grouping.heading), _ROWS, *_market_columns([market.market for market in markets]))
    rows = (
        Row((Message("summary.blank") if one.value is None else one.value, one.rows, *map(_not_ruled_out, one.markets)))
        for one in grouping.groups
    )
    known = tuple(
        Message("summary.known_of", {"market": one.market.short, **_known(one.counts.known)})
        for one in markets
        if one.counts.known
    )
    notes = (Message("summary.groups_mean"), *([Message("summary.beside_groups", {"known": known})] if known else ()))
    return Section(
        Message("summary.by", {"heading": grouping.heading}), notes, (CountTable(columns, tuple(rows), fixed=2),)
    )


def _not_ruled_out(counts: StateCounts) -> Cell:
    if not counts.eligible:
        return counts.still_open
    return Message("summary.open_and_eligible", counts._asdict())


def _market_columns(markets: Sequence[Market]) -> Iterator[Column]:
    return (Column(market.short, is_number=True) for market in markets)


def _rejected(summary: Summary) -> Section:
    columns = (
        Column(Message("summary.file")),
        Column(Message("report.line"), is_number=True),
        Column(Message("summary.reason")),
    )
    rows = (Row((one.file, one.line, rejected_reason(one))) for one in summary.screening.rejected)
    return Section(Message("summary.rejected"), (), (CountTable(columns, tuple(rows)),))


def _refused(summary: Summary) -> Section:
    columns = (
        Column(Message("summary.cells"), is_number=True),
        Column(Message("summary.column")),
        Column(Message("summary.form")),
    )
    rows = (
        Row((one.rows, one.heading, one.form or Message("summary.not_quoted"))) for one in summary.screening.refused
    )
    return Section(Message("summary.refused"), (Message("summary.refused_means"),), (CountTable(columns, tuple(rows)),))
