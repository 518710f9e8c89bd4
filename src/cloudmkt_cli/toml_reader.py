"""TOML bytes to values, with the place of every key: the one module that knows a TOML library."""

import re
from functools import cached_property
from typing import Any, Final, cast

import toml_rs

from cloudmkt_cli.errors import Position
from cloudmkt_cli.toml_bounds import STRING, may_nest_deep, refuse_excess
from cloudmkt_cli.toml_faults import decode, no_such_date, syntax_error, syntax_error_said

KeyPath = tuple[str | int, ...]
"""The way to a value: ``("products", 0, "name")``."""

_VERSION: Final = "1.0.0"
_STRING_OR_COMMENT = re.compile(rf"{STRING}|#[^\n]*+", re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*\[([^\[\]\n]+)\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
_KEY_PART = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[\w-]+")


class Document:
    """A TOML file: its values, and where each key and value stands."""

    def __init__(
        self,
        text: str,
        values: dict[str, object],
        stated: dict[str, object] | None = None,
        supposed: tuple[KeyPath, ...] = (),
    ) -> None:
        """``stated`` is what the file says, where ``values`` suppose something else for the keys ``supposed``."""
        self.text = text
        self.values = values
        self._counted = (0, b"", 1, 1)
        self._stated = values if stated is None else stated
        self._supposed = supposed

    def supposing(self, values: dict[str, object], keys: tuple[KeyPath, ...]) -> "Document":
        """The same file with other values, of which those at ``keys`` stand nowhere in it."""
        return Document(self.text, values, self._stated, keys)

    def is_supposed(self, path: KeyPath) -> bool:
        """Whether a key, or part of what it holds, was only supposed; so is what a supposed table lacks."""
        if not self._supposed:
            return False
        table = path[:-1]
        lacking = bool(table) and not isinstance(_value(self._stated, table), dict)
        return any(
            _is_within(path, key) or _is_within(key, path) or (lacking and _is_within(key, table))
            for key in self._supposed
        )

    def position(self, path: KeyPath, *, of_key: bool = False) -> Position | None:
        """Where a value (or its key) starts; a table's header for a table; None for what is not in the file."""
        node = self._node(path)
        if node is None:
            return None
        if not _is_node(node):
            return self._headers.get(path)
        name = "key" if (of_key and "key_line" in node) or "value_line" not in node else "value"
        line, column = (_start(node[f"{name}_{axis}"]) for axis in ("line", "col"))
        return Position(line, self._characters(line, column))

    def end(self, path: KeyPath) -> Position | None:
        """Where a value ends, or the header of an entry of a list; None for a table with a plain header."""
        node = self._node(path)
        if node is None or not _is_node(node) or "value_line" not in node:
            return None
        line = _end(node["value_line"])
        raw: str = node["value_raw"]
        if "\n" in raw:  # the parser's column is then that of the first line's end
            return Position(line, len(raw) - raw.rindex("\n") - 1)
        return Position(line, self._characters(line, _end(node["value_col"])))

    def _node(self, path: KeyPath) -> Any:
        """The parser's record of what is at a path; None for what is not in the file."""
        node: Any = self._nodes
        for part in path:
            # A header's table maps names to nodes; inline tables and arrays keep theirs under "value".
            children = node["value"] if _is_node(node) else node
            try:
                node = children[part]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its ending."""
        return self._lines[number - 1].removesuffix("\r") if number <= len(self._lines) else ""

    def _characters(self, line: int, byte_column: int) -> int:
        """The column in characters; of many places on one long line, each is counted from the one before."""
        text = self.line(line)
        if text.isascii():
            return byte_column
        number, data, byte, column = self._counted
        if number != line or byte_column < byte:
            data, byte, column = text.encode(), 1, 1
        column += len(data[byte - 1 : byte_column - 1].decode(errors="ignore"))
        self._counted = (line, data, byte_column, column)
        return column

    @cached_property
    def _nodes(self) -> dict[str, Any]:
        """The parser's record of every value; it costs ten times the values, and many a run needs no place."""
        return cast("dict[str, Any]", toml_rs.load_with_metadata(self.text, toml_version=_VERSION).meta["nodes"])

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _headers(self) -> dict[KeyPath, Position]:
        """Plain ``[table]`` headers, which the parser gives no place for; for a table without one, the first below."""
        text = self.text
        if '"""' in text or "'''" in text:
            text = _STRING_OR_COMMENT.sub(_blank_if_multiline, text)
        found: dict[KeyPath, Position] = {}
        line, counted = 1, 0
        for match in _HEADER.finditer(text):
            path = tuple(part.strip("\"'") for part in _KEY_PART.findall(match[1]))
            line += text.count("\n", counted, match.start())
            counted = match.start()
            column = match.start(1) - text.rfind("\n", 0, match.start(1)) - 1
            found.setdefault(path, Position(line, column))
        for path, place in tuple(found.items()):
            for end in range(len(path)):
                found.setdefault(path[:end], place)
        return found


def read_document(data: bytes) -> Document:
    """Parse a file from outside.

    Raises:
        InputError: not UTF-8, beyond what a profile can need, or not TOML 1.0; with the place.
    """
    text = decode(data)
    if not text or text.isspace():
        return Document("", {})  # also where the parser would not have it: a form feed, a carriage return alone
    refuse_excess(text)
    if may_nest_deep(text):
        _refuse_what_is_no_toml(text)
    try:
        return Document(text, toml_rs.loads(text, toml_version=_VERSION))
    except toml_rs.TOMLDecodeError as error:
        before = text.encode()[: error.pos].decode(errors="ignore")
        raise syntax_error(error.msg.rpartition("\n")[2], before, text) from None
    except ValueError:  # the year 0, the second 60
        raise no_such_date(text) from None


def _refuse_what_is_no_toml(text: str) -> None:
    """Let the standard library's parser look first: slow, but nothing crashes it.

    In a text with a mistake, the fast one may take brackets for nested that are none: it is not shown any. What is
    valid means the same to both, and nests no deeper than was allowed.
    """
    import tomllib  # noqa: PLC0415  few files need it

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise syntax_error_said(str(error), text) from None


def read_shipped(data: bytes) -> dict[str, Any]:
    """Parse a file of the package itself; a fault in one is a defect."""
    return toml_rs.loads(data.decode(), toml_version=_VERSION)


def dotted(path: KeyPath) -> str:
    """A key path as people write it: ``products[0].name``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _is_within(path: KeyPath, table: KeyPath) -> bool:
    return path[: len(table)] == table


def _value(values: Any, path: KeyPath) -> Any:
    """What stands at a key; None where nothing does."""
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _is_node(node: dict[str, Any]) -> bool:
    """Whether this is the parser's record of a value, not a header's table (whose keys may have any name)."""
    return isinstance(node.get("value_raw"), str) or isinstance(node.get("value"), list)


def _start(span: int | tuple[int, int]) -> int:
    return span if isinstance(span, int) else span[0]


def _end(span: int | tuple[int, int]) -> int:
    return span if isinstance(span, int) else span[1]


def _blank_if_multiline(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0]) if "\n" in match[0] else match[0]
