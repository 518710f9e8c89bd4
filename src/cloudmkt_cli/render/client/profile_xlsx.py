"""Plans, onboarding steps and marketplaces as a workbook for clients."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from pydantic_core import from_json, to_json

from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client.profile_sheets import OF_RUN, SHEETS, Sheet, about, rows_of
from cloudmkt_cli.render.client.sheets import error_rows
from cloudmkt_cli.render.client.subjects import content_of, title_of
from cloudmkt_cli.render.client.xlsx_report import MOST_ROWS
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.result_phrases import format_value
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_Cell = int | str | list[str] | None

_AT_A_TIME: Final = 1024 * 1024
_A4: Final = 9


class ProfileXlsxWriter:
    """Writes the workbook. Text from profiles never becomes a formula, a link or a number."""

    def __init__(self, run: RunContext, language: Language, subject: Subject) -> None:
        """Raise ``InputError`` if the extra with xlsxwriter is not installed."""
        try:
            import xlsxwriter  # noqa: F401, PLC0415  an extra, which other formats can do without
        except ImportError:
            raise InputError(Diagnostic(Message("report.no_xlsxwriter"), Message("report.install_xlsx"))) from None
        self._run = run
        self._language = language
        self._subject = subject

    def profile(self, checked: CheckedProfile) -> tuple[bytes, ...]:
        """The rows of a profile for each sheet."""
        content = content_of(self._subject, checked, self._run)
        sheets = rows_of(content, self._language)
        return tuple(to_json([self._cells(row) for row in rows]) for rows in sheets)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The workbook."""
        from xlsxwriter import Workbook  # noqa: PLC0415  as above

        of_run = (error_rows(summary.errors), about(self._subject, self._run, summary))
        with TemporaryFile() as file:
            with Workbook(file, {"constant_memory": True}) as book:
                created = datetime.combine(self._run.as_of, time())  # the same plans give the same bytes
                title = format_value(title_of(self._subject, self._run), self._language)
                book.set_properties({"title": title, "created": created})
                writer = _SheetWriter(book, self._language)
                for number, sheet in enumerate(SHEETS[self._subject]):
                    writer.add(sheet, (row for part in parts(number) for row in from_json(part)))
                for sheet, rows in zip(OF_RUN, of_run, strict=True):
                    writer.add(sheet, (self._cells(row) for row in rows))
            file.seek(0)
            yield from iter(partial(file.read, _AT_A_TIME), b"")

    def _cells(self, row: Iterable[object]) -> list[_Cell]:
        """A row as text, numbers and days; a day is the text of a date in a list of its own."""
        return [self._cell(value) for value in row]

    def _cell(self, value: object) -> _Cell:
        match value:
            case None | int() if not isinstance(value, bool):
                return value
            case date():
                return [value.isoformat()]
            case Status() | Verdict():
                words = Message(f"verdict.{value}" if isinstance(value, Verdict) else f"status.{value}")
                return f"{SYMBOLS[value]} {format_value(words, self._language)}"
            case _:
                return format_value(value, self._language)


class _SheetWriter:
    """Adds sheets to a workbook."""

    def __init__(self, book: "Workbook", language: Language) -> None:
        common = {"text_wrap": True, "valign": "top"}
        self._book = book
        self._language = language
        self._head = book.add_format({**common, "bold": True, "bottom": 1})
        self._plain = book.add_format(common)
        self._day = book.add_format({**common, "num_format": "yyyy-mm-dd", "align": "left"})

    def add(self, sheet: Sheet, rows: Iterator[list[_Cell]]) -> None:
        """Add a sheet; more than one if its rows exceed Excel's limit."""
        number = 1
        while self._add_part(sheet, number, islice(rows, MOST_ROWS - 1)) == MOST_ROWS - 1:
            number += 1

    def _add_part(self, sheet: Sheet, number: int, rows: Iterable[list[_Cell]]) -> int:
        name = translate(sheet.name, self._language)
        part = self._book.add_worksheet(name if number == 1 else f"{name} {number}")
        part.freeze_panes(1, 1)
        part.set_landscape()
        part.set_paper(_A4)
        part.fit_to_pages(1, 0)
        part.repeat_rows(0)
        for column, (head, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
            part.set_column(column, column, width)
            part.write_string(0, column, translate(head, self._language), self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(part, last, column, value)
        part.autofilter(0, 0, last, len(sheet.heads) - 1)
        return last

    def _write(self, sheet: "Worksheet", row: int, column: int, value: _Cell) -> None:
        match value:
            case None:
                sheet.write_blank(row, column, None, self._plain)
            case int():
                sheet.write_number(row, column, value, self._plain)
            case [day]:
                sheet.write_datetime(row, column, datetime.fromisoformat(day), self._day)
            case str():
                sheet.write_string(row, column, value, self._plain)
