"""Read a table from a file; its content, not its name, determines the format."""

from pathlib import Path
from typing import Final

from cloudmkt_cli.core.diagnostics import errors_in
from cloudmkt_cli.core.input import display, opened_input
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.csv_reader import read_csv
from cloudmkt_cli.intake.readers.table import MAX_BYTES, Table, table_error
from cloudmkt_cli.intake.readers.xlsx_reader import read_xlsx

_ZIP: Final = b"PK\x03\x04"
_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
"""The signature of .xls files and password-protected workbooks."""


def read_table(path: Path, sheet: str | None) -> Table:
    """Read the table in a file.

    Raises:
        InputError: it cannot be read, or holds no table; the diagnostics name its path.
    """
    name = display(path)
    with errors_in(name):
        return _table(_content(path), name, sheet)


def _table(data: bytes, path: str, sheet: str | None) -> Table:
    if data.startswith(_OLD_OR_LOCKED):
        raise table_error(Message("import.old_or_locked"), "import.save_as_xlsx")
    if data.startswith(_ZIP):
        return read_xlsx(data, path, sheet)
    if sheet is not None:
        raise table_error(Message("import.no_sheets_in_text", {"found": sheet}), "import.leave_sheet_out")
    return read_csv(data, path)


def _content(path: Path) -> bytes:
    with opened_input(str(path)) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 1024 // 1024}
        raise table_error(Message("error.too_large", limit), "import.split_table")
    return data
