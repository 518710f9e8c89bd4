"""Rows whose cells stand in the wrong columns: a screening leaves out and lists those that ``import`` rejects."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from support.strategies_runs import invoke

from cloudmkt_cli.screening import duckdb_shifted, encodings, shifted

pytest.importorskip("duckdb")

HEADINGS = ["公司名称", "法定代表人", "信用代码", "企业类型", "成立日期", "注册资本"]
ONE, OTHER = "91350100M000100Y43", "91000000MA00000030"
WHOLE = ["乙公司", "李四", OTHER, "有限责任公司", "2021-03-15", "500万元"]
REASON = "several cells are in the wrong columns"
SHIFTED = [
    ["甲公司", ONE, "有限责任公司", "2021-03-15", "500万元", ""],
    ["甲公司", "张三丰", "", ONE, "有限责任公司", "2021-03-15"],
    ["甲公司", "厦门，思明", "张三丰", ONE, "", "有限责任公司"],
    [ONE, "甲公司", "", "张三丰", "", ""],
    ["2021-03-15", "张三丰", "", "甲公司", "去年", ""],
]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def text_of(rows: Sequence[Sequence[str]], end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


def screened(*files: str) -> tuple[list[str], list[tuple[str, int]]]:
    """The companies of the output, and the files and lines that are listed as shifted."""
    result = invoke("screen", *files, "--to", "o.csv", "--force", "--as-of", "2026-11-23", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    rows = table("o.csv")
    listed = table("o.not-read.csv") if Path("o.not-read.csv").exists() else []
    return sorted(row[0] for row in rows), [(row[0], int(row[1])) for row in listed if row[5] == REASON]


def table(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def counted(*files: str) -> tuple[int, ...]:
    """The numbers of rows, of rejected lines and of refused cells, of a screening that writes no rows."""
    found = json.loads(invoke("screen", *files, "--as-of", "2026-11-23", "--format", "json").stdout)
    return tuple(found["table"][key] for key in ("rows", "rejected_lines", "refused_cells"))


@pytest.mark.parametrize("cells", SHIFTED)
def test_a_row_that_import_rejects_is_left_out_and_listed(cells: list[str]) -> None:
    Path("t.csv").write_text(text_of([HEADINGS, WHOLE, cells, WHOLE]), encoding="utf-8")
    assert (
        f"A3 “公司名称”: error: company.name: {REASON}"
        in invoke("import", "t.csv", "--to", "out", "--lang", "en").stderr
    )
    assert screened("t.csv") == (["乙公司", "乙公司"], [("t.csv", 3)])
    assert "张三丰" not in Path("o.not-read.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "cells",
    [
        ["甲", "张三", "", "", "2021-03-15", "500"],
        ["甲", "张三", "不详", "事业单位", "去年", "约500"],
        ["甲", "张三", "待补", "事业单位", "2021-03-15", "500"],
        ["360", "张三", ONE, "", "去年", "约500"],
        ["甲", "张三", ONE.lower(), "事业单位", "去年", "约500"],
    ],
)
def test_a_row_with_refused_cells_alone_stays(cells: list[str]) -> None:
    Path("t.csv").write_text(text_of([HEADINGS, WHOLE, cells]), encoding="utf-8")
    assert REASON not in invoke("import", "t.csv", "--to", "out", "--lang", "en").stderr
    assert screened("t.csv") == (sorted([cells[0], "乙公司"]), [])


@pytest.mark.parametrize("cells", SHIFTED[1:3])
def test_its_cells_are_not_counted_as_refused_with_or_without_an_output(cells: list[str]) -> None:
    bad = ["丙", "王五", "", "有限责任公司", "去年", ""]
    Path("t.csv").write_text(text_of([HEADINGS, cells, bad, cells]), encoding="utf-8")
    assert counted("t.csv") == (1, 2, 1)
    screened("t.csv")
    assert [row[2:5] for row in table("o.not-read.csv") if not row[1]] == [["成立日期", "去年", "1"]]


def test_what_stands_in_columns_that_are_not_read_decides_as_well() -> None:
    headings = ["公司名称", "信用代码", "企业类型", "法定代表人", "成立日期", "注册资本"]
    moved = ["甲公司", ONE, "张三丰", "2021-03-15", "500万元", "福建省"]
    other = ["丙公司", ONE, "张三丰", "李四", "500万元", "福建省"]
    Path("t.csv").write_text(text_of([headings, moved, other]), encoding="utf-8")
    assert screened("t.csv") == (["丙公司"], [("t.csv", 2)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_numbered_in_any_encoding_and_below_cells_of_several_lines(encoding: str, end: str) -> None:
    rows = [["丙\n公司", *WHOLE[1:]], ['"丁"，公司', *WHOLE[1:]]] * 300
    text = text_of([HEADINGS, *rows, SHIFTED[0], *rows, ["甲\n公司", *SHIFTED[0][1:]]], end)
    Path("t.csv").write_bytes(text.encode(encoding))
    names, listed = screened("t.csv")
    assert (len(names), listed) == (1200, [("t.csv", 902), ("t.csv", 1803)])


def test_broken_and_shifted_lines_are_listed_in_the_order_of_lines() -> None:
    broken = '"丙公司,李四\n'
    text = text_of([HEADINGS, SHIFTED[0], WHOLE]) + broken + text_of([SHIFTED[1], WHOLE])
    Path("t.csv").write_text(text, encoding="utf-8")
    screened("t.csv")
    assert [(row[1], row[5] == REASON) for row in table("o.not-read.csv")] == [("2", True), ("4", False), ("5", True)]


def test_a_line_too_long_to_be_a_row_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "MAX_RECORD", len(",".join(SHIFTED[0]).encode()) + 1)
    Path("t.csv").write_text(text_of([HEADINGS, ["丙" * 99, *WHOLE[1:]], SHIFTED[0]]), encoding="utf-8")
    assert screened("t.csv") == (["丙" * 99], [("t.csv", 3)])


def test_a_cell_of_many_lines_is_read_to_its_end() -> None:
    long = ["甲\n\n\n公司", *SHIFTED[0][1:]]
    Path("t.csv").write_text(text_of([HEADINGS, long, SHIFTED[0], WHOLE]), encoding="utf-8")
    assert screened("t.csv") == (["乙公司"], [("t.csv", 2), ("t.csv", 6)])


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_line_with_other_columns_is_rejected_once(quote: str) -> None:
    lines = [f"{','.join(SHIFTED[0])},{quote}x{quote}\n", f"甲公司,{quote}{ONE}{quote}\n"]
    Path("t.csv").write_text(text_of([HEADINGS, SHIFTED[0]]) + "".join(lines), encoding="utf-8")
    assert screened("t.csv") == ([], [("t.csv", 2)])
    assert [row[1] for row in table("o.not-read.csv")] == ["2", "3", "4"]


def test_each_file_has_its_own_order_of_columns() -> None:
    Path("a.csv").write_text(text_of([HEADINGS, WHOLE, SHIFTED[0]]), encoding="utf-8")
    turned = [HEADINGS[::-1], WHOLE[::-1], ["", ONE, "甲公司", "李四", "张三丰", "2021-03-15"]]
    Path("b.csv").write_text(text_of(turned), encoding="utf-8")
    assert screened("a.csv", "b.csv") == (["乙公司", "乙公司"], [("a.csv", 3), ("b.csv", 3)])


def test_rows_of_workbooks_are_left_out_too() -> None:
    with xlsxwriter.Workbook("t.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, WHOLE, SHIFTED[0]]):
            sheet.write_row(number, 0, row)
    assert screened("t.xlsx") == (["乙公司"], [("t.xlsx", 3)])


def test_cells_with_keys_of_their_own_have_not_shifted() -> None:
    row = {"company.name": ONE, "company.uscc": "甲公司", "company.established": "去年"}
    Path("t.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert screened("t.jsonl") == ([ONE], [])


def test_a_table_of_which_too_much_is_refused_has_no_shifted_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("t.csv").write_text(text_of([HEADINGS, *SHIFTED[:2]]), encoding="utf-8")
    monkeypatch.setattr(shifted, "MOST_SUSPECTED", 1)
    assert screened("t.csv") == (["甲公司", "甲公司"], [])


def test_a_table_without_signs_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_shifted, "_rows", None)
    Path("t.csv").write_text(text_of([HEADINGS, WHOLE, ["甲", "", ONE, "事业单位", "2021-03-15", "500"]]), "utf-8")
    assert screened("t.csv") == (["乙公司", "甲"], [])
