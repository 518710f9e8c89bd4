"""The result of a check: immutable, in no language and no format yet."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.checking.facts import StatedAttestation
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath


class Status(StrEnum):
    """How a requirement stands."""

    PASS = "pass"  # noqa: S105  a status, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"

    __hash__ = str.__hash__  # that of enumerations runs in Python, for every look-up


class Verdict(StrEnum):
    """How a market or a profile stands; worst first."""

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
    """What the profile states of one fact, and under which key; None where it states nothing."""

    fact: str
    value: object
    key: str


class Waiver(NamedTuple):
    """A failure that a role answers for until a day, that day included. It stays a failure."""

    requirement: str
    """The id of a requirement, or the slug that several share."""
    vendor: str
    """A credit code, or the name as the profile has it."""
    reason: str
    approved_by: str
    expires: date


class Finding(NamedTuple):
    """One requirement, decided or not, with the facts that were looked at and what else there is to say."""

    requirement: Requirement
    status: Status
    observations: tuple[Observation, ...] = ()
    notes: tuple[Message, ...] = ()
    decided_by: KeyPath | None = None
    attested: StatedAttestation | None = None
    waived: Waiver | None = None
    remedies: tuple[Message, ...] = ()
    """What to do about what is stated and decides nothing."""

    @property
    def blocks(self) -> bool:
        """Whether it keeps its market from being eligible."""
        return self.requirement.level == "required" and self.status in _BLOCKING


_BLOCKING = (Status.FAIL, Status.UNKNOWN, Status.MANUAL)


class MarketResult(NamedTuple):
    """A market, judged on the best of the products offered in it."""

    market: Market
    targeted: bool
    verdict: Verdict
    findings: tuple[Finding, ...]
    satisfied: int
    """How many required atoms pass."""
    decided: int
    """How many of them pass or fail."""
    applicable: int
    """How many of them apply."""
    preferred_satisfied: int
    """How many preferred atoms pass; they never change the verdict."""
    product: str | None = None
    other_products: tuple[tuple[str, Verdict], ...] = ()
    waived: int = 0
    """How many of the required atoms that fail are waived."""

    @property
    def gate(self) -> Verdict:
        """The verdict if what is waived were met: what a script goes by. Without a waiver, the verdict."""
        if self.satisfied + self.waived < self.decided:
            return Verdict.NOT_ELIGIBLE
        return Verdict.ELIGIBLE if self.decided == self.applicable else Verdict.INCOMPLETE

    @property
    def required(self) -> tuple[Finding, ...]:
        """The required and general findings that apply."""
        return self._applicable("required")

    @property
    def preferred(self) -> tuple[Finding, ...]:
        """The preferred findings that apply."""
        return self._applicable("preferred")

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """What stands between the vendor and this market."""
        return tuple(finding for finding in self.findings if finding.blocks)

    def _applicable(self, level: str) -> tuple[Finding, ...]:
        return tuple(
            finding
            for finding in self.findings
            if finding.requirement.level == level and finding.status is not Status.NOT_APPLICABLE
        )


class Step(NamedTuple):
    """A step of the way in: done or not, and what there is to say about it."""

    id: str
    done: bool
    details: tuple[Message, ...] = ()
    due: date | None = None
    due_is_estimate: bool = False
    blocked_by: tuple[str, ...] = ()


class ProfileWarning(NamedTuple):
    """Something odd in a profile that decides nothing."""

    code: str
    message: Message
    about: KeyPath | None = None


class ProfileResult(NamedTuple):
    """One profile, checked: the markets looked at, the way in, and what was odd."""

    vendor: str
    verdict: Verdict
    """As ``verdict_over`` has it; a waiver does not change it."""
    markets: tuple[MarketResult, ...]
    onboarding: tuple[Step, ...]
    warnings: tuple[ProfileWarning, ...]

    @property
    def targets(self) -> tuple[MarketResult, ...]:
        """The markets that the gate is about, as ``markets_aimed_at`` has them."""
        return targets_of(self.markets)

    @property
    def gate(self) -> Verdict:
        """The verdict if what is waived were met."""
        return verdict_over((market.targeted, market.gate) for market in self.markets)

    @property
    def is_waived(self) -> bool:
        """Whether something required that fails is waived."""
        return any(market.waived for market in self.markets)

    @property
    def gaps(self) -> int:
        """How many requirements stand in the way of the markets aimed at; one that they share counts once."""
        return len({finding.requirement.id for aim in self.targets for finding in aim.blockers})

    @property
    def next_step(self) -> Step:
        """The first step that is not done; the last one where all are."""
        return next((step for step in self.onboarding if not step.done), self.onboarding[-1])


def verdict_over(markets: Iterable[tuple[bool, Verdict]]) -> Verdict:
    """What markets come to, each with whether it is a target: the worst of the targets; without any, the best of all.

    Raises:
        IndexError: there are no markets.
    """
    ranked = sorted(markets, key=lambda market: market[1].rank)
    targets = [verdict for targeted, verdict in ranked if targeted]
    return targets[0] if targets else ranked[-1][1]


def targets_of(markets: tuple[MarketResult, ...]) -> tuple[MarketResult, ...]:
    """The targets; without any, the nearest market: by its gate, then by the blockers that are not waived.

    Of several as near, the first in the catalogue. Before anything is waived, the gate of a market is its verdict.
    """

    def nearness(market: MarketResult) -> tuple[int, int]:
        return market.gate.rank, market.satisfied + market.waived - market.applicable

    return tuple(market for market in markets if market.targeted) or (max(markets, key=nearness),)
