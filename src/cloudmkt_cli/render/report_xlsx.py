"""The whole report as an Excel workbook: the matrix, every requirement of every client, gaps, and files not checked."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.report_sheets import Row, Share, Sheet, sheets
from cloudmkt_cli.render.wording import SYMBOLS
from cloudmkt_cli.report import Status, Verdict
from cloudmkt_cli.translate import translate, word
from cloudmkt_cli.visible import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_576
"""What Excel takes at the most: UTF-16 units of a cell, and rows of a sheet."""

_WIDEST: Final = 60  # columns; longer texts wrap
_FILTER_BUTTON: Final = 4
_A4: Final = 9
_COLOURS: Final = {
    Status.PASS: ("#14663A", "#E6F3EB"),
    Status.FAIL: ("#B0231A", "#FCEBE9"),
    Status.UNKNOWN: ("#7D4C00", "#FCF2DA"),
    Status.MANUAL: ("#1D55A5", "#E8F0FB"),
    Status.NOT_APPLICABLE: ("#566273", "#EDF0F4"),
    Verdict.ELIGIBLE: ("#14663A", "#E6F3EB"),
    Verdict.NOT_ELIGIBLE: ("#B0231A", "#FCEBE9"),
    Verdict.INCOMPLETE: ("#7D4C00", "#FCF2DA"),
}
"""Of a state, the colours of its text and of its cell; those of the HTML report."""


def render_xlsx(batch: Batch, language: Language) -> bytes:
    """The workbook. Whatever comes from profiles is written as text and never becomes a formula, a link or a number.

    Raises:
        InputError: xlsxwriter, which an extra installs, is not there.
    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415  an extra, which other formats can do without
    except ImportError:
        raise InputError(Diagnostic(Message("report.no_xlsxwriter"), Message("report.install_xlsx"))) from None
    file = BytesIO()
    never = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(file, {"in_memory": True, **never}) as book:
        # The day of the check, so that the same check gives the same bytes.
        book.set_properties({"title": translate("report.title", language), "created": _moment(batch.as_of)})
        pen = _Pen(book, language)
        for table in sheets(batch, language):
            pen.write(table)
    return file.getvalue()


class _Pen:
    """Writes tables into a workbook."""

    def __init__(self, book: "Workbook", language: Language) -> None:
        self._book = book
        self._language = language
        self._formats: dict[object, Format] = {}

    def write(self, table: Sheet) -> None:
        """A sheet for a table, and more of them for one that has more rows than Excel takes."""
        name, rows = translate(table.name, self._language), list(table.rows)
        heads = [word(head, self._language) for head in table.heads]
        for number, start in enumerate(range(0, max(len(rows), 1), MOST_ROWS - 1), start=1):
            sheet = self._book.add_worksheet(f"{name} {number}" if start else name)
            self._fill(sheet, heads, rows[start : start + MOST_ROWS - 1])

    def _fill(self, sheet: "Worksheet", heads: Sequence[str], rows: Sequence[Row]) -> None:
        for index, head in enumerate(heads):
            sheet.write_string(0, index, head, self._format("head", bold=True, bottom=1))
        widths = [_columns(head) + _FILTER_BUTTON for head in heads]
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                widths[index] = max(widths[index], _columns(self._write_cell(sheet, number, index, value)) + 2)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, min(width, _WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write_cell(self, sheet: "Worksheet", row: int, column: int, value: object) -> str:
        """Write one value as what it is; the text that it is shown as."""
        match value:
            case None:
                return ""
            case Status() | Verdict():
                text = f"{SYMBOLS[value]} {word(_words(value), self._language)}"
                colour, tint = _COLOURS[value]
                sheet.write_string(row, column, text, self._format(value, font_color=colour, bg_color=tint))
            case Share():
                text = f"{value.part}/{value.of}"
                form = self._format(("of", value.of), num_format=f'0"/{value.of}"')
                sheet.write_number(row, column, value.part, form)
            case date():
                text = value.isoformat()
                form = self._format("day", num_format="yyyy-mm-dd", align="left")
                sheet.write_datetime(row, column, _moment(value), form)
            case int() if not isinstance(value, bool):
                text = str(value)
                sheet.write_number(row, column, value, self._format("plain"))
            case _:
                text = cell_text(word(value, self._language))
                sheet.write_string(row, column, text, self._format("plain"))
        return text

    def _format(self, name: object, **properties: object) -> "Format":
        """A format by its name; made when it is first asked for."""
        if name not in self._formats:
            self._formats[name] = self._book.add_format({"text_wrap": True, "valign": "top", **properties})
        return self._formats[name]


def cell_text(text: str) -> str:
    """A text that a cell can hold: nothing in it acts or hides, and one that is too long ends in an ellipsis."""
    safe = visible(text, len(text))
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return safe
    return units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", errors="ignore") + "…"


@lru_cache(maxsize=10_000)  # most texts stand in many rows
def _columns(text: str) -> int:
    """How wide a text is: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text[:_WIDEST])


def _moment(day: date) -> datetime:
    return datetime.combine(day, time())


def _words(state: Status | Verdict) -> Message:
    return Message(f"verdict.{state}" if isinstance(state, Verdict) else f"status.{state}")
