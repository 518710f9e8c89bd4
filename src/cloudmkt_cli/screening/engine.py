"""What a table engine does for a screening. It finds, joins and counts; it decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.model import CellClasses, Decision, Pattern, PatternCount, RejectedLine, Source


class KeptColumn(NamedTuple):
    """A column that is written as it was read: its position in the table, and its name in the output."""

    number: int
    name: str


class DistinctCells(NamedTuple):
    """The cells that some rows have in the columns of a source."""

    number: int
    cells: tuple[Value, ...]
    rows: int


class OutputColumns(NamedTuple):
    """The columns of the output: those of the table that are kept, then those of each market."""

    kept: tuple[KeptColumn, ...]
    markets: tuple[str, ...]
    with_products: bool
    """Whether the table lists products, so that the best one is named."""


class Engine(Protocol):
    """A table, in an engine that can count and join its rows."""

    def head(self) -> Table:
        """The first rows, with the headings among them."""
        ...

    def load(self, heading_row: int, numbers: Sequence[int]) -> None:
        """Read the columns at some positions, from the row below the headings on; called once, before all that follows.

        Raises:
            InputError: a file cannot be read, or lacks one of these columns.
        """
        ...

    def distinct(self, source: Source) -> Iterator[DistinctCells]:
        """The distinct cells of a source. Their numbers are 0 to one less than how many there are, in any order."""
        ...

    def count(self, sources: Sequence[CellClasses], by: Sequence[int]) -> Iterator[PatternCount]:
        """The rows by pattern and by the values of the columns at the positions ``by``."""
        ...

    def write(
        self,
        columns: OutputColumns,
        sources: Sequence[CellClasses],
        decisions: Mapping[Pattern, Decision],
        target: Path,
        *,
        as_csv: bool,
    ) -> None:
        """Write one row per row of the table to ``target``, as Parquet or as CSV."""
        ...

    def select(
        self,
        sources: Sequence[CellClasses],
        patterns: Sequence[Pattern],
        cells: Sequence[tuple[int, str]],
        numbers: Sequence[int],
        most: int,
    ) -> Iterator[tuple[Value, ...]]:
        """Rows of some patterns that have certain texts at some positions: at most so many, in any order.

        Yields:
            the cells at the positions ``numbers``, which have been read.
        """
        ...

    def rejected(self) -> Iterator[RejectedLine]:
        """The lines that are no rows; complete once the table is loaded."""
        ...
