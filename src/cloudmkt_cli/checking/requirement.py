"""Decides one requirement: its status, the facts it was decided on, and notes for the reader."""

from collections.abc import Iterator
from typing import Final

from cloudmkt_cli.catalogue.conditions import (
    CASES,
    AnyCase,
    CasesAtLeast,
    Condition,
    FactCondition,
    Leaf,
    ManualReview,
    leaves,
)
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.clouds import StatedClouds, deciding_fact
from cloudmkt_cli.checking.evaluator import evaluate, evaluate_case
from cloudmkt_cli.checking.evidence import attestation_issue
from cloudmkt_cli.checking.facts import PRODUCT, Facts, StatedFile
from cloudmkt_cli.checking.results import Finding, Observation, Status
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.profile.values import Capital

_STATUS_OF_TRUTH: Final = {True: Status.PASS, False: Status.FAIL, None: Status.UNKNOWN}


def check_requirement(requirement: Requirement, facts: Facts) -> Finding:
    """Decide one requirement for a vendor or, if its scope is a product, for the product that ``facts`` include."""
    if requirement.manual_review:
        return _check_attestation(requirement, facts)
    if requirement.scope == "product" and facts.value(PRODUCT) is None:
        note = Message("check.no_product", {"market": facts.market})
        return Finding(requirement, Status.UNKNOWN, notes=(note,), decided_by=("products",))
    return _check_condition(requirement, facts)


def observations(condition: Condition, facts: Facts) -> tuple[Observation, ...]:
    """What the profile states about each fact of a condition, each fact once."""
    by_fact = {item.fact: item for leaf in leaves(condition) for item in _observe(leaf, facts)}
    return tuple(by_fact.values())


def _check_condition(requirement: Requirement, facts: Facts) -> Finding:
    met = evaluate(requirement.condition, facts)
    finding = Finding(
        requirement,
        _STATUS_OF_TRUTH[met.truth],
        observations(requirement.condition, facts),
        notes=met.notes,
        decided_by=met.decided_by,
        remedies=met.remedies,
    )
    if requirement.applies_when is None:
        return finding
    applies = evaluate(requirement.applies_when, facts)
    seen = observations(requirement.applies_when, facts)
    if applies.truth is False:
        return Finding(requirement, Status.NOT_APPLICABLE, seen, decided_by=applies.decided_by)
    if applies.truth is None and finding.status is not Status.PASS:
        return finding._replace(
            status=Status.UNKNOWN,
            observations=finding.observations + seen,
            notes=(*finding.notes, Message("check.may_not_apply")),
            decided_by=applies.decided_by,
        )
    return finding


def _check_attestation(requirement: Requirement, facts: Facts) -> Finding:
    """Manual, unless an attestation decides: it must be in force on the day, with evidence that can be read."""
    attestation = facts.value(f"attestations.{requirement.slug}")
    if attestation is None:
        return Finding(requirement, Status.MANUAL)
    path = ("attestations", requirement.slug)
    if attestation.on > facts.as_of:
        note = Message("check.attested_after_as_of", {"day": attestation.on, "as_of": facts.as_of})
        return _manual(requirement, (*path, "on"), note)
    if attestation.expires is not None and attestation.expires < facts.as_of:
        note = Message("check.attestation_expired", {"day": attestation.expires})
        return _manual(requirement, (*path, "expires"), note)
    if issue := attestation_issue(attestation, path):
        return _manual(requirement, (*path, "evidence"), issue.reason, issue.remedy)
    status = Status.PASS if attestation.holds else Status.FAIL
    return Finding(requirement, status, decided_by=(*path, "holds"), attested=attestation)


def _manual(requirement: Requirement, decided_by: KeyPath, note: Message, *remedies: Message) -> Finding:
    return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=decided_by, remedies=remedies)


def _observe(leaf: Leaf, facts: Facts) -> Iterator[Observation]:
    match leaf:
        case ManualReview():
            return
        case CasesAtLeast():
            cases = facts.cases(CASES)
            yield Observation(CASES, None if cases is None else len(cases), CASES)
        case AnyCase():
            for fact in leaf.facts:
                yield Observation(f"case.{fact}", _cases_that_show(fact, facts), f"cases[].{fact}")
        case _:
            yield from _observe_fact(leaf, facts)


def _cases_that_show(fact: str, facts: Facts) -> int | None:
    """How many cases show a fact; None if none does and some say nothing about it."""
    cases = facts.cases(f"case.{fact}")
    if cases is None:
        return None
    shown = sum(evaluate_case(case, fact).truth is True for case in cases)
    all_stated = all(case.value is not None for case in cases)
    return shown if shown or all_stated else None


def _observe_fact(leaf: FactCondition, facts: Facts) -> Iterator[Observation]:
    value = facts.value(leaf.fact)
    fact = deciding_fact(leaf, value)
    key = dotted(facts.path(fact))
    yield Observation(fact, _as_stated(value, fact), key)
    if isinstance(value, Capital) and value.in_cny is None:
        yield Observation(f"{leaf.fact}.cny_equivalent", None, f"{key}.cny_equivalent")


def _as_stated(value: object, fact: str) -> object:
    """A value as its key states it."""
    match value:
        case StatedFile():
            return value.path
        case StatedClouds():
            return value.of(fact)
        case _:
            return value
