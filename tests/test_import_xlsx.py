"""Workbooks: what cells hold, which sheet is read, and files that mean harm."""

import io
import struct
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from spreadsheets.tables import SHEET_PART, TEXTS_PART, changed, imported, profiles, xlsx_file
from strategies_runs import run

from cloudmkt_cli.errors import InputError
from cloudmkt_cli.spreadsheet import sheet_survey, table, workbook_parts
from cloudmkt_cli.spreadsheet.table_file import read_table
from cloudmkt_cli.spreadsheet.xlsx_table import read_xlsx

ROWS = [["公司名称", "成立日期"], ["甲", "2021-03-15"]]
STATED = {"profile_version": 1, "company": {"name": "甲", "established": date(2021, 3, 15)}}


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path / "c.xlsx", ROWS)


def with_cells(book: Path, *rows: str) -> Path:
    """A workbook with more rows, given as they stand in the file."""
    more = "".join(rows).encode() + b"</sheetData>"
    return changed(book, SHEET_PART, lambda content: content.replace(b"</sheetData>", more))


def refusal(book: Path, sheet: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_table(book, sheet)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.path == book.as_posix()
    return diagnostic.message.key


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
    assert "客户!D4: error: company.established: " in result.stderr
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
    assert f"客户!B3: 错误：company.established: 公式没有结果：{said}，未写入" in result.stderr
    assert profiles(tmp_path / "out")["乙"] == {"profile_version": 1, "company": {"name": "乙"}}


def test_a_failed_formula_below_the_last_value_is_listed_as_well(book: Path, tmp_path: Path) -> None:
    with_cells(book, '<row r="9"><c r="A9"><f>X()</f></c></row>')
    assert "客户!A9: error: company.name: a formula without a result" in imported(book, tmp_path / "out").stderr


def test_text_in_the_cell_and_text_of_several_parts(book: Path, tmp_path: Path) -> None:
    with_cells(book, '<row r="3"><c r="A3" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c></row>')
    assert imported(book, tmp_path / "out").exit_code == 0
    assert set(profiles(tmp_path / "out")) == {"甲", "乙丙"}


def test_cells_with_only_a_border_hold_nothing(book: Path) -> None:
    with_cells(book, '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert len(read_table(book, None).rows) == 2


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
    assert "there is no sheet 客尸" in result.stderr
    assert "there are: 客户" in result.stderr


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    book = xlsx_file(tmp_path / "c.csv", ROWS)
    assert imported(book, tmp_path / "out").exit_code == 0
    assert profiles(tmp_path / "out") == {"甲": STATED}


def test_without_the_extra_the_command_to_install_it_is_named(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    for language, said in (("zh", "没有安装"), ("en", "is not installed")):
        result = imported(book, tmp_path / "out", language=language)
        assert (result.exit_code, result.stdout) == (4, "")
        assert said in result.stderr
        assert "pip install 'cloudmkt-cli[xlsx]'" in result.stderr


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://example.com")', "+cmd|' /C calc'!A0", "@SUM(1)", "\x1b[2J甲", '"""', "甲\n[company]"]
    rows = [["公司名称"], *([name] for name in names)]
    result = imported(xlsx_file(tmp_path / "c.xlsx", rows), tmp_path / "out")
    assert result.exit_code == 0
    assert sorted(values["company"]["name"] for values in profiles(tmp_path / "out").values()) == sorted(names)
    assert "\x1b" not in result.stdout + result.stderr
    assert len(result.stdout.splitlines()) == len(names)


CELL = '<row r="{row}"><c r="{cell}"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (1_048_576, "XFD1048576", "import.too_many_rows"),
        (100_001, "A100001", "import.too_many_rows"),
        (3, "SG3", "import.too_many_columns"),
        (100_000, "AY100000", "import.too_many_cells"),
        (999_999_999, "ZZZZZZZ999999999", "import.too_many_rows"),
    ],
)
def test_a_cell_far_away_is_refused_before_memory_is_taken(book: Path, row: int, cell: str, message: str) -> None:
    assert refusal(with_cells(book, CELL.format(row=row, cell=cell))) == message


@pytest.mark.parametrize(("row", "cell"), [(3, "SF3"), (100_000, "B100000")])
def test_the_last_cell_within_the_bounds_is_read(book: Path, row: int, cell: str) -> None:
    assert len(read_table(with_cells(book, CELL.format(row=row, cell=cell)), None).rows) == row


def test_a_bomb_is_refused_by_what_it_declares(book: Path) -> None:
    changed(book, SHEET_PART, lambda content: content + b" " * workbook_parts.MAX_UNPACKED)
    assert book.stat().st_size < 1_000_000
    assert refusal(book) == "import.unpacks_to_too_much"


def test_a_bomb_that_declares_too_little_is_refused_as_well(book: Path) -> None:
    changed(book, SHEET_PART, lambda content: content + b" " * 50_000_000)
    with zipfile.ZipFile(book) as archive:
        size = archive.getinfo(SHEET_PART).file_size
    book.write_bytes(book.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 2000)))
    assert refusal(book) == "import.broken_workbook"


def test_too_many_parts(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MAX_PARTS", 3)
    assert refusal(book) == "import.unpacks_to_too_much"


def test_long_text_is_refused_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_file(tmp_path / "c.xlsx", [["公司名称"], ["x" * 32_767]])
    assert read_table(book, None).rows[1] == ("x" * 32_767,)
    changed(book, TEXTS_PART, lambda content: content.replace(b"xx", b"xxx", 1))
    result = imported(book, tmp_path / "out")
    assert result.exit_code == 4
    assert "the cell 客户!A2 holds more than 32,767 characters" in result.stderr
    monkeypatch.setattr(table, "MAX_TEXT", 32_768)
    assert read_table(book, None).rows[1] == ("x" * 32_768,)


def test_little_text_that_many_cells_share_adds_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_file(tmp_path / "c.xlsx", [["x" * 1000] * 20 for _ in range(10)])
    monkeypatch.setattr(sheet_survey, "MAX_TEXT_IN_ALL", 200_000)
    assert read_table(book, None).rows
    monkeypatch.setattr(sheet_survey, "MAX_TEXT_IN_ALL", 199_999)
    assert refusal(book) == "import.too_much_text"


BREAKAGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no XML": (SHEET_PART, lambda _: b"\x00junk"),
    "cut off": (SHEET_PART, lambda content: content[:-20]),
    "a document type": (SHEET_PART, lambda content: b'<!DOCTYPE x [<!ENTITY a "a">]>' + content.partition(b"?>")[2]),
    "no such cell": (SHEET_PART, lambda content: content.replace(b'r="A2"', b'r="2A"')),
    "no such row": (SHEET_PART, lambda content: content.replace(b'row r="2"', b'row r="0"')),
    "a kind nobody knows": (SHEET_PART, lambda content: content.replace(b't="s"', b't="zzz"')),
    "texts are no XML": (TEXTS_PART, lambda _: b"junk"),
    "workbook is no XML": ("xl/workbook.xml", lambda _: b"junk"),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_workbook_is_said_to_be_broken(book: Path, breakage: str) -> None:
    assert refusal(changed(book, *BREAKAGES[breakage])) == "import.broken_workbook"


def test_a_text_that_is_not_there(book: Path) -> None:
    changed(book, SHEET_PART, lambda content: content.replace(b"<v>2</v>", b"<v>9999</v>"))
    assert refusal(book) == "import.broken_cell"


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


def test_no_sheet_is_visible(book: Path) -> None:
    changed(book, "xl/workbook.xml", lambda content: content.replace(b"<sheet ", b'<sheet state="hidden" '))
    assert refusal(book) == "import.no_sheet"
    assert read_table(book, "客户").rows[0] == ("公司名称", "成立日期")


def test_an_interruption_is_no_broken_workbook(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: io.BytesIO) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.load_workbook", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_xlsx(book.read_bytes(), "c.xlsx", None)


def test_a_crash_of_the_reader_is_no_defect_of_ours(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        pass

    def panic(_: io.BytesIO) -> None:
        raise PanicError

    monkeypatch.setattr("python_calamine.load_workbook", panic)
    assert refusal(book) == "import.broken_workbook"


def test_the_worst_file_ends_in_a_message_of_the_program(book: Path, tmp_path: Path) -> None:
    with_cells(book, CELL.format(row=1_048_576, cell="XFD1048576"))
    done = run("import", book, "--to", tmp_path / "out")
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"the table has more than 100,000 rows" in done.stderr
    assert not (tmp_path / "out").exists()
