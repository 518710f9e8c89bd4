"""The matrix of many vendors: one row per vendor, one column per market."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.render.phrases import SYMBOLS, WAIVED
from cloudmkt_cli.render.result_phrases import due_line, shared_id, totals
from cloudmkt_cli.render.terminal.baseline import add_worse
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Styled, marked
from cloudmkt_cli.runs.summary import MarketCell, SummaryTable, VendorRow

_BRACKETS: Final = {(False, False): " ", (False, True): "[", (True, False): "]", (True, True): "|"}
"""What stands between two cells, by whether the left one and the right one are targets."""


def render_matrix(table: SummaryTable, catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """The rows in the order given, and the totals of all profiles that were checked."""
    page = Page(language, target)
    page.supposed(table.overrides)
    if table.rows:
        checked = {cell.market for cell in table.rows[0].cells}
        markets = [page.word(market.short) for market in catalogue.markets if market.id in checked]
        heads = [(text, "bold") for text in (page.tr("text.vendor"), *(f" {market}" for market in markets))]
        brief = page.language == "en" and not page.is_wide  # English titles need a wide page
        steps = {step.id: step.id if brief else page.word(step.title) for step in catalogue.onboarding}
        head = [(" ", ""), *heads, ("", ""), (page.tr("text.next_step"), "bold")]
        names = [page.vendor_cell(row.vendor) for row in table.rows]
        rows = [_row(page, row, name, steps[row.next_step]) for row, name in zip(table.rows, names, strict=True)]
        page.grid(
            [head, *rows],
            tight=range(1, len(heads) + 1),  # cells begin with what stands between them
            below=dict(enumerate(_notes(page, table.rows, names), start=1)),
        )
        page.line()
        add_worse(page, [(row.vendor, row.path, row.worse) for row in table.rows if row.worse])
    page.line(page.word(totals(table, language)), "bold")
    page.line(_legend(page, table), "dim")
    page.edition(catalogue, table.configuration)
    return page.text()


def _row(page: Page, row: VendorRow, name: str, following: str) -> list[Styled]:
    if due := due_line(row.due, page.language, is_estimate=row.due_is_estimate):
        following += f" {due}"
    mark = f"{SYMBOLS[row.verdict]}{WAIVED if row.is_waived else ''}"
    return [(mark, STYLES[row.verdict]), (name, ""), *_cells(row.cells), (following, "")]


def _cells(cells: Sequence[MarketCell]) -> Iterator[Styled]:
    """The counts of the markets. Targets stand in brackets, which neighbours share; the others are dim."""
    any_target = any(cell.targeted for cell in cells)
    before = False
    for cell in cells:
        style = STYLES[cell.verdict] if cell.targeted or not any_target else "dim"
        yield f"{_BRACKETS[before, cell.targeted]}{SYMBOLS[cell.verdict]}{cell.satisfied}/{cell.applicable}", style
        before = cell.targeted
    yield _BRACKETS[before, False].strip(), ""


def _notes(page: Page, rows: Sequence[VendorRow], names: Sequence[str]) -> Iterator[list[str | Text]]:
    """What stands below each row: its path if names are equal, what fails, and what lets it pass."""
    count = Counter(names)
    for row, name in zip(rows, names, strict=True):
        notes: list[str | Text] = [Text(escape_untrusted(row.path), "dim")] if count[name] > 1 else []
        for key, ids in (("text.to_fix", row.failing), ("text.waived_ids", row.waived)):
            if ids:
                notes.append(word(Message(key, {"items": tuple(map(shared_id, ids))}), page.language))
        if row.gate_reasons:
            why = page.join([page.tr(f"gate.reason_{reason}") for reason in row.gate_reasons])
            stated = page.tr("check.stated", label=page.verdict(row.gate), value=why)
            notes.append(Text.assemble(page.tr("text.gate") + "  ", marked(row.gate, stated)))
        yield notes


def _legend(page: Page, table: SummaryTable) -> str:
    verdicts = [f"{SYMBOLS[verdict]} {page.verdict(verdict)}" for verdict in reversed(Verdict)]
    waived = [f"{WAIVED} {page.tr('text.legend_waived')}"] if any(row.is_waived for row in table.rows) else []
    any_target = any(cell.targeted for row in table.rows for cell in row.cells)
    targets = [f"[ ] {page.tr('text.legend_target')}"] if any_target else []
    return page.join([*verdicts, page.tr("text.legend_cell"), *targets, *waived])
