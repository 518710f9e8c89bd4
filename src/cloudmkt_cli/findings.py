"""What is found of one requirement."""

from typing import Final

from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.conditions import Facts, Outcome, evaluate, observe
from cloudmkt_cli.language import Message
from cloudmkt_cli.report import Finding, Status

_STATUS: Final = {True: Status.PASS, False: Status.FAIL, None: Status.UNKNOWN}


def find(requirement: Requirement, facts: Facts) -> Finding:
    """Decide one requirement for a vendor, and for a product where it is about one."""
    if requirement.judged:
        return _find_judged(requirement, facts)
    if requirement.scope == "product" and facts.product is None:
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
            outcome = Outcome(None, applies.decided_by, (*outcome.notes, Message("check.may_not_apply")))
    return Finding(requirement, _STATUS[outcome.truth], observations, outcome.notes, outcome.decided_by)


def _find_judged(requirement: Requirement, facts: Facts) -> Finding:
    """Manual, until an attestation that is valid on the day says otherwise."""
    attestation = facts.profile.attestations.get(requirement.slug)
    if attestation is None:
        return Finding(requirement, Status.MANUAL)
    place = ("attestations", requirement.slug)
    if attestation.on > facts.as_of:
        note = Message("check.attested_after_as_of", {"day": attestation.on, "as_of": facts.as_of})
        return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=(*place, "on"))
    if attestation.expires is not None and attestation.expires < facts.as_of:
        note = Message("check.attestation_expired", {"day": attestation.expires})
        return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=(*place, "expires"))
    status = Status.PASS if attestation.holds else Status.FAIL
    return Finding(requirement, status, decided_by=(*place, "holds"), attested=attestation)
