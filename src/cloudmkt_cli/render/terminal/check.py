"""The checklist of ``check``: the status of every requirement, and what to do."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, Status, Verdict
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.phrases import SYMBOLS, actual, clause, fix, waived
from cloudmkt_cli.render.result_phrases import (
    blockers_line,
    counts,
    edition_option,
    finding_groups,
    product_messages,
    remarks,
    totals,
)
from cloudmkt_cli.render.terminal.baseline import add_baseline_result
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Row, Styled, labelled, marked
from cloudmkt_cli.render.terminal.onboarding import add_next_step, add_warnings
from cloudmkt_cli.render.writer import Parts, render_document
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, RunContext, Summary


def render_batch(batch: Batch, language: Language, target: TextIO | None) -> str:
    """The checklists of a batch. ``target``: see ``Page``."""
    return render_document(ChecklistWriter(batch.context, language, target), batch).decode()


class ChecklistWriter(NamedTuple):
    """Writes the checklist of every profile, and the totals. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The checklist of a profile."""
        page = Page(self.language, self.target)
        _add_profile(page, checked, self.run)
        return (page.text().encode(),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The checklists, and the totals of several profiles."""
        yield from parts(0)
        page = Page(self.language, self.target)
        if summary.shown > 1:
            page.line(page.word(totals(summary, page.language)), "bold")
        if summary.shown:
            page.edition(self.run.catalogue, self.run.configuration)
        yield page.text().encode()


def _add_profile(page: Page, checked: CheckedProfile, run: RunContext) -> None:
    result = checked.result
    vendor, path = Text(escape_untrusted(result.vendor), "bold"), Text(escape_untrusted(checked.path), "dim")
    page.heading(vendor, path, Text(page.tr("text.as_of", day=run.as_of), "dim"))
    page.supposed(checked.loaded.overrides)
    if not any(market.targeted for market in result.markets):
        page.line(page.tr("text.no_targets"))
    page.line()
    for market in result.targets:
        _add_market(page, market, run.catalogue)
    if others := [market for market in result.markets if market not in result.targets]:
        _add_other_markets(page, others)
    page.line(_labelled_verdict(page, "text.verdict", result.verdict))
    if result.gate is not result.verdict:
        page.line(_labelled_verdict(page, "text.gate", result.gate))
    if checked.baseline_result:
        add_baseline_result(page, checked.baseline_result)
    add_next_step(page, result.next_step)
    add_warnings(page, result.warnings)
    page.line()


def _labelled_verdict(page: Page, key: str, verdict: Verdict) -> Text:
    return Text.assemble((page.tr(key) + "  ", "bold"), marked(verdict, page.verdict(verdict)))


def _add_market(page: Page, result: MarketResult, catalogue: Catalogue) -> None:
    name, market_id = Text(page.word(result.market.name), "bold"), Text(result.market.id, "dim")
    page.heading(name, market_id, marked(result.verdict, page.verdict(result.verdict)))
    _add_products(page, result)
    groups = finding_groups(result, page.language)
    rows = [[_row(page, item, catalogue) for item in findings] for _, _, findings in groups]
    for (_, heading, _), of_group in zip(groups, rows, strict=True):
        page.line(page.word(heading), "bold")
        page.rows(of_group, like=[row for others in rows for row in others])
    page.line(page.word(counts(result, page.language)), "bold")
    for remark in remarks(result, catalogue, page.language):
        page.line(page.word(remark))
    manual_review = [finding for finding in result.findings if finding.status is Status.MANUAL]
    if manual_review:
        page.line(page.tr("text.explain", id=manual_review[0].requirement.id + edition_option(catalogue)), "dim")
    page.line()


def _add_products(page: Page, result: MarketResult) -> None:
    """Add the product that the market is checked with, and the verdicts of the others."""
    for message in product_messages(result):
        page.line(page.word(message), indent=2)


def _row(page: Page, finding: Finding, catalogue: Catalogue) -> Row:
    """A finding; if it is not met, with what is expected and what to do."""
    requirement, status = finding.requirement, finding.status
    place = Text(clause(requirement, page.language), "dim")
    title = Text(page.word(requirement.title), "dim" if status is Status.NOT_APPLICABLE else "")
    ids = [Text(requirement.id, "dim")] if page.is_wide else []
    found = escape_untrusted(actual(finding, catalogue, page.language))
    if status is Status.NOT_APPLICABLE or (status is Status.MANUAL and finding.notes):
        found = page.join((page.tr(f"status.{status}"), found))
    elif status is Status.MANUAL:
        found = page.tr("status.manual")
    below = []
    if not page.is_wide and status in OPEN_STATUSES:
        below.append(Text(requirement.id, "dim"))
    if status is Status.FAIL:
        below.append(labelled(page.tr("text.expected"), page.word(requirement.expected)))
    if status in {Status.FAIL, Status.UNKNOWN} or (status is Status.MANUAL and finding.notes):
        below.append(labelled(page.tr("text.fix"), fix(finding, page.language) or ""))
    if answered := waived(finding, page.language):
        below.append(labelled(page.tr("text.waived"), answered, "yellow"))
    detail = Text(found, "cyan" if status is Status.MANUAL else "" if below else "dim")
    return Row([marked(status), place, title, *ids, detail], below)


def _add_other_markets(page: Page, others: Iterable[MarketResult]) -> None:
    page.line(page.tr("text.other_markets"), "bold")
    page.grid([_other_market(page, result) for result in others])
    page.line()


def _other_market(page: Page, result: MarketResult) -> list[Styled]:
    mark = SYMBOLS[result.verdict], STYLES[result.verdict]
    name, market_id = (page.word(result.market.name), ""), (result.market.id, "dim")
    count = f"{result.satisfied:>2}/{result.applicable}", ""
    blockers = page.word(blockers_line(result, page.language)) or page.verdict(result.verdict)
    return [mark, name, market_id, count, (blockers, "")]
