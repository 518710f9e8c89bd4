"""Line breaking for mixed Chinese and English: Rich breaks at spaces only, and Chinese has none."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

from rich.cells import cell_len, chop_cells, get_character_cell_size
from rich.text import Text

_NARROWEST: Final = 8
_JOINERS: Final = "\u200d\ufe0f"
"""Zero-width joiner and variation selector, which change the width of the characters beside them."""
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
    width = max(width, _NARROWEST)
    lines: list[str] = []
    for paragraph in map(str.rstrip, text.split("\n")):
        breaks = (0, *_breaks(paragraph, width), len(paragraph))
        lines += [paragraph[start:end].rstrip() for start, end in pairwise(breaks)]
    return lines


def shortened(text: str, width: int) -> str:
    """A text cut to a width, with an ellipsis if it was too long."""
    if 2 * len(text) <= width:  # no character is wider than two columns
        return text
    if any(joiner in text for joiner in _JOINERS):
        return text if cell_len(text) <= width else chop_cells(text, width - 1)[0].rstrip() + "…"
    ends = [*accumulate(map(get_character_cell_size, text))]  # 2 µs a name; the above takes 7
    return text if not ends or ends[-1] <= width else text[: bisect_right(ends, width - 1)].rstrip() + "…"


def _breaks(text: str, width: int) -> Iterator[int]:
    """The indexes at which the lines after the first begin."""
    column = 0
    for match in _UNIT.finditer(text):
        word = match[0].rstrip()
        size = cell_len(word)
        if column and column + size > width:
            yield match.start()
            column = 0
        if size > width:  # a word longer than a line
            *pieces, last = chop_cells(word, width)
            yield from accumulate(map(len, pieces[1:]), initial=match.start() + len(pieces[0]))
            size = cell_len(last)
        column += size + len(match[0]) - len(word)
