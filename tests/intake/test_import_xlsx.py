"""Workbooks: what cells hold, which sheet is read, and what becomes of cells that hold nothing sensible."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter
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
from cloudmkt_cli.intake.readers.detect import read_table

ROWS = [["公司名称", "成立日期"], ["甲", "2021-03-15"]]
STATED = {"profile_version": 1, "company": {"name": "甲", "established": date(2021, 3, 15)}}


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path / "c.xlsx", ROWS)


def test_what_cells_hold(tmp_path: Path) -> None:
    rows = [
        [
            "x",
            24.0,
            24.5,
            True,
            datetime.fromisoformat("2021-03-15"),
            datetime.fromisoformat("2021-03-15 10:30"),
            "=1+1",
        ]
    ]
    assert read_table(xlsx_file(tmp_path / "c.xlsx", rows), None).rows == (
        ("x", 24.0, 24.5, True, date(2021, 3, 15), datetime.fromisoformat("2021-03-15 10:30"), "=1+1"),
    )


def test_cells_keep_their_places_where_the_table_does_not_start_in_a1(tmp_path: Path) -> None:
    rows = [[], [], ["", "", "公司名称", "成立日期"], ["", "", "甲", "去年"]]
    file = xlsx_file(tmp_path / "c.xlsx", rows)
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(2, 2, rows[2][2:])
        sheet.write_row(3, 2, rows[3][2:])
    result = imported(file, tmp_path / "out")
    assert "客户!D4 “成立日期”: error: company.established: " in result.stderr
    assert list(profiles(tmp_path / "out")) == ["甲"]


def test_formulas_give_their_last_result_and_are_never_evaluated(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, ["公司名称", "技术与服务人员"])
        sheet.write_formula(1, 0, '="甲"&"乙"', None, "丙")
        sheet.write_formula(1, 1, "=1+1", None, 24)
    assert imported(tmp_path / "c.xlsx", tmp_path / "out").exit_code == 0
    assert profiles(tmp_path / "out")["丙"]["team"] == {"technical_and_service": 24}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<c r="B3" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B3"><f>TODAY()</f></c>', "=…"),
        ('<c r="B3"><f>TODAY()</f><v></v></c>', "=…"),
    ],
)
def test_formulas_without_a_result_are_listed(book: Path, tmp_path: Path, cell: str, said: str) -> None:
    with_cells(book, f'<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c>{cell}</row>')
    result = imported(book, tmp_path / "out", language="zh")
    assert result.exit_code == 4
    assert f"客户!B3“成立日期”: 错误：company.established: 公式没有结果（{said}），未写入" in result.stderr
    assert profiles(tmp_path / "out")["乙"] == {"profile_version": 1, "company": {"name": "乙"}}


def test_a_failed_formula_below_the_last_value_is_listed_as_well(book: Path, tmp_path: Path) -> None:
    with_cells(book, '<row r="9"><c r="A9"><f>X()</f></c></row>')
    assert (
        "客户!A9 “公司名称”: error: company.name: the formula has no result" in imported(book, tmp_path / "out").stderr
    )


def test_text_in_the_cell_and_text_of_several_parts(book: Path, tmp_path: Path) -> None:
    with_cells(book, '<row r="3"><c r="A3" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c></row>')
    assert imported(book, tmp_path / "out").exit_code == 0
    assert set(profiles(tmp_path / "out")) == {"甲", "乙丙"}


def test_cells_with_only_a_border_hold_nothing(book: Path) -> None:
    plain = read_table(book, None).rows
    with_cells(book, '<row r="3"/><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert read_table(book, None).rows == plain


def test_rows_and_cells_may_leave_their_place_unsaid(book: Path) -> None:
    with_cells(book, '<row><c t="inlineStr"><is><t>乙</t></is></c><c><f>X()</f></c></row>')
    assert read_table(book, None).rows[2] == ("乙", "=…")


def test_the_first_visible_sheet_is_read_and_the_others_named(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        book.add_worksheet("hidden").hide()
        for name in ("客户", "潜在客户"):
            book.add_worksheet(name).write_column(0, 0, ["公司名称", name])
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()
    result = imported(tmp_path / "c.xlsx", tmp_path / "out", language="zh")
    assert result.exit_code == 0
    assert "工作表“客户”；没有读取：潜在客户（用 --sheet 选择）" in result.stderr
    assert list(profiles(tmp_path / "out")) == ["客户"]
    for name in ("潜在客户", "客户"):
        assert imported(tmp_path / "c.xlsx", tmp_path / name, "--sheet", name).exit_code == 0
        assert list(profiles(tmp_path / name)) == [name]


def test_a_sheet_that_is_not_there(book: Path, tmp_path: Path) -> None:
    result = imported(book, tmp_path / "out", "--sheet", "客尸")
    assert result.exit_code == 4
    assert "no sheet named 客尸" in result.stderr
    assert "valid values: 客户" in result.stderr


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    book = xlsx_file(tmp_path / "c.csv", ROWS)
    assert imported(book, tmp_path / "out").exit_code == 0
    assert profiles(tmp_path / "out") == {"甲": STATED}


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://example.com")', "+cmd|' /C calc'!A0", "@SUM(1)", "\x1b[2J甲", '"""', "甲\n[company]"]
    rows = [["公司名称"], *([name] for name in names)]
    result = imported(xlsx_file(tmp_path / "c.xlsx", rows), tmp_path / "out")
    assert result.exit_code == 0
    assert sorted(values["company"]["name"] for values in profiles(tmp_path / "out").values()) == sorted(names)
    assert "\x1b" not in result.stdout + result.stderr
    assert len(result.stdout.splitlines()) == len(names)


def test_rows_and_columns_that_are_hidden_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet("客户")
        for row, cells in enumerate([*ROWS, ["乙", "2021-03-16"]]):
            sheet.write_row(row, 0, cells)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    assert read_table(tmp_path / "c.xlsx", None).rows == (*map(tuple, ROWS), ("乙", "2021-03-16"))


def test_no_sheet_is_visible(book: Path) -> None:
    changed(book, "xl/workbook.xml", lambda content: content.replace(b"<sheet ", b'<sheet state="hidden" '))
    with pytest.raises(InputError) as caught:
        read_table(book, None)
    assert caught.value.diagnostics[0].message.key == "import.no_sheet"
    assert read_table(book, "客户").rows[0] == ("公司名称", "成立日期")


BROKEN: Final = {
    "a day before all days": ('<c r="B3" s="1"><v>-1e308</v></c>', "-1E+308"),
    "a day after all days": ('<c r="B3" s="1"><v>2958466</v></c>', "2958466"),
    "a day that never was": ('<c r="B3" s="1"><v>60</v></c>', "60"),
    "a number beyond all numbers": ('<c r="B3"><v>1e999</v></c>', "1e999"),
    "no number": ('<c r="B3"><v>nan</v></c>', "nan"),
    "a number as Python writes it": ('<c r="B3" s="1"><v>44_270</v></c>', "44_270"),
    "no truth": ('<c r="B3" t="b"><v>2</v></c>', "2"),
    "a text that is not there": ('<c r="B3" t="s"><v>9999</v></c>', "9999"),
    "a text before the first": ('<c r="B3" t="s"><v>-1</v></c>', "-1"),
    "digits that are none": ('<c r="B3" t="s"><v>²</v></c>', "²"),
    "no day": ('<c r="B3" t="d"><v>2021-02-30</v></c>', "2021-02-30"),
    "an error nobody knows": ('<c r="B3" t="e"><v>#BLOCKED!</v></c>', "#BLOCKED!"),
    "a kind nobody knows": ('<c r="B3" t="zzz"><v>1</v></c>', "1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_cell_costs_the_cell_and_not_the_table(book: Path, tmp_path: Path, name: str) -> None:
    cell, said = BROKEN[name]
    with_cells(
        book,
        f'<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c>{cell}</row>',
        '<row r="4"><c r="A4" t="inlineStr"><is><t>丙</t></is></c></row>',
    )
    changed(book, STYLES_PART, lambda content: content.replace(b'<xf numFmtId="0"', b'<xf numFmtId="14"'))
    changed(book, STYLES_PART, lambda content: content.replace(b"</cellXfs>", b'<xf numFmtId="14"/></cellXfs>'))
    result = imported(book, tmp_path / "out")
    assert result.exit_code == 4
    (line,) = [line for line in result.stderr.splitlines() if "error: " in line]
    assert "客户!B3 “成立日期”: error: company.established: " in line
    assert f"“{said}”" in line
    assert {stem: set(values["company"]) for stem, values in profiles(tmp_path / "out").items()} == {
        "甲": {"name", "established"},
        "乙": {"name"},
        "丙": {"name"},
    }


def test_the_readings_above_a_text_are_no_part_of_it(book: Path) -> None:
    kana = "<rPh sb='0' eb='1'><t>コウ</t></rPh>".encode()
    changed(book, TEXTS_PART, lambda content: content.replace(b"</si>", kana + b"</si>"))
    with_cells(book, f'<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t>{kana.decode()}</is></c></row>')
    assert read_table(book, None).rows == (*map(tuple, ROWS), ("乙",))


def test_prefixes_and_what_stands_around_the_cells_make_no_difference(book: Path) -> None:
    def prefixed(content: bytes) -> bytes:
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")

    more = "<extLst><ext><c r='A9' t='str'><v>否</v></c><sheetData><row><c/></row></sheetData></ext></extLst>".encode()
    changed(book, SHEET_PART, lambda content: prefixed(content.replace(b"</worksheet>", more + b"</worksheet>")))
    changed(book, TEXTS_PART, prefixed)
    changed(book, "xl/workbook.xml", prefixed)
    assert read_table(book, None).rows == tuple(map(tuple, ROWS))
