"""What the markets ask for, side by side."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple, TextIO

from rich.cells import cell_len
from rich.text import Text

from cloudmkt_cli.catalogue.lookup import side_by_side
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.thresholds import thresholds
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.terminal.layout import Page
from cloudmkt_cli.render.thresholds import short_threshold, threshold_unit

_MARGIN: Final = 2
_GROUPS: Final = ("numbers", "facts", "judged", "preferred", "later")


class _Line(NamedTuple):
    """A requirement: what each market asks for, in the order of the catalogue."""

    slug: str
    title: str
    cells: Sequence[str]


def render_market_comparison(catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """What the markets ask for side by side: numbers, then what is asked for or not."""
    page = Page(language, target)
    groups: defaultdict[str, list[_Line]] = defaultdict(list)
    for slug, by_market in side_by_side(catalogue).items():
        first = next(iter(by_market.values()))
        cells = [_cell(by_market.get(market), language) for market in catalogue.market_ids]
        groups[_group(first)].append(_Line(slug, _title(page, first, catalogue), cells))
    markets = [page.word(market.short) for market in catalogue.markets]
    table = _Table(page, markets, [line for lines in groups.values() for line in lines])
    for group in _GROUPS:
        if lines := groups[group]:
            table.add(page.tr(f"compare.{group}"), lines)
            page.line()
    page.line(page.tr("compare.legend"), "dim")
    page.line()
    page.edition(catalogue)
    return page.text()


class _Table:
    """Columns that all groups share: as many of slug, title and markets as the page has room for."""

    def __init__(self, page: Page, markets: Sequence[str], lines: Sequence[_Line]) -> None:
        self._page = page
        self._markets = markets
        self._slug = max(len(line.slug) for line in lines)
        self._title = max(cell_len(line.title) for line in lines)
        self._cells = [
            max(map(cell_len, column)) for column in zip(markets, *(line.cells for line in lines), strict=True)
        ]
        narrow = _MARGIN + self._slug + sum(width + 1 for width in self._cells)
        self._is_table = narrow <= page.width
        self._has_titles = narrow + 1 + self._title <= page.width

    def add(self, heading: str, lines: Sequence[_Line]) -> None:
        """Add a group under its heading."""
        if self._is_table:
            label = _MARGIN + self._slug + (self._title + 1 if self._has_titles else 0)
            self._page.line(Text.assemble((_padded(heading, label), "bold"), (self._columns(self._markets), "bold")))
        else:
            self._page.line(heading, "bold")
        for line in lines:
            self._add_line(line)

    def _add_line(self, line: _Line) -> None:
        start = " " * _MARGIN + _padded(line.slug, self._slug)
        if self._has_titles:
            title = (" " + _padded(line.title, self._title), "dim")
            self._page.line(Text.assemble(start, title, self._columns(line.cells)))
            return
        self._page.line(start + self._columns(line.cells) if self._is_table else start)
        self._page.line(line.title, "dim", indent=2 * _MARGIN)
        if not self._is_table:
            pairs = zip(self._markets, line.cells, strict=True)
            asked = self._page.join(f"{market} {cell}" for market, cell in pairs)
            self._page.line(asked, indent=2 * _MARGIN)

    def _columns(self, cells: Sequence[str]) -> str:
        return "".join(" " + _padded(cell, width) for cell, width in zip(cells, self._cells, strict=True))


def _group(requirement: Requirement) -> str:
    if requirement.level != "required":
        return requirement.level
    if requirement.manual_review:
        return "judged"
    return "numbers" if any(thresholds(requirement.condition)) else "facts"


def _cell(requirement: Requirement | None, language: Language) -> str:
    """The numbers that a market asks for, or whether it asks at all."""
    if requirement is None:
        return "-"
    numbers = ", ".join(short_threshold(threshold, language) for threshold in thresholds(requirement.condition))
    return (numbers or "✓") + ("*" if requirement.applies_when else "")


def _title(page: Page, requirement: Requirement, catalogue: Catalogue) -> str:
    title = page.word(requirement.title)
    units = [threshold_unit(threshold, catalogue) for threshold in thresholds(requirement.condition)]
    plural = tuple(unit.many for unit in units if unit)
    return page.tr("compare.title", title=title, units=plural) if plural else title


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
