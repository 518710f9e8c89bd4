"""Rows of a text table whose cells stand in the wrong columns, told as ``import`` tells them; they are left out.

Only rows with a sign of it are looked at: an unreadable cell, or a credit code that is none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.header_row import Columns, find_columns
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.intake.row_parser import RowReader
from cloudmkt_cli.intake.vocabulary import Heading, Vocabulary
from cloudmkt_cli.profile.fields import Kind
from cloudmkt_cli.screening.cells import CellReader
from cloudmkt_cli.screening.engine import Cells, Engine, ShiftSigns
from cloudmkt_cli.screening.masked import masked
from cloudmkt_cli.screening.model import CellClasses

MOST_SUSPECTED: Final = 100_000
"""Different rows with signs of a shift; in a table with more, it is the columns that are not understood."""


class ShiftRule(NamedTuple):
    """The rule of ``import``, for the rows of one table."""

    columns: Columns
    read: tuple[int, ...]
    """The positions of the columns that an engine has read."""
    words: Vocabulary
    mapped: Mapping[str, Heading]
    catalogue: Catalogue

    @property
    def signs(self) -> ShiftSigns:
        """Where to look for signs."""
        code = next((one.number for one in self.columns.known if one.field.kind is Kind.CREDIT_CODE), None)
        name = self.columns.name.number
        return ShiftSigns(code if code in self.read else None, name if name in self.read else None)

    def may_have_shifted(self, cells: Cells) -> bool:
        """Whether a row could have shifted, given the cells that have been read."""
        row: list[Value] = [""] * self.columns.width
        for number, cell in zip(self.read, cells, strict=True):
            row[number] = cell
        return _is_shifted(row, self, frozenset(range(self.columns.width)).difference(self.read))

    def has_shifted(self, cells: Cells) -> bool:
        """Whether a row has shifted, given all its cells."""
        return _is_shifted(cells, self)

    def of_file(self, head: Table) -> "ShiftRule":
        """The rule for the rows of another file of the table, whose columns may have another order."""
        return self._replace(columns=find_columns(head, self.words, self.mapped))


def _is_shifted(cells: Sequence[Value], rule: ShiftRule, unknown: frozenset[int] = frozenset()) -> bool:
    table = Table("", None, (tuple(cells),), Message("word.none"))
    return RowReader(table, rule.columns, rule.words, rule.catalogue, Path()).is_shifted(0, unknown)


def leave_out_shifted(
    engine: Engine,
    rule: ShiftRule,
    sources: Sequence[CellClasses],
    readers: Sequence[CellReader],
    refused: Counter[tuple[str, str]],
) -> None:
    """Leave the rows that have shifted out of a table, and their cells out of those that are counted as refused."""
    suspected = list(engine.suspected(sources, rule.signs, MOST_SUSPECTED + 1))
    if len(suspected) > MOST_SUSPECTED:
        return
    wanted = frozenset(cells for cells in suspected if rule.may_have_shifted(cells))
    if not wanted:
        return
    for cells, rows in engine.leave_out(wanted, rule).items():
        by_number = dict(zip(rule.read, cells, strict=True))  # but not of columns that an engine adds
        for source, reader in zip(sources, readers, strict=True):
            stated = reader.read_valid([by_number.get(number, "") for number in source.source.numbers])
            for heading, text in stated.refused:
                refused[heading, masked(text)] -= rows
