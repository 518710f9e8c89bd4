"""A table as it was read, with the cells that have a problem marked."""

import math
import re
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Final

from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.cell_parsers import format_cell
from cloudmkt_cli.intake.problems import Problem, Problems
from cloudmkt_cli.intake.readers.table import EXACT, Table, Value
from cloudmkt_cli.intake.workbook import new_workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY: Final = datetime(1900, 3, 1)  # noqa: DTZ001  cells have no time zone
"""Before it, Excel counts a day that did not exist."""
_NO_CHARACTER: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold."""
_COLOURS: Final[dict[str, str | None]] = {"cell": "#FFC7CE", "row": "#FFC7CE", "warning": "#FFEB9C", "": None}
"""By the consequence of a problem; without one, no colour."""


def marked_table(table: Table, problems: Problems, language: Language) -> bytes:
    """Create the workbook: every cell where it was, those with a problem coloured, with a note that gives the reason.

    Raises:
        InputError: the library that writes workbooks is not installed.
    """
    widths = [len(cells) for cells in table.rows]
    for row, column in problems.cells:
        widths[row] = max(widths[row], column + 1)
    file = BytesIO()
    with new_workbook(file, large=True) as book:
        sheet = book.add_worksheet(translate("import.template_sheet", language))
        sheet.set_column(0, max(widths) - 1, 18)
        plain = {name: book.add_format({"bg_color": colour} if colour else {}) for name, colour in _COLOURS.items()}
        days = {
            name: book.add_format({"num_format": "yyyy-mm-dd"} | ({"bg_color": colour} if colour else {}))
            for name, colour in _COLOURS.items()
        }
        for row, cells in enumerate(table.rows):
            for column in range(widths[row]):
                value = cells[column] if column < len(cells) else ""
                look = (days if isinstance(value, date) else plain)[problems.cells.get((row, column), "")]
                _write(sheet, row, column, value, look)
                if problem := problems.notes.get((row, column)):
                    sheet.write_comment(row, column, _reason(problem, language), {"x_scale": 2, "y_scale": 1.5})
    return file.getvalue()


def _write(sheet: "Worksheet", row: int, column: int, value: Value, look: "Format") -> None:
    """Write a cell as what it is. A text is always written as text: never as a formula, a link or a number."""
    match value:
        case "":
            sheet.write_blank(row, column, None, look)
        case bool():
            sheet.write_boolean(row, column, value, look)
        case int() | float() if math.isfinite(value) and abs(value) < EXACT:
            sheet.write_number(row, column, value, look)
        case date() if (moment := _moment(value)) >= _FIRST_DAY:
            sheet.write_datetime(row, column, moment, look)
        case str():
            sheet.write_string(row, column, _NO_CHARACTER.sub("\ufffd", value), look)
        case _:
            sheet.write_string(row, column, _NO_CHARACTER.sub("\ufffd", format_cell(value)), look)


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _reason(problem: Problem, language: Language) -> str:
    reason = Message("import.reason", {"problem": problem.message, "hint": problem.hint})
    return _NO_CHARACTER.sub("\ufffd", translate(reason, language))
