"""Tables as text: encodings, delimiters, quotes and bounds."""

import codecs
import sys
from pathlib import Path

import pytest
from spreadsheets.tables import csv_bytes, csv_file, imported, profiles

from cloudmkt_cli.errors import InputError
from cloudmkt_cli.spreadsheet import csv_table, table, table_file
from cloudmkt_cli.spreadsheet.csv_table import read_csv
from cloudmkt_cli.translate import translate

ROWS = [["公司名称", "注册资本"], ["云舟示例有限公司", "500万元"]]
CELLS = tuple(map(tuple, ROWS))


def taken_as(data: bytes) -> str:
    return translate(read_csv(data, "c.csv").taken_as, "en")


@pytest.mark.parametrize(
    ("encoding", "before", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8 (BOM)"),
        ("gbk", b"", "GB18030"),
        ("gb18030", b"", "GB18030"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_said(encoding: str, before: bytes, name: str) -> None:
    data = before + csv_bytes(ROWS, encoding)
    assert read_csv(data, "c.csv").rows == CELLS
    assert taken_as(data) == f"{name} text, cells divided by commas"


@pytest.mark.parametrize(("delimiter", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_the_delimiter_is_found_and_said(delimiter: str, name: str) -> None:
    data = csv_bytes(ROWS, delimiter=delimiter)
    assert read_csv(data, "c.csv").rows == CELLS
    assert taken_as(data) == f"UTF-8 text, cells divided by {name}"


def test_delimiters_in_quotes_and_below_the_first_line_do_not_count() -> None:
    assert read_csv(b'"a,b,c";d\n"x,y,z";1\n', "c.csv").rows == (("a,b,c", "d"), ("x,y,z", "1"))
    assert read_csv(b"a,b\nx;y;z,1\n", "c.csv").rows == (("a", "b"), ("x;y;z", "1"))


def test_one_column_is_a_table() -> None:
    assert read_csv("公司名称\n甲\n".encode(), "c.csv").rows == (("公司名称",), ("甲",))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(ending: str) -> None:
    assert read_csv(f"a,b{ending}1,2{ending}".encode(), "c.csv").rows == (("a", "b"), ("1", "2"))


def test_text_in_quotes_may_have_lines_and_quotes() -> None:
    assert read_csv(b'a,b\n"x\ny","say ""z"""\n', "c.csv").rows[1] == ("x\ny", 'say "z"')


@pytest.mark.parametrize("text", ['公司名称,b\n甲,"x\n乙,y\n', '公司名称,b\n甲,"x"y\n'])
def test_quotes_that_do_not_close_are_refused_and_swallow_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    result = imported(tmp_path / "c.csv", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "quotes are not closed" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\xef\xbb\xbf\xff", b"name\n\xff\xff\n", b"\x81\x20,b\n"])
def test_no_known_encoding(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_csv(data, "c.csv")
    assert caught.value.diagnostics[0].message.key == "import.unknown_encoding"


def test_gbk_from_end_to_end_in_both_languages(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "c.csv", ROWS, "gbk", ";")
    for language, said in (("zh", "GB18030 编码，以分号分隔"), ("en", "GB18030 text, cells divided by semicolons")):
        result = imported(file, tmp_path / "out", "--force", language=language)
        assert result.exit_code == 0
        assert said in result.stderr
    assert list(profiles(tmp_path / "out")) == ["云舟示例有限公司"]


def test_places_have_no_sheet(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "c.csv", [["公司名称", "成立日期"], ["甲", "去年"]])
    assert f"{file.as_posix()}: B2: error: company.established: " in imported(file, tmp_path / "out").stderr


def test_a_sheet_of_text_cannot_be_chosen(tmp_path: Path) -> None:
    result = imported(csv_file(tmp_path / "c.csv", ROWS), tmp_path / "out", "--sheet", "客户")
    assert result.exit_code == 4
    assert "a table of text has no sheets" in result.stderr


@pytest.mark.parametrize(
    ("bound", "value", "data", "message"),
    [
        ("MAX_ROWS", 3, b"a\n" * 4, "import.too_many_rows"),
        ("MAX_COLUMNS", 3, b"a,b,c,d\n", "import.too_many_columns"),
        ("MAX_CELLS", 3, b"a,b\nc,d\n", "import.too_many_cells"),
        ("MAX_TEXT", 3, b"a\nabcd\n", "import.text_too_long"),
    ],
)
def test_one_more_than_the_bound_is_refused(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int, data: bytes, message: str
) -> None:
    monkeypatch.setattr(table, bound, value + 1)
    assert read_csv(data, "c.csv").rows
    monkeypatch.setattr(table, bound, value)
    with pytest.raises(InputError) as caught:
        read_csv(data, "c.csv")
    assert caught.value.diagnostics[0].message.key == message


def test_the_real_bounds() -> None:
    assert len(read_csv(b"a\n" * 100_000, "c.csv").rows) == 100_000
    for data in (b"a\n" * 100_001, b"\n" * 100_001, b"," * 500, b"x" * 32_768, b'"' + b"x" * 200_000 + b'"'):
        with pytest.raises(InputError):
            read_csv(data, "c.csv")


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(table_file, "MAX_BYTES", 10)
    result = imported(csv_file(tmp_path / "c.csv", ROWS), tmp_path / "out")
    assert result.exit_code == 4
    assert "split the table" in result.stderr


def test_text_needs_no_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert imported(csv_file(tmp_path / "c.csv", ROWS), tmp_path / "out").exit_code == 0


def test_the_sample_for_the_encoding_is_bounded() -> None:
    late = ("公司名称\n" + "a" * (csv_table._SAMPLE + 1)).encode()  # noqa: SLF001  its size is what is tested
    assert taken_as(late) == "UTF-8 text, cells divided by commas"
