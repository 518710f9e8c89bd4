"""A large HTML report as data: what vendors share is written once, and a script builds the rest on demand.

Templates mark the pieces of a vendor's section, one within another. Each piece becomes a tree of plain values, from
which the script makes elements and text, never markup.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any, Final

from pydantic_core import to_json

START: Final = "\1"
"""Begins a piece. Escaped text contains no control characters."""
END: Final = "\2"
"""Ends a piece."""
_INNER: Final = "\3"
_MARKS: Final = re.compile(f"([{START}{END}])")
_SPACE: Final = re.compile(r"\s+")
_ESCAPES: Final = {b"<": rb"\u003c", b">": rb"\u003e", b"&": rb"\u0026"}

Reference = int | list[Any]
"""The number of a piece; where there are pieces within it, a list of its number and their references."""


def without_marks(section: bytes) -> bytes:
    """A section as plain HTML."""
    return section.translate(None, (START + END).encode())


def as_data(sections: Iterable[bytes]) -> Iterator[str]:
    """The sections as a JSON document that can stand in a script element: their references, then all pieces."""
    pieces: dict[str, int] = {}
    yield '{"clients":['
    yield from _joined(_reference(section.decode(), pieces) for section in sections)
    yield '],"pieces":['
    yield from _joined(_nodes(piece) for piece in pieces)
    yield "]}"


def _joined(values: Iterable[object]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield f"{',' if number else ''}{_json(value)}"


def _reference(section: str, pieces: dict[str, int]) -> Reference:
    """The one piece that a section is; pieces that are not yet known are added."""
    within: list[tuple[list[str], list[Reference]]] = [([], [])]
    for token in _MARKS.split(section):
        if token == START:
            within.append(([], []))
        elif token == END:
            texts, inner = within.pop()
            texts_around, references_around = within[-1]
            texts_around.append(_INNER)
            number = pieces.setdefault("".join(texts), len(pieces))
            references_around.append([number, *inner] if inner else number)
        else:
            within[-1][0].append(token)
    return within[0][1][0]


def _nodes(piece: str) -> list[Any]:
    tree = _Tree()
    tree.feed(piece)
    tree.close()
    return tree.nodes


class _Tree(HTMLParser):
    """The nodes of a piece: texts, elements as lists of tag, attributes and nodes, and 0 for the next inner piece."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Any] = []
        self._open = [self.nodes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: list[Any] = [tag, dict(attrs)]
        self._open[-1].append(element)
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  the templates close what they open
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for number, text in enumerate(_SPACE.sub(" ", data).split(_INNER)):
            if number:
                self._open[-1].append(0)
            if text:
                self._open[-1].append(text)


def _json(value: object) -> str:
    """JSON in which no markup can begin or end."""
    text = to_json(value)
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return text.decode()
