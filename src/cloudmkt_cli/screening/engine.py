"""What a table engine does for a screening. It finds, joins and counts; it decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.model import Basis, CellClasses, Decision, Pattern, PatternCount, RejectedLine, Source

if TYPE_CHECKING:
    from cloudmkt_cli.screening.columns import CodeForms
    from cloudmkt_cli.screening.shifted import ShiftRule


class KeptColumn(NamedTuple):
    """A column that is written as it was read: its position in the table, and its name in the output."""

    number: int
    name: str


Cells = tuple[Value, ...]
"""The cells of a row at the positions that were read, in order."""


class ShiftSigns(NamedTuple):
    """Where a row may show that its cells have shifted, besides unreadable cells."""

    code: int | None
    """The position of the credit code, if it was read: one that is none by its length is a sign."""
    name: int | None
    """The position of the company's name, if it was read: one that begins with a digit is a sign."""


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
    basis: Basis
    """What the output was made by, for formats that can keep it."""


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

    def add_code_forms(self, forms: "CodeForms") -> None:
        """Add the column of the legal forms that credit codes give; the columns of code and name have been read."""
        ...

    def distinct(self, source: Source) -> Iterator[DistinctCells]:
        """The distinct cells of a source. Their numbers are 0 to one less than how many there are, in any order."""
        ...

    def suspected(self, sources: Sequence[CellClasses], signs: ShiftSigns, most: int) -> Iterator[Cells]:
        """The different rows that have at least two signs of a shift: at most so many, in any order."""
        ...

    def leave_out(self, wanted: AbstractSet[Cells], rule: "ShiftRule") -> Mapping[Cells, int]:
        """Leave out the rows with some cells if they have shifted; ``rejected`` lists them from then on.

        Returns: how many there are of each.
        """
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
