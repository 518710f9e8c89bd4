"""What a table engine does for a screening. It finds, joins and counts; it decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from cloudmkt_cli.intake.readers.table import Value
from cloudmkt_cli.screening.model import CellClasses, Decision, Pattern, PatternCount, RejectedLine, Source


class Heading(NamedTuple):
    """A column that is written as it was read: its position in the table, and its name in the output."""

    number: int
    name: str


class OutputColumns(NamedTuple):
    """The columns of the output: those of the table that are kept, then those of each market."""

    kept: tuple[Heading, ...]
    markets: tuple[str, ...]
    with_products: bool
    """Whether the table lists products, so that the best one is named."""


class Engine(Protocol):
    """A table, in an engine that can count and join its rows."""

    def headings(self) -> tuple[str, ...]:
        """The headings of the columns, in the order of the table."""
        ...

    def head(self) -> tuple[tuple[Value, ...], ...]:
        """The first rows, to see which columns have cells."""
        ...

    def distinct(self, source: Source) -> Iterator[tuple[tuple[Value, ...], int]]:
        """The distinct cells of a source, each with its number of rows. Cells are numbered as they come, from 0."""
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
    ) -> None:
        """Write one row per row of the table to ``target``: Parquet, or CSV by its ending."""
        ...

    def rejected(self) -> Iterator[RejectedLine]:
        """The lines that are no rows; complete once all cells have been read."""
        ...
