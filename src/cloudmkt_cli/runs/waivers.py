"""Waivers: a waived failure keeps its status, but does not fail the gate."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cloudmkt_cli.catalogue.editions import every_requirement_name
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileResult, Status, Waiver
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.profile.model import Company


class StatedWaiver(NamedTuple):
    """A waiver, and its place in its file."""

    waiver: Waiver
    path: str
    position: Position
    source: str
    """The text of the line."""


class WaiverState(StrEnum):
    """Whether a run used a waiver, and if not, why."""

    USED = "used"
    EXPIRED = "expired"
    UNUSED = "unused"
    UNKNOWN = "unknown"


class WaiverUse(NamedTuple):
    """A waiver and its state after a run."""

    stated: StatedWaiver
    state: WaiverState
    closest_matches: tuple[str, ...] = ()
    """Ids or slugs similar to that of an unknown requirement."""
    of_other_edition: bool = False
    """Whether its requirement is one of another edition: it waits for a run under that one, and is no mistake."""

    @property
    def diagnostic(self) -> Diagnostic:
        """The diagnostic for a waiver that was not used."""
        waiver, path, position, source = self.stated
        values = {"requirement": waiver.requirement, "vendor": waiver.vendor, "day": waiver.expires}
        hint = Message(f"hint.waiver_{self.state}", {"requirement": waiver.requirement})
        if self.state is WaiverState.UNKNOWN:
            hint = (
                Message("hint.near", {"near": self.closest_matches})
                if self.closest_matches
                else Message("hint.list_requirements")
            )
        return Diagnostic(Message(f"error.waiver_{self.state}", values), hint, path, position, source=source)


ActiveWaivers = Mapping[str, tuple[StatedWaiver, ...]]
"""The waivers that have not expired, by the vendor that they name."""


def active_waivers(stated: Iterable[StatedWaiver], as_of: date) -> ActiveWaivers:
    """The waivers that have not expired; the last day is included."""
    by_vendor: dict[str, tuple[StatedWaiver, ...]] = {}
    for one in stated:
        if one.waiver.expires >= as_of:
            by_vendor[one.waiver.vendor] = (*by_vendor.get(one.waiver.vendor, ()), one)
    return by_vendor


def apply_waivers(
    result: ProfileResult, company: Company, waivers: ActiveWaivers
) -> tuple[ProfileResult, frozenset[Position]]:
    """Mark the waived failures of a result.

    Of several waivers for the same failure, the first in the file counts. Statuses and verdicts do not change.

    Returns:
        The result, and the positions of the waivers that were used.
    """
    matching = {*waivers.get(company.name, ()), *waivers.get(company.uscc or "", ())} if waivers else ()
    if not matching:
        return result, frozenset()
    in_order = sorted(matching, key=lambda stated: stated.position)
    used: set[Position] = set()

    def waive(finding: Finding) -> Finding:
        names = {finding.requirement.id, finding.requirement.slug}
        first = next((stated for stated in in_order if stated.waiver.requirement in names), None)
        if first is None or finding.status is not Status.FAIL:
            return finding
        used.add(first.position)
        return finding._replace(waived=first.waiver)

    markets = tuple([_with_findings(market, map(waive, market.findings)) for market in result.markets])
    return result._replace(markets=markets), frozenset(used)


def waiver_uses(
    stated: Iterable[StatedWaiver], catalogue: Catalogue, as_of: date, used: set[Position]
) -> list[WaiverUse]:
    """The state of every waiver after a run, in the order of the file."""
    ids = {requirement.id: requirement.slug for requirement in catalogue.requirements()}
    known = {*ids, *ids.values()}
    return [_use(one, known, as_of, used) for one in stated]


def _use(stated: StatedWaiver, known: set[str], as_of: date, used: set[Position]) -> WaiverUse:
    waiver = stated.waiver
    if waiver.requirement not in known and waiver.requirement in every_requirement_name():
        return WaiverUse(stated, WaiverState.UNUSED, of_other_edition=True)
    if waiver.requirement not in known:
        return WaiverUse(stated, WaiverState.UNKNOWN, closest_matches(waiver.requirement, sorted(known), at_most=3))
    if waiver.expires < as_of:
        return WaiverUse(stated, WaiverState.EXPIRED)
    return WaiverUse(stated, WaiverState.USED if stated.position in used else WaiverState.UNUSED)


def _with_findings(market: MarketResult, findings: Iterable[Finding]) -> MarketResult:
    findings = tuple(findings)
    waived = sum(finding.waived is not None and finding.blocks for finding in findings)
    return market._replace(findings=findings, waived=waived)
