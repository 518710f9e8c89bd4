"""The result of a check: immutable, and independent of language and output format."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Final, NamedTuple, Protocol, TypeVar

from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.checking.facts import StatedAttestation
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.toml.document import KeyPath


class Status(StrEnum):
    """The status of one requirement."""

    PASS = "pass"  # noqa: S105  a status, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"

    __hash__ = str.__hash__  # that of an enumeration is Python code, too slow for every look-up


OPEN_STATUSES: Final = (Status.FAIL, Status.UNKNOWN, Status.MANUAL)
"""The statuses that keep a market from being eligible, if the requirement is required."""


class Verdict(StrEnum):
    """The verdict on a market or a profile, worst first."""

    NOT_ELIGIBLE = "not_eligible"
    INCOMPLETE = "incomplete"
    ELIGIBLE = "eligible"

    __hash__ = str.__hash__  # as above

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _WORST_FIRST.index(self)


_WORST_FIRST = tuple(Verdict)


class Observation(NamedTuple):
    """The value that the profile states for one fact, and its key; None if the fact is not stated."""

    fact: str
    value: object
    key: str


class Waiver(NamedTuple):
    """A failure that somebody accepts up to and including a day. The status stays ``fail``."""

    requirement: str
    """The id of a requirement, or the slug that several share."""
    vendor: str
    """A unified social credit code, or the company name exactly as in the profile."""
    reason: str
    approved_by: str
    expires: date


class Finding(NamedTuple):
    """The status of one requirement, with the facts it was decided on and notes for the reader."""

    requirement: Requirement
    status: Status
    observations: tuple[Observation, ...] = ()
    notes: tuple[Message, ...] = ()
    decided_by: KeyPath | None = None
    attested: StatedAttestation | None = None
    waived: Waiver | None = None
    remedies: tuple[Message, ...] = ()
    """How to fix a stated value that is not accepted as evidence."""

    @property
    def blocks(self) -> bool:
        """Whether this finding keeps its market from being eligible."""
        return self.requirement.level == "required" and self.status in OPEN_STATUSES


class MarketResult(NamedTuple):
    """The result for one market, based on the best of the products offered in it."""

    market: Market
    targeted: bool
    verdict: Verdict
    findings: tuple[Finding, ...]
    satisfied: int
    """Number of required requirements that pass."""
    decided: int
    """Number of required requirements that pass or fail."""
    applicable: int
    """Number of required requirements that apply."""
    preferred_satisfied: int
    """Number of preferred requirements that pass; they never change the verdict."""
    product: str | None = None
    other_products: tuple[tuple[str, Verdict], ...] = ()
    waived: int = 0
    """Number of required requirements that fail and are waived."""

    @property
    def verdict_with_waivers(self) -> Verdict:
        """The verdict with waived failures counted as met."""
        return verdict_from_counts(
            failed=self.decided - self.satisfied - self.waived, undecided=self.applicable - self.decided
        )

    @property
    def required(self) -> tuple[Finding, ...]:
        """The required findings that apply, those of the general requirements included."""
        return self._applicable("required")

    @property
    def preferred(self) -> tuple[Finding, ...]:
        """The preferred findings that apply."""
        return self._applicable("preferred")

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """The findings that keep the vendor from being eligible for this market."""
        if self.verdict is Verdict.ELIGIBLE:
            return ()
        # The status first: it spares most findings the property, which takes ten times as long.
        return tuple([one for one in self.findings if one.status in OPEN_STATUSES and one.blocks])

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that are not met, preferred ones included."""
        return tuple(finding for finding in self.findings if finding.status in OPEN_STATUSES)

    def _applicable(self, level: str) -> tuple[Finding, ...]:
        return tuple(
            finding
            for finding in self.findings
            if finding.requirement.level == level and finding.status is not Status.NOT_APPLICABLE
        )


class Step(NamedTuple):
    """One onboarding step, done or not, with notes for the reader."""

    id: str
    title: Text
    done: bool
    details: tuple[Message | Text, ...] = ()
    due: date | None = None
    due_is_estimate: bool = False
    blocked_by: tuple[str, ...] = ()


class ProfileWarning(NamedTuple):
    """A likely mistake in a profile. Warnings never change a status."""

    code: str
    message: Message
    about: KeyPath | None = None


class ProfileResult(NamedTuple):
    """The result for one profile: the checked markets, the onboarding steps and the warnings."""

    vendor: str
    verdict: Verdict
    """The overall verdict; waivers do not change it."""
    markets: tuple[MarketResult, ...]
    onboarding: tuple[Step, ...]
    warnings: tuple[ProfileWarning, ...]

    @property
    def targets(self) -> tuple[MarketResult, ...]:
        """The markets that the gate and the gaps refer to: see ``target_results``."""
        return target_results(self.markets)

    @property
    def verdict_with_waivers(self) -> Verdict:
        """The overall verdict with waived failures counted as met."""
        if not self.is_waived:
            return self.verdict
        return overall_verdict(
            (market.targeted, market.verdict_with_waivers) for market in targets_or_all(self.markets)
        )

    @property
    def is_waived(self) -> bool:
        """Whether at least one required failure is waived."""
        return any(map(attrgetter("waived"), self.markets))

    @property
    def next_step(self) -> Step:
        """The first step that is not done; the last step if all are done."""
        return next((step for step in self.onboarding if not step.done), self.onboarding[-1])


class Targetable(Protocol):
    """Anything that stands for a market of one vendor: a result, a row of a table, an earlier result."""

    @property
    def targeted(self) -> bool:
        """Whether the vendor names the market as a target."""
        ...


TargetableT = TypeVar("TargetableT", bound=Targetable)


def verdict_from_counts(*, failed: int, undecided: int) -> Verdict:
    """The verdict on a market, from how many of its applicable required requirements fail or are undecided."""
    if failed:
        return Verdict.NOT_ELIGIBLE
    return Verdict.INCOMPLETE if undecided else Verdict.ELIGIBLE


def overall_verdict(markets: Iterable[tuple[bool, Verdict]]) -> Verdict:
    """The verdict over several markets: the worst of the targets or, if there are no targets, the best of all.

    Args:
        markets: of each market, whether it is a target, and its verdict.

    Raises:
        ValueError: there are no markets.
    """
    all_markets = list(markets)
    targets = [verdict for targeted, verdict in all_markets if targeted]
    if targets:
        return min(targets, key=attrgetter("rank"))
    return max((verdict for _, verdict in all_markets), key=attrgetter("rank"))


def targets_or_all(markets: Sequence[TargetableT]) -> Sequence[TargetableT]:
    """The target markets or, if none is a target, all of them."""
    return [market for market in markets if market.targeted] or markets


def target_results(markets: tuple[MarketResult, ...]) -> tuple[MarketResult, ...]:
    """The target markets or, if none is a target, the market nearest to eligible.

    The nearest has the best verdict with waivers, then the fewest unwaived blockers; of equals, the first listed.
    """
    return tuple([market for market in markets if market.targeted]) or (max(markets, key=_nearness),)


def _nearness(market: MarketResult) -> tuple[int, int]:
    return market.verdict_with_waivers.rank, market.satisfied + market.waived - market.applicable
