"""What a catalogue is made of: the edition that it holds, its markets, and their requirements."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from cloudmkt_cli.catalogue.conditions import Condition, ManualReview
from cloudmkt_cli.catalogue.facts import Effort, FactLabel
from cloudmkt_cli.catalogue.onboarding import Fee, OnboardingStep
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.suggestions import choices_hint, closest_matches

Level = Literal["required", "preferred", "later"]
"""Decides whether a vendor may apply; is a plus; is asked for once the vendor has been approved."""
Scope = Literal["vendor", "product"]
DateBasis = Literal["commit", "page", "text", "between", "unknown"]
"""Where the dates of an edition come from: the commit that changed the text, the page, the text itself, a day between
two other dates, or nowhere."""
Grade = Literal["A", "B", "C"]
"""The evidence: official, whole and dated; official and whole, dated by a neighbour; a fragment or undated."""
GENERAL = "general"
"""The pseudo-market whose requirements stand in every market's list."""


class Source(NamedTuple):
    """A published text that requirements are taken from: a page, or a file at one commit of a public repository."""

    id: str
    url: str | None = None
    repository: str | None = None
    path: str | None = None
    commit: str | None = None
    shown: date | None = None
    """The day from which the text was shown."""

    @property
    def address(self) -> str:
        """The page, or the file at its commit."""
        return self.url or self._file

    @property
    def dated_address(self) -> str:
        """The file at its commit, which never changes; the page where there is none."""
        return self._file if self.repository else self.address

    @property
    def _file(self) -> str:
        from urllib.parse import quote  # noqa: PLC0415  the default edition has a page

        return f"https://github.com/{self.repository}/blob/{self.commit}/{quote(self.path or '')}"


class Phase(NamedTuple):
    """When a requirement of the level ``later`` must be met."""

    when: Literal["after-approval", "before-listing", "before-withdrawal"]
    working_days: int | None = None
    """Days from the approval on; None where the source sets no limit in days."""
    months: int | None = None


class PublishedException(NamedTuple):
    """A published way in for vendors that fail certain requirements, and no other."""

    id: str
    slugs: tuple[str, ...]
    """The requirements that may fail."""
    title: Text
    about: Text
    """For whom it is, and what to send."""
    answer_within: int | None
    """Working days for the answer."""


class Note(NamedTuple):
    """What a reader of an edition should know: a conflict between sources, a second reading, a dropped requirement."""

    kind: Literal["conflict", "reading", "dropped", "note"]
    text: Text
    slugs: tuple[str, ...] = ()
    """The requirements that it is about; none means the edition as a whole."""
    markets: tuple[str, ...] = ()
    """The markets that it is about; none means all."""


class Edition(NamedTuple):
    """Which text a catalogue holds, and when it is known to have been in force."""

    marketplace: str
    marketplace_name: Text
    since: date | None
    """The first day on which it is known to have been in force."""
    last_seen: date | None
    """The last day on which it is known to have been in force; not the day on which it ended."""
    date_basis: DateBasis
    grade: Grade
    supersedes: str | None
    """The id of the edition before it."""
    sources: tuple[Source, ...]


class Requirement(NamedTuple):
    """One atom of a clause. The texts of ``expected``, ``why``, ``how`` and ``evidence`` are whole: no placeholders."""

    id: str
    market: str
    slug: str
    clause: int | str | None
    """The number of the clause, or how the source names the place; None where it does neither."""
    section: Text | None
    level: Level
    scope: Scope
    condition: Condition
    applies_when: Condition | None
    facts: tuple[str, ...]
    """All that the two conditions depend on; ``attestations.<slug>`` if only a reviewer can decide."""
    title: Text
    expected: Text
    why: Text
    how: Text
    evidence: Text
    remedy: Text
    """The part of ``how`` that clients are told: what to do, and nothing of how a profile states it."""
    phase: Phase | None = None
    """When it must be met, if that is not before applying."""
    source: str | None = None
    """The id of the source, where it is not the first of the edition's."""
    effort: Effort | None = None
    """What it takes to be ready for a reviewer; None where facts decide, which have an effort of their own."""

    @property
    def manual_review(self) -> bool:
        """Whether only a reviewer can decide it."""
        return isinstance(self.condition, ManualReview)


class Market(NamedTuple):
    """A market, or the general requirements, with its requirements in the order of the clauses."""

    id: str
    name: Text
    short: Text
    summary: Text
    requirements: tuple[Requirement, ...]
    includes: tuple[str, ...] = ()
    """Ids of markets of the default edition: what a profile offers in them, it offers in this one, too."""


class Catalogue(NamedTuple):
    """One edition of the published requirements, as it stood on the day it was checked. It equals only itself."""

    id: str
    version: str
    """The version of the data, not of the edition."""
    checked_on: date
    edition: Edition
    source: Text
    in_force: Text
    """Between which days it stood on which page."""
    notice: Text
    general: Market
    markets: tuple[Market, ...]
    onboarding: tuple[OnboardingStep, ...]
    fees: tuple[Fee, ...]
    exceptions: tuple[PublishedException, ...]
    notes: tuple[Note, ...]
    facts: dict[str, FactLabel]
    beside: tuple["Catalogue", ...] = ()
    """Those of the other packs that the user gave: a profile may name what they have."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def source_url(self) -> str:
        """The address of the edition's first source."""
        return self.edition.sources[0].address

    @property
    @cache  # noqa: B019  a catalogue lives as long as the process
    def market_ids(self) -> tuple[str, ...]:
        """The markets' ids in catalogue order."""
        return tuple(market.id for market in self.markets)

    @property
    @cache  # noqa: B019  a catalogue lives as long as the process
    def named_markets(self) -> frozenset[str]:
        """The ids that stand for its markets: their own, and those of the markets that they include."""
        return frozenset(name for market in self.markets for name in (market.id, *market.includes))

    @property
    @cache  # noqa: B019  a catalogue lives as long as the process
    def manual_review_slugs(self) -> tuple[str, ...]:
        """The slugs that an attestation may be given for."""
        return tuple(
            dict.fromkeys(requirement.slug for requirement in self.requirements() if requirement.manual_review)
        )

    def requirements(self) -> Iterator[Requirement]:
        """The general requirements, then each market's own."""
        for market in (self.general, *self.markets):
            yield from market.requirements

    def market(self, market_id: str) -> Market:
        """A market by its id.

        Raises:
            InputError: there is none.
        """
        for market in self.markets:
            if market.id == market_id:
                return market
        message = Message("error.unknown_market", {"found": market_id})
        raise InputError(Diagnostic(message, choices_hint(market_id, self.market_ids)))

    def requirement(self, requirement_id: str) -> Requirement:
        """A requirement by its id.

        Raises:
            InputError: there is none; the hint names those that look like it.
        """
        by_id = {requirement.id: requirement for requirement in self.requirements()}
        if requirement_id in by_id:
            return by_id[requirement_id]
        same_slug = (known for known in by_id if known.endswith(f".{requirement_id}"))
        meant = closest_matches(requirement_id, by_id, at_most=3) or tuple(same_slug)
        hint = Message("hint.near", {"near": meant}) if meant else Message("hint.list_requirements")
        raise InputError(Diagnostic(Message("error.unknown_requirement", {"found": requirement_id}), hint))

    def required_of(self, market: Market) -> tuple[Requirement, ...]:
        """All that a market asks for: the general requirements, then its own."""
        return self.general.requirements + market.requirements
