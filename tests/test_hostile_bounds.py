"""How much a file may hold, exact at the limit, and what is said of bytes that are no text."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.toml_bounds import MAX_CHECKED, MAX_DIGITS, MAX_NESTING, MAX_TOKENS, MAX_UNCHECKED
from cloudmkt_cli.toml_reader import Document, read_document


def read(text: str) -> Document:
    return read_document(text.encode())


def refused(data: bytes) -> Diagnostic:
    with pytest.raises(InputError) as raised:
        read_document(data)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


# Few brackets and dots can nest no deeper than the parser bears: the bound is for files that have more.
MANY: Final = f"# {'.' * MAX_UNCHECKED}\n"
NESTED: Final[dict[str, Callable[[int], str]]] = {
    "lists": lambda depth: "x = " + "[" * depth + "]" * depth,
    "inline tables": lambda depth: "x = " + "{ a = " * depth + "1" + " }" * depth,
    "dotted keys": lambda depth: ".".join(["a"] * (depth + 1)) + " = 1",
    "quoted keys": lambda depth: ".".join(['"a.["'] * (depth + 1)) + " = 1",
    "headers": lambda depth: "[" + ".".join(["a"] * depth) + "]\n",
    "lists of tables": lambda depth: "[[" + ".".join(["a"] * (depth - 1)) + "]]\n",
    "lists and tables": lambda depth: (
        "x = " + "[" * (depth - 20) + "{ a = " * 20 + "1" + " }" * 20 + "]" * (depth - 20)
    ),
    "dotted keys in tables": lambda depth: (
        "x = " + "{ a.b.c = " * (depth // 3) + "[" * (depth % 3) + "]" * (depth % 3) + " }" * (depth // 3)
    ),
    "lists over lines": lambda depth: "x = [\n" + "[\n" * (depth - 1) + "]" * depth,
    "after quotes at the end of a text": lambda depth: f"x = ['''a'''', {'[' * (depth - 1)}{']' * depth}",
}


@pytest.mark.parametrize("kind", NESTED)
def test_as_deep_as_the_limit_is_read(kind: str) -> None:
    assert read(MANY + NESTED[kind](MAX_NESTING)).values


@pytest.mark.parametrize("kind", NESTED)
def test_deeper_than_the_limit_is_refused(kind: str) -> None:
    diagnostic = refused((MANY + NESTED[kind](MAX_NESTING + 1) + "\n").encode())
    assert diagnostic.message.key == "error.nested_too_deep"
    assert diagnostic.message.values == {"limit": MAX_NESTING}
    assert diagnostic.position


def test_as_many_brackets_as_need_no_looking_into_may_nest() -> None:
    assert read("x = " + "[" * MAX_UNCHECKED + "]" * MAX_UNCHECKED).values
    assert read("x = " + "{a=" * MAX_UNCHECKED + "1" + "}" * MAX_UNCHECKED).values
    assert read(".".join(["a"] * (MAX_UNCHECKED + 1)) + " = 1").values
    assert refused(b"x = " + b"[" * (MAX_UNCHECKED + 1)).message.key == "error.nested_too_deep"


def test_brackets_in_texts_and_comments_nest_nothing() -> None:
    many = "[" * 5000
    text = f'a = "{many}"\nb = \'{many}\'\n# {many}\nc = """\n{many}\n\\"""{many}"""\nd = \'\'\'{many}\'\'\'\n'
    assert list(read(text).values) == ["a", "b", "c", "d"]


def test_wide_is_not_deep() -> None:
    text = "x = [" + "[[]], " * 500 + "]\n" + "".join(f"[t{number}.a.b]\nx.y = 1.5\n" for number in range(500))
    assert len(read(text).values) == 501


def test_a_profile_of_very_many_products_and_cases_is_read() -> None:
    evidence = '["https://www.example.com/a.html", "papers/b.pdf", "papers/c.pdf"]'
    product = '[[products]]\nname = "甲{0}"\nmarkets = ["website", "api"]\nkind = "saas"\nregistered_users = 1\n'
    case = '[[cases]]\ncustomer = "乙{0}"\nmarkets = ["website"]\nurl = "https://www.example.com/{0}"\naward = ""\n'
    attested = f'[attestations.lawful]\nholds = true\nby = "法务部"\non = 2026-01-05\nevidence = {evidence}\n'
    text = 'profile_version = 1\n[company]\nname = "星海示例"\n' + attested
    text += "".join(product.format(number) for number in range(400))
    text += "".join(case.format(number) for number in range(500))
    values: Any = read(text).values
    assert (len(values["products"]), len(values["cases"])) == (400, 500)


def test_a_large_file_full_of_brackets_is_not_looked_into() -> None:
    dots = "." * (MAX_UNCHECKED + 1)
    assert read(f"# {dots}".ljust(MAX_CHECKED)).values == {}
    diagnostic = refused(f"# {dots}".ljust(MAX_CHECKED + 1).encode())
    assert diagnostic.message == ("error.too_many_brackets", {"limit": MAX_CHECKED // 1024 // 1024})
    assert read(f"# {dots[1:]}".ljust(2 * MAX_CHECKED)).values == {}


@pytest.mark.parametrize("sign", ["", "+", "-", "0x"])
def test_as_many_digits_as_the_limit_are_read(sign: str) -> None:
    assert read(f"x = {sign}{'9' * (MAX_DIGITS - len(sign))}\n").values


@pytest.mark.parametrize("before", ["", "-", "0x", "0.", "1e", "1_"])
def test_more_digits_than_the_limit_are_refused(before: str) -> None:
    diagnostic = refused(f"x = [1, {before}{'9' * (MAX_DIGITS + 1)}]\n".encode())
    assert diagnostic.message.key == "error.number_too_long"
    assert diagnostic.position
    assert diagnostic.position.column in {9, 9 + len(before)}


def test_exactly_the_limit_of_digits_is_no_excess() -> None:
    assert read(f"x = {'9' * MAX_DIGITS}\n").values == {"x": int("9" * MAX_DIGITS)}


def test_long_words_that_are_no_numbers_are_not_called_so() -> None:
    assert read(f"{'a' * 500} = '{'9' * 500}' # {'9' * 500}\n").values == {"a" * 500: "9" * 500}


def test_as_many_tokens_as_the_limit_are_read() -> None:
    assert read("\n" * (MAX_TOKENS - 1) + "# the end").values == {}


def test_more_tokens_than_the_limit_are_refused() -> None:
    diagnostic = refused(("\n" * MAX_TOKENS + "# the end").encode())
    assert diagnostic.message.key == "error.too_many_tokens"
    assert diagnostic.position == (MAX_TOKENS + 1, 1)


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
