"""Waivers against what was found: a failure that is waived stays one, and says so; it does not fail the gate."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileResult, Status, Waiver
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.profile.model import Company


class StatedWaiver(NamedTuple):
    """A waiver, and where its file has it."""

    waiver: Waiver
    path: str
    position: Position
    source: str
    """The line that the position is on."""


class WaiverState(StrEnum):
    """What became of a waiver in a run."""

    USED = "used"
    EXPIRED = "expired"
    UNUSED = "unused"
    UNKNOWN = "unknown"


class WaiverUse(NamedTuple):
    """A waiver, and what became of it."""

    stated: StatedWaiver
    state: WaiverState
    closest_matches: tuple[str, ...] = ()
    """Requirements that may have been meant by one that the catalogue does not have."""

    @property
    def diagnostic(self) -> Diagnostic:
        """What to say of a waiver that is of no use."""
        waiver, path, position, source = self.stated
        values = {"requirement": waiver.requirement, "vendor": waiver.vendor, "day": waiver.expires}
        hint = Message(f"hint.waiver_{self.state}", {"requirement": waiver.requirement})
        if self.state is WaiverState.UNKNOWN:
            hint = (
                Message("hint.near_ids", {"near": self.closest_matches})
                if self.closest_matches
                else Message("hint.list_requirements")
            )
        return Diagnostic(Message(f"error.waiver_{self.state}", values), hint, path, position, source=source)


InForce = Mapping[str, tuple[StatedWaiver, ...]]
"""The waivers that hold on the day, by the vendor that they name."""


def in_force(stated: Iterable[StatedWaiver], as_of: date) -> InForce:
    """Those that have not expired; the last day counts."""
    by_vendor: dict[str, tuple[StatedWaiver, ...]] = {}
    for one in stated:
        if one.waiver.expires >= as_of:
            by_vendor[one.waiver.vendor] = (*by_vendor.get(one.waiver.vendor, ()), one)
    return by_vendor


def waive(result: ProfileResult, company: Company, waivers: InForce) -> tuple[ProfileResult, frozenset[Position]]:
    """The result with its failures waived that somebody answers for, and the places of the waivers that do.

    Of several for the same failure, the first in the file answers. Verdicts stay what they are.
    """
    named = {*waivers.get(company.name, ()), *waivers.get(company.uscc or "", ())}
    if not named:
        return result, frozenset()
    in_order = sorted(named, key=lambda stated: stated.position)
    used: set[Position] = set()

    def answered(finding: Finding) -> Finding:
        names = {finding.requirement.id, finding.requirement.slug}
        answer = next((stated for stated in in_order if stated.waiver.requirement in names), None)
        if answer is None or finding.status is not Status.FAIL:
            return finding
        used.add(answer.position)
        return finding._replace(waived=answer.waiver)

    markets = tuple([_with(market, map(answered, market.findings)) for market in result.markets])
    return result._replace(markets=markets), frozenset(used)


def uses(stated: Iterable[StatedWaiver], catalogue: Catalogue, as_of: date, used: set[Position]) -> list[WaiverUse]:
    """What became of every waiver, in the order of the file."""
    ids = {requirement.id: requirement.slug for requirement in catalogue.requirements()}
    known = {*ids, *ids.values()}
    return [_use(one, known, as_of, used) for one in stated]


def _use(stated: StatedWaiver, known: set[str], as_of: date, used: set[Position]) -> WaiverUse:
    waiver = stated.waiver
    if waiver.requirement not in known:
        return WaiverUse(stated, WaiverState.UNKNOWN, closest_matches(waiver.requirement, sorted(known), at_most=3))
    if waiver.expires < as_of:
        return WaiverUse(stated, WaiverState.EXPIRED)
    return WaiverUse(stated, WaiverState.USED if stated.position in used else WaiverState.UNUSED)


def _with(market: MarketResult, findings: Iterable[Finding]) -> MarketResult:
    changed = tuple(findings)
    waived = sum(finding.waived is not None and finding.blocks for finding in changed)
    return market._replace(findings=changed, waived=waived)
