"""TOML bytes to values, with the place of every key: the one module that knows a TOML library."""

import re
from functools import cached_property
from typing import Any, Final, cast

import toml_rs

from cloudmkt_cli.errors import Position
from cloudmkt_cli.toml_faults import STRING, decode, no_such_date, refuse_excess, syntax_error

KeyPath = tuple[str | int, ...]
"""The way to a value: ``("products", 0, "name")``."""

_VERSION: Final = "1.0.0"
_STRING_OR_COMMENT = re.compile(rf"{STRING}|#[^\n]*+", re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*\[([^\[\]\n]+)\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
_KEY_PART = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[\w-]+")


class Document:
    """A TOML file: its values, and where each key and value stands."""

    def __init__(self, text: str, values: dict[str, object]) -> None:
        self.text = text
        self.values = values

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
            return self._headers.get(path) or self._first_header_below(path)
        name = "key" if (of_key and "key_line" in node) or "value_line" not in node else "value"
        line, column = (_start(node[f"{name}_{axis}"]) for axis in ("line", "col"))
        return Position(line, self._characters(line, column))

    def _first_header_below(self, path: KeyPath) -> Position | None:
        """Where a table is that only the headers of its own tables speak of."""
        below = [place for header, place in self._headers.items() if header[: len(path)] == path]
        return min(below, default=None)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its ending."""
        return self._lines[number - 1].removesuffix("\r") if number <= len(self._lines) else ""

    def _characters(self, line: int, byte_column: int) -> int:
        text = self.line(line)
        return byte_column if text.isascii() else len(text.encode()[: byte_column - 1].decode(errors="ignore")) + 1

    @cached_property
    def _nodes(self) -> dict[str, Any]:
        """The parser's record of every value; it costs ten times the values, and many a run needs no place."""
        return cast("dict[str, Any]", toml_rs.load_with_metadata(self.text, toml_version=_VERSION).meta["nodes"])

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _headers(self) -> dict[KeyPath, Position]:
        """Plain ``[table]`` headers, which the parser gives no place for."""
        text = self.text
        if '"""' in text or "'''" in text:
            text = _STRING_OR_COMMENT.sub(_blank_if_multiline, text)
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
        InputError: not UTF-8, empty, beyond what a profile can need, or not TOML 1.0; with the place.
    """
    text = decode(data)
    refuse_excess(text)
    try:
        return Document(text, toml_rs.loads(text, toml_version=_VERSION))
    except toml_rs.TOMLDecodeError as error:
        raise syntax_error(error.msg.rpartition("\n")[2], error.pos, text) from None
    except ValueError:  # the year 0, the second 60
        raise no_such_date(text) from None


def read_shipped(data: bytes) -> dict[str, Any]:
    """Parse a file of the package itself; a fault in one is a defect."""
    return toml_rs.loads(data.decode(), toml_version=_VERSION)


def dotted(path: KeyPath) -> str:
    """A key path as people write it: ``products[0].name``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _is_node(node: dict[str, Any]) -> bool:
    """Whether this is the parser's record of a value, not a header's table (whose keys may have any name)."""
    return isinstance(node.get("value_raw"), str) or isinstance(node.get("value"), list)


def _start(span: int | tuple[int, int]) -> int:
    return span if isinstance(span, int) else span[0]


def _blank_if_multiline(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0]) if "\n" in match[0] else match[0]
