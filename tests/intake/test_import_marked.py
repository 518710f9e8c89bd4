"""``import --rejected``: the table as it was read, with its problems marked."""

import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from support.tables import csv_file, imported, profiles, xlsx_file

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.marked_table import marked_table
from cloudmkt_cli.intake.problems import Problem, Problems
from cloudmkt_cli.intake.readers.detect import read_table
from cloudmkt_cli.intake.readers.table import MAX_TEXT, Table

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MARKED = Path("marked.xlsx")
TABLE: list[list[Any]] = [
    ["导出"],
    [],
    ["公司名称", "成立日期", "技术与服务人员", "登记状态", "备注"],
    ["甲", "去年", 24, "存续", '=HYPERLINK("http://example.com")'],
    ["乙", date(2021, 3, 15), "约24", "注销", "@SUM(1)"],
    ["", "", 12, "", "https://example.com"],
    ["甲", "", "", "", "\x1b[2J"],
]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def part(name: str) -> ET.Element:
    with zipfile.ZipFile(MARKED) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314  written by the program a moment ago


def notes() -> dict[str, str]:
    return {note.attrib["ref"]: "".join(note.itertext()) for note in part("xl/comments1.xml").iter(f"{MAIN}comment")}


def colours() -> dict[str, str]:
    """The colour of every cell that has one."""
    styles = part("xl/styles.xml")
    fills = [fill.find(f".//{MAIN}fgColor") for fill in styles.iter(f"{MAIN}fill")]
    (cells,) = styles.iter(f"{MAIN}cellXfs")
    found = {}
    for cell in part("xl/worksheets/sheet1.xml").iter(f"{MAIN}c"):
        fill = fills[int(cells[int(cell.attrib.get("s", "0"))].attrib["fillId"])]
        if fill is not None:
            found[cell.attrib["r"]] = fill.attrib["rgb"]
    return found


def test_every_problem_is_marked_with_its_reason() -> None:
    result = imported(xlsx_file(Path("c.xlsx"), TABLE), Path("out"), "--rejected", str(MARKED))
    assert result.exit_code == 4
    assert result.stderr.endswith("table with the problems marked: marked.xlsx\n")
    assert notes() == {
        "B4": "“去年” is not understood and was left out. Hint: expected a date, such as 2021-03-15",
        "C5": "“约24” is not understood and was left out. Hint: expected an integer, such as 24",
        "D5": "the registration status says that the company was deregistered. Hint: look the company up in the "
        "national register; such a company cannot become a vendor",
        "A6": "no company name; the row was skipped. Hint: enter the company name as on the business licence",
        "A7": "the same company name as in the row of A4; the row was skipped. Hint: keep one row per company and "
        "add further products to its profile; if these are different companies, state both credit codes",
    }
    red, yellow = "FFFFC7CE", "FFFFEB9C"
    assert colours() == {"B4": red, "C5": red, "D5": yellow, "A6": red, "A7": red}


def test_the_cells_are_those_of_the_table_and_none_is_a_formula_or_a_link() -> None:
    table = xlsx_file(Path("c.xlsx"), TABLE)
    imported(table, Path("out"), "--rejected", str(MARKED), language="zh")
    assert read_table(MARKED, None).rows == read_table(table, None).rows
    sheet = part("xl/worksheets/sheet1.xml")
    assert list(sheet.iter(f"{MAIN}f")) == list(sheet.iter(f"{MAIN}hyperlink")) == []


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@x", "{=1}", "00012", "91350100M000100Y43", "1e5", "_x0041_", "x" * MAX_TEXT, "1900-01-01"],
)
def test_text_stays_text(cell: str) -> None:
    table = csv_file(Path("c.csv"), [["公司名称", "备注"], ["", ""], ["甲", cell], ["甲", ""]])
    imported(table, Path("out"), "--rejected", str(MARKED))
    assert read_table(MARKED, None).rows == read_table(table, None).rows


@pytest.mark.parametrize("cell", ["\ud800", "\ufffe", "\uffff"])
def test_what_no_workbook_may_hold_is_replaced(cell: str) -> None:
    table = Table("c.csv", None, (("公司名称", "备注"), ("甲", f"x{cell}")), Message("import.template_sheet"))
    found = Problems(table, keep_cells=True)
    unreadable = Message("import.unreadable", {"found": cell})
    found.add(Problem(1, 1, "备注", None, unreadable, Message("import.retype"), "cell"))
    MARKED.write_bytes(marked_table(table, found, "zh"))
    assert read_table(MARKED, None).rows[1] == ("甲", "x\ufffd")
    assert notes()["B2"].startswith("无法识别单元格的内容“\ufffd”")


def test_what_was_put_right_is_imported() -> None:
    imported(
        csv_file(Path("c.csv"), [["公司名称", "成立日期"], ["甲", "去年"]]), Path("out"), "--rejected", str(MARKED)
    )
    rows = [list(row) for row in read_table(MARKED, None).rows]
    rows[1][1] = date(2021, 3, 15)
    assert imported(xlsx_file(MARKED, rows), Path("out"), "--force").exit_code == 0
    assert profiles(Path("out"))["甲"]["company"]["established"] == date(2021, 3, 15)


def test_without_a_problem_no_table_is_written() -> None:
    result = imported(csv_file(Path("c.csv"), [["公司名称"], ["甲"]]), Path("out"), "--rejected", str(MARKED))
    assert result.exit_code == 0
    assert "marked" not in result.stderr
    assert not MARKED.exists()


def test_a_profile_that_is_there_already_is_no_problem_of_the_table() -> None:
    table = csv_file(Path("c.csv"), [["公司名称", "成立日期"], ["甲", "去年"], ["乙", ""]])
    imported(table, Path("out"))
    result = imported(table, Path("out"), "--rejected", str(MARKED))
    assert "A2, A3 “公司名称”: error: already there, not overwritten: out/甲.toml, out/乙.toml" in result.stderr
    assert list(notes()) == ["B2"]


def test_of_very_many_problems_all_are_coloured_and_the_first_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloudmkt_cli.intake.problems.MAX_NOTES", 2)
    rows = [[f"甲{number}", "去年"] for number in range(4)]
    imported(csv_file(Path("c.csv"), [["公司名称", "成立日期"], *rows]), Path("out"), "--rejected", str(MARKED))
    assert list(notes()) == ["B2", "B3"]
    assert list(colours()) == ["B2", "B3", "B4", "B5"]


def test_the_same_bytes_for_the_same_table() -> None:
    table = xlsx_file(Path("c.xlsx"), TABLE)
    first, second = Path("1.xlsx"), Path("2.xlsx")
    for file in (first, second):
        imported(table, Path("out"), "--rejected", str(file), "--force")
    assert first.read_bytes() == second.read_bytes()


def test_a_table_that_is_there_is_kept_and_nothing_is_imported() -> None:
    MARKED.write_bytes(b"mine")
    table = csv_file(Path("c.csv"), [["公司名称", "成立日期"], ["甲", "去年"]])
    assert imported(table, Path("out"), "--rejected", str(MARKED)).exit_code == 4
    assert MARKED.read_bytes() == b"mine"
    assert not Path("out").exists()


@pytest.mark.parametrize("rejected", ["marked.csv", "marked"])
def test_another_ending_is_wrong_use(rejected: str) -> None:
    table = csv_file(Path("c.csv"), [["公司名称", "成立日期"], ["甲", "去年"]])
    assert imported(table, Path("out"), "--rejected", rejected).exit_code == 2
    assert not Path("out").exists()


def test_the_table_itself_is_not_overwritten_even_with_force() -> None:
    table = xlsx_file(Path("c.xlsx"), TABLE)
    before = table.read_bytes()
    assert imported(table, Path("out"), "--rejected", "./c.xlsx", "--force").exit_code == 2
    assert table.read_bytes() == before


def test_without_the_extra_the_command_to_install_it_is_named_and_nothing_is_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    table = csv_file(Path("c.csv"), [["公司名称", "成立日期"], ["甲", "去年"]])
    result = imported(table, Path("out"), "--rejected", str(MARKED))
    assert result.exit_code == 4
    assert "pip install 'cloudmkt-cli[xlsx]'" in result.stderr
    assert not Path("out").exists()
