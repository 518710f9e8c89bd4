"""Parse TOML into values, with the position of every key and value."""

import threading
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

import rtoml

from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.limits import MAX_DEPTH, check_size_limits, excess, may_be_deep
from cloudmkt_cli.core.toml.positions import Node, scan
from cloudmkt_cli.core.toml.syntax_errors import decode, syntax_error

KeyPath = tuple[str | int, ...]
"""The path of a value, such as ``("products", 0, "name")``."""

_LARGE_STACK: Final = 64 * 1024 * 1024
"""Six times the stack that the deepest text the parser accepts needs."""


class TomlDocument:
    """A TOML file: its values, and the positions of its keys and values."""

    def __init__(
        self,
        text: str,
        values: dict[str, object],
        stated: dict[str, object] | None = None,
        overridden: tuple[KeyPath, ...] = (),
    ) -> None:
        """With overrides, ``values`` include them, ``overridden`` has their keys, and ``stated`` the file's values."""
        self.text = text
        self.values = values
        self._stated = values if stated is None else stated
        self._overridden = overridden

    def with_overrides(self, values: dict[str, object], keys: tuple[KeyPath, ...]) -> "TomlDocument":
        """The same file with overridden values; those at ``keys`` have no position in it."""
        return TomlDocument(self.text, values, self._stated, keys)

    def is_overridden(self, path: KeyPath) -> bool:
        """Whether a key or part of its value comes from an override; also for keys that an overridden table lacks."""
        if not self._overridden:
            return False
        table = path[:-1]
        lacking = bool(table) and not isinstance(look_up(self._stated, table), dict)
        return any(
            _is_within(path, key) or _is_within(key, path) or (lacking and _is_within(key, table))
            for key in self._overridden
        )

    def position(self, path: KeyPath, *, of_key: bool = False) -> Position | None:
        """Where a value (or its key) starts; a table starts at its header. None if it is not in the file."""
        node = self._node(path) if path else None
        return None if node is None else self._position(node.key if of_key else node.start)

    def end(self, path: KeyPath) -> Position | None:
        """The last character of a value, or of the header of an array entry; None for other tables with headers."""
        node = self._node(path)
        return None if node is None or node.end is None else self._position(node.end)

    def line(self, number: int) -> str:
        """The text of a line (numbered from 1) without its line break."""
        return self._lines[number - 1].removesuffix("\r") if number <= len(self._lines) else ""

    def deeper_than(self, levels: int) -> Position | None:
        """The position of a value nested deeper than ``levels``, or None."""
        nodes = [self._root]
        for _ in range(levels + 1):
            nodes = [part for node in nodes for part in node.parts.values()]
        return self._position(nodes[0].start) if nodes else None

    def _node(self, path: KeyPath) -> Node | None:
        node: Node | None = self._root
        for part in path:
            node = node and node.parts.get(part)
        return node

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    @cached_property
    def _root(self) -> Node:
        """All positions, computed on first use: this costs more than parsing, and most runs need none."""
        return scan(self.text)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        """The offset at which each line starts."""
        return list(accumulate((len(line) + 1 for line in self._lines[:-1]), initial=0))


def read_document(data: bytes) -> TomlDocument:
    """Parse an untrusted file.

    Raises:
        InputError: it is not UTF-8, exceeds a limit, or is not valid TOML; with the position.
    """
    text = decode(data)
    if not text or text.isspace():
        return TomlDocument("", {})  # the parser rejects some blank texts, such as a form feed
    check_size_limits(text)
    deep = may_be_deep(text)
    try:
        document = TomlDocument(text, _parsed_on_a_large_stack(text) if deep else rtoml.loads(text))
    except rtoml.TomlParsingError as error:
        raise syntax_error(str(error), text) from None
    if deep and (place := document.deeper_than(MAX_DEPTH)):
        raise excess(Message("error.nested_too_deep"), place, text)
    return document


def _parsed_on_a_large_stack(text: str) -> dict[str, Any]:
    """Parse a text that may nest up to the parser's limits: 80 nested inline tables with keys of 80 parts.

    The parser recurses that deep before it checks any limit, and crashes if the stack overflows.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  rarely needed

    usual = threading.stack_size(_LARGE_STACK)
    try:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(rtoml.loads, text).result()
    finally:
        threading.stack_size(usual)


def look_up(values: Any, path: KeyPath) -> Any:
    """The value at a key path; None if there is none."""
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def dotted(path: KeyPath) -> str:
    """A key path as text, such as ``products[0].name``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _is_within(path: KeyPath, table: KeyPath) -> bool:
    return path[: len(table)] == table
