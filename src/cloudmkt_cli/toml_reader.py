"""TOML bytes to values, with the place of every key: the one module that knows a TOML library."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, cast

import toml_rs

from cloudmkt_cli.errors import Diagnostic, InputError, Position
from cloudmkt_cli.language import Message

KeyPath = tuple[str | int, ...]
"""The way to a value: ``("products", 0, "name")``."""

MAX_NESTING: Final = 100
"""Tables and arrays inside each other, dotted keys included: the parser overflows its stack some thousands deep."""

_STRING = r'"""(?:\\[\s\S]|[^\\])*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\[^\n]|[^"\\\n])*"|\'[^\'\n]*\''
_STRINGS_AND_COMMENTS = re.compile(_STRING + r"|#[^\n]*")
_MANY_DOTS_IN_A_LINE = re.compile(rf"(?:\.[^.\n]*){{{MAX_NESTING}}}")
_STRUCTURE = re.compile(r"[\[{]|[\]}]|\.|[,=\n]")
_HEADER = re.compile(r"^[ \t]*\[([^\[\]\n]+)\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
_KEY_PART = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[\w-]+")


class Document:
    """A TOML file: its values, and where each key and value stands."""

    def __init__(self, text: str, values: dict[str, object], nodes: dict[str, Any]) -> None:
        self.text = text
        self.values = values
        self._nodes = nodes

    def position(self, path: KeyPath, *, of_key: bool = False) -> Position | None:
        """Where a value (or its key) starts; a table's header for a table; None for what is not in the file."""
        node: Any = self._nodes
        for part in path:
            # A header's table maps names to nodes; inline tables and arrays keep theirs under "value".
            children = node["value"] if _is_node(node) else node
            try:
                node = children[part]
            except (KeyError, IndexError, TypeError):
                return None
        if not _is_node(node):
            return self._headers.get(path)
        name = "key" if (of_key and "key_line" in node) or "value_line" not in node else "value"
        line, column = (_start(node[f"{name}_{axis}"]) for axis in ("line", "col"))
        return Position(line, self._characters(line, column))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its ending."""
        return self._lines[number - 1].removesuffix("\r") if number <= len(self._lines) else ""

    def _characters(self, line: int, byte_column: int) -> int:
        return len(self.line(line).encode()[: byte_column - 1].decode(errors="ignore")) + 1

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _headers(self) -> dict[KeyPath, Position]:
        """Plain ``[table]`` headers, which the parser gives no place for."""
        text = _STRINGS_AND_COMMENTS.sub(_blank_if_multiline, self.text)
        found: dict[KeyPath, Position] = {}
        for match in _HEADER.finditer(text):
            path = tuple(part.strip("\"'") for part in _KEY_PART.findall(match[1]))
            line = text.count("\n", 0, match.start()) + 1
            column = match.start(1) - text.rfind("\n", 0, match.start(1)) - 1
            found.setdefault(path, Position(line, column))
        return found


def read_document(data: bytes) -> Document:
    """Parse a file from outside.

    Raises:
        InputError: not UTF-8, nested too deep, or not TOML 1.0; with the place.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        position = _byte_position(data[: error.start])
        raise _unreadable(Message("error.not_utf8", {"byte": error.start}), "hint.save_as_utf8", position) from None
    if _is_nested_too_deep(text):
        raise _unreadable(Message("error.nested_too_deep", {"limit": MAX_NESTING}), "hint.flatten", None)
    try:
        document = toml_rs.load_with_metadata(text, toml_version="1.0.0")
    except toml_rs.TOMLDecodeError as error:
        reason = error.msg.rpartition("\n")[2]
        # The parser's offset counts bytes, and only its message counts characters: take the offset.
        position = _byte_position(text.encode()[: error.pos])
        raise _unreadable(Message("error.toml_syntax", {"reason": reason}), "hint.toml_syntax", position) from None
    return Document(text, document.value, cast("dict[str, Any]", document.meta["nodes"]))


def read_shipped(data: bytes) -> dict[str, Any]:
    """Parse a file of the package itself; a fault in one is a defect."""
    return toml_rs.loads(data.decode(), toml_version="1.0.0")


def dotted(path: KeyPath) -> str:
    """A key path as people write it: ``products[0].name``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _unreadable(message: Message, hint: str, position: Position | None) -> InputError:
    return InputError(Diagnostic(message, Message(hint), position=position))


def _is_node(node: dict[str, Any]) -> bool:
    """Whether this is the parser's record of a value, not a header's table (whose keys may have any name)."""
    return isinstance(node.get("value_raw"), str) or isinstance(node.get("value"), list)


def _start(span: int | tuple[int, int]) -> int:
    return span if isinstance(span, int) else span[0]


def _byte_position(before: bytes) -> Position:
    last_line = before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", errors="replace")
    return Position(before.count(b"\n") + 1, len(last_line) + 1)


def _blank_if_multiline(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0]) if "\n" in match[0] else match[0]


def _is_nested_too_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= MAX_NESTING and not _MANY_DOTS_IN_A_LINE.search(text):
        return False
    return any(depth > MAX_NESTING for depth in _depths(_STRINGS_AND_COMMENTS.sub('""', text)))


def _depths(text: str) -> Iterator[int]:
    """How deep the brackets and dots outside strings nest, at every one of them."""
    brackets = dots = 0
    for mark in _STRUCTURE.findall(text):
        if mark == ".":
            dots += 1
        elif mark in "[{":
            brackets += 1
        else:
            dots = 0
            if mark in "]}":
                brackets = max(0, brackets - 1)
        yield brackets + dots
