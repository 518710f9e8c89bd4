"""A table as it was read, whatever kind of file it came from, and the places of its cells."""

from datetime import date, datetime, time
from sys import getsizeof
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message


class Broken(NamedTuple):
    """What stands in a cell of a workbook where nothing of its kind can stand."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = str | float | bool | date | datetime | time | Broken
"""What a cell may hold; a blank one is an empty text, and a formula is its last result."""

MAX_BYTES: Final = 24 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 1_000_000
"""Cells of all rows, each row counted as far as the last cell that holds anything."""
MAX_TEXT: Final = 32_767
"""Characters in a cell: Excel's own limit."""
MAX_TEXT_IN_ALL: Final = 16 * 1024 * 1024
MAX_MEMORY: Final = 64 * 1024 * 1024
"""Bytes that the values of all cells may take."""
EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""What stands in a cell whose formula failed."""
NOT_CALCULATED: Final = "=…"
"""Stands in a cell whose formula has no result yet."""


class Table(NamedTuple):
    """The cells of one sheet from its first row and column on."""

    path: str
    sheet: str | None
    rows: tuple[tuple[Value, ...], ...]
    taken_as: Message
    """How the file was understood: its encoding and delimiter, or which of its sheets was read."""

    def place(self, row: int, column: int) -> str:
        """A cell as a spreadsheet names it, with its file; row and column count from 0."""
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
    """The rows of a table while it is read, within what may be held in memory.

    Every method raises ``InputError`` where the table is beyond a bound.
    """

    def __init__(self, sheet: str | None = None) -> None:
        self._sheet = sheet
        self._rows: list[tuple[Value, ...]] = []
        self._cells = self._characters = self._memory = 0

    def hold(self, value: Value) -> Value:
        """Count a value that was made for the table; one that many cells share counts once."""
        if value == "":
            return value
        self._memory += getsizeof(value)
        if self._memory > MAX_MEMORY:
            raise excess("too_much_memory", MAX_MEMORY // 1024 // 1024)
        return value

    def add(self, row: int, cells: list[Value]) -> None:
        """Put a row at its place, counted from 0, below all that were added; one that holds nothing takes no room."""
        if len(cells) > MAX_COLUMNS:
            raise excess("too_many_columns", MAX_COLUMNS)
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            return
        if row >= MAX_ROWS:
            raise excess("too_many_rows", MAX_ROWS)
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise excess("too_many_cells", MAX_CELLS)
        for column, value in enumerate(cells):
            if isinstance(value, str):
                self._count(len(value), row, column)
        self._rows += [()] * (row - len(self._rows))
        self._rows.append(tuple(cells))

    def done(self) -> tuple[tuple[Value, ...], ...]:
        """All rows, from the first of the table to the last that holds anything."""
        return tuple(self._rows)

    def _count(self, length: int, row: int, column: int) -> None:
        if length > MAX_TEXT:
            values = {"cell": cell_name(row, column, self._sheet), "limit": MAX_TEXT}
            raise fault_of_table(Message("import.text_too_long", values), "import.shorten_text")
        self._characters += length
        if self._characters > MAX_TEXT_IN_ALL:
            raise excess("too_much_text", MAX_TEXT_IN_ALL)


def excess(fault: str, limit: int) -> InputError:
    """Why a table is refused that holds more than can be read."""
    return fault_of_table(Message(f"import.{fault}", {"limit": limit}), "import.split_table")


def fault_of_table(message: Message, hint: str, **values: object) -> InputError:
    """A mistake because of which nothing of a table can be read."""
    return InputError(Diagnostic(message, Message(hint, values)))
