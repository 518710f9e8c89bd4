"""What a catalogue is made of: markets, their requirements, and the closed set of conditions that decide them.

Conditions are plain data with no code in them, so that they can be listed, explained and compiled to other forms.
A *fact* is a dotted key of the profile; one that starts with ``product.`` is looked up in the product at hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from cloudmkt_cli.catalogue.facts import Effort, FactLabel
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.suggestions import choices_hint, closest_matches

Level = Literal["required", "preferred"]
Scope = Literal["vendor", "product"]
GENERAL = "general"
"""The pseudo-market whose requirements stand in every market's list."""


class IsTrue(NamedTuple):
    """A plain yes; ``when_false`` is unknown where the source says nothing about a no."""

    fact: str
    when_false: Literal["fail", "unknown"] = "fail"
    kind: Literal["is_true"] = "is_true"


class OneOf(NamedTuple):
    """One of the listed words."""

    fact: str
    values: tuple[str, ...]
    kind: Literal["one_of"] = "one_of"


class AtLeast(NamedTuple):
    """A number of at least ``minimum``."""

    fact: str
    minimum: int
    kind: Literal["at_least"] = "at_least"


class MoreThan(NamedTuple):
    """A number above ``limit``; the limit itself fails."""

    fact: str
    limit: int
    kind: Literal["more_than"] = "more_than"


class CnyMoreThan(NamedTuple):
    """Registered capital above ``limit`` yuan; the limit itself fails."""

    fact: str
    limit: int
    kind: Literal["cny_more_than"] = "cny_more_than"


class YearsSince(NamedTuple):
    """A day that is at least ``years`` full years past; the anniversary counts."""

    fact: str
    years: int
    kind: Literal["years_since"] = "years_since"


class Document(NamedTuple):
    """A paper at hand: a yes, or a file that is there."""

    fact: str
    kind: Literal["document"] = "document"


class Certificate(NamedTuple):
    """A certificate held and not past its last valid day."""

    fact: str
    kind: Literal["certificate"] = "certificate"


class Registration(NamedTuple):
    """A registration number, or a plain yes."""

    fact: str
    kind: Literal["registration"] = "registration"


class CasesAtLeast(NamedTuple):
    """At least ``minimum`` customer cases that count for the market."""

    minimum: int
    kind: Literal["cases_at_least"] = "cases_at_least"


class AnyCase(NamedTuple):
    """A customer case for the market that states one of ``facts``."""

    facts: tuple[str, ...]
    kind: Literal["any_case"] = "any_case"


class ManualReview(NamedTuple):
    """Only a reviewer can decide; an attestation stands in until then."""

    kind: Literal["judged"] = "judged"


class AllOf(NamedTuple):
    """Every one of the conditions."""

    conditions: tuple["Condition", ...]
    kind: Literal["all_of"] = "all_of"


class AnyOf(NamedTuple):
    """At least one of the conditions."""

    conditions: tuple["Condition", ...]
    kind: Literal["any_of"] = "any_of"


class NoneOf(NamedTuple):
    """None of the conditions."""

    conditions: tuple["Condition", ...]
    kind: Literal["none_of"] = "none_of"


FactCondition = IsTrue | OneOf | AtLeast | MoreThan | CnyMoreThan | YearsSince | Document | Certificate | Registration
"""Those that look at one fact."""
Leaf = FactCondition | CasesAtLeast | AnyCase | ManualReview
Group = AllOf | AnyOf | NoneOf
Condition = Leaf | Group


class Requirement(NamedTuple):
    """One atom of a clause. The texts of ``expected``, ``why``, ``how`` and ``evidence`` are whole: no placeholders."""

    id: str
    market: str
    slug: str
    clause: int | None
    section: Text | None
    level: Level
    scope: Scope
    condition: Condition
    applies_when: Condition | None
    title: Text
    expected: Text
    why: Text
    how: Text
    evidence: Text
    remedy: Text
    """The part of ``how`` that clients are told: what to do, and nothing of how a profile states it."""
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


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One edition of the published requirements, as it stood on the day it was checked."""

    id: str
    checked_on: date
    source: Text
    source_url: str
    in_force: Text
    """Between which days it stood on which page."""
    notice: Text
    general: Market
    markets: tuple[Market, ...]
    facts: dict[str, FactLabel]

    @cached_property
    def market_ids(self) -> tuple[str, ...]:
        """The markets' ids in catalogue order."""
        return tuple(market.id for market in self.markets)

    @cached_property
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


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The conditions without parts that a condition is made of, left to right."""
    if isinstance(condition, Group):
        for part in condition.conditions:
            yield from leaves(part)
    else:
        yield condition
