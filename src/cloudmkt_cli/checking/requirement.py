"""What is found of one requirement."""

from collections.abc import Iterator
from typing import Final

from cloudmkt_cli.catalogue.model import AnyCase, CasesAtLeast, Condition, Leaf, ManualReview, Requirement, leaves
from cloudmkt_cli.checking.evaluator import Outcome, case_says, evaluate
from cloudmkt_cli.checking.facts import CASES, PRODUCT, Facts, StatedFile
from cloudmkt_cli.checking.proof import doubt_of_evidence
from cloudmkt_cli.checking.results import Finding, Observation, Status
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.profile.model import Capital

_STATUS: Final = {True: Status.PASS, False: Status.FAIL, None: Status.UNKNOWN}


def find(requirement: Requirement, facts: Facts) -> Finding:
    """Decide one requirement for a vendor, and for a product where it is about one."""
    if requirement.manual_review:
        return _find_judged(requirement, facts)
    if requirement.scope == "product" and facts.value(PRODUCT) is None:
        note = Message("check.no_product", {"market": facts.market})
        return Finding(requirement, Status.UNKNOWN, notes=(note,), decided_by=("products",))
    outcome = evaluate(requirement.condition, facts)
    observations = observe(requirement.condition, facts)
    if requirement.applies_when is not None:
        applies = evaluate(requirement.applies_when, facts)
        if applies.truth is False:
            observations = observe(requirement.applies_when, facts)
            return Finding(requirement, Status.NOT_APPLICABLE, observations, decided_by=applies.decided_by)
        if applies.truth is None and outcome.truth is not True:
            # One that is met needs no answer to whether it applies; any other waits for it.
            observations += observe(requirement.applies_when, facts)
            notes = (*outcome.notes, Message("check.may_not_apply"))
            outcome = Outcome(None, applies.decided_by, notes, outcome.remedies)
    return Finding(
        requirement,
        _STATUS[outcome.truth],
        observations,
        notes=outcome.notes,
        decided_by=outcome.decided_by,
        remedies=outcome.remedies,
    )


def observe(condition: Condition, facts: Facts) -> tuple[Observation, ...]:
    """What the profile states of each fact that a condition looks at."""
    observed = {item.fact: item for leaf in leaves(condition) for item in _observe(leaf, facts)}
    return tuple(observed.values())


def _find_judged(requirement: Requirement, facts: Facts) -> Finding:
    """Manual, until an attestation that is valid on the day, with evidence that can be looked at, says otherwise."""
    attestation = facts.value(f"attestations.{requirement.slug}")
    if attestation is None:
        return Finding(requirement, Status.MANUAL)
    place = ("attestations", requirement.slug)
    if attestation.on > facts.as_of:
        note = Message("check.attested_after_as_of", {"day": attestation.on, "as_of": facts.as_of})
        return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=(*place, "on"))
    if attestation.expires is not None and attestation.expires < facts.as_of:
        note = Message("check.attestation_expired", {"day": attestation.expires})
        return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=(*place, "expires"))
    if doubt := doubt_of_evidence(attestation, place):
        notes, remedies = (doubt.reason,), (doubt.remedy,)
        decided_by = (*place, "evidence")
        return Finding(requirement, Status.MANUAL, notes=notes, decided_by=decided_by, remedies=remedies)
    status = Status.PASS if attestation.holds else Status.FAIL
    return Finding(requirement, status, decided_by=(*place, "holds"), attested=attestation)


def _observe(leaf: Leaf, facts: Facts) -> Iterator[Observation]:
    match leaf:
        case ManualReview():
            return
        case CasesAtLeast():
            cases = facts.cases(CASES)
            yield Observation(CASES, None if cases is None else len(cases), CASES)
        case AnyCase():
            for fact in leaf.facts:
                cases = facts.cases(f"case.{fact}")
                said = [case_says(case, fact).truth for case in cases or ()]
                unstated = cases is None or any(case.value is None for case in cases)
                counted = None if unstated and True not in said else said.count(True)
                yield Observation(f"case.{fact}", counted, f"cases[].{fact}")
        case _:
            value, key = facts.value(leaf.fact), dotted(facts.path(leaf.fact))
            yield Observation(leaf.fact, value.path if isinstance(value, StatedFile) else value, key)
            if isinstance(value, Capital) and value.in_cny is None:
                yield Observation(f"{leaf.fact}.cny_equivalent", None, f"{key}.cny_equivalent")
