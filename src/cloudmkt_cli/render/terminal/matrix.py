"""Many vendors at a glance: a row each, a column a market."""

from typing import Final, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.onboarding import STEPS
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.cjk_wrap import shortened
from cloudmkt_cli.render.phrases import SYMBOLS, WAIVED
from cloudmkt_cli.render.terminal.baseline import add_worse
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Styled
from cloudmkt_cli.runs.summary import Cell, Overview, Survey

_VENDOR: Final = 20
_WIDE_VENDOR: Final = 40


def render_matrix(survey: Survey, catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """The rows in the order given, and the totals of all that was checked, shown or not."""
    page = Page(language, target)
    page.supposed(survey.overrides)
    if survey.rows:
        shown = {cell.market for cell in survey.rows[0].cells}
        markets = [page.word(market.short) for market in catalogue.markets if market.id in shown]
        heads = [(text, "bold") for text in (page.tr("text.vendor"), *markets, page.tr("text.next_step"))]
        brief = page.language == "en" and not page.is_wide  # English titles need a wide page
        steps = {step: step if brief else page.tr(f"onboarding.{step}.title") for step in STEPS}
        page.grid([[(" ", ""), *heads], *(_row(page, row, steps[row.next_step]) for row in survey.rows)])
        page.line()
        add_worse(page, [(row.vendor, row.path, row.worse) for row in survey.rows if row.worse])
    page.totals(survey.totals, survey.unchecked, survey.waived, survey.worse)
    page.line(_legend(page, survey), "dim")
    page.edition(catalogue, survey.configuration)
    return page.text()


def _row(page: Page, row: Overview, following: str) -> list[Styled]:
    vendor = shortened(escape_untrusted(row.vendor), _WIDE_VENDOR if page.is_wide else _VENDOR)
    any_target = any(cell.targeted for cell in row.cells)
    cells = [_cell(cell, in_question=cell.targeted or not any_target) for cell in row.cells]
    if row.due:
        following += " " + page.tr("text.due_estimate" if row.due_is_estimate else "text.due", day=row.due)
    mark = f"{SYMBOLS[row.verdict]}{WAIVED if row.is_waived else ''}"
    return [(mark, STYLES[row.verdict]), (vendor, ""), *cells, (following, "")]


def _cell(cell: Cell, *, in_question: bool) -> Styled:
    """What is no target is there for the curious, and dim."""
    style = STYLES[cell.verdict] if in_question else "dim"
    return f"{SYMBOLS[cell.verdict]}{cell.satisfied}/{cell.applicable}", style


def _legend(page: Page, survey: Survey) -> str:
    verdicts = [f"{SYMBOLS[verdict]} {page.verdict(verdict)}" for verdict in reversed(Verdict)]
    waived = [f"{WAIVED} {page.tr('text.legend_waived')}"] if any(row.is_waived for row in survey.rows) else []
    return page.join([*verdicts, page.tr("text.legend_cell"), *waived])
