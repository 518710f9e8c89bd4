"""What a file may hold at most, so that none crashes the parser or costs more than a profile is worth."""

import re
from collections.abc import Iterator
from typing import Final

from cloudmkt_cli.errors import Diagnostic, InputError, Position
from cloudmkt_cli.language import Message

MAX_UNCHECKED: Final = 300
"""Opening brackets, dots, and equals signs in a row, wherever they stand: no stack is too small for so many levels.

The parser crashes past 1,900 levels on a stack of 8 MB, past 460 on one of 2 MB, as Windows has.
"""
MAX_NESTING: Final = 32
"""Tables and arrays inside each other, dotted keys included, in a file that has more brackets and dots than that."""
MAX_CHECKED: Final = 1024 * 1024
"""Characters of a file that is looked into: it takes the slow parser, too."""
MAX_DIGITS: Final = 400
"""In one number: the time to read one grows with the square of them."""
MAX_TOKENS: Final = 50_000
"""Strings, brackets, dots, commas, equals signs, lines: a profile has hundreds, and each costs memory."""

# Possessive, and closed by the end of the line or file where need be: hostile text is read once, never over and over.
STRING: Final = (
    r'"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:"{3,5}|\Z)|'
    r"'''(?:[^']++|'(?!''))*+(?:'{3,5}|\Z)|"
    r'"(?:[^"\\\n]++|\\[^\n])*+(?:"|$)|'
    r"'[^'\n]*+(?:'|$)"
)
_LONG_NUMBER: Final = rf"(?<!\w)(?:0[xob]|[0-9])[0-9a-fA-F_]{{{MAX_DIGITS}}}"
_TOKEN: Final = re.compile(rf"{STRING}|#[^\n]*+|[\[\]{{}}.,=]|\n|{_LONG_NUMBER}", re.MULTILINE)


def refuse_excess(text: str) -> None:
    """Keep from the parser what would crash it, or cost more than a profile is worth.

    Raises:
        InputError: the text nests too deep, or has too many or too long tokens; with the place.
    """
    checked = may_nest_deep(text)
    if checked and len(text) > MAX_CHECKED:
        raise _excess("too_many_brackets", MAX_CHECKED // 1024 // 1024, text[:MAX_CHECKED], text)
    if checked or len(text) > MAX_TOKENS or len(max(text.split("\n"), key=len)) >= MAX_DIGITS:
        _refuse_by_tokens(text, MAX_NESTING if checked else MAX_UNCHECKED)


def may_nest_deep(text: str) -> bool:
    """Whether the parser could go so deep that it crashes; it goes a level deeper for each ``=`` after an ``=``, too.

    Strings and comments count, too: what only looks like one hides nothing.
    """
    return text.count("[") + text.count("{") + text.count(".") + 2 * text.count("==") > MAX_UNCHECKED


def _refuse_by_tokens(text: str, deepest: int) -> None:
    for number, (match, depth) in enumerate(_nested(text)):
        if match[0][0].isdigit():
            raise _excess("number_too_long", MAX_DIGITS, text[: match.start()], text)
        if depth > deepest:
            raise _excess("nested_too_deep", deepest, text[: match.start()], text)
        if number >= MAX_TOKENS:
            raise _excess("too_many_tokens", MAX_TOKENS, text[: match.start()], text)


def _nested(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The tokens of a text, each with how deep it is in brackets and in the dots of the keys before them."""
    depth = dots = 0
    opened: list[int] = []
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark == ".":
            dots += 1
        elif mark in {"[", "{"}:
            opened.append(dots + 1)
            depth, dots = depth + dots + 1, 0
        elif mark in {"]", "}"}:
            depth, dots = depth - (opened.pop() if opened else 0), 0
        elif mark in {",", "\n"}:
            dots = 0
        yield match, depth + dots


def _excess(fault: str, limit: int, before: str, text: str) -> InputError:
    message = Message(f"error.{fault}", {"limit": limit})
    position = Position.after(before)
    return InputError(Diagnostic(message, Message("hint.excess"), position=position, source=position.line_of(text)))
