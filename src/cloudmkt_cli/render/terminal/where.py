"""Where vendors could sell, as text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, TextIO

from pydantic_core import from_json, to_json
from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, Verdict
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.planning.placements import Placement, nearest_first, soonest
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.placed import placements_of, texts_of
from cloudmkt_cli.render.plan_phrases import left_to_do
from cloudmkt_cli.render.result_phrases import kinds_left, product_messages
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Row, Styled, labelled, marked
from cloudmkt_cli.render.text_phrases import about_text, last_seen
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


class WhereWriter(NamedTuple):
    """Writes the marketplaces of every vendor in full. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The marketplaces side by side, then each of them, nearest first."""
        page = Page(self.language, self.target)
        page.vendor_heading(checked.result.vendor, checked.path, Text(page.tr("text.as_of", day=self.run.as_of), "dim"))
        page.supposed(checked.loaded.overrides)
        found = nearest_first(placements_of(checked, self.run))
        _add_comparison(page, found)
        for placement in found:
            _add_placement(page, placement, self.run.as_of)
        return (page.text().encode(),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The vendors, and what a verdict on a text means."""
        yield from parts(0)
        if summary.shown:
            page = Page(self.language, self.target)
            _add_end(page, self.run)
            yield page.text().encode()


class WhereOverviewWriter(NamedTuple):
    """Writes a row for every vendor with a column for every marketplace. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def __reduce__(self) -> tuple[type["WhereOverviewWriter"], tuple[RunContext, Language, None]]:
        """Only the document is written for the target, and not in another process."""
        return WhereOverviewWriter, (self.run, self.language, None)

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The vendor, and its verdict, the number of what is left and the day in every marketplace."""
        cells = [
            (found.result.verdict, len(found.result.blockers), found.solution.day)
            for found in placements_of(checked, self.run)
        ]
        return (to_json([checked.result.vendor, checked.path, cells]),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The rows, the totals, and the text of every marketplace."""
        if not summary.shown:
            return
        page = Page(self.language, self.target)
        page.supposed(self.run.overrides)
        rows = [_VendorRow.of(part) for part in parts(0)]
        names = Counter(row.vendor for row in rows)
        ids = [catalogue.edition.marketplace for catalogue in texts_of(self.run)]
        heads = [(text, "bold") for text in (page.tr("text.vendor"), *ids)]
        page.grid([heads, *(row.styled(page, by_path=names[row.vendor] > 1) for row in rows)])
        page.line()
        eligible = tuple(
            Message(
                "where.count", {"marketplace": name, "count": sum(cell.verdict is Verdict.ELIGIBLE for cell in column)}
            )
            for name, column in zip(ids, zip(*(row.cells for row in rows), strict=True), strict=True)
        )
        counted = {"profiles": summary.totals.total(), "errors": summary.unchecked, "counts": eligible}
        page.line(page.tr("where.eligible_counts", **counted), "bold")
        page.line(_legend(page), "dim")
        page.line(page.tr("where.see_details"), "dim")
        page.line()
        for catalogue in texts_of(self.run):
            _add_text(page, catalogue, self.run.as_of)
        _add_end(page, self.run)
        yield page.text().encode()


class _Cell(NamedTuple):
    """A vendor in a marketplace."""

    verdict: Verdict
    left: int
    day: str | None

    def styled(self, page: Page) -> Styled:
        shown = f"{SYMBOLS[self.verdict]} {self.left}"
        if page.is_wide:
            shown += f" {self.day or page.tr('where.never')}"
        return shown, STYLES[self.verdict]


class _VendorRow(NamedTuple):
    """A vendor in every marketplace."""

    vendor: str
    path: str
    cells: tuple[_Cell, ...]

    @classmethod
    def of(cls, part: bytes) -> "_VendorRow":
        vendor, path, cells = from_json(part)
        return cls(vendor, path, tuple(_Cell(Verdict(verdict), left, day) for verdict, left, day in cells))

    def styled(self, page: Page, *, by_path: bool) -> list[Styled]:
        name = page.vendor_cell(self.path if by_path else self.vendor)
        return [(name, ""), *(cell.styled(page) for cell in self.cells)]


def _legend(page: Page) -> str:
    verdicts = [f"{SYMBOLS[verdict]} {page.verdict(verdict)}" for verdict in reversed(Verdict)]
    days = [page.tr("where.legend_day")] if page.is_wide else []
    return page.join([*verdicts, page.tr("where.legend_cell"), *days])


def _add_comparison(page: Page, found: Sequence[Placement]) -> None:
    """Add a row for each marketplace, and where the vendor would be eligible soonest."""
    keys = ("where.marketplace", "plan.eligible_from", "where.last_seen", "where.grade", "where.left")
    heads = [("", ""), *((page.tr(key), "bold") for key in keys)]
    page.grid([heads, *(_compared(page, placement) for placement in found)])
    if first := soonest(found):
        said = f"{first.marketplace}{page.tr('word.semicolon')}{page.word(left_to_do(first.solution))}"
        page.line(labelled(page.tr("where.soonest") + "  ", said))
    page.line()


def _compared(page: Page, placement: Placement) -> list[Styled]:
    result, edition, day = placement.result, placement.catalogue.edition, placement.solution.day
    return [
        (SYMBOLS[result.verdict], STYLES[result.verdict]),
        (placement.marketplace, "bold"),
        (day.isoformat() if day else page.tr("where.never"), "" if day else "bold red"),
        (edition.last_seen.isoformat() if edition.last_seen else page.word(last_seen(placement.catalogue)), ""),
        (edition.grade, ""),
        (_left(page, placement), ""),
    ]


def _left(page: Page, placement: Placement) -> str:
    return page.word(kinds_left(placement.result.blockers)) or page.tr("where.nothing_left")


def _add_placement(page: Page, placement: Placement, as_of: date) -> None:
    """Add a marketplace: its nearest market, what is left there by kind, and the text."""
    result = placement.result
    verdict = page.tr("where.under", verdict=Message(f"verdict.{result.verdict}"))
    name = Text(page.word(placement.catalogue.source), "dim")
    page.heading(Text(placement.marketplace, "bold"), name, marked(result.verdict, verdict))
    of_profile = "where.market_targeted" if result.targeted else "where.market_nearest"
    page.line(Text.assemble(page.tr(of_profile, market=result.market.name), "  ", (result.market.id, "dim")))
    for message in product_messages(result):
        page.line(page.word(message))
    page.line(page.join((_left(page, placement), page.word(left_to_do(placement.solution)))))
    shut = {requirement.id for requirement in placement.shut_by}
    rows = [
        _row(page, finding, is_final=finding.requirement.id in shut)
        for status in OPEN_STATUSES
        for finding in placement.left(status)
    ]
    if rows:
        page.rows(rows)
    _add_text(page, placement.catalogue, as_of)
    page.line()


def _row(page: Page, finding: Finding, *, is_final: bool) -> Row:
    """What is left: its title and id; what no change can meet is marked."""
    requirement = finding.requirement
    title = page.word(requirement.title)
    if is_final:
        title = page.join((title, page.tr("plan.shut")))
    return Row([marked(finding.status), Text(title), Text(requirement.id, "dim")])


def _add_text(page: Page, catalogue: Catalogue, as_of: date) -> None:
    """Add how old and how good a text is, and that it must be confirmed."""
    page.line(labelled(page.tr("where.text_label"), page.word(about_text(catalogue, as_of)), "dim"))


def _add_end(page: Page, run: RunContext) -> None:
    if run.configuration:
        page.line(page.tr("config.file", path=run.configuration))
    page.line(page.tr("where.intro"))
    page.line(page.tr("where.grades"), "dim")
