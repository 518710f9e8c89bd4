"""How much a file may hold, exact at the limit, and what is said of bytes that are no text."""

from collections.abc import Callable
from typing import Final

import pytest

from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.toml_faults import MAX_DIGITS, MAX_TOKENS
from cloudmkt_cli.toml_reader import Document, read_document


def read(text: str) -> Document:
    return read_document(text.encode())


def refused(data: bytes) -> Diagnostic:
    with pytest.raises(InputError) as raised:
        read_document(data)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


NESTED: Final[dict[str, Callable[[int], str]]] = {
    "lists": lambda depth: "x = " + "[" * depth + "]" * depth,
    "inline tables": lambda depth: "x = " + "{ a = " * depth + "1" + " }" * depth,
    "dotted keys": lambda depth: ".".join(["a"] * (depth + 1)) + " = 1",
    "quoted keys": lambda depth: ".".join(['"a.["'] * (depth + 1)) + " = 1",
    "lists and tables": lambda depth: (
        "x = " + "[" * (depth - 50) + "{ a = " * 50 + "1" + " }" * 50 + "]" * (depth - 50)
    ),
    "keys inside tables": lambda depth: "x = " + "{ a.b.c = " * (depth // 3) + "[" * (depth % 3),
    "lists over lines": lambda depth: "x = [\n" + "[\n" * (depth - 1) + "]" * depth,
}


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


def test_so_many_brackets_are_refused_wherever_they_stand() -> None:
    diagnostic = refused(("# " + "[" * 1001).encode())
    assert diagnostic.message.key == "error.too_many_brackets"
    assert read("# " + "[" * 1000 + "\na = 1").values == {"a": 1}
