"""What a screening found, counted: by market, by requirement, by limit, by missing fact, by group and by month."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.screening.changes import Changes
from cloudmkt_cli.screening.missing_facts import MissingFact, missing_facts
from cloudmkt_cli.screening.model import Decision, MarketDecision, Pattern, Screening, State
from cloudmkt_cli.screening.near_misses import NearMiss, near_misses, opens_in


class Range(NamedTuple):
    """The least and the most."""

    least: int
    most: int


class Known(NamedTuple):
    """How many requirements are known of the rows that are still open, and how many there are."""

    decided: Range
    required: Range


class StateCounts(NamedTuple):
    """How many rows have each state in a market."""

    ruled_out: int
    still_open: int
    eligible: int
    known: Known | None
    """Stands beside every number of rows that are still open; None if there are none."""


class RulingOut(NamedTuple):
    """A requirement that rules rows out of a market."""

    requirement: Requirement
    rows: int
    alone: int
    """Rows that nothing else rules out of this market."""


class Opening(NamedTuple):
    """The rows that age alone rules out of a market until a month, such as ``2027-03``."""

    month: str
    rows: int


class MarketSummary(NamedTuple):
    """The rows in one market."""

    market: Market
    counts: StateCounts
    ruled_out_by: tuple[RulingOut, ...]
    """The requirement that rules out most first."""
    openings: tuple[Opening, ...]
    """In the order of the months."""


class GroupCount(NamedTuple):
    """The rows that have one value in a column."""

    value: str | None
    rows: int
    markets: tuple[StateCounts, ...]
    """In the order of the markets."""


class Grouping(NamedTuple):
    """The rows by the values of one column, the largest group first."""

    heading: str
    groups: tuple[GroupCount, ...]


class Summary(NamedTuple):
    """A screening, counted."""

    screening: Screening
    listed_in: str | None
    """The file that lists all rejected lines and refused cells."""
    markets: tuple[MarketSummary, ...]
    near_misses: tuple[NearMiss, ...]
    missing: tuple[MissingFact, ...]
    """The fact that most open requirements read first."""
    groupings: tuple[Grouping, ...]
    changes: Changes | None
    """Since an earlier screening, if one was given."""


Counted = Sequence[tuple[Pattern, Decision, int]]
"""The patterns, with the decision on each and its number of rows."""


def summarize(
    screening: Screening, catalogue: Catalogue, listed_in: str | None = None, changes: Changes | None = None
) -> Summary:
    """Count what a screening found."""
    rows: Counter[Pattern] = Counter()
    for count in screening.counts:
        rows[count.pattern] += count.rows
    counted = [(pattern, screening.decisions[pattern], number) for pattern, number in rows.items()]
    known = {requirement.id: requirement for requirement in catalogue.requirements()}
    return Summary(
        screening=screening,
        listed_in=listed_in,
        markets=tuple(
            _market(catalogue.market(market), position, counted, screening, known)
            for position, market in enumerate(screening.markets)
        ),
        near_misses=tuple(near_misses(counted, screening, catalogue)),
        missing=missing_facts(counted, screening, known),
        groupings=tuple(
            _grouping(heading, position, screening) for position, heading in enumerate(screening.grouped_by)
        ),
        changes=changes,
    )


class _Tally:
    """Counts the states of rows in one market."""

    def __init__(self) -> None:
        self._rows: Counter[State] = Counter()
        self._known: set[tuple[int, int]] = set()

    def add(self, decision: MarketDecision, rows: int) -> None:
        self._rows[decision.state] += rows
        if decision.state is State.STILL_OPEN:
            self._known.add((decision.decided, decision.required))

    def counts(self) -> StateCounts:
        rows = self._rows
        return StateCounts(rows[State.RULED_OUT], rows[State.STILL_OPEN], rows[State.ELIGIBLE], self._range())

    def _range(self) -> Known | None:
        if not self._known:
            return None
        decided, required = zip(*self._known, strict=True)
        return Known(Range(min(decided), max(decided)), Range(min(required), max(required)))


def _market(
    market: Market, position: int, counted: Counted, screening: Screening, known: dict[str, Requirement]
) -> MarketSummary:
    tally, ruling_out, alone, months = _Tally(), Counter[str](), Counter[str](), Counter[str]()
    for pattern, whole, rows in counted:
        decision = whole.markets[position]
        tally.add(decision, rows)
        for requirement in decision.ruled_out_by:
            ruling_out[requirement] += rows
        if len(decision.ruled_out_by) == 1:
            alone[decision.ruled_out_by[0]] += rows
        if month := opens_in(decision, pattern, screening):
            months[month] += rows
    most_first = sorted((one for one in known if one in ruling_out), key=lambda one: -ruling_out[one])
    return MarketSummary(
        market=market,
        counts=tally.counts(),
        ruled_out_by=tuple(RulingOut(known[one], ruling_out[one], alone[one]) for one in most_first),
        openings=tuple(Opening(month, months[month]) for month in sorted(months)),
    )


def _grouping(heading: str, position: int, screening: Screening) -> Grouping:
    rows: Counter[str | None] = Counter()
    tallies: defaultdict[str | None, list[_Tally]] = defaultdict(lambda: [_Tally() for _ in screening.markets])
    for pattern, group, number in screening.counts:
        value = group[position]
        rows[value] += number
        for tally, decision in zip(tallies[value], screening.decisions[pattern].markets, strict=True):
            tally.add(decision, number)
    largest_first = sorted(rows, key=lambda value: (-rows[value], value or ""))
    groups = (
        GroupCount(value, rows[value], tuple(tally.counts() for tally in tallies[value])) for value in largest_first
    )
    return Grouping(heading, tuple(groups))
