"""Where a vendor could sell as clients read it: what is left in each marketplace, and how old and good its text is."""

from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Grade
from cloudmkt_cli.checking.results import OPEN_STATUSES, Status, Verdict
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.planning.placements import Placement, nearest_first
from cloudmkt_cli.render.plan_phrases import left_to_do
from cloudmkt_cli.render.result_phrases import kinds_left, product_messages
from cloudmkt_cli.render.text_phrases import about_text, last_seen
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


class LeftOpen(NamedTuple):
    """A requirement that keeps the vendor from being eligible."""

    id: str
    title: Text
    status: Status
    expected: Text
    evidence: Text
    is_final: bool
    """Whether no change can meet it."""


class PlacementContent(NamedTuple):
    """The nearest market of a marketplace."""

    marketplace: str
    name: Text
    """The name of the text."""
    market: Message
    verdict: Verdict
    left: tuple[Message, ...]
    """What is left, by kind."""
    outlook: Message
    """How much there is to do, and by when."""
    eligible_from: date | None
    notes: tuple[Message, ...]
    """The product that it is checked with."""
    open: tuple[LeftOpen, ...]
    last_seen: date | Message
    grade: Grade
    text: Message
    """How old and how good the text is, and that it must be confirmed."""

    @property
    def under(self) -> Message:
        """The verdict, which is about the text alone."""
        return Message("where.under", {"verdict": Message(f"verdict.{self.verdict}")})


class WhereContent(NamedTuple):
    """A vendor in every marketplace."""

    vendor: str
    path: str
    placements: tuple[PlacementContent, ...]
    """In the order of the marketplaces."""
    nearest: tuple[PlacementContent, ...]
    """The same, those with the least to do first."""


def where_content(checked: CheckedProfile, found: tuple[Placement, ...], run: RunContext) -> WhereContent:
    """The placements of a vendor."""
    contents = {placement.marketplace: _content(placement, run.as_of) for placement in found}
    nearest = tuple(contents[placement.marketplace] for placement in nearest_first(found))
    return WhereContent(checked.result.vendor, checked.path, tuple(contents.values()), nearest)


def _content(placement: Placement, as_of: date) -> PlacementContent:
    result, catalogue = placement.result, placement.catalogue
    of_profile = "where.market_targeted" if result.targeted else "where.market_nearest"
    return PlacementContent(
        marketplace=placement.marketplace,
        name=catalogue.source,
        market=Message(of_profile, {"market": result.market.name}),
        verdict=result.verdict,
        left=kinds_left(result.blockers) or (Message("where.nothing_left"),),
        outlook=left_to_do(placement.solution),
        eligible_from=placement.solution.day,
        notes=product_messages(result),
        open=_open(placement),
        last_seen=catalogue.edition.last_seen or last_seen(catalogue),
        grade=catalogue.edition.grade,
        text=about_text(catalogue, as_of),
    )


def _open(placement: Placement) -> tuple[LeftOpen, ...]:
    findings = [finding for status in OPEN_STATUSES for finding in placement.left(status)]
    return tuple(
        LeftOpen(item.id, item.title, finding.status, item.expected, item.evidence, item in placement.shut_by)
        for finding in findings
        for item in [finding.requirement]
    )
