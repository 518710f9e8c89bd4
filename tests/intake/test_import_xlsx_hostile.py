"""Workbooks that mean harm: broken, in other encodings, or small files that unpack to more than all memory."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from support.strategies_measured import MEGABYTES, run_measured
from support.tables import (
    SHEET_PART,
    STYLES_PART,
    TEXTS_PART,
    changed,
    imported,
    profiles,
    with_cells,
    xlsx_file,
)

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers import table, xlsx_package, xlsx_workbook
from cloudmkt_cli.intake.readers.detect import read_table
from cloudmkt_cli.intake.readers.xlsx_reader import read_xlsx

WORKBOOK_PART: Final = "xl/workbook.xml"
RELATIONS_PART: Final = "xl/_rels/workbook.xml.rels"
ROWS: Final = [["公司名称", "成立日期"], ["甲", "2021-03-15"]]
CELL: Final = '<row r="{row}"><c r="{cell}"><v>1</v></c></row>'


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path / "c.xlsx", ROWS)


def refused(book: Path, sheet: str | None = None) -> Message:
    with pytest.raises(InputError) as caught:
        read_table(book, sheet)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.path == book.as_posix()
    return diagnostic.message


def refusal(book: Path, sheet: str | None = None) -> str:
    return refused(book, sheet).key


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://example.com")', "+cmd|' /C calc'!A0", "@SUM(1)", "\x1b[2J甲", '"""', "甲\n[company]"]
    rows = [["公司名称"], *([name] for name in names)]
    result = imported(xlsx_file(tmp_path / "c.xlsx", rows), tmp_path / "out")
    assert result.exit_code == 0
    assert sorted(values["company"]["name"] for values in profiles(tmp_path / "out").values()) == sorted(names)
    assert "\x1b" not in result.stdout + result.stderr
    assert len(result.stdout.splitlines()) == len(names)


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (1_048_576, "A1048576", "import.too_many_rows"),
        (100_001, "A100001", "import.too_many_rows"),
        (1_048_576, "XFD1048576", "import.too_many_columns"),
        (3, "SG3", "import.too_many_columns"),
        (999_999_999, "ZZZZZZZ999999999", "import.too_many_columns"),
        (1_000_000_000, "A1000000000", "import.broken_workbook"),
    ],
)
def test_a_cell_far_away_is_refused_before_memory_is_taken(book: Path, row: int, cell: str, message: str) -> None:
    assert refusal(with_cells(book, CELL.format(row=row, cell=cell))) == message


@pytest.mark.parametrize(("row", "cell"), [(3, "SF3"), (100_000, "B100000"), (100_000, "SF100000")])
def test_the_last_cell_within_the_bounds_is_read(book: Path, row: int, cell: str) -> None:
    rows = read_table(with_cells(book, CELL.format(row=row, cell=cell)), None).rows
    assert (len(rows), rows[-1][-1]) == (row, 1)


def test_cells_count_as_far_as_the_last_of_each_row(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cells(book, CELL.format(row=9, cell="C9"))
    monkeypatch.setattr(table, "MAX_CELLS", 7)
    assert read_table(book, None).rows
    monkeypatch.setattr(table, "MAX_CELLS", 6)
    assert refusal(book) == "import.too_many_cells"


def counts(book: Path) -> dict[str, int]:
    """What a workbook has as much of as the bound of that name may be."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    tags = {name: content.count(b"<") + content.count(b"/>") for name, content in parts.items()}
    read = (SHEET_PART, TEXTS_PART, STYLES_PART, WORKBOOK_PART, RELATIONS_PART)
    return {"MAX_PARTS": len(parts), "MAX_TAGS": max(tags[name] for name in read)}


@pytest.mark.parametrize(
    ("bound", "message"),
    [
        ("MAX_PARTS", "import.too_many_parts"),
        ("MAX_TAGS", "import.too_many_tags"),
    ],
)
def test_one_more_than_the_bound_is_refused(
    book: Path, bound: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_package, bound, counts(book)[bound])
    assert read_table(book, None).rows
    monkeypatch.setattr(xlsx_package, bound, counts(book)[bound] - 1)
    assert refusal(book) == message


def test_one_sheet_more_than_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_file(tmp_path / "c.xlsx", {"a": ROWS, "b": ROWS})
    monkeypatch.setattr(xlsx_workbook, "MAX_SHEETS", 2)
    assert read_table(book, "b").rows
    monkeypatch.setattr(xlsx_workbook, "MAX_SHEETS", 1)
    assert refusal(book) == "import.too_many_sheets"


def test_long_text_is_refused_with_its_place(tmp_path: Path) -> None:
    book = xlsx_file(tmp_path / "c.xlsx", [["公司名称"], ["x" * 32_767]])
    assert read_table(book, None).rows[1] == ("x" * 32_767,)
    changed(book, TEXTS_PART, lambda content: content.replace(b"xx", b"xxx", 1))
    result = imported(book, tmp_path / "out")
    assert result.exit_code == 4
    assert "the text in cell 客户!A2 is longer than 32,767 characters" in result.stderr


def test_little_text_that_many_cells_share_adds_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_file(tmp_path / "c.xlsx", [["x" * 1000] * 20 for _ in range(10)])
    monkeypatch.setattr(table, "MAX_TEXT_IN_ALL", 200_000)
    assert read_table(book, None).rows
    monkeypatch.setattr(table, "MAX_TEXT_IN_ALL", 199_999)
    assert refusal(book) == "import.too_much_text"


def test_a_bomb_is_refused_by_what_it_declares(book: Path) -> None:
    changed(book, SHEET_PART, lambda content: content + b" " * xlsx_package.MAX_UNPACKED)
    assert book.stat().st_size < 1_000_000
    assert refusal(book) == "import.unpacks_to_too_much"


def test_a_bomb_that_declares_too_little_is_refused_as_well(book: Path) -> None:
    changed(book, SHEET_PART, lambda content: content + b" " * 50_000_000)
    with zipfile.ZipFile(book) as archive:
        size = archive.getinfo(SHEET_PART).file_size
    book.write_bytes(book.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 2000)))
    assert refusal(book) == "import.broken_workbook"


BREAKAGES: Final[dict[str, tuple[str, Callable[[bytes], bytes]]]] = {
    "no XML": (SHEET_PART, lambda _: b"\x00junk"),
    "nothing": (SHEET_PART, lambda _: b""),
    "cut off": (SHEET_PART, lambda content: content[:-20]),
    "a document type": (SHEET_PART, lambda content: b'<!DOCTYPE x [<!ENTITY a "a">]>' + content.partition(b"?>")[2]),
    "no such cell": (SHEET_PART, lambda content: content.replace(b'r="A2"', b'r="2A"')),
    "a cell of another row": (SHEET_PART, lambda content: content.replace(b'r="A2"', b'r="A3"')),
    "cells out of order": (SHEET_PART, lambda content: content.replace(b'r="A2"', b'r="C2"')),
    "a cell twice": (SHEET_PART, lambda content: content.replace(b'r="B2"', b'r="A2"')),
    "no such row": (SHEET_PART, lambda content: content.replace(b'row r="2"', b'row r="0"')),
    "a row twice": (SHEET_PART, lambda content: content.replace(b'row r="2"', b'row r="1"')),
    "texts are no XML": (TEXTS_PART, lambda _: b"junk"),
    "workbook is no XML": (WORKBOOK_PART, lambda _: b"junk"),
    "relations are no XML": (RELATIONS_PART, lambda _: b"junk"),
    "a sheet with an endless name": (WORKBOOK_PART, lambda content: content.replace(b'name="', b'name="' + b"x" * 255)),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_workbook_is_said_to_be_broken(book: Path, breakage: str) -> None:
    assert refusal(changed(book, *BREAKAGES[breakage])) == "import.broken_workbook"


def in_encoding(encoding: str, declared: str | None = None) -> Callable[[bytes], bytes]:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return lambda content: (declaration + content.decode().partition("?>")[2]).encode(encoding)


@pytest.mark.parametrize("part", [SHEET_PART, TEXTS_PART, STYLES_PART, WORKBOOK_PART, RELATIONS_PART])
@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-16", None),
        ("utf-16", "UTF-16"),
        ("utf-16-le", None),
        ("utf-16-be", None),
        ("utf-16-be", "UTF-16BE"),
        ("utf-16", "UTF-8"),
        ("utf-32", None),
        *(("utf-8", name) for name in ("UTF-16", "GBK", "ISO-8859-1", "utf-7", "rot13", "idna", "undefined", "x" * 99)),
    ],
)
def test_a_part_in_another_encoding_than_utf_8_is_refused(
    book: Path, part: str, encoding: str, declared: str | None
) -> None:
    assert refusal(changed(book, part, in_encoding(encoding, declared))) == "import.broken_workbook"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("declared", [None, "UTF-8", "utf-8"])
def test_utf_8_need_not_be_declared(book: Path, encoding: str, declared: str | None) -> None:
    for part in (SHEET_PART, TEXTS_PART, STYLES_PART, WORKBOOK_PART, RELATIONS_PART):
        changed(book, part, in_encoding(encoding, declared))
    assert read_table(book, None).rows == tuple(map(tuple, ROWS))


def test_a_company_in_a_comment_is_none(book: Path) -> None:
    row = '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c></row>'
    with_cells(
        book,
        f"<!--{row}--><?x {row}?>",
        '<row r="3"><c r="A3" t="inlineStr"><is><t><![CDATA[<丙>]]></t></is></c></row>',
    )
    assert read_table(book, None).rows == (*map(tuple, ROWS), ("<丙>",))


@pytest.mark.parametrize("row", [2, 4_294_967_295])
def test_bytes_that_are_a_comment_in_utf_16_and_cells_in_utf_8_are_neither(
    book: Path, row: int, tmp_path: Path
) -> None:
    """One reader saw a comment; another found a company in it, or asked for memory as far as its row."""
    cells = f'<row r="1"><c t="str"><v>公司名称</v></c></row><row r="{row}"><c r="A{row}" t="str"><v>乙</v></c></row>'
    inside = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
    before, behind = ("\ufeff<worksheet><sheetData/><!--", "--></worksheet>")
    part = before.encode("utf-16-le") + inside + b" " * (len(inside) % 2) + behind.encode("utf-16-le")
    result = imported(changed(book, SHEET_PART, lambda _: part), tmp_path / "out")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "the workbook is damaged and cannot be read" in result.stderr


def test_a_part_that_is_packed_in_another_way_is_refused(book: Path) -> None:
    """One byte in the head of a part packed by LZMA can ask for four gigabytes."""
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(book) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        with pytest.raises(InputError) as caught:
            read_xlsx(packed.getvalue(), "c.xlsx", None)
        assert caught.value.diagnostics[0].message.key == "import.broken_workbook"


def test_a_file_cut_off_in_the_middle(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:2000])
    assert refusal(book) == "import.broken_workbook"


def test_files_that_are_no_workbooks(tmp_path: Path) -> None:
    archive = tmp_path / "c.zip"
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("a", "b")
    assert refusal(archive) == "import.not_a_workbook"
    old = tmp_path / "c.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refusal(old) == "import.old_or_locked"


CELLS: Final = "<worksheet><sheetData>{}</sheetData></worksheet>"
IN_A_ROW: Final = "<worksheet><sheetData><row>{}</row></sheetData></worksheet>"
TEXTS: Final = "<sst>{}</sst>"
LONG: Final = "x" * 32_767
TEXT_CELL: Final = '<c t="str"><v>甲𠮷甲𠮷甲𠮷</v></c>'
FORMAT: Final = f"<numFmt formatCode='{chr(92) * 255}'/>"
BOMBS: Final[dict[str, tuple[str, str, str, int, str]]] = {
    # The part, what stands around, what is repeated, how often, and what is said.
    "depth": (SHEET_PART, "<worksheet>{}", "<a>", 20_000_000, "the workbook is damaged and cannot be read"),
    "empty cells": (SHEET_PART, IN_A_ROW, "<c/>", 20_000_000, "4,000,000 XML tags"),
    "empty rows": (SHEET_PART, CELLS, "<row/>", 20_000_000, "4,000,000 XML tags"),
    "cells of a row": (SHEET_PART, IN_A_ROW, '<c t="s"><v>0</v></c>', 900_000, "500 columns"),
    "rows of numbers": (SHEET_PART, CELLS, f"<row>{'<c><v>12.5</v></c>' * 400}</row>", 9000, "4,000,000 XML tags"),
    "rows of texts": (SHEET_PART, CELLS, f"<row>{TEXT_CELL * 400}</row>", 2400, "64 MiB of memory"),
    "rows with one cell": (SHEET_PART, CELLS, "<row><c><v>1</v></c></row>", 600_000, "100,000 rows"),
    "empty texts": (TEXTS_PART, TEXTS, "<si/>", 20_000_000, "4,000,000 XML tags"),
    "short texts": (TEXTS_PART, TEXTS, "<si><t>云舟示例云舟示例有限公司</t></si>", 1_500_000, "64 MiB of memory"),
    "long texts": (TEXTS_PART, TEXTS, f"<si><t>{LONG}</t></si>", 4000, "64 MiB of memory"),
    "an endless text": (
        TEXTS_PART,
        "<sst><si>{}</si></sst>",
        f"<r><t>{LONG}</t></r>",
        4000,
        "the text in cell 客户!A1 is longer than 32,767 characters",
    ),
    "text nowhere": (SHEET_PART, CELLS, LONG, 4000, "the table is empty"),
    "entities": (SHEET_PART, CELLS, "&amp;", 25_000_000, "the table is empty"),
    "comments": (SHEET_PART, CELLS, "<!---->", 18_000_000, "4,000,000 XML tags"),
    "an endless comment": (
        SHEET_PART,
        "<worksheet><!--{}--></worksheet>",
        LONG,
        4000,
        "the workbook is damaged and cannot be read",
    ),
    "an endless attribute": (
        SHEET_PART,
        '<worksheet a="{}"/>',
        LONG,
        4000,
        "the workbook is damaged and cannot be read",
    ),
    "sheets": (
        WORKBOOK_PART,
        "<workbook><sheets>{}</sheets></workbook>",
        '<sheet name="a" id="rId1"/>',
        300_000,
        "1,000 sheets",
    ),
    "an endless index": (
        WORKBOOK_PART,
        "<workbook><sheets>{}</sheets></workbook>",
        '<sheet name="a" id="rId1"/>',
        400_000,
        "8 MiB",
    ),
    "styles": (
        STYLES_PART,
        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
        '<xf numFmtId="14"/>',
        6_000_000,
        "the workbook is damaged and cannot be read",
    ),
    "formats": (
        STYLES_PART,
        "<styleSheet><numFmts>{}</numFmts></styleSheet>",
        FORMAT,
        400_000,
        "the workbook is damaged and cannot be read",
    ),
    "names": (
        SHEET_PART,
        CELLS,
        "".join(f"<n{number}/>" for number in range(5000)),
        100,
        "the workbook is damaged and cannot be read",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_that_unpacks_to_very_much_stays_within_memory(book: Path, name: str, tmp_path: Path) -> None:
    part, around, repeated, times, message = BOMBS[name]
    before, behind = around.split("{}")
    block = max(1, 1_000_000 // len(repeated))
    with zipfile.ZipFile(book) as archive:
        parts = {other: archive.read(other) for other in archive.namelist() if other != part}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in parts.items():
            archive.writestr(other, content)
        with archive.open(part, "w") as stream:
            stream.write(before.encode())
            for _ in range(times // block):
                stream.write((repeated * block).encode())
            stream.write(behind.encode())
    assert book.stat().st_size < table.MAX_BYTES
    ended = run_measured("import", "c.xlsx", "--to", "out", "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert message in ended.complaint
    assert ended.megabytes < MEGABYTES
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_an_archive_of_very_many_entries_is_refused_before_they_are_read(book: Path, tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    number = table.MAX_BYTES // len(entry) - 1000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number % 65536, number % 65536, number * len(entry), 4, 0)
    book.write_bytes(b"PK\x03\x04" + entry * number + end)
    ended = run_measured("import", "c.xlsx", "--to", "out", "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert "more than 10,000 parts" in ended.complaint
    assert ended.megabytes < MEGABYTES


@pytest.mark.slow
def test_a_large_table_is_read_within_memory(tmp_path: Path) -> None:
    """20,000 rows of 45 columns, all filled: more than anybody has clients."""
    row = (
        "<row><c/>"
        + "<c t='s'><v>0</v></c>" * 15
        + "<c><v>44270.5</v></c>" * 15
        + "<c t='str'><v>是的</v></c>" * 15
        + "</row>"
    )
    xlsx_file(tmp_path / "c.xlsx", [["公司名称"]])
    with_cells(tmp_path / "c.xlsx", row * 20_000)
    ended = run_measured("import", "c.xlsx", "--to", "out", "--lang", "en", folder=tmp_path)
    assert "there are no rows below the headings" in ended.complaint
    assert ended.megabytes < MEGABYTES
