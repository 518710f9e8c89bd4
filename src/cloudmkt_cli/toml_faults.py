"""What is wrong with a file before there are any values: its encoding, its size inside, its TOML."""

import re
from typing import Final

from cloudmkt_cli.errors import Diagnostic, InputError, Position
from cloudmkt_cli.language import Message

MAX_NESTING: Final = 100
"""Tables and arrays inside each other, dotted keys included: the parser overflows its stack some thousands deep."""
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
_LONG_NUMBER: Final = rf"[0-9a-fA-F_]{{{MAX_DIGITS}}}"
_TOKEN: Final = re.compile(rf"{STRING}|#[^\n]*+|[\[\]{{}}.,=]|\n|{_LONG_NUMBER}", re.MULTILINE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")

_REASONS: Final = {
    "duplicate key": "duplicate",
    "cannot extend": "duplicate",
    "string values must be quoted": "unquoted",
    "invalid basic string": "string",
    "invalid literal string": "string",
    "invalid multi-line": "string",
    "missing opening quote": "string",
    "missing escaped value": "escape",
    "unclosed array": "unclosed",
    "unclosed inline table": "unclosed",
    "missing comma": "comma",
    "extra comma": "comma",
    "missing value for key": "no_value",
    "key with no value": "no_value",
    "newlines are unsupported in inline tables": "inline_newline",
    "unexpected key or value": "end_of_line",
    "unexpected content": "end_of_line",
    "invalid date": "date",
    "invalid time": "date",
    "invalid integer": "number",
    "invalid float": "number",
    "invalid number": "number",
}
"""What the parser says first of a mistake, and the text that says it in both languages."""


def decode(data: bytes) -> str:
    """The text of a file.

    Raises:
        InputError: it is not UTF-8; the message names the byte, and what the file looks like instead.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        message = Message("error.not_utf8", {"byte": error.start + 1, "guess": Message(f"encoding.{_guess(data)}")})
        raise InputError(Diagnostic(message, Message("hint.save_as_utf8"), position=_end_of(before))) from None


def refuse_excess(text: str) -> None:
    """Keep from the parser what would crash it, or cost more than a profile is worth.

    Raises:
        InputError: the text is blank, nests too deep, or has too many or too long tokens; with the place.
    """
    if not text.strip():
        raise InputError(Diagnostic(Message("error.empty"), Message("hint.empty"), position=Position(1, 1)))
    if not _may_exceed(text):
        return
    brackets = dots = 0
    for number, match in enumerate(_TOKEN.finditer(text)):
        mark = match[0]
        if mark == ".":
            dots += 1
        elif mark in {"[", "{"}:
            brackets += 1
        elif mark in {",", "=", "\n", "]", "}"}:
            dots = 0
            brackets -= brackets > 0 and mark in {"]", "}"}
        elif len(mark) == MAX_DIGITS and mark[0] not in "\"'#":
            raise _excess("number_too_long", MAX_DIGITS, text[: match.start()])
        if brackets + dots > MAX_NESTING:
            raise _excess("nested_too_deep", MAX_NESTING, text[: match.start()])
        if number > MAX_TOKENS:
            raise _excess("too_many_tokens", MAX_TOKENS, text[: match.start()])


def syntax_error(reason: str, offset: int, text: str) -> InputError:
    """What the parser says of a mistake at an offset in bytes, in the words of a profile."""
    before = text.encode()[:offset].decode(errors="ignore")
    kind = next((kind for start, kind in _REASONS.items() if reason.startswith(start)), "other")
    if control := _CONTROL.search(text, 0, len(before) + 1):
        before, kind, reason = text[: control.start()], "control", f"U+{ord(control[0]):04X}"
    message = Message("error.toml_syntax", {"reason": Message(f"syntax.{kind}.fault", {"reason": reason})})
    position = _end_of(before)
    source = text.split("\n")[position.line - 1].removesuffix("\r")
    return InputError(Diagnostic(message, Message(f"syntax.{kind}.remedy"), position=position, source=source))


def _may_exceed(text: str) -> bool:
    """Whether a closer look is due: nearly all profiles are spared it."""
    if len(text) > _SURELY_SMALL or text.count("[") + text.count("{") > MAX_NESTING:
        return True
    long_lines = [line for line in text.split("\n") if len(line) > MAX_NESTING]
    return any(line.count(".") > MAX_NESTING or len(line) >= MAX_DIGITS for line in long_lines)


def _excess(fault: str, limit: int, before: str) -> InputError:
    message = Message(f"error.{fault}", {"limit": limit})
    return InputError(Diagnostic(message, Message("hint.excess"), position=_end_of(before)))


def _guess(data: bytes) -> str:
    """The encoding that a file which is not UTF-8 looks like."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf16"
    try:
        looks_chinese = any("\u4e00" <= char <= "\u9fff" for char in data.decode("gb18030"))
    except UnicodeDecodeError:
        return "unknown"
    return "gbk" if looks_chinese else "unknown"


def _end_of(before: str) -> Position:
    """The place right after a text."""
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
