"""What a screening is made of: sources of facts, classes of their values, patterns of classes, and decisions."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from cloudmkt_cli.catalogue.conditions import AtLeast, Cny, MoreThan, Since
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.intake.header_row import Column

Pattern = tuple[int, ...]
"""The class of each source of a row, in the order of the sources."""
Band = Literal["at_limit", "10", "25", "50", "more"]
"""How far a number is below a limit: exactly at one that must be exceeded, at most that percentage of it, or more."""


class State(StrEnum):
    """What a table says of a company and a market."""

    RULED_OUT = "ruled_out"
    STILL_OPEN = "still_open"
    """Nothing in the table rules it out. It does not mean that the company may apply."""
    ELIGIBLE = "eligible"


class Source(NamedTuple):
    """The columns that together state one value: mostly one, several for registered capital or a product."""

    name: str
    """The fact, or the table of facts: ``company.established``, ``products``."""
    numbers: tuple[int, ...]
    """The positions of its columns in the table."""
    columns: tuple[Column, ...]
    """How each of the columns is read; none for a list of structs, which is one column."""


class Shortfall(NamedTuple):
    """How far a stated value is from meeting a condition."""

    condition: AtLeast | MoreThan | Cny | Since
    band: Band | None = None
    month: str | None = None
    """For a duration: the month in which it is met, as ``2027-03``."""


class ValueClass(NamedTuple):
    """Values of a source that no condition of the screened markets tells apart."""

    value: Mapping[KeyPath, Any]
    """One of them, by the keys of a profile that state it; empty if nothing is stated."""
    shortfalls: tuple[Shortfall, ...] = ()
    like: int | None = None
    """The class that differs in its shortfalls alone, if there is an earlier one."""


class CellClasses(NamedTuple):
    """The classes of one source, and the class of each of its distinct cells."""

    source: Source
    classes: tuple[ValueClass, ...]
    """Class 0 is not stated."""
    of_cell: Sequence[int]
    """By the number of the cells: the class."""
    met_on: Mapping[Since, Sequence[date | None]]
    """For every condition on a duration, by the number of the cells: the day on which it is met."""
    unreadable: Sequence[int] = ()
    """The numbers of the cells of another kind than their columns: signs of rows that have shifted."""


class MarketDecision(NamedTuple):
    """What the facts of a pattern decide for one market."""

    market: str
    state: State
    ruled_out_by: tuple[str, ...]
    """Ids of the required requirements that fail."""
    unknown: tuple[str, ...]
    """Ids of the required requirements that are not decided: a fact is not stated, or only a reviewer can decide."""
    decided: int
    """Number of required requirements that are met or fail."""
    required: int
    """Number of required requirements that apply."""
    age: Since | None = None
    """The condition on a duration that alone rules the market out."""
    product: int | None = None
    """The position of the best product, from 0."""


class Decision(NamedTuple):
    """What the facts of a pattern decide, market by market."""

    markets: tuple[MarketDecision, ...]
    ask_first: str | None
    """The fact, not stated, that would decide most requirements of the markets that are still open."""


class PatternCount(NamedTuple):
    """The number of rows with a pattern in a group: the values of the columns that the rows are grouped by."""

    pattern: Pattern
    group: tuple[str | None, ...]
    rows: int


class RefusedCells(NamedTuple):
    """Cells of one column that could not be read, which have the same form: every run of digits is a 9."""

    heading: str
    form: str
    rows: int


class RejectedLine(NamedTuple):
    """A line of a file that is no row of the table."""

    file: str
    line: int
    reason: str
    """A key of messages: ``screen.rejected_REASON``."""


class Basis(NamedTuple):
    """What an output was made by; Parquet keeps it."""

    edition: str
    as_of: str
    version: str
    """That of the program."""


class EndedCompanies(NamedTuple):
    """The rows whose registration status says that the company no longer exists."""

    way: str
    """How it ended: ``deregistered`` or ``revoked``."""
    rows: int


class Screening(NamedTuple):
    """The outcome: all that a summary is made from."""

    files: tuple[str, ...]
    rows: int
    as_of: date
    markets: tuple[str, ...]
    grouped_by: tuple[str, ...]
    """The headings of the columns that the rows are grouped by."""
    notes: tuple[Message, ...]
    """Notes about columns that were not read."""
    sources: tuple[CellClasses, ...]
    counts: tuple[PatternCount, ...]
    decisions: Mapping[Pattern, Decision]
    refused: tuple[RefusedCells, ...]
    rejected: tuple[RejectedLine, ...]
    """The first of the rejected lines."""
    rejected_lines: int
    processes: int
    """How many processes decided the patterns; 1 unless there were more than the limit."""
    ended: tuple[EndedCompanies, ...] = ()
    """The rows of companies that no longer exist, which is no condition of a market."""

    @property
    def patterns(self) -> int:
        """The number of patterns that a condition tells apart."""
        return len({told_apart(pattern, self.sources) for pattern in self.decisions})


def told_apart(pattern: Pattern, sources: Sequence[CellClasses]) -> Pattern:
    """A pattern, with the class that stands for all that no condition tells apart."""
    likes = (source.classes[number].like for number, source in zip(pattern, sources, strict=True))
    return tuple([number if like is None else like for number, like in zip(pattern, likes, strict=True)])
