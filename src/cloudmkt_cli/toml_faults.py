"""What is wrong with a file before there are any values: its encoding, its size inside, its TOML."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Final

from cloudmkt_cli.errors import Diagnostic, InputError, Position
from cloudmkt_cli.language import Message

MAX_NESTING: Final = 100
"""Tables and arrays inside each other, dotted keys included: the parser overflows its stack some thousands deep."""
MAX_BRACKETS: Final = 1000
"""Opening brackets outside headers, with the dots that may belong to keys before them."""
MAX_DIGITS: Final = 400
"""In one number: the time to read one grows with the square of them."""
MAX_TOKENS: Final = 100_000
"""Strings, brackets, dots, commas, equals signs, lines: a profile has hundreds, and each costs memory."""

_SURELY_SMALL: Final = 64 * 1024
# Possessive, and closed by the end of the line or file where need be: hostile text is read once, never over and over.
STRING: Final = (
    r'"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:"""|\Z)|'
    r"'''(?:[^']++|'(?!''))*+(?:'''|\Z)|"
    r'"(?:[^"\\\n]++|\\[^\n])*+(?:"|$)|'
    r"'[^'\n]*+(?:'|$)"
)
_LONG_NUMBER: Final = rf"(?<!\w)(?:0[xob]|[0-9])[0-9a-fA-F_]{{{MAX_DIGITS}}}"
_TOKEN: Final = re.compile(rf"{STRING}|#[^\n]*+|[\[\]{{}}.,=]|\n|{_LONG_NUMBER}", re.MULTILINE)
_HEADER_LINE: Final = re.compile(r"\[{1,2}[\w-]+\]{1,2}\r?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")

_NO_DATE: Final = re.compile(r"(?:\d{4}-\d\d-\d\d[Tt ])?\d\d:\d\d:60|0000-\d\d-\d\d")
"""What TOML's grammar lets through as a date or time and no calendar or clock has."""

_REASONS: Final = {
    "duplicate key": "duplicate",
    "cannot extend": "duplicate",
    "string values must be quoted": "unquoted",
    "invalid basic string": "string",
    "invalid literal string": "string",
    "invalid multi-line": "string",
    "missing opening quote": "string",
    "missing escaped value": "escape",
    "invalid value, expected unicode": "escape",
    "too few unicode": "escape",
    "unquoted keys": "key",
    "invalid unquoted key": "key",
    "keys cannot be": "key",
    "unclosed array": "unclosed",
    "unclosed inline table": "unclosed",
    "unclosed table": "unclosed",
    "invalid boolean": "boolean",
    "missing comma": "comma",
    "extra comma": "comma",
    "trailing commas": "comma",
    "missing value for key": "no_value",
    "key with no value": "no_value",
    "newlines are unsupported in inline tables": "inline_newline",
    "unexpected key or value": "end_of_line",
    "unexpected content": "end_of_line",
    "invalid date": "date",
    "invalid offset": "date",
    "invalid time": "date",
    "invalid integer": "number",
    "invalid float": "number",
    "invalid fraction": "number",
    "radix must": "number",
    "invalid number": "number",
    "unexpected leading zero": "number",
    "`_` may only go between digits": "number",
}
"""What the parser says first of a mistake, and the text that says it in both languages."""


def decode(data: bytes) -> str:
    """The text of a file.

    Raises:
        InputError: it is not UTF-8; the message names the byte, and what the file looks like instead.
    """
    mark = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    try:
        return data[mark:].decode()
    except UnicodeDecodeError as error:
        before = data[mark : mark + error.start].decode()
        byte = mark + error.start + 1
        message = Message("error.not_utf8", {"byte": byte, "guess": Message(f"encoding.{_guess(data)}")})
        raise InputError(Diagnostic(message, Message("hint.save_as_utf8"), position=_end_of(before))) from None


def refuse_excess(text: str) -> None:
    """Keep from the parser what would crash it, or cost more than a profile is worth.

    Raises:
        InputError: the text is blank, nests too deep, or has too many or too long tokens; with the place.
    """
    if not text or text.isspace():
        raise InputError(Diagnostic(Message("error.empty"), Message("hint.empty"), position=Position(1, 1)))
    lines = text.split("\n")
    if len(text) <= _SURELY_SMALL and _marks(text) <= MAX_NESTING and len(max(lines, key=len)) < MAX_DIGITS:
        return  # nearly all profiles
    if _may_exceed(text, lines):
        _refuse_by_tokens(text)
    _refuse_brackets(text, lines)


def _refuse_by_tokens(text: str) -> None:
    for number, (match, depth) in enumerate(_nested(text)):
        if match[0][0].isdigit():
            raise _excess("number_too_long", MAX_DIGITS, text[: match.start()], text)
        if depth > MAX_NESTING:
            raise _excess("nested_too_deep", MAX_NESTING, text[: match.start()], text)
        if number >= MAX_TOKENS:
            raise _excess("too_many_tokens", MAX_TOKENS, text[: match.start()], text)


def _marks(text: str) -> int:
    """All that can nest, wherever it stands."""
    return text.count("[") + text.count("{") + text.count(".")


def _refuse_brackets(text: str, lines: Sequence[str]) -> None:
    """Count what could nest with no regard to strings and comments: what only looks like one hides nothing.

    Past some 1,500 levels the parser crashes, and where it takes a text to end is its own affair.
    """
    opened = sum(line.count("[") + line.count("{") for line in lines if not _HEADER_LINE.fullmatch(line))
    dots = max(line.count(".") for line in lines) + sum(line.count(".") for line in lines if "{" in line)
    if opened + dots > MAX_BRACKETS:
        raise _excess("too_many_brackets", MAX_BRACKETS, "", text)


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


def syntax_error(reason: str, offset: int, text: str) -> InputError:
    """What the parser says of a mistake at an offset in bytes, in the words of a profile."""
    before = text.encode()[:offset].decode(errors="ignore")
    kind = next((kind for start, kind in _REASONS.items() if reason.startswith(start)), "other")
    if kind == "unquoted":
        kind = _unquoted(text[len(before) :].partition("\n")[0])
    if control := _CONTROL.search(text, 0, len(before) + 1):
        before, kind, reason = text[: control.start()], "control", f"U+{ord(control[0]):04X}"
    message = Message("error.toml_syntax", {"reason": Message(f"syntax.{kind}.fault", {"reason": reason})})
    position = _end_of(before)
    remedy = Message(f"syntax.{kind}.remedy")
    return InputError(Diagnostic(message, remedy, position=position, source=_line(text, position)))


def no_such_date(text: str) -> InputError:
    """The mistake of a date that fits TOML's grammar and does not exist; the parser does not say which."""
    found = _NO_DATE.search(text)
    return syntax_error("invalid date", len(text[: found.start()].encode()) if found else 0, text)


def _unquoted(value: str) -> str:
    """What the parser takes for text without quotes may be nothing at all, or a date in another country's writing."""
    if not value.partition("#")[0].strip():
        return "no_value"
    return "date" if re.match(r"\d{4}[/.年]\d", value) else "unquoted"


def _may_exceed(text: str, lines: Sequence[str]) -> bool:
    """Whether a closer look is due."""
    # Keys nest in each other in inline tables alone, and those begin on the line of their key.
    dots_of_tables = sum(line.count(".") for line in lines if "{" in line)
    if len(text) > _SURELY_SMALL or text.count("[") + text.count("{") + dots_of_tables > MAX_NESTING:
        return True
    long_lines = [line for line in lines if len(line) > MAX_NESTING]
    return any(line.count(".") > MAX_NESTING or len(line) >= MAX_DIGITS for line in long_lines)


def _excess(fault: str, limit: int, before: str, text: str) -> InputError:
    message = Message(f"error.{fault}", {"limit": limit})
    position = _end_of(before)
    return InputError(Diagnostic(message, Message("hint.excess"), position=position, source=_line(text, position)))


def _guess(data: bytes) -> str:
    """The encoding that a file which is not UTF-8 looks like."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "unknown"
    looks_chinese = any("\u4e00" <= char <= "\u9fff" for char in text) and not _CONTROL.search(text)
    return "gbk" if looks_chinese else "unknown"


def _line(text: str, position: Position) -> str:
    return text.split("\n")[position.line - 1].removesuffix("\r")


def _end_of(before: str) -> Position:
    """The place right after a text."""
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
