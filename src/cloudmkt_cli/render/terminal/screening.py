"""The summary of a screened table as text."""

from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from rich.cells import cell_len
from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.cjk_wrap import shortened
from cloudmkt_cli.render.screening_content import TITLE, screening_content
from cloudmkt_cli.render.screening_phrases import StateLine
from cloudmkt_cli.render.screening_tables import CountTable
from cloudmkt_cli.render.terminal.layout import Page, Row
from cloudmkt_cli.screening.model import State
from cloudmkt_cli.screening.summary import Summary

_MOST_ROWS: Final = 12
_WIDEST: Final = 26
_WIDEST_ON_WIDE: Final = 40
_BETWEEN: Final = 2
_INDENT: Final = 2
_STYLES: Final = {State.RULED_OUT: "bold red", State.STILL_OPEN: "bold yellow", State.ELIGIBLE: "bold green"}

Cells = tuple[str, ...]


def render_screening(summary: Summary, catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """What was read, what the states mean, and the tables, the longest cut."""
    page, content = Page(language, target), screening_content(summary, catalogue, language)
    page.heading(Text(page.word(TITLE), "bold"), Text(), Text(page.word(content.as_of)))
    for line in content.read:
        page.line(page.word(line))
    page.line()
    page.rows([_state(page, state) for state in content.states])
    for section in content.sections:
        page.line()
        page.line(page.word(section.title), "bold")
        for note in section.notes:
            page.line(page.word(note), "dim")
        for table in section.tables:
            if table.title is not None:
                page.line(page.word(table.title), indent=2)
            _add_table(page, table)
    page.line()
    page.line(f"{page.word(content.edition)} {catalogue.source_url}", "dim")
    return page.text()


def _state(page: Page, state: StateLine) -> Row:
    return Row([Text(page.word(state.head), _STYLES[state.state]), Text(page.word(state.means))])


def _add_table(page: Page, table: CountTable) -> None:
    """The first rows of a table. Columns of numbers that do not fit side by side follow below."""
    shown, more = table.cut(_MOST_ROWS)
    head = tuple(column.head for column in shown.columns)
    lines = [tuple(map(page.word, cells)) for cells in (head, *(row.cells for row in shown.rows))]
    notes = [None, *(row.note for row in shown.rows)]
    if shown.columns[-1].is_number:
        for part in _parts(page, shown, lines):
            for left, note in zip(_joined(page, shown, lines, part), notes, strict=True):
                page.line(Text(left), indent=_INDENT)
                if note is not None:
                    page.line(page.word(note), indent=2 * _INDENT)
    else:
        lefts = _joined(page, shown, lines, range(len(head) - 1))
        page.rows([Row([Text(f"{left} "), Text(line[-1])]) for left, line in zip(lefts, lines, strict=True)])
    if more:
        page.line(page.tr("summary.more_in_json", count=more), "dim", indent=_INDENT)


def _parts(page: Page, table: CountTable, lines: Sequence[Cells]) -> Iterator[list[int]]:
    """The numbers of the columns that fit side by side, each time after those that say what a row is about."""
    widths = _widths(page, lines)
    fixed = list(range(table.fixed))
    part = list(fixed)
    for number in range(table.fixed, len(widths)):
        if len(part) > len(fixed) and sum(widths[one] + _BETWEEN for one in (*part, number)) > page.width - _INDENT:
            yield part
            part = list(fixed)
        part.append(number)
    yield part


def _joined(page: Page, table: CountTable, lines: Sequence[Cells], columns: Sequence[int]) -> Iterator[str]:
    """Some columns of each line, numbers to the right."""
    widths, blanks = _widths(page, lines), " " * _BETWEEN
    for line in lines:
        yield blanks.join(_padded(line[one], widths[one], right=table.columns[one].is_number) for one in columns)


def _padded(cell: str, width: int, *, right: bool) -> str:
    cut = shortened(cell, width)
    blanks = " " * (width - cell_len(cut))
    return blanks + cut if right else cut + blanks


def _widths(page: Page, lines: Sequence[Cells]) -> list[int]:
    most = _WIDEST_ON_WIDE if page.is_wide else _WIDEST
    return [min(max(map(cell_len, column)), most) for column in zip(*lines, strict=True)]
