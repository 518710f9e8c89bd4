"""Line breaking for mixed Chinese and English: Rich breaks at spaces only, and Chinese has none."""

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.text import Text

_NARROWEST: Final = 8
_OPENING: Final = "（《“‘【「"
_CLOSING: Final = "，。；：、！？）》”’】」…"
_WIDE: Final = f"\u2e80-\u303f\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef{_OPENING}{_CLOSING}"
_UNIT: Final = re.compile(rf"[{_OPENING}]*(?:[^\s{_WIDE}]+|[{_WIDE}])?[{_CLOSING}]*\s*|\s+")
"""What is not broken: a word, or one Chinese character, with the punctuation that belongs to it."""


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """The lines of a text, each at most ``width`` columns wide."""
    width = max(width, _NARROWEST)
    for paragraph in text.split(allow_blank=True):
        paragraph.rstrip()
        for line in paragraph.divide(_breaks(paragraph.plain, width)):
            line.rstrip()
            yield line


def plain_lines(text: str, width: int) -> list[str]:
    """The lines of a text without styles."""
    return [line.plain for line in wrapped(Text(text), width)]


def shortened(text: str, width: int) -> str:
    """A text cut to a width, with an ellipsis if it was too long."""
    return text if cell_len(text) <= width else chop_cells(text, width - 1)[0].rstrip() + "…"


def _breaks(text: str, width: int) -> Iterator[int]:
    """The indexes at which lines begin."""
    column = 0
    for match in _UNIT.finditer(text):
        unit = match[0]
        if column and column + cell_len(unit.rstrip()) > width:
            yield match.start()
            column = 0
        word = unit.rstrip()
        pieces = chop_cells(word, width) if cell_len(word) > width else [word]
        offset = match.start()
        for piece in pieces[:-1]:  # a word longer than a line
            offset += len(piece)
            yield offset
        column += cell_len(pieces[-1]) + len(unit) - len(word)
