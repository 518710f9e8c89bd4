"""The report as an Excel workbook: the matrix, every requirement of every client, the gaps, and the errors.

xlsxwriter makes the workbook with its sheets, headings and formats. The rows, of which there may be millions, are made
by the processes that check the profiles, and are inserted without being kept in memory.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from functools import cached_property, partial, reduce
from io import BytesIO
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pydantic_core import from_json, to_json

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.remarks import has_remarks
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import View
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.render.client.sheets import (
    Row,
    Table,
    about_rows,
    error_rows,
    finding_cells,
    gap_rows,
    matrix_row,
    tables,
)
from cloudmkt_cli.render.client.xlsx_rows import WIDEST, Cells, CellWriter, column_name, columns, formats
from cloudmkt_cli.render.phrases import sentences
from cloudmkt_cli.render.result_phrases import finding_remarks, format_value, report_title
from cloudmkt_cli.render.writer import NUMBER, Parts, cache_per_finding
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

MOST_ROWS: Final = 1_048_576
"""Excel's limit for a sheet."""

_OF_PROFILES: Final = 3  # sheets that have rows of every profile; the part after theirs has their sizes
_FILTER_BUTTON: Final = 4
_A4: Final = 9
_EFFORT: Final = 4  # of 9: rows are so alike that more gains little
_AT_A_TIME: Final = 1024 * 1024
_ZIP64_FROM: Final = 2**31 - 1


class _Size(NamedTuple):
    """The number of rows, their size in bytes, and the width of every column."""

    rows: int = 0
    length: int = 0
    widths: Sequence[int] = ()

    def over(self, other: "_Size") -> "_Size":
        """The size of two blocks of rows, one above the other."""
        widths = [*map(max, self.widths, other.widths)] if self.rows and other.rows else self.widths or other.widths
        return _Size(self.rows + other.rows, self.length + other.length, widths)


class _Sheet(NamedTuple):
    """A sheet: a table, or a part of it."""

    name: str
    heads: Sequence[str]
    size: _Size
    rows: Iterator[bytes]


class XlsxWriter:
    """Writes the workbook. Text from profiles never becomes a formula, a link or a number."""

    def __init__(self, run: RunContext, language: Language, view: View = "full") -> None:
        """Raise ``InputError`` if the extra with xlsxwriter is not installed."""
        try:
            import xlsxwriter  # noqa: F401, PLC0415  an extra, which other formats can do without
        except ImportError:
            raise InputError(Diagnostic(Message("report.no_xlsxwriter"), Message("report.install_xlsx"))) from None
        self._run = run
        self._language = language
        self._view = view

    def __reduce__(self) -> tuple[type["XlsxWriter"], tuple[RunContext, Language, View]]:
        """Caches are not sent to other processes."""
        return XlsxWriter, (self._run, self._language, self._view)

    def profile(self, checked: CheckedProfile) -> tuple[bytes, ...]:
        """The rows of a profile for each sheet, and their sizes."""
        result, catalogue, language = checked.result, self._run.catalogue, self._language
        client = self._write.cells((result.vendor, checked.path))
        requirements: list[Cells] = []
        for market in result.markets:
            start = client.beside(self._write.cells((market.market.name, market.targeted), first=2))
            findings = market.open if self._view == "open" else market.findings
            rows = [start.beside(self._of_finding(finding, catalogue, language)) for finding in findings]
            if has_remarks(catalogue):
                said = [finding_remarks(finding, market, catalogue, language) for finding in findings]
                rows = [
                    row.beside(self._write.cells([sentences(lines, language)], first=len(row.widths)))
                    for row, lines in zip(rows, said, strict=True)
                ]
            requirements += rows
        made = (
            [self._write.cells(matrix_row(checked))],
            requirements,
            [self._write.cells(row) for row in gap_rows(checked, catalogue, language)],
        )
        written = [_written(rows) for rows in made]
        return (*(text for text, _ in written), to_json([size for _, size in written]))

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The workbook. Its sheets depend on the number of rows."""
        none = [_Size()] * _OF_PROFILES
        of_profiles: list[_Size] = reduce(
            lambda sizes, part: [size.over(_Size(*more)) for size, more in zip(sizes, from_json(part), strict=True)],
            parts(_OF_PROFILES),
            none,
        )
        of_run = [self._rows(error_rows(summary.errors)), self._rows(about_rows(self._run, summary))]
        contents = [
            *((size, parts(number)) for number, size in enumerate(of_profiles)),
            *((size, iter([text])) for text, size in of_run),
        ]
        sheets = [
            sheet
            for table, (size, rows) in zip(tables(self._run, any_shown=bool(summary.shown)), contents, strict=True)
            if self._view != "quiet" or not table.lists_requirements
            for sheet in self._sheets(table, size, rows)
        ]
        bare = _bare_workbook(sheets, self._run, self._language)
        with TemporaryFile() as file:
            _fill(bare, sheets, file)
            file.seek(0)
            yield from iter(partial(file.read, _AT_A_TIME), b"")

    def _rows(self, rows: Iterable[Row]) -> tuple[bytes, _Size]:
        return _written([self._write.cells(row) for row in rows])

    def _sheets(self, table: Table, size: _Size, parts: Iterator[bytes]) -> Iterator[_Sheet]:
        """The sheets of a table; more than one if it exceeds Excel's limit."""
        name, heads = translate(table.name, self._language), [word(head, self._language) for head in table.heads]
        rows = (row for part in parts for row in part.splitlines())
        room = MOST_ROWS - 1
        for number, start in enumerate(range(0, max(size.rows, 1), room), start=1):
            part = size._replace(rows=min(room, size.rows - start))
            yield _Sheet(f"{name} {number}" if start else name, heads, part, islice(rows, part.rows))

    @cached_property
    def _write(self) -> CellWriter:
        """Takes the numbers of the formats from an empty workbook, so that they are the same in each process."""
        bare = _bare_workbook([_Sheet("formats", [""], _Size(), iter(()))], self._run, self._language)
        with ZipFile(BytesIO(bare)) as archive:
            numbers = re.findall(rb'<c r="A(?!1")\d+" s="(\d+)"', archive.read("xl/worksheets/sheet1.xml"))
        return CellWriter(dict(zip(formats(self._run.catalogue), map(int, numbers), strict=True)), self._language)

    @cached_property
    def _of_finding(self) -> Callable[[Finding, Catalogue, Language], Cells]:
        """The cells that describe a finding."""
        return cache_per_finding(lambda *finding: self._write.cells(finding_cells(*finding), first=4))


def _written(rows: Sequence[Cells]) -> tuple[bytes, _Size]:
    text = "".join([row.row() for row in rows]).encode()
    widths = [max(column) for column in zip(*(row.widths for row in rows), strict=True)]
    return text, _Size(len(rows), len(text), widths)


def _bare_workbook(sheets: Sequence[_Sheet], run: RunContext, language: Language) -> bytes:
    """A workbook with headings only, and with a cell in every format on its first sheet."""
    from xlsxwriter import Workbook  # noqa: PLC0415  as above

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        # The day of the check, so that the same check gives the same bytes.
        created = datetime.combine(run.as_of, time())
        title = format_value(report_title("report.title", run.catalogue), language)
        book.set_properties({"title": title, "created": created})
        common = {"text_wrap": True, "valign": "top"}
        bold = book.add_format({**common, "bold": True, "bottom": 1})
        for table in sheets:
            sheet = book.add_worksheet(table.name)
            for column, head in enumerate(table.heads):
                sheet.write_string(0, column, head, bold)
                width = max([columns(head) + _FILTER_BUTTON, *table.size.widths[column : column + 1]])
                sheet.set_column(column, column, min(width, WIDEST))
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, table.size.rows, len(table.heads) - 1)
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
        for row, form in enumerate(formats(run.catalogue).values(), start=1):
            book.worksheets()[0].write_blank(row, 0, None, book.add_format({**common, **form}))
    return file.getvalue()


def _fill(bare: bytes, sheets: Sequence[_Sheet], file: BinaryIO) -> None:
    """Copy a workbook, and add the rows of every sheet."""
    by_part = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1)}
    with ZipFile(BytesIO(bare)) as old, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as new:
        for about in old.infolist():
            data = old.read(about)
            about_copy = ZipInfo(about.filename, about.date_time)
            about_copy.compress_type = ZIP_DEFLATED
            if about.filename not in by_part:
                new.writestr(about_copy, data)
                continue
            sheet = by_part[about.filename]
            longest = sheet.size.length + len(data) + sheet.size.rows * (len(sheet.heads) + 1) * len(str(MOST_ROWS))
            with new.open(about_copy, "w", force_zip64=longest > _ZIP64_FROM) as part:
                for piece in _filled(data, sheet):
                    part.write(piece)


def _filled(data: bytes, sheet: _Sheet) -> Iterator[bytes]:
    head, _, rest = data.partition(b"</row>")
    area = f"A1:{column_name(len(sheet.heads) - 1)}{sheet.size.rows + 1}"
    yield re.sub(rb'(?<=<dimension ref=")[^"]*', area.encode(), head, count=1) + b"</row>"
    for number, row in enumerate(sheet.rows, start=2):
        yield row.replace(NUMBER, b"%d" % number)
    yield rest[rest.index(b"</sheetData>") :]
