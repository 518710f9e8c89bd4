"""What the parser says of a mistake, and what a user is told: the kind, and the place in characters."""

from typing import Final

import pytest
import rtoml

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.toml.document import read_document
from cloudmkt_cli.core.toml.syntax_errors import REASONS

TOLD: Final[dict[str, tuple[str, tuple[int, int]]]] = {
    "a = 1\na = 2": ("duplicate", (2, 1)),
    "a = {b = 1}\na.c = 2": ("duplicate", (2, 1)),
    "x = 星海": ("unquoted", (1, 5)),
    "x = nope": ("unquoted", (1, 5)),
    "x = infinite": ("unquoted", (1, 5)),
    'x = "a': ("string", (1, 7)),
    "x = 'a": ("string", (1, 7)),
    'x = """a': ("string", (1, 9)),
    'x = a"': ("string", (1, 5)),
    'x = "星\\q"': ("escape", (1, 8)),
    'x = "\\u12"': ("escape", (1, 10)),
    'x = "\\ud800"': ("escape", (1, 8)),
    "[]": ("key", (1, 2)),
    "星 = 1": ("key", (1, 1)),
    '"""a""" = 1': ("key", (1, 1)),
    "x = {{}}": ("key", (1, 6)),
    "x = [1": ("unclosed", (1, 7)),
    "[a": ("unclosed", (1, 3)),
    "x = True": ("boolean", (1, 5)),
    "x = [1 2]": ("unquoted", (1, 6)),
    "x = ['a' 'b']": ("comma", (1, 10)),
    "x = [,]": ("comma", (1, 6)),
    "x": ("no_value", (1, 2)),
    "x =": ("no_value", (1, 4)),
    "x = # a": ("no_value", (1, 5)),
    "x = {a}": ("no_value", (1, 7)),
    "x = {a 1}": ("no_value", (1, 8)),
    "x = 1 y": ("unquoted", (1, 5)),
    "x = 'a' y": ("end_of_line", (1, 9)),
    "x = 2026-13-01": ("date", (1, 5)),
    "x = 2026/03/01": ("date", (1, 5)),
    "x = 25:00:00": ("date", (1, 5)),
    "x = 2026-01-01T00:00:00+25:00": ("date", (1, 5)),
    "x = 0000-01-01": ("date", (1, 5)),
    "x = 23:59:60": ("date", (1, 5)),
    f"x = {'9' * 60}": ("huge", (1, 5)),
    "x = 1e400": ("huge", (1, 5)),
    "x = 0xg": ("number", (1, 7)),
    "x = 0o8": ("number", (1, 7)),
    "x = 0b2": ("number", (1, 7)),
    "x = 1.2.3": ("number", (1, 8)),
    "x = .5": ("number", (1, 5)),
    "x = 5.": ("number", (1, 7)),
    "x = 1e": ("number", (1, 7)),
    "x = -0x1": ("number", (1, 5)),
    "x = 0X1": ("number", (1, 5)),
    "x = 0x+1": ("number", (1, 7)),
    "x = ++1": ("number", (1, 6)),
    "x = 01": ("number", (1, 5)),
    "x = 1__0": ("number", (1, 6)),
    "x = '\x1b'": ("control", (1, 6)),
    "# \x00\nx =": ("control", (1, 3)),
    "x = 1\ry = 2": ("control", (1, 6)),
    "x = ]": ("other", (1, 5)),
    "x == 1": ("other", (1, 4)),
}


def told(text: str) -> Diagnostic:
    with pytest.raises(InputError) as raised:
        read_document(text.encode())
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize("text", TOLD, ids=ascii)
def test_what_is_told_of_a_mistake_and_where(text: str) -> None:
    kind, place = TOLD[text]
    diagnostic = told(f"[company]\n# 星\n{text}")
    assert diagnostic.hint.key == f"syntax.{kind}.remedy"
    assert diagnostic.position == (place[0] + 2, place[1])
    assert diagnostic.source == text.split("\n")[place[0] - 1]


def test_every_reason_is_one_that_the_parser_gives() -> None:
    said = []
    for text in TOLD:
        with pytest.raises(rtoml.TomlParsingError) as raised:
            rtoml.loads(text)
        said.append(str(raised.value))
    assert [reason for reason in REASONS if not any(each.startswith(reason) for each in said)] == []


@pytest.mark.parametrize(
    "text",
    ["x = { a = 1, }", "x = {\n  a = 1, # b\n  c = 2\n}", 'x = "\\x41\\e"', "x = 07:32"],
)
def test_what_is_toml_since_1_1_is_read(text: str) -> None:
    assert list(read_document(text.encode()).values) == ["x"]
