"""What is wrong with a file before there are any values: its encoding, its TOML."""

import re
from codecs import BOM_UTF8
from typing import Final

from cloudmkt_cli.errors import Diagnostic, InputError, Position
from cloudmkt_cli.language import Message
from cloudmkt_cli.toml_bounds import STRING

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")

_CLOSED: Final = re.compile(r"(\"{3}|'{3}|[\"'])(?s:.*)\1")
_STRING_OR_COMMENT: Final = re.compile(rf"{STRING}|#[^\n]*+", re.MULTILINE)
_NO_DATE: Final = re.compile(
    r"[=\[,]\s*+(?P<value>(?:\d{4}-\d\d-\d\d[Tt ])?\d\d:\d\d:60|0000-\d\d-\d\d)(?!\s*+=)", re.ASCII
)
"""What TOML's grammar lets through as a date or time and no calendar or clock has."""

_HALF_A_NUMBER: Final = re.compile(r"(?<![\w.:-])[+-]?\d[\w.:+-]*\Z", re.ASCII)
_LIKE_A_DATE: Final = re.compile(r"\d{4}[-/.年]\d|\d+:", re.ASCII)
_WRITTEN_BEFORE: Final = ("Cannot", "Duplicate")

_REASONS: Final = {
    "duplicate key": "duplicate",
    "cannot extend": "duplicate",
    "cannot declare": "duplicate",
    "cannot mutate": "duplicate",
    "cannot overwrite": "duplicate",
    "cannot redefine": "duplicate",
    "duplicate inline table key": "duplicate",
    "string values must be quoted": "unquoted",
    "invalid basic string": "string",
    "invalid literal string": "string",
    "invalid multi-line": "string",
    "missing opening quote": "string",
    "illegal character": "string",
    "unterminated string": "string",
    "expected \"'": "string",
    "found invalid character": "string",
    "missing escaped value": "escape",
    "invalid value, expected unicode": "escape",
    "too few unicode": "escape",
    "unescaped": "escape",
    "invalid hex value": "escape",
    "invalid value": "unquoted",
    "escaped character": "escape",
    "unquoted keys": "key",
    "invalid unquoted key": "key",
    "keys cannot be": "key",
    "invalid initial character": "key",
    "invalid statement": "key",
    "unclosed array": "unclosed",
    "unclosed inline table": "unclosed",
    "unclosed table": "unclosed",
    "expected ']": "unclosed",
    "invalid boolean": "boolean",
    "missing comma": "comma",
    "extra comma": "comma",
    "trailing commas": "comma",
    "missing value for key": "no_value",
    "key with no value": "no_value",
    "expected '='": "no_value",
    "newlines are unsupported in inline tables": "inline_newline",
    "unexpected key or value": "end_of_line",
    "unexpected content": "end_of_line",
    "expected newline": "end_of_line",
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
"""What either parser says first of a mistake, in small letters, and the text that says it in both languages."""


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
        raise InputError(Diagnostic(message, Message("hint.save_as_utf8"), position=Position.after(before))) from None


def syntax_error(reason: str, before: str, text: str) -> InputError:
    """What a parser says of a mistake after ``before``, the beginning of the text, in the words of a profile."""
    said = reason.lower()
    kind = next((kind for start, kind in _REASONS.items() if said.startswith(start)), "other")
    if kind == "unquoted":
        kind = _unquoted(text[len(before) :].partition("\n")[0])
    if control := _CONTROL.search(text, 0, len(before) + 1):
        before, kind, reason = text[: control.start()], "control", f"U+{ord(control[0]):04X}"
    message = Message("error.toml_syntax", {"reason": Message(f"syntax.{kind}.fault", {"reason": reason})})
    position = Position.after(before)
    remedy = Message(f"syntax.{kind}.remedy")
    return InputError(Diagnostic(message, remedy, position=position, source=position.line_of(text)))


def syntax_error_said(said: str, text: str) -> InputError:
    """What the standard library's parser says of a mistake; its place ends the sentence."""
    reason, _, place = said.rpartition(" (at ")
    before = _before(place, text)
    goes_on = reason.startswith(("Expected newline", "Unclosed")) and not _CONTROL.match(text, len(before))
    if goes_on and (number := _HALF_A_NUMBER.search(before)):
        before = before[: number.start()]
        reason = "invalid date" if _LIKE_A_DATE.match(text, len(before)) else "invalid number"
    elif reason.startswith(_WRITTEN_BEFORE):  # said when the value has been read
        before = before[: len(before) - len(before.rpartition("\n")[2].lstrip())]
    return syntax_error(reason, before, text)


def _before(place: str, text: str) -> str:
    """The text before ``line 2, column 5)``; for ``end of document)``, before the string that is not closed."""
    numbers = re.findall(r"\d+", place)
    if not numbers:
        strings = (match for match in _STRING_OR_COMMENT.finditer(text) if match[0][0] != "#")
        return next((text[: match.start()] for match in strings if not _CLOSED.fullmatch(match[0])), text.rstrip())
    line, column = map(int, numbers)
    *before, last = text.split("\n")[:line]
    return "\n".join([*before, last[: column - 1]])


def no_such_date(text: str) -> InputError:
    """The mistake of a date that fits TOML's grammar and does not exist; the parser does not say which."""
    values = _STRING_OR_COMMENT.sub(lambda match: " " * len(match[0]), text)
    found = _NO_DATE.search(values)
    return syntax_error("invalid date", text[: found.start("value")] if found else "", text)


def _unquoted(value: str) -> str:
    """What the parser takes for text without quotes may be nothing at all, or a date in another country's writing."""
    if not value.partition("#")[0].strip():
        return "no_value"
    if value[0] in "[]{},=":
        return "other"
    if re.match(r"(?i:true|false)\b", value):
        return "boolean"
    return "date" if re.match(r"\d{4}[/.年]\d", value) else "unquoted"


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
