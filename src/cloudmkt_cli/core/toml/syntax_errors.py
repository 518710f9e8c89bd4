"""Errors in the encoding or TOML syntax of a file, in the words of ``texts/errors.toml``."""

import re
from codecs import BOM_UTF8
from typing import Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.limits import excess

_BYTE_ORDER_MARK: Final = "\ufeff"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_PLACE: Final = re.compile(r" at line (\d+) column (\d+)\Z", re.ASCII)
_TOO_DEEP: Final = ("cannot recurse further", "recursion limit")

REASONS: Final = {
    "duplicate key": "duplicate",
    "cannot extend": "duplicate",
    "string values must be quoted": "unquoted",
    "invalid basic string": "string",
    "invalid literal string": "string",
    "invalid multi-line": "string",
    "missing opening quote": "string",
    "missing escaped value": "escape",
    "too few unicode": "escape",
    "invalid value, expected unicode": "escape",
    "unquoted keys": "key",
    "invalid unquoted key": "key",
    "keys cannot be": "key",
    "missing key for": "key",
    "unclosed": "unclosed",
    "invalid boolean": "boolean",
    "missing comma": "comma",
    "extra comma": "comma",
    "key with no value": "no_value",
    "missing assignment": "no_value",
    "unexpected key or value": "end_of_line",
    "invalid date": "date",
    "invalid offset": "date",
    "invalid time": "date",
    "ValueError": "date",
    "integer number overflowed": "huge",
    "floating-point number overflowed": "huge",
    "invalid hexadecimal": "number",
    "invalid octal": "number",
    "invalid binary": "number",
    "invalid float, expected `": "unquoted",
    "invalid float": "number",
    "invalid mantissa": "number",
    "invalid fraction": "number",
    "invalid exponent": "number",
    "integers with a radix": "number",
    "radix must": "number",
    "redundant": "number",
    "unexpected leading zero": "number",
    "unexpected sign": "number",
    "`_` may only go between digits": "number",
}
"""The start of a parser message, and the key of our message for it."""


def decode(data: bytes) -> str:
    """Decode a file.

    Raises:
        InputError: it is not UTF-8 (the message names the byte and the likely encoding), or begins with two byte order
            marks.
    """
    mark = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    try:
        text = data[mark:].decode()
    except UnicodeDecodeError as error:
        before = data[mark : mark + error.start].decode()
        byte = mark + error.start + 1
        message = Message("error.not_utf8", {"byte": byte, "guess": Message(f"encoding.{guess_encoding(data)}")})
        raise InputError(Diagnostic(message, Message("hint.save_as_utf8"), position=Position.after(before))) from None
    if text.startswith(_BYTE_ORDER_MARK):  # a second mark, which parsers treat differently
        raise _syntax_error("control", Position(1, 1), text, _code_point(_BYTE_ORDER_MARK))
    return text


def syntax_error(said: str, text: str) -> InputError:
    """Convert a message of the parser into an ``InputError``."""
    position = _place(said, text)
    if said.startswith(_TOO_DEEP):
        return excess(Message("error.nested_too_deep"), position, text)
    kind = next((kind for start, kind in REASONS.items() if said.startswith(start)), "other")
    rest = text.split("\n", position.line - 1)[-1][position.column - 1 :]
    if kind == "unquoted":
        kind = _unquoted(rest.partition("\n")[0])
    elif kind == "string" and rest.startswith("}"):  # the parser reports an empty string for { a }
        kind = "no_value"
    reason = ""
    if control := _CONTROL.search(text, 0, len(text) - len(rest) + 1):
        position, kind, reason = Position.after(text[: control.start()]), "control", _code_point(control[0])
    return _syntax_error(kind, position, text, reason)


def _syntax_error(kind: str, position: Position, text: str, reason: str = "") -> InputError:
    message = Message("error.toml_syntax", {"reason": Message(f"syntax.{kind}.fault", {"reason": reason})})
    remedy = Message(f"syntax.{kind}.remedy")
    return InputError(Diagnostic(message, remedy, position=position, source=position.line_of(text)))


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"


def _place(said: str, text: str) -> Position:
    """The position at the end of a parser message. It names none for a key with too many parts."""
    if match := _PLACE.search(said):
        return Position(int(match[1]), int(match[2]))
    lines = enumerate(text.split("\n"), start=1)
    return Position(max((line.count("."), -number) for number, line in lines)[1] * -1, 1)


def _unquoted(value: str) -> str:
    """Tell an unquoted string from a missing value, a boolean in capitals or a date in another notation."""
    if not value.partition("#")[0].strip():
        return "no_value"
    if value[0] in "[]{},=":
        return "other"
    if re.match(r"(?i:true|false)\b", value):
        return "boolean"
    return "date" if re.match(r"\d{4}[/.年]\d", value) else "unquoted"


def guess_encoding(data: bytes) -> str:
    """Guess the encoding of data that is not UTF-8; the result is a key under ``encoding`` in ``texts/errors.toml``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "unknown"
    looks_chinese = any("\u4e00" <= char <= "\u9fff" for char in text) and not _CONTROL.search(text)
    return "gbk" if looks_chinese else "unknown"
