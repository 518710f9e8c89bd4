"""The counts of a screening as tables, by question. Every format shows these."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.catalogue.usage import label_of
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.render.screening_phrases import STATES, known_values, rejected_reason, still_open_means
from cloudmkt_cli.screening.changes import Changes
from cloudmkt_cli.screening.masked import NOT_SHOWN
from cloudmkt_cli.screening.near_misses import NearMiss
from cloudmkt_cli.screening.summary import Grouping, MarketSummary, StateCounts, Summary

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
    title: Message | tuple[Text, ...] | None = None
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


_ROWS: Final = Column(Message("summary.rows"), is_number=True)
_ALONE: Final = Column(Message("summary.alone"), is_number=True)


def sections(summary: Summary, catalogue: Catalogue) -> tuple[Section, ...]:
    """The questions that the screening has an answer to."""
    markets = summary.markets
    found = (
        _markets(markets),
        *([_changes(summary.changes, catalogue)] if summary.changes else ()),
        _ruled_out_by(markets),
        _near_misses(summary.near_misses, catalogue),
        _openings(markets),
        _missing(summary, catalogue),
        *(_grouping(grouping, markets) for grouping in summary.groupings),
        _rejected(summary),
        _refused(summary),
    )
    return tuple(one for one in found if any(table.rows for table in one.tables))


def _markets(markets: Sequence[MarketSummary]) -> Section:
    columns = (Column(Message("report.market")), *(Column(state.head, is_number=True) for state in STATES))
    rows = (Row((one.market.name, *_states(one.counts)), still_open_means(one.counts)) for one in markets)
    return Section(Message("report.markets"), (), (CountTable(columns, tuple(rows)),))


def _states(counts: StateCounts) -> tuple[int, int, int]:
    return counts.ruled_out, counts.still_open, counts.eligible


def _changes(changes: Changes, catalogue: Catalogue) -> Section:
    companies = Column(Message("summary.companies"), is_number=True)
    kinds = (("new", changes.new), ("gone", changes.gone), ("changed", changes.changed))
    kind_rows = tuple(Row((Message(f"summary.{kind}"), count)) for kind, count in kinds)
    names = {line.state: line.head for line in STATES}
    columns = (
        Column(Message("report.market")),
        *(Column(Message(f"summary.state_{one}")) for one in ("before", "now")),
    )
    state_rows = tuple(
        Row((catalogue.market(one.market).name, names[one.before], names[one.now], one.companies))
        for one in changes.states
    )
    listed = [Message("summary.listed_in", {"path": changes.listed_in})] if changes.listed_in else []
    counts = Message("summary.compared", {"before": changes.before, "now": changes.now})
    last, now = changes.last_basis, changes.basis
    if last and now and last.edition != now.edition:
        editions = {"before": last.edition, "now": now.edition}
        listed = [Message("summary.other_edition", editions), *listed]
    return Section(
        Message("summary.since", {"last": changes.last}),
        (counts, *listed, Message("summary.open_is_no_verdict")),
        (
            CountTable((Column(Message("summary.change")), companies), kind_rows),
            *([CountTable((*columns, companies), state_rows, fixed=3)] if state_rows else ()),
        ),
    )


def _ruled_out_by(markets: Sequence[MarketSummary]) -> Section:
    """A table for all markets that have the same one."""
    columns = (_ROWS, _ALONE, Column(Message("report.requirement")))
    names: dict[tuple[tuple[int, int, Text, Text], ...], list[Text]] = {}
    for market in markets:
        counts = tuple(
            (one.rows, one.alone, one.requirement.title, one.requirement.expected) for one in market.ruled_out_by
        )
        names.setdefault(counts, []).append(market.market.name)
    tables = (
        CountTable(columns, tuple(_ruling_out(*count) for count in counts), title=tuple(of))
        for counts, of in names.items()
        if counts
    )
    return Section(Message("summary.ruled_out_by"), (Message("summary.alone_means"),), tuple(tables))


def _ruling_out(rows: int, alone: int, title: Text, expected: Text) -> Row:
    return Row((rows, alone, Message("check.stated", {"label": title, "value": expected})))


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
        Message("summary.known_of", {"market": one.market.short, **known_values(one.counts.known)})
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
    rows = (Row((one.rows, one.heading, _form(one.form))) for one in summary.screening.refused)
    return Section(Message("summary.refused"), (Message("summary.refused_means"),), (CountTable(columns, tuple(rows)),))


def _form(form: str) -> Message | str:
    if form == "":
        return Message("summary.not_a_list")
    return Message("summary.not_shown") if form == NOT_SHOWN else form
