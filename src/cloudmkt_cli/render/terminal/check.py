"""The checklist of ``check``: the status of every requirement, and what to do."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Market
from cloudmkt_cli.checking.gaps import Gap, gaps_in
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, Status, Verdict
from cloudmkt_cli.core.formats import View
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.phrases import SYMBOLS, actual, clause, fix, waived
from cloudmkt_cli.render.result_phrases import (
    blockers_line,
    counts,
    edition_option,
    finding_groups,
    left_to_do,
    product_messages,
    remarks,
    totals,
)
from cloudmkt_cli.render.terminal.baseline import add_baseline_result
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Row, Styled, labelled, marked
from cloudmkt_cli.render.terminal.onboarding import add_next_step, add_warnings
from cloudmkt_cli.render.text_phrases import last_seen
from cloudmkt_cli.render.writer import Parts, render_document
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.gate import gate_of, gate_reasons, is_tolerated
from cloudmkt_cli.runs.newer import under_newer_edition


def render_batch(batch: Batch, language: Language, target: TextIO | None) -> str:
    """The checklists of a batch. ``target``: see ``Page``."""
    return render_document(ChecklistWriter(batch.context, language, target), batch).decode()


class ChecklistWriter(NamedTuple):
    """Writes the checklist of every profile, and the totals. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None
    view: View = "full"

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The checklist of a profile."""
        page = Page(self.language, self.target)
        if self.view == "quiet":
            _add_verdict(page, checked)
        else:
            _add_profile(page, checked, self.run, self.view)
        return (page.text().encode(),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The checklists, and the totals of several profiles."""
        yield from parts(0)
        if self.view == "quiet":
            return
        page = Page(self.language, self.target)
        if summary.shown > 1:
            page.line(page.word(totals(summary, page.language)), "bold")
        if summary.shown:
            page.edition(self.run.catalogue, self.run.configuration)
        yield page.text().encode()


def _add_verdict(page: Page, checked: CheckedProfile) -> None:
    """One line: the verdict, the vendor and the path."""
    result = checked.result
    page.whole_line(
        Text.assemble(
            marked(result.verdict, page.verdict(result.verdict)),
            f"  {escape_untrusted(result.vendor)}  ",
            (escape_untrusted(checked.path), "dim"),
        )
    )


def _add_profile(page: Page, checked: CheckedProfile, run: RunContext, view: View) -> None:
    result = checked.result
    page.vendor_heading(result.vendor, checked.path, Text(page.tr("text.as_of", day=run.as_of), "dim"))
    page.supposed(checked.loaded.overrides)
    if not any(market.targeted for market in result.markets):
        page.line(page.tr("text.no_targets"))
    page.line()
    checklist = _Checklist(page, checked, run, view)
    for market in result.targets:
        checklist.add_market(market)
    if others := [market for market in result.markets if market not in result.targets]:
        _add_other_markets(page, others)
    page.line(_labelled_verdict(page, "text.verdict", result.verdict, left_to_do(result, page.language)))
    if reasons := gate_reasons(checked):
        said = page.join([page.tr(f"gate.reason_{reason}") for reason in reasons])
        page.line(_labelled_verdict(page, "text.gate", gate_of(checked), said))
    if checked.baseline_result:
        add_baseline_result(page, checked.baseline_result)
    _add_newer(page, checked, run)
    add_next_step(page, result)
    add_warnings(page, result.warnings)
    page.line()


def _add_newer(page: Page, checked: CheckedProfile, run: RunContext) -> None:
    """Add what the verdict would be under the newest known edition."""
    if run.is_single and (newer := under_newer_edition(checked, run)):
        label = page.tr("text.newer", id=newer.catalogue.id, seen=last_seen(newer.catalogue))
        line = _verdict_line(page, newer.result.verdict, left_to_do(newer.result, page.language))
        page.line(Text.assemble((label + "  ", "dim"), line))


def _labelled_verdict(page: Page, key: str, verdict: Verdict, why: str) -> Text:
    return Text.assemble((page.tr(key) + "  ", "bold"), _verdict_line(page, verdict, why))


def _verdict_line(page: Page, verdict: Verdict, why: str) -> Text:
    """A verdict, and what is left to do or met."""
    stated = page.verdict(verdict)
    return marked(verdict, page.tr("check.stated", label=stated, value=why) if why else stated)


class _Checklist:
    """Adds the checklists of the target markets of one vendor. What several markets lack alike is described once."""

    def __init__(self, page: Page, checked: CheckedProfile, run: RunContext, view: View) -> None:
        self._page = page
        self._checked = checked
        self._catalogue = run.catalogue
        self._view = view
        self._gaps: dict[tuple[str, str], Gap] = {  # by the ids of the market and of the requirement
            (market.id, finding.requirement.id): gap
            for gap in gaps_in(checked.result.targets)
            for market, finding in gap.findings
        }

    def add_market(self, result: MarketResult) -> None:
        """Add the checklist of a market."""
        page = self._page
        name, market_id = Text(page.word(result.market.name), "bold"), Text(result.market.id, "dim")
        page.heading(name, market_id, marked(result.verdict, page.verdict(result.verdict)))
        _add_products(page, result)
        findings = result.open if self._view == "open" else result.findings
        groups = finding_groups(findings, page.language)
        rows = [[self._row(result.market, item) for item in findings] for _, _, findings in groups]
        for (_, heading, _), of_group in zip(groups, rows, strict=True):
            page.line(page.word(heading), "bold")
            page.rows(of_group, like=[row for others in rows for row in others])
        page.line(_verdict_line(page, result.verdict, counts(result, page.language)))
        for remark in remarks(result, self._catalogue, page.language):
            page.line(page.word(remark))
        manual_review = [finding for finding in findings if finding.status is Status.MANUAL]
        if manual_review:
            page.line(
                page.tr("text.explain", id=manual_review[0].requirement.id + edition_option(self._catalogue)), "dim"
            )
        page.line()

    def _row(self, market: Market, finding: Finding) -> Row:
        """A finding; if it is not met, with what is expected and what to do, or where that stands already."""
        page, requirement, status = self._page, finding.requirement, finding.status
        place = Text(clause(requirement, page.language), "dim")
        title = Text(page.word(requirement.title), "dim" if status is Status.NOT_APPLICABLE else "")
        ids = [Text(requirement.id, "dim")] if page.is_wide else []
        gap = self._gaps.get((market.id, requirement.id))
        first = gap.findings[0][0] if gap else market
        below = list(self._passes(finding))
        if first != market:
            see = page.tr("text.see", market=first.name)
            detail = Text(see if page.is_wide else page.join((requirement.id, see)), "dim")
        else:
            below = [*self._remedies(finding), *below]
            if gap and len(gap.findings) > 1:
                others = tuple(other.name for other, _ in gap.findings[1:])
                below.append(Text(page.tr("text.also_in", markets=others), "dim"))
            detail = Text(self._found(finding), "cyan" if status is Status.MANUAL else "" if below else "dim")
        return Row([marked(status), place, title, *ids, detail], below)

    def _found(self, finding: Finding) -> str:
        """What the profile states, or that a reviewer decides."""
        page, status = self._page, finding.status
        found = escape_untrusted(actual(finding, self._catalogue, page.language))
        if status is Status.NOT_APPLICABLE or (status is Status.MANUAL and finding.notes):
            return page.join((page.tr(f"status.{status}"), found))
        return page.tr("status.manual") if status is Status.MANUAL else found

    def _remedies(self, finding: Finding) -> Iterator[Text]:
        """The id, unless the page is wide enough to show it beside the title, what is expected, and what to do."""
        page, status = self._page, finding.status
        if not page.is_wide and status in OPEN_STATUSES:
            yield Text(finding.requirement.id, "dim")
        if status is Status.FAIL:
            yield labelled(page.tr("text.expected"), page.word(finding.requirement.expected))
        if status in {Status.FAIL, Status.UNKNOWN} or (status is Status.MANUAL and finding.notes):
            yield labelled(page.tr("text.fix"), fix(finding, page.language) or "")

    def _passes(self, finding: Finding) -> Iterator[Text]:
        """What lets a finding that is not met pass."""
        page = self._page
        if answered := waived(finding, page.language):
            yield labelled(page.tr("text.waived"), answered, "yellow")
        elif finding.blocks and is_tolerated(self._checked, finding):
            yield Text(page.tr("gate.reason_no_worse"), "yellow")


def _add_products(page: Page, result: MarketResult) -> None:
    """Add the product that the market is checked with, and the verdicts of the others."""
    for message in product_messages(result):
        page.line(page.word(message), indent=2)


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
