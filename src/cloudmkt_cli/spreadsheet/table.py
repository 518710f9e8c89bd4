"""A table as it was read, whatever kind of file it came from, and the places of its cells."""

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.language import Message

Value = str | float | bool | date | datetime | time | timedelta
"""What a cell may hold; a blank one is an empty text, and a formula is its last result."""

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 5_000_000
"""Rows times columns, as far as the last cell that holds anything: they are all held in memory."""
MAX_TEXT: Final = 32_767
"""Characters in a cell: Excel's own limit."""
MAX_TEXT_IN_ALL: Final = 64 * 1024 * 1024
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


def refuse_excess(rows: int, columns: int) -> None:
    """Keep a table within what can be held in memory.

    Raises:
        InputError: it has too many rows, columns or cells.
    """
    for fault, found, limit in (
        ("too_many_rows", rows, MAX_ROWS),
        ("too_many_columns", columns, MAX_COLUMNS),
        ("too_many_cells", rows * columns, MAX_CELLS),
    ):
        if found > limit:
            raise fault_of_table(Message(f"import.{fault}", {"limit": limit}), "import.split_table")


def refuse_long_text(length: int, row: int, column: int, sheet: str | None = None) -> None:
    """Keep a cell within what a spreadsheet can hold.

    Raises:
        InputError: its text is too long; with its place.
    """
    if length > MAX_TEXT:
        values = {"cell": cell_name(row, column, sheet), "limit": MAX_TEXT}
        raise fault_of_table(Message("import.text_too_long", values), "import.shorten_text")


def fault_of_table(message: Message, hint: str, **values: object) -> InputError:
    """A mistake because of which nothing of a table can be read."""
    return InputError(Diagnostic(message, Message(hint, values)))
