"""The matrix of many vendors: one row per vendor, one column per market."""

from typing import Final, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Verdict, targets_or_all
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.cjk_wrap import shortened
from cloudmkt_cli.render.phrases import SYMBOLS, WAIVED
from cloudmkt_cli.render.result_phrases import due_line, totals
from cloudmkt_cli.render.terminal.baseline import add_worse
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Styled
from cloudmkt_cli.runs.summary import MarketCell, SummaryTable, VendorRow

_VENDOR: Final = 20
_WIDE_VENDOR: Final = 40


def render_matrix(table: SummaryTable, catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """The rows in the order given, and the totals of all profiles that were checked."""
    page = Page(language, target)
    page.supposed(table.overrides)
    if table.rows:
        checked = {cell.market for cell in table.rows[0].cells}
        markets = [page.word(market.short) for market in catalogue.markets if market.id in checked]
        heads = [(text, "bold") for text in (page.tr("text.vendor"), *markets, page.tr("text.next_step"))]
        brief = page.language == "en" and not page.is_wide  # English titles need a wide page
        steps = {step.id: step.id if brief else page.word(step.title) for step in catalogue.onboarding}
        page.grid([[(" ", ""), *heads], *(_row(page, row, steps[row.next_step]) for row in table.rows)])
        page.line()
        add_worse(page, [(row.vendor, row.path, row.worse) for row in table.rows if row.worse])
    page.line(page.word(totals(table, language)), "bold")
    page.line(_legend(page, table), "dim")
    page.edition(catalogue, table.configuration)
    return page.text()


def _row(page: Page, row: VendorRow, following: str) -> list[Styled]:
    vendor = shortened(escape_untrusted(row.vendor), _WIDE_VENDOR if page.is_wide else _VENDOR)
    targets = targets_or_all(row.cells)
    cells = [_cell(cell, is_target=cell in targets) for cell in row.cells]
    if due := due_line(row.due, page.language, is_estimate=row.due_is_estimate):
        following += f" {due}"
    mark = f"{SYMBOLS[row.verdict]}{WAIVED if row.is_waived else ''}"
    return [(mark, STYLES[row.verdict]), (vendor, ""), *cells, (following, "")]


def _cell(cell: MarketCell, *, is_target: bool) -> Styled:
    """The count of a market, dim if it is no target."""
    style = STYLES[cell.verdict] if is_target else "dim"
    return f"{SYMBOLS[cell.verdict]}{cell.satisfied}/{cell.applicable}", style


def _legend(page: Page, table: SummaryTable) -> str:
    verdicts = [f"{SYMBOLS[verdict]} {page.verdict(verdict)}" for verdict in reversed(Verdict)]
    waived = [f"{WAIVED} {page.tr('text.legend_waived')}"] if any(row.is_waived for row in table.rows) else []
    return page.join([*verdicts, page.tr("text.legend_cell"), *waived])
