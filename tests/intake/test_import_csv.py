"""Tables as text: encodings, delimiters, quotes and bounds."""

import codecs
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies_measured import MEGABYTES, run_measured
from support.tables import csv_bytes, csv_file, imported, profiles

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.readers import csv_reader as csv_table
from cloudmkt_cli.intake.readers import detect as table_file
from cloudmkt_cli.intake.readers import table
from cloudmkt_cli.intake.readers.csv_reader import read_csv

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
    assert taken_as(data) == f"{name} text, separated by commas"


@pytest.mark.parametrize(("delimiter", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_the_delimiter_is_found_and_said(delimiter: str, name: str) -> None:
    data = csv_bytes(ROWS, delimiter=delimiter)
    assert read_csv(data, "c.csv").rows == CELLS
    assert taken_as(data) == f"UTF-8 text, separated by {name}"


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
    assert "unbalanced quotes in line" in result.stderr
    assert not (tmp_path / "out").exists()


def refusal(data: bytes) -> Message:
    with pytest.raises(InputError) as caught:
        read_csv(data, "c.csv")
    return caught.value.diagnostics[0].message


@pytest.mark.parametrize(
    ("data", "line", "encodings"),
    [
        (b"\xff\xfea", 1, ("UTF-16",)),
        (codecs.BOM_UTF8 + b"a\n\xff", 2, ("UTF-8 (BOM)",)),
        (codecs.BOM_UTF8 + "公司名称\n".encode() + "甲".encode("gbk"), 2, ("UTF-8 (BOM)",)),
        (b"name\n\xff\xff\n", 2, ("UTF-8", "GB18030")),
        (b"\x81\x20,b\n", 1, ("UTF-8", "GB18030")),
        ("公司名称\n甲\n".encode("gbk") + b"\x81\x20\n", 3, ("UTF-8", "GB18030")),
        ("公司名称\n甲\n乙\n".encode() + b"\xff\n", 4, ("UTF-8", "GB18030")),
        ("公司名称\n甲\n".encode("utf-16-le") + b"\x00\xd8\n\0", 3, ("UTF-16",)),
        (b"x\n" * 3000 + b"a\0\n", 3001, ("UTF-8", "GB18030")),
        (b"x\n" * 100_000 + b"\x81", 100_001, ("UTF-8", "GB18030")),
    ],
    ids=lambda value: repr(value[-12:]) if isinstance(value, bytes) else None,
)
def test_the_first_line_that_is_in_no_known_encoding_is_named(
    data: bytes, line: int, encodings: tuple[str, ...]
) -> None:
    assert refusal(data) == ("import.unknown_encoding", {"line": line, "encodings": encodings})


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=repr)
def test_two_byte_order_marks_are_refused(mark: bytes) -> None:
    assert refusal(mark * 2 + csv_bytes(ROWS)).key == "import.two_marks"


MIXED: Final = [
    (["公司名称,城市", "甲,北京"], ["云舟示例有限公司,厦门"], "A3"),
    (["公司名称,城市", "甲,北京"], ["AB,厦门"], "B3"),
    (["公司名称,城市"], ["Yunzhou 云舟 (2),"], "A2"),
    (["公司名称,城市"], [",云舟·示例"], "B2"),
]


@pytest.mark.parametrize(("gbk", "utf_8", "cell"), MIXED, ids=lambda value: repr(value)[:20])
def test_utf_8_in_a_file_of_gbk_is_refused_with_its_line(
    gbk: list[str], utf_8: list[str], cell: str, tmp_path: Path
) -> None:
    data = "".join(f"{line}\r\n" for line in gbk).encode("gbk") + "\r\n".join(utf_8).encode()
    data.decode("gb18030")  # a reader that asks for no more finds nothing wrong with it
    assert refusal(data) == ("import.mixed_encodings", {"cell": cell, "line": len(gbk) + 1})
    (tmp_path / "c.csv").write_bytes(data)
    result = imported(tmp_path / "c.csv", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (4, "")
    assert f"line {len(gbk) + 1} (cell {cell}) is UTF-8, the rest is GB18030 (GBK)" in result.stderr
    assert "hint: save the whole file as UTF-8" in result.stderr
    assert not (tmp_path / "out").exists()


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1), min_size=1))
def test_a_file_of_utf_8_with_a_line_of_gbk_is_never_read(names: list[str]) -> None:
    """Whatever else it says: what is no UTF-8 is read as GB18030, and there the other lines are seen."""
    data = "\n".join(["公司名称", *names]).encode() + "\n云舟示例有限公司\n".encode("gbk")
    assert refusal(data).key in {"import.mixed_encodings", "import.unknown_encoding"}


@pytest.mark.parametrize("name", ["联通", "通", "小穹顶", "涓滴", "甬江", "癔病", "虔敬", "甲é", "龘靐齉", "𠮷野家"])
def test_gbk_that_could_be_utf_8_as_well_is_read(name: str) -> None:
    rows = (("公司名称",), ("云舟示例有限公司",), (name,))
    assert read_csv(csv_bytes(rows, "gb18030"), "c.csv").rows == rows


def test_gbk_from_end_to_end_in_both_languages(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "c.csv", ROWS, "gbk", ";")
    for language, said in (("zh", "GB18030 编码，以分号分隔"), ("en", "GB18030 text, separated by semicolons")):
        result = imported(file, tmp_path / "out", "--force", language=language)
        assert result.exit_code == 0
        assert said in result.stderr
    assert list(profiles(tmp_path / "out")) == ["云舟示例有限公司"]


def test_places_have_no_sheet(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "c.csv", [["公司名称", "成立日期"], ["甲", "去年"]])
    assert f"{file.as_posix()}: B2 “成立日期”: error: company.established: " in imported(file, tmp_path / "out").stderr


def test_a_sheet_of_text_cannot_be_chosen(tmp_path: Path) -> None:
    result = imported(csv_file(tmp_path / "c.csv", ROWS), tmp_path / "out", "--sheet", "客户")
    assert result.exit_code == 4
    assert "text tables have no sheets" in result.stderr


@pytest.mark.parametrize(
    ("bound", "value", "data", "message"),
    [
        ("MAX_ROWS", 3, b"a\n" * 4, "import.too_many_rows"),
        ("MAX_COLUMNS", 3, b"a,b,c,d\n", "import.too_many_columns"),
        ("MAX_CELLS", 3, b"a,b\nc,d\n,\n,\n", "import.too_many_cells"),
        ("MAX_CELLS", 5, b",,a\n,,b,\n", "import.too_many_cells"),
        ("MAX_TEXT", 3, b"a\nabcd\n", "import.text_too_long"),
        ("MAX_TEXT_IN_ALL", 4, b"a\nabcd\n", "import.too_much_text"),
        ("MAX_MEMORY", 2 * sys.getsizeof("甲") - 1, "甲\n,乙\n".encode(), "import.too_much_memory"),
    ],
)
def test_one_more_than_the_bound_is_refused(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int, data: bytes, message: str
) -> None:
    monkeypatch.setattr(table, bound, value + 1)
    assert read_csv(data, "c.csv").rows
    monkeypatch.setattr(table, bound, value)
    assert refusal(data).key == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\n" * 100_001, "import.too_many_rows"),
        (b"\n" * 100_001, "import.too_many_rows"),
        (b"," * 500, "import.too_many_columns"),
        (b"x" * 32_768, "import.text_too_long"),
        (b'"' + b"x" * 200_000 + b'"', "import.text_too_long"),
        (b"," * (csv_table.MAX_RECORD + 1), "import.too_long_record"),
        (b"a\n" + b'"\n",' * 400_000, "import.too_long_record"),
        (b'a\n"' + b"\n" * 2_000_000, "import.too_long_record"),
    ],
)
def test_the_real_bounds(data: bytes, message: str) -> None:
    assert refusal(data).key == message


def test_as_much_as_the_real_bounds_is_read() -> None:
    assert len(read_csv(b"a\n" * 100_000, "c.csv").rows) == 100_000
    assert read_csv(b"," * 498 + b"a\n", "c.csv").rows == (("",) * 498 + ("a",),)
    assert read_csv(b"x" * 32_767, "c.csv").rows == (("x" * 32_767,),)


def test_what_holds_nothing_takes_no_room(tmp_path: Path) -> None:
    """22 MB of delimiters between two rows: 22 million cells, and not one to be kept."""
    (tmp_path / "c.csv").write_bytes("公司名称\n".encode() + (b"," * 400 + b"\n") * 55_000 + "甲\n".encode())
    ended = run_measured("import", "c.csv", "--to", "out", folder=tmp_path)
    assert (ended.code, ended.output) == (0, "out/甲.toml\n")
    assert ended.megabytes < MEGABYTES


@pytest.mark.slow
@pytest.mark.parametrize(
    "row",
    [b",", b"a,", b'"",', b'"\n",', b"\n", '"é"\n'.encode(), "中,\n".encode(), "𠮷𠮷𠮷,𠮷𠮷𠮷\n".encode()],
    ids=repr,
)
def test_a_file_of_the_largest_size_stays_within_memory(tmp_path: Path, row: bytes) -> None:
    heading = "公司名称\n".encode()
    (tmp_path / "c.csv").write_bytes((heading + row * (table.MAX_BYTES // len(row)))[: table.MAX_BYTES])
    ended = run_measured("import", "c.csv", "--to", "out", "--lang", "en", folder=tmp_path)
    assert ended.code == 4
    assert ended.megabytes < MEGABYTES
    assert len(ended.complaint) < 1000
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(table_file, "MAX_BYTES", 10)
    result = imported(csv_file(tmp_path / "c.csv", ROWS), tmp_path / "out")
    assert result.exit_code == 4
    assert "split the table" in result.stderr


def test_the_sample_for_the_encoding_is_bounded() -> None:
    late = ("公司名称\n" + "a" * (csv_table._SAMPLE + 1)).encode()  # noqa: SLF001  its size is what is tested
    assert taken_as(late) == "UTF-8 text, separated by commas"
