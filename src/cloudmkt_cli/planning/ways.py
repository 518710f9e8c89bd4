"""The ways to meet a condition: for each kind, sets of demands, any one of which will do; ``{}`` is nothing to do."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, assert_never

from cloudmkt_cli.catalogue.facts import FactLabel
from cloudmkt_cli.catalogue.model import (
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Certificate,
    CnyMoreThan,
    Condition,
    Document,
    Group,
    IsTrue,
    Judged,
    Leaf,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    Requirement,
    YearsSince,
    leaves,
)
from cloudmkt_cli.conditions import Facts, anniversary, evaluate
from cloudmkt_cli.planning import demands
from cloudmkt_cli.planning.demands import Demand, both
from cloudmkt_cli.profile import EARLIEST, Capital
from cloudmkt_cli.proof import doubt_of_evidence
from cloudmkt_cli.toml_reader import KeyPath

PresentCondition = IsTrue | OneOf | AtLeast | MoreThan | CnyMoreThan | Document | Certificate | Registration
"""Those on one fact that do not wait for a day."""
Way = Mapping[KeyPath, Demand]
NOTHING: Way = {}
_DAY = timedelta(days=1)


class Outlook(NamedTuple):
    """A vendor as things will stand on ``facts.as_of``, seen from today."""

    facts: Facts
    today: date
    labels: Mapping[str, FactLabel]


def ways_to_meet(requirement: Requirement, outlook: Outlook) -> tuple[Way, ...]:
    """The ways to meet a requirement, and then those on which it does not apply; none where there is no way.

    What applies is decided by facts that are fixed, so it is only ever asked for, and never changed to get around a
    requirement.
    """
    if requirement.judged:
        return _attested(requirement.slug, outlook)
    found = ways(requirement.condition, outlook)
    if requirement.applies_when is not None:
        found += ways(requirement.applies_when, outlook, wanted=False)
    return _simplest(found)


def days_to_wait_for(requirement: Requirement, facts: Facts) -> Iterator[date]:
    """The days to come on which what is stated may begin to meet a requirement."""
    attestation = facts.profile.attestations.get(requirement.slug) if requirement.judged else None
    if attestation is not None and attestation.on > facts.as_of:
        yield attestation.on
    for leaf in leaves(requirement.condition):
        if isinstance(leaf, YearsSince) and (since := facts.value(leaf.fact)):
            met_on = anniversary(since, leaf.years)
            if met_on > facts.as_of:
                yield met_on


def ways(condition: Condition, outlook: Outlook, *, wanted: bool = True) -> tuple[Way, ...]:
    """The ways to make a condition true, or false."""
    if not isinstance(condition, Group):
        return _of_leaf(condition, outlook) if wanted else _of_denial(condition, outlook)
    parts = [ways(part, outlook, wanted=wanted is not isinstance(condition, NoneOf)) for part in condition.conditions]
    if isinstance(condition, AnyOf) is wanted:
        return _simplest(way for found in parts for way in found)
    found: tuple[Way, ...] = (NOTHING,)
    for more in parts:
        found = tuple(way for one in found for other in more if (way := together(one, other)) is not None)
    return _simplest(found)


def together(one: Way, other: Way) -> Way | None:
    """Both of two ways; None where they contradict each other."""
    merged = dict(one)
    for path, demand in other.items():
        agreed = both(merged[path], demand) if path in merged else demand
        if agreed is None:
            return None
        merged[path] = agreed
    return merged


def latest_start(years: int, day: date) -> date:
    """The last day since which ``years`` full years have passed on ``day``."""
    start = anniversary(day, -years)
    return start + _DAY if anniversary(start + _DAY, years) <= day else start


def _of_leaf(leaf: Leaf, outlook: Outlook) -> tuple[Way, ...]:
    """The ways to make a condition without parts true."""
    facts = outlook.facts
    if isinstance(leaf, YearsSince):
        return _of_years(leaf, outlook)
    if evaluate(leaf, facts).truth:
        return (NOTHING,)
    match leaf:
        case CasesAtLeast():
            return ({("cases",): demands.MoreCases(leaf.minimum - len(facts.cases() or ()))},)
        case AnyCase():
            return tuple({("cases",): demands.MoreCases(1, frozenset([fact]))} for fact in leaf.facts)
        case Judged():
            return ()  # it stands by itself in a requirement, which has the slug to attest
        case _:
            return _stating(leaf.fact, _least(leaf, facts.value(leaf.fact)), outlook)


def _least(condition: PresentCondition, stated: Any) -> Demand:
    """The least that a fact must be for a condition that does not hold yet."""
    match condition:
        case IsTrue() | Document() | Certificate() | Registration():
            return demands.OneOf((True,))
        case OneOf():
            return demands.OneOf(condition.values)
        case AtLeast():
            return demands.AtLeast(condition.minimum)
        case MoreThan():
            return demands.AtLeast(condition.limit + 1)
        case CnyMoreThan():
            in_other_currency = isinstance(stated, Capital) and stated.in_cny is None
            return demands.Worth(condition.limit + 1, stated if in_other_currency else None)
        case _:
            assert_never(condition)


def _of_denial(leaf: Leaf, outlook: Outlook) -> tuple[Way, ...]:
    """The ways to make a condition without parts false: a no, or another word. Nobody plans for less of anything."""
    if evaluate(leaf, outlook.facts).truth is False:
        return (NOTHING,)
    match leaf:
        case IsTrue(when_false="fail"):
            return _stating(leaf.fact, demands.OneOf((False,)), outlook)
        case OneOf():
            others = tuple(word for word in outlook.labels[leaf.fact].values if word not in leaf.values)
            return _stating(leaf.fact, demands.OneOf(others), outlook) if others else ()
        case _:
            return ()


def _stating(fact: str, demand: Demand, outlook: Outlook) -> tuple[Way, ...]:
    """A demand on a fact; none on a fixed one that is stated."""
    if outlook.labels[fact].fixed and outlook.facts.value(fact) is not None:
        return ()
    return ({outlook.facts.path(fact): demand},)


def _of_years(leaf: YearsSince, outlook: Outlook) -> tuple[Way, ...]:
    """A day that is stated is waited for; one that is not must be early enough."""
    facts, since = outlook.facts, outlook.facts.value(leaf.fact)
    if since is None:
        latest = latest_start(leaf.years, facts.as_of)
        return ({facts.path(leaf.fact): demands.NotAfter(latest)},) if latest >= EARLIEST else ()
    return _from(anniversary(since, leaf.years), facts.path(leaf.fact), outlook)


def _attested(slug: str, outlook: Outlook) -> tuple[Way, ...]:
    """A word that will hold is waited for; another one is needed where there is none that holds on the day."""
    path, attestation = ("attestations", slug), outlook.facts.profile.attestations.get(slug)
    files = outlook.facts.files
    if attestation is not None and attestation.holds and not doubt_of_evidence(attestation, path, files):
        needed_on = max(attestation.on, outlook.facts.as_of)
        if attestation.expires is None or needed_on <= attestation.expires:
            return _from(attestation.on, path, outlook)
    return ({path: demands.Attested(outlook.today)},)


def _from(day: date, path: KeyPath, outlook: Outlook) -> tuple[Way, ...]:
    """What is met from a day on."""
    if day <= outlook.today:
        return (NOTHING,)
    return ({path: demands.Wait(day)},) if day <= outlook.facts.as_of else ()


def _simplest(found: Iterable[Way]) -> tuple[Way, ...]:
    """Nothing to do is better than anything; else each way once."""
    kept: list[Way] = []
    for way in found:
        if not way:
            return (NOTHING,)
        if way not in kept:
            kept.append(way)
    return tuple(kept)
