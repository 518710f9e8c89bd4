"""Find the positions of the keys and values of a TOML text that the parser has accepted."""

import re
from typing import Final

import rtoml

_BLANK: Final = r"(?:[ \t\r\n,]++|#[^\n]*+)*+"
_SCALAR: Final = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}|'
    r"'''(?:[^']++|'(?!''))*+'{3,5}|"
    r'"(?:[^"\\]++|\\.)*+"|'
    r"'[^']*+'|"
    r"[^ \t\r\n,\[\]{}#\"']++(?: \d[^ \t\r\n,\]}#]*+)?"  # a space may separate date and time
)
# Possessive quantifiers keep matching linear. Each pattern also consumes blanks, commas and comments after it.
_BLANKS: Final = re.compile(_BLANK)
_KEY: Final = re.compile(r"""("(?:[^"\\]++|\\.)*+"|'[^']*+'|[\w-]++)[ \t]*+(?:(\.)[ \t]*+)?""")
_VALUE: Final = re.compile(f"({_SCALAR}){_BLANK}", re.DOTALL)
_PAIR: Final = re.compile(rf"([\w-]++)[ \t]*+=[ \t]*+(?:({_SCALAR}){_BLANK})?+", re.DOTALL)
"""A bare key, and its value if that is a scalar: most lines of most files."""
_HEADER: Final = re.compile(rf"(\[\[?+)([\w-]++(?:\.[\w-]++)*+)\]\]?+{_BLANK}")
"""A header of bare keys without blanks: most headers of most files."""


class Node:
    """A value in the text, and its children by key or index."""

    __slots__ = ("end", "key", "parts", "start")

    def __init__(self, key: int, start: int, end: int | None = None) -> None:
        """Create a node from the offsets of its key, its first and its last character.

        A table starts at its header, or at the first header or dotted key that implies it; its end is None.
        """
        self.key = key
        self.start = start
        self.end = end
        self.parts: dict[str | int, Node] = {}

    def table(self, name: str, start: int) -> "Node":
        """The table at a key, or the last of an array of tables; if there is none yet, what starts here implies it."""
        table = self.parts.setdefault(name, Node(start, start))
        return table.parts.get(len(table.parts) - 1, table)


def scan(text: str) -> Node:
    """The tree of positions of a text: linear in its length; the recursion is as deep as the brackets."""
    return _Scan(text).document()


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def document(self) -> Node:
        root = table = Node(0, 0)
        self._take(_BLANKS)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header(root)
            else:
                self._pair(table)
        return root

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"no TOML at {self._at}")
        self._at = match.end()
        return match

    def _header(self, root: Node) -> Node:
        start = self._at
        if match := _HEADER.match(self._text, start):
            brackets = len(match[1])
            *tables, name = match[2].split(".")
            end = match.end(2) + brackets
            self._at = match.end()
        else:
            brackets = 2 if self._text.startswith("[[", start) else 1
            self._skip(brackets)
            *tables, name = [part for part, _ in self._keys()]
            end = self._at + brackets
            self._skip(brackets)
        node = root
        for part in tables:
            node = node.table(part, start)
        node = node.parts.setdefault(name, Node(start, start))
        if brackets == 1:
            node.key = node.start = start  # an earlier header may have implied this table
            return node
        entry = node.parts[len(node.parts)] = Node(start, start, end - 1)
        return entry

    def _pair(self, table: Node) -> None:
        if match := _PAIR.match(self._text, self._at):
            key = match.start()
            self._at = match.end()
            has_parts = match[2] is None
            table.parts[match[1]] = self._value(key) if has_parts else Node(key, match.start(2), match.end(2) - 1)
            return
        *tables, (name, key) = self._keys()
        for part, place in tables:
            table = table.table(part, place)
        self._skip(1)
        table.parts[name] = self._value(key)

    def _keys(self) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its offset."""
        found = []
        dot: str | None = "."
        while dot:
            match = self._take(_KEY)
            name, dot = match.groups()
            found.append((_name(name), match.start()))
        return found

    def _value(self, key: int | None = None) -> Node:
        start = self._at
        node = Node(start if key is None else key, start)
        if match := _VALUE.match(self._text, start):
            node.end = match.end(1) - 1
            self._at = match.end()
            return node
        is_list = self._text[start] == "["
        self._skip(1)
        while self._text[self._at] != ("]" if is_list else "}"):
            if is_list:
                node.parts[len(node.parts)] = self._value()
            else:
                self._pair(node)
        node.end = self._at
        self._skip(1)
        return node

    def _skip(self, characters: int) -> None:
        """Skip punctuation and the blanks after it."""
        self._at += characters
        self._take(_BLANKS)


def _name(part: str) -> str:
    """A part of a key, unquoted."""
    if part[0] == '"' and "\\" in part:
        (name,) = rtoml.loads(f"{part} = 0")
        return str(name)
    return part[1:-1] if part[0] in "\"'" else part
