"""The alternative ways to meet a condition. Each is an assignment of goals to profile keys; ``{}`` is nothing to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, assert_never

from cloudmkt_cli.catalogue.conditions import (
    CASES,
    AllOf,
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Certificate,
    Cny,
    Condition,
    Contains,
    Document,
    IsTrue,
    Leaf,
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    Since,
    leaves,
)
from cloudmkt_cli.catalogue.facts import FactLabel
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.clouds import CLOUD_FACTS
from cloudmkt_cli.checking.evaluator import evaluate, latest_start, met_from
from cloudmkt_cli.checking.facts import Facts, IndexedProduct
from cloudmkt_cli.checking.requirement import check_requirement
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.planning.clouds import goals_for_cloud
from cloudmkt_cli.planning.goals import (
    Choice,
    Goal,
    Includes,
    Listing,
    Minimum,
    MinimumCapital,
    MoreCases,
    NewAttestation,
    NoLaterThan,
    Wait,
    intersect,
)
from cloudmkt_cli.profile.values import EARLIEST, Capital

PresentCondition = IsTrue | OneOf | AtLeast | MoreThan | Cny | Contains | Document | Certificate | Registration
"""The conditions on one fact that do not depend on the day."""
Assignment = Mapping[KeyPath, Goal]
NOTHING: Assignment = {}
_DAY = timedelta(days=1)


class EvaluationContext(NamedTuple):
    """The facts of a vendor on a day to come, ``facts.as_of``, as planned today."""

    facts: Facts
    product: IndexedProduct | None
    today: date
    labels: Mapping[str, FactLabel]


def alternatives_to_meet(requirement: Requirement, context: EvaluationContext) -> tuple[Assignment, ...]:
    """The alternatives that meet a requirement, then those that show that it does not apply; none if it is infeasible.

    Whether a requirement applies depends on fixed facts: a plan may ask for such a fact, but never changes a stated
    one. A requirement on products needs a product that is offered in the market.
    """
    if requirement.manual_review:
        return _attestations(requirement, context)
    found = alternatives(requirement.condition, context)
    if requirement.applies_when is not None:
        found = _simplest((*found, *denials(requirement.applies_when, context)))
    return _all([_listings(context), found]) if requirement.scope == "product" else found


def days_to_wait_for(requirement: Requirement, facts: Facts) -> Iterator[date]:
    """The days to come on which stated facts may begin to meet a requirement."""
    attestation = facts.value(f"attestations.{requirement.slug}") if requirement.manual_review else None
    if attestation is not None and attestation.on > facts.as_of:
        yield attestation.on
    for leaf in leaves(requirement.condition):
        if isinstance(leaf, Since) and (since := facts.value(leaf.fact)):
            met_on = met_from(leaf, since)
            if met_on > facts.as_of:
                yield met_on


def alternatives(condition: Condition, context: EvaluationContext) -> tuple[Assignment, ...]:
    """The alternatives that make a condition true."""
    match condition:
        case AllOf():
            return _all([alternatives(part, context) for part in condition.conditions])
        case AnyOf():
            return _any([alternatives(part, context) for part in condition.conditions])
        case NoneOf():
            return _all([denials(part, context) for part in condition.conditions])
        case _:
            return _for_leaf(condition, context)


def denials(condition: Condition, context: EvaluationContext) -> tuple[Assignment, ...]:
    """The alternatives that make a condition false."""
    match condition:
        case AllOf():
            return _any([denials(part, context) for part in condition.conditions])
        case AnyOf():
            return _all([denials(part, context) for part in condition.conditions])
        case NoneOf():
            return _any([alternatives(part, context) for part in condition.conditions])
        case _:
            return _denials_of_leaf(condition, context)


def merge(one: Assignment, other: Assignment) -> Assignment | None:
    """The goals of both assignments; None where they contradict each other."""
    merged = dict(one)
    for path, goal in other.items():
        agreed = intersect(merged[path], goal) if path in merged else goal
        if agreed is None:
            return None
        merged[path] = agreed
    return merged


def _any(parts: Iterable[Iterable[Assignment]]) -> tuple[Assignment, ...]:
    return _simplest(assignment for part in parts for assignment in part)


def _all(parts: Sequence[Iterable[Assignment]]) -> tuple[Assignment, ...]:
    found: tuple[Assignment, ...] = (NOTHING,)
    for part in parts:
        pairs = [(one, other) for one in found for other in part]
        found = tuple(merged for one, other in pairs if (merged := merge(one, other)) is not None)
    return _simplest(found)


def _simplest(found: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Only ``NOTHING`` if it is among them; otherwise each alternative once."""
    kept: list[Assignment] = []
    for assignment in found:
        if not assignment:
            return (NOTHING,)
        if assignment not in kept:
            kept.append(assignment)
    return tuple(kept)


def _for_leaf(leaf: Leaf, context: EvaluationContext) -> tuple[Assignment, ...]:
    """The alternatives that make a leaf condition true."""
    facts = context.facts
    if isinstance(leaf, Since):
        return _for_duration(leaf, context)
    if evaluate(leaf, facts).truth:
        return (NOTHING,)
    match leaf:
        case CasesAtLeast():
            return ({("cases",): MoreCases(leaf.minimum - len(facts.cases(CASES) or ()))},)
        case AnyCase():
            return tuple({("cases",): MoreCases(1, frozenset([fact]))} for fact in leaf.facts)
        case ManualReview():
            return ()  # planned for the whole requirement, as the attestation has its slug
        case _ if leaf.fact in CLOUD_FACTS:
            return (goals_for_cloud(leaf, facts),)
        case _:
            return _for_fact(leaf.fact, _minimal_goal(leaf, facts.value(leaf.fact)), context)


def _minimal_goal(condition: PresentCondition, stated: Any) -> Goal:
    """The smallest goal for a fact that meets a condition which is not met yet."""
    match condition:
        case IsTrue() | Document() | Certificate() | Registration():
            return Choice((True,))
        case OneOf():
            return Choice(condition.values)
        case AtLeast():
            return Minimum(condition.minimum)
        case MoreThan():
            return Minimum(condition.limit + 1)
        case Cny():
            in_other_currency = isinstance(stated, Capital) and stated.in_cny is None
            least = condition.limit + 1 if condition.operator == ">" else condition.limit
            return MinimumCapital(least, stated if in_other_currency else None)
        case Contains():
            return Includes(stated or (), (condition.value,))
        case _:
            assert_never(condition)


def _denials_of_leaf(leaf: Leaf, context: EvaluationContext) -> tuple[Assignment, ...]:
    """The alternatives that make a leaf condition false: "no", or another choice, but never a smaller number."""
    if evaluate(leaf, context.facts).truth is False:
        return (NOTHING,)
    match leaf:
        case IsTrue(when_false="fail"):
            return _for_fact(leaf.fact, Choice((False,)), context)
        case OneOf():
            others = tuple(word for word in context.labels[leaf.fact].values if word not in leaf.values)
            return _for_fact(leaf.fact, Choice(others), context) if others else ()
        case _:
            return ()


def _for_fact(fact: str, goal: Goal, context: EvaluationContext) -> tuple[Assignment, ...]:
    """A goal for a fact; no alternative if the fact is fixed and stated."""
    if context.labels[fact].fixed and context.facts.value(fact) is not None:
        return ()
    return ({context.facts.path(fact): goal},)


def _for_duration(leaf: Since, context: EvaluationContext) -> tuple[Assignment, ...]:
    """Wait for the anniversary of a stated day; ask for an early enough day if none is stated."""
    facts, since = context.facts, context.facts.value(leaf.fact)
    path = facts.path(leaf.fact)
    if since is None:
        latest = latest_start(leaf, facts.as_of)
        return ({path: NoLaterThan(latest)},) if latest >= EARLIEST else ()
    met_on = met_from(leaf, since)
    return _met_from(met_on, path, context) if met_on <= facts.as_of else ()


def _attestations(requirement: Requirement, context: EvaluationContext) -> tuple[Assignment, ...]:
    """Wait for a stated attestation that will hold on the day; otherwise attest today."""
    path = ("attestations", requirement.slug)
    finding = check_requirement(requirement, context.facts)
    if finding.status is Status.PASS and finding.attested:
        return _met_from(finding.attested.on, path, context)
    return ({path: NewAttestation(context.today, requirement.effort or "none")},)


def _met_from(day: date, path: KeyPath, context: EvaluationContext) -> tuple[Assignment, ...]:
    """Wait for a day, unless it has come."""
    return (NOTHING,) if day <= context.today else ({path: Wait(day)},)


def _listings(context: EvaluationContext) -> tuple[Assignment, ...]:
    """The alternatives that list the product in the market."""
    if context.product is None:
        return ()
    (index, product), market = context.product, context.facts.market
    if market in product.markets:
        return (NOTHING,)
    return ({("products", index, "markets", len(product.markets)): Listing(market)},)
