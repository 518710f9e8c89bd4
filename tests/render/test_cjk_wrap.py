"""Wrapping and cutting of texts: the quick ways give what Rich gives."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, chop_cells
from rich.text import Text

from cloudmkt_cli.render.cjk_wrap import plain_lines, shortened, wrapped

NAMES = st.text("ab ,甲乙（，。ｱﾞ\u0301\u200d\ufe0f☀👩👧\u200b…\u1100\u1161", max_size=40)
"""Narrow, wide and combining characters, and those that join their neighbours."""


@given(NAMES, st.integers(2, 30))
def test_a_text_is_cut_where_rich_cuts_it(text: str, width: int) -> None:
    cut = text if cell_len(text) <= width else chop_cells(text, width - 1)[0].rstrip() + "…"
    assert shortened(text, width) == cut


@given(st.lists(NAMES, max_size=3).map("\n".join), st.integers(2, 30))
def test_a_text_without_styles_has_the_lines_of_one_with_styles(text: str, width: int) -> None:
    assert plain_lines(text, width) == [line.plain for line in wrapped(Text(text), width)]


def test_a_word_longer_than_a_line_is_broken_and_the_next_word_stays_beside_its_end() -> None:
    assert plain_lines("ab 0123456789012345678901 cd", 10) == ["ab", "0123456789", "0123456789", "01 cd"]
