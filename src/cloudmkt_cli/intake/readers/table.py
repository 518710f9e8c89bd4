"""A table in memory, whatever its file format, and the names of its cells."""

from datetime import date, datetime, time
from sys import getsizeof
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message


class DamagedCell(NamedTuple):
    """The text of a workbook cell whose content does not fit its declared type."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = str | float | bool | date | datetime | time | DamagedCell
"""The value of a cell. A blank cell is an empty string; a formula is its last result."""

EXACT: Final = 10**15
"""Excel keeps fifteen significant digits; a longer number may have lost some."""
MAX_BYTES: Final = 24 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 1_000_000
"""Cells of all rows, each row counted up to its last cell that is not empty."""
MAX_TEXT: Final = 32_767
"""Characters in a cell: Excel's own limit."""
MAX_TEXT_IN_ALL: Final = 16 * 1024 * 1024
MAX_MEMORY: Final = 64 * 1024 * 1024
"""Bytes for the values of all cells."""
EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""Values of a cell whose formula failed."""
NOT_CALCULATED: Final = "=…"
"""Value of a cell whose formula has no stored result."""


class Table(NamedTuple):
    """The cells of one sheet from its first row and column on."""

    path: str
    sheet: str | None
    rows: tuple[tuple[Value, ...], ...]
    taken_as: Message
    """How the file was read: its encoding and delimiter, or the sheet."""

    def place(self, row: int, column: int) -> str:
        """The name of a cell with its file; row and column count from 0."""
        return f"{self.path}: {cell_name(row, column, self.sheet)}"


def cell_name(row: int, column: int, sheet: str | None = None) -> str:
    """A cell in the A1 style: ``客户!F12``."""
    cell = f"{column_name(column)}{row + 1}"
    if sheet is None:
        return cell
    quoted = sheet if sheet.isidentifier() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{cell}"


def column_name(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


class Rows:
    """Collects the rows of a table within fixed memory limits.

    Every method raises ``InputError`` when a limit is exceeded.
    """

    def __init__(self, sheet: str | None = None) -> None:
        self._sheet = sheet
        self._rows: list[tuple[Value, ...]] = []
        self._cells = self._characters = self._memory = 0

    def hold(self, value: Value) -> Value:
        """Count the memory of a new value; a value shared by several cells is counted once."""
        if value == "":
            return value
        self._memory += getsizeof(value)
        if self._memory > MAX_MEMORY:
            raise limit_error("too_much_memory", MAX_MEMORY // 1024 // 1024)
        return value

    def add(self, row: int, cells: list[Value]) -> None:
        """Add a row below all earlier ones; rows count from 0, and empty rows are not stored."""
        if len(cells) > MAX_COLUMNS:
            raise limit_error("too_many_columns", MAX_COLUMNS)
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            return
        if row >= MAX_ROWS:
            raise limit_error("too_many_rows", MAX_ROWS)
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise limit_error("too_many_cells", MAX_CELLS)
        for column, value in enumerate(cells):
            if isinstance(value, str):
                self._count(len(value), row, column)
        self._rows += [()] * (row - len(self._rows))
        self._rows.append(tuple(cells))

    def done(self) -> tuple[tuple[Value, ...], ...]:
        """All rows, up to the last one that is not empty."""
        return tuple(self._rows)

    def _count(self, length: int, row: int, column: int) -> None:
        if length > MAX_TEXT:
            values = {"cell": cell_name(row, column, self._sheet), "limit": MAX_TEXT}
            raise table_error(Message("import.text_too_long", values), "import.shorten_text")
        self._characters += length
        if self._characters > MAX_TEXT_IN_ALL:
            raise limit_error("too_much_text", MAX_TEXT_IN_ALL)


def limit_error(fault: str, limit: int) -> InputError:
    """The error for a table that exceeds a limit."""
    return table_error(Message(f"import.{fault}", {"limit": limit}), "import.split_table")


def table_error(message: Message, hint: str, **values: object) -> InputError:
    """An error that prevents reading the table at all."""
    return InputError(Diagnostic(message, Message(hint, values)))
