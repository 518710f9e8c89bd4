"""What the content of a cell stands for: days of both systems, formats of days, controls; and another reader agrees."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cloudmkt_cli.intake.readers.table import DamagedCell
from cloudmkt_cli.intake.readers.xlsx_reader import read_xlsx
from cloudmkt_cli.intake.readers.xlsx_styles import is_date_format
from cloudmkt_cli.intake.readers.xlsx_values import Conventions, date_of, unescaped


@pytest.mark.parametrize(
    ("number", "from_1900", "from_1904"),
    [
        (0, time(), time()),
        (0.4375, time(10, 30), time(10, 30)),
        (1, date(1900, 1, 1), date(1904, 1, 2)),
        (59, date(1900, 2, 28), date(1904, 2, 29)),
        (60, 60, date(1904, 3, 1)),  # 29 February 1900, a day that Excel alone knows
        (60.5, 60.5, datetime.fromisoformat("1904-03-01 12:00")),
        (61, date(1900, 3, 1), date(1904, 3, 2)),
        (44270, date(2021, 3, 15), date(2025, 3, 16)),
        (44270.4375, datetime.fromisoformat("2021-03-15 10:30"), datetime.fromisoformat("2025-03-16 10:30")),
        (44270.000000001, date(2021, 3, 15), date(2025, 3, 16)),
        (44269.999999999, date(2021, 3, 15), date(2025, 3, 16)),
        (2_957_003, date(9995, 12, 30), date(9999, 12, 31)),
        (2_957_004, date(9995, 12, 31), 2_957_004),
        (2_958_465, date(9999, 12, 31), 2_958_465),
        (2_958_466, 2_958_466, 2_958_466),
        (-1, -1, -1),
        (-1e308, -1e308, -1e308),
        (1e308, 1e308, 1e308),
    ],
)
def test_the_day_of_a_number(number: float, from_1900: object, from_1904: object) -> None:
    for expected, from_the_later_day in ((from_1900, False), (from_1904, True)):
        found = date_of(number, from_1904=from_the_later_day)
        assert (found, type(found)) == (expected, type(expected))


def test_the_system_of_1904(tmp_path: Any) -> None:
    with xlsxwriter.Workbook(tmp_path / "c.xlsx", {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(0, 0, date(2021, 3, 15), book.add_format({"num_format": 14}))
    assert read_xlsx((tmp_path / "c.xlsx").read_bytes(), "c.xlsx", None).rows == ((date(2021, 3, 15),),)


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]yyyy/m/d;@", True),
        ("[DBNum1][$-804]yyyy年m月d日", True),
        ("h:mm AM/PM", True),
        ("[h]:mm", True),
        ("[MM]:ss", True),
        ("e", True),
        ("D", True),
        ("General", False),
        ("G/通用格式", False),
        ("0.00E+00", False),
        ("##0.0E-0", False),
        ("[Red]0", False),
        ("[Magenta]0.00", False),
        ("[>=1000000]0.00", False),
        ('0 "days"', False),
        ('0 "open', False),
        (r"0\d", False),
        ("0_d", False),
        ("0*y", False),
        ('0;"-"yyyy', False),
        ("@", False),
        ("", False),
        ("¥#,##0.00_);[Red]\\(¥#,##0.00\\)", False),
    ],
)
def test_which_formats_are_those_of_days(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("n", "24", 24.0),
        ("n", "-1.5E+2", -150.0),
        ("n", ".5", 0.5),
        ("n", "1.", 1.0),
        ("n", "inf", DamagedCell("inf")),
        ("n", " 1", DamagedCell(" 1")),
        ("n", "0x10", DamagedCell("0x10")),
        ("s", "1", "b"),
        ("s", "2", DamagedCell("2")),
        ("s", "9" * 5000, DamagedCell("9" * 5000)),
        ("b", "1", True),
        ("b", "false", False),
        ("b", "yes", DamagedCell("yes")),
        ("e", "#N/A", "#N/A"),
        ("d", "2021-03-15", date(2021, 3, 15)),
        ("d", "2021-03-15T00:00:00", date(2021, 3, 15)),
        ("d", "2021-03-15T10:30:00", datetime.fromisoformat("2021-03-15 10:30")),
        ("str", "x_x000D_y", "x\ry"),
        ("str", "", ""),
        ("n", "", ""),
    ],
)
def test_the_value_of_a_cell(kind: str, text: str, value: object) -> None:
    found = Conventions(["a", "b"], frozenset(), dates_from_1904=False).value(kind, text, "0", has_formula=False)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("_x0041_", "A"),
        ("_x000d__x000A_", "\r\n"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x00_", "_x00_"),
        ("_xD83D__xDE00_", "_xD83D__xDE00_"),  # half a character is none
        ("_x0041_" + "x" * 32_760, "A" + "x" * 32_760),
        ("_x0041_" + "x" * 32_761, "_x0041_" + "x" * 32_761),  # beyond a cell, and still so
    ],
)
def test_controls_are_written_as_numbers(written: str, text: str) -> None:
    assert unescaped(written) == text


CELLS = st.one_of(
    st.just(""),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e300, 1e300, allow_subnormal=False),
    st.dates(date(1900, 3, 1), date(2199, 12, 31)),
    st.datetimes(datetime.fromisoformat("1900-03-01"), datetime.fromisoformat("2199-12-31")).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=20).filter(lambda text: "_x" not in text),
)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("a")
        day, moment = (book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        for number, cells in enumerate(rows):
            for index, cell in enumerate(cells):
                match cell:
                    case bool():
                        sheet.write_boolean(number, index, cell)
                    case datetime() | date():
                        sheet.write_datetime(number, index, cell, moment if isinstance(cell, datetime) else day)
                    case int() | float():
                        sheet.write_number(number, index, cell)
                    case _:
                        sheet.write_string(number, index, str(cell))
    return file.getvalue()


def trimmed(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Rows without the blank cells and rows at their ends."""
    kept: list[list[object]] = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] == "":
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_another_reader_finds_the_same(rows: list[list[object]]) -> None:
    data = workbook(rows)
    ours = read_xlsx(data, "c.xlsx", "a").rows
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("a").to_python(skip_empty_area=False)
    assert [list(row) for row in ours] == trimmed(theirs)
