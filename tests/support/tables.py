"""Sample tables as files, and runs of the import on them."""

import csv
import io
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from support.samples import CATALOGUE
from support.strategies_runs import invoke
from typer.testing import Result

from cloudmkt_cli.intake.header_row import Column
from cloudmkt_cli.intake.vocabulary import load_vocabulary
from cloudmkt_cli.profile.fields import fields

WORDS = load_vocabulary(CATALOGUE)
SHEET_PART = "xl/worksheets/sheet1.xml"
TEXTS_PART = "xl/sharedStrings.xml"
STYLES_PART = "xl/styles.xml"
Rows = Sequence[Sequence[Any]]


def column(fact: str, unit: str = "") -> Column:
    return Column(0, fact, fields()[fact], unit)


def csv_bytes(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def csv_file(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_bytes(rows, encoding, delimiter))
    return path


def xlsx_file(path: Path, sheets: Rows | Mapping[str, Rows]) -> Path:
    """A workbook; what is given as rows alone is a sheet named 客户."""
    named = sheets if isinstance(sheets, Mapping) else {"客户": sheets}
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for index, cell in enumerate(cells):
                    match cell:
                        case bool():
                            sheet.write_boolean(number, index, cell)
                        case int() | float():
                            sheet.write_number(number, index, cell)
                        case datetime() | date():
                            sheet.write_datetime(number, index, cell, day)
                        case _:
                            sheet.write_string(number, index, cell)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def with_cells(book: Path, *rows: str) -> Path:
    """A workbook with more rows, given as they stand in the file."""
    more = "".join(rows).encode() + b"</sheetData>"
    return changed(book, SHEET_PART, lambda content: content.replace(b"</sheetData>", more))


def imported(table: Path, to: Path, *arguments: str, language: str = "en") -> Result:
    return invoke("import", table, "--to", to, "--lang", language, *arguments)


def profiles(folder: Path) -> dict[str, dict[str, Any]]:
    """The values of every profile in a folder, by the name of its file without the ending."""
    files = sorted(folder.iterdir()) if folder.exists() else []
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files}
