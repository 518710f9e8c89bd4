"""Write Excel workbooks. The library is an extra, loaded only here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.table import table_error

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def check_can_write() -> None:
    """Check that workbooks can be written.

    Raises:
        InputError: the library is not installed.
    """
    try:
        import xlsxwriter  # noqa: F401, PLC0415  an extra
    except ImportError:
        command = "pip install 'cloudmkt-cli[xlsx]'"
        raise table_error(Message("import.missing_extra"), "import.install_extra", command=command) from None


@contextmanager
def new_workbook(file: BytesIO, *, large: bool = False) -> Iterator["Workbook"]:
    """A workbook that is written to ``file``: always the same bytes for the same content.

    A large one is kept in a temporary file until then, and its rows must be written in their order.

    Raises:
        InputError: the library is not installed.
    """
    check_can_write()
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(file, {"constant_memory": True} if large else {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        yield book
