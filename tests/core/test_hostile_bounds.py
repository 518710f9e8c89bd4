"""How much a file may hold, exact at the limit, and what is said of bytes that are no text."""

import tomllib
from typing import Any

import pytest

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.toml.document import TomlDocument, read_document
from cloudmkt_cli.core.toml.limits import MAX_DEPTH, MAX_MARKS, MAX_QUOTES


def read(text: str) -> TomlDocument:
    return read_document(text.encode())


def refused(data: bytes) -> Diagnostic:
    with pytest.raises(InputError) as raised:
        read_document(data)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("x = {}1{}", (" [", "]")),
        ("x = {}1{}", ("{ a = ", "}")),
    ],
    ids=["lists", "tables"],
)
def test_eighty_brackets_inside_each_other_are_read_and_no_more(text: str, levels: tuple[str, str]) -> None:
    opening, closing = levels
    assert read(text.format(opening * 80, closing * 80)).values
    diagnostic = refused(text.format(opening * 81, closing * 81).encode())
    assert diagnostic.message.key == "error.nested_too_deep"
    assert diagnostic.position
    assert diagnostic.position.line == 1
    assert diagnostic.position.column > 81


@pytest.mark.parametrize(("text", "line"), [("{} = 1", 1), ("[{}]", 1), ("# a.b.c\nx.y = 1\n[[{}]]\n", 3)])
@pytest.mark.parametrize("part", ["a", '"a.["'])
def test_eighty_parts_of_a_key_are_read_and_no_more(text: str, line: int, part: str) -> None:
    assert read(text.format(".".join([part] * 80))).values
    diagnostic = refused(text.format(".".join([part] * 81)).encode())
    assert diagnostic.message.key == "error.nested_too_deep"
    assert diagnostic.position == (line, 1)


def in_braces(depth: int) -> str:
    """A text of so many levels, most of them keys of many parts in braces, and more dots and braces than levels."""
    *whole, rest = [*[10] * (depth // 10 - 1), 10 + depth % 10]
    opening = "".join(f"{{{'.'.join(['a'] * parts)} = " for parts in whole)
    return f"# {'.' * MAX_DEPTH}\n{'.'.join(['b'] * rest)} = {opening}1{'}' * len(whole)}\n"


def test_levels_of_all_kinds_together_are_read_up_to_the_limit() -> None:
    assert read(in_braces(MAX_DEPTH)).values
    diagnostic = refused(in_braces(MAX_DEPTH + 1).encode())
    assert diagnostic.message.key == "error.nested_too_deep"
    assert diagnostic.position
    assert diagnostic.source
    assert diagnostic.source[diagnostic.position.column - 1 :].startswith(("a = 1}", "1}"))


def test_brackets_in_texts_and_comments_nest_nothing() -> None:
    many = "[" * 5000
    text = f'a = "{many}"\nb = \'{many}\'\n# {many}\nc = """\n{many}\n\\"""{many}"""\nd = \'\'\'{many}\'\'\'\n'
    assert list(read(text).values) == ["a", "b", "c", "d"]


def test_wide_is_not_deep() -> None:
    text = "x = [" + "[[]], " * 500 + "]\n" + "".join(f"[t{number}.a.b]\nx.y = 1.5\n" for number in range(500))
    tables = {f"t{number}": {"a": {"b": {"x": {"y": 1.5}}}} for number in range(500)}
    assert read(text).values == {"x": [[[]]] * 500, **tables}


def test_a_profile_of_very_many_products_and_cases_is_read() -> None:
    evidence = '["https://www.example.com/a.html", "papers/b.pdf", "papers/c.pdf"]'
    product = '[[products]]\nname = "甲{0}"\nmarkets = ["website", "api"]\nkind = "saas"\nregistered_users = 1\n'
    case = '[[cases]]\ncustomer = "乙{0}"\nmarkets = ["website"]\nurl = "https://www.example.com/{0}"\naward = ""\n'
    attested = f'[attestations.lawful]\nholds = true\nby = "法务部"\non = 2026-01-05\nevidence = {evidence}\n'
    text = 'profile_version = 1\n[company]\nname = "星海示例"\n' + attested
    text += "".join(product.format(number) for number in range(400))
    text += "".join(case.format(number) for number in range(500))
    values: Any = read(text).values
    assert [product["name"] for product in values["products"]] == [f"甲{number}" for number in range(400)]
    assert [case["customer"] for case in values["cases"]] == [f"乙{number}" for number in range(500)]


@pytest.mark.parametrize("number", ["9" * 38, "-" + "9" * 38, "0x" + "f" * 31, "1." + "1" * 1000])
def test_numbers_of_very_many_digits_are_read(number: str) -> None:
    assert read(f"x = {number}\n").values == tomllib.loads(f"x = {number}\n")


@pytest.mark.parametrize(
    "number", ["9" * 40, "9" * 100_000, "-" + "9" * 40, "0x" + "f" * 33, "1e400", "9" * 400 + ".0"]
)
def test_numbers_too_large_for_any_use_are_refused(number: str) -> None:
    diagnostic = refused(f"x = [1, {number}]\n".encode())
    assert diagnostic.message.values["reason"] == ("syntax.huge.fault", {"reason": ""})
    assert diagnostic.position == (1, 9)


def test_long_words_that_are_no_numbers_are_not_called_so() -> None:
    assert read(f"{'a' * 500} = '{'9' * 500}' # {'9' * 500}\n").values == {"a" * 500: "9" * 500}


@pytest.mark.parametrize("mark", list("[]{}.,="))
def test_marks_are_counted_wherever_they_stand(mark: str) -> None:
    assert read("#" + mark * MAX_MARKS).values == {}
    diagnostic = refused(("#" + mark * (MAX_MARKS + 1)).encode())
    assert diagnostic.message == ("error.too_many_marks", {"limit": MAX_MARKS})
    assert diagnostic.position == (1, MAX_MARKS + 2)


@pytest.mark.parametrize(("end", "lines"), [("\n", MAX_MARKS), ("\r\n", MAX_MARKS // 2)], ids=repr)
def test_line_ends_are_counted(end: str, lines: int) -> None:
    assert read(end * lines + "#").values == {}
    assert refused((end * lines + "#\n").encode()).position == (lines + 1, 2)


def test_carriage_returns_alone_are_counted() -> None:
    assert refused(("#" + "\r" * MAX_MARKS).encode()).message.key == "error.toml_syntax"
    assert refused(("#" + "\r" * (MAX_MARKS + 1)).encode()).message.key == "error.too_many_marks"


@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_are_counted_wherever_they_stand(quote: str) -> None:
    assert read("#" + quote * MAX_QUOTES).values == {}
    diagnostic = refused(("#" + quote * (MAX_QUOTES + 1)).encode())
    assert diagnostic.message == ("error.too_many_quotes", {"limit": MAX_QUOTES})
    assert diagnostic.position == (1, MAX_QUOTES + 2)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("\ufeff\ufeffx = 1", (1, 1)),
        ("\ufeff\ufeff", (1, 1)),
        ("\ufeff\ufeff\ufeffx = 1", (1, 1)),
        ("\ufeff \ufeffx = 1", (1, 2)),
        ("\ufeffx = \ufeff1", (1, 5)),
    ],
    ids=ascii,
)
def test_one_byte_order_mark_is_taken_and_no_more(data: str, place: tuple[int, int]) -> None:
    assert refused(data.encode()).position == place


@pytest.mark.parametrize(
    ("data", "byte", "place"),
    [
        (b"\xff", 1, (1, 1)),
        (b"x = 1\n\xff", 7, (2, 1)),
        ("x = '星海'\n# 海".encode() + b"\xff", 19, (2, 4)),
        (b"\xef\xbb\xbf\xff", 4, (1, 1)),
        (b"\xef\xbb\xbf# \xff", 6, (1, 3)),
        ("\ufeff# 甲a".encode() + b"\xff", 10, (1, 5)),
        (b"x = '\xe6\x98'", 6, (1, 6)),
        (b"x = '\xe6\x98", 6, (1, 6)),
        (b"\xc0\x80", 1, (1, 1)),
        (b"# \xed\xa0\x80", 3, (1, 3)),
        (b"\r\n\xf4\x90\x80\x80", 3, (2, 1)),
    ],
    ids=repr,
)
def test_the_byte_that_is_not_utf_8(data: bytes, byte: int, place: tuple[int, int]) -> None:
    diagnostic = refused(data)
    assert diagnostic.message.key == "error.not_utf8"
    assert diagnostic.message.values["byte"] == byte
    assert diagnostic.position == place


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        ("名称 = 1".encode("gbk"), "gbk"),
        ("名称 = 1".encode("gb18030"), "gbk"),
        ("x = '星海示例科技'".encode("gbk"), "gbk"),
        ("x = 1".encode("utf-16"), "utf16"),
        (b"\xfe\xff" + "x = 1".encode("utf-16-be"), "utf16"),
        (b"x = 'Caf\xe9'", "unknown"),
        (b"\xff" * 10, "unknown"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unknown"),
        (b"\x1f\x8b\x08\x00\xd6\xd0\xb9\xfa", "unknown"),
    ],
    ids=repr,
)
def test_what_it_looks_like_instead(data: bytes, guess: str) -> None:
    assert refused(data).message.values["guess"] == (f"encoding.{guess}", {})


@pytest.mark.parametrize("text", ["", " ", "\n", "\r", "\r\r\n", "\x0c", "\x1c", "\x85", "\u2028", "\u3000"], ids=repr)
def test_a_blank_file_holds_nothing_anywhere(text: str) -> None:
    document = read(text)
    assert document.values == {}
    assert document.position(("waivers", 0)) is None
    assert document.line(1) == ""
