"""What is found of one requirement; remembered, since vendors who state the same are found the same."""

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from functools import lru_cache, partial
from operator import attrgetter
from typing import Final

from cloudmkt_cli.catalogue.model import AnyCase, CasesAtLeast, Catalogue, Document, Judged, Requirement, leaves
from cloudmkt_cli.conditions import PRODUCT, Facts, Outcome, evaluate, observe
from cloudmkt_cli.language import Message
from cloudmkt_cli.profile import Product, VendorProfile
from cloudmkt_cli.report import Finding, Status

_STATUS: Final = {True: Status.PASS, False: Status.FAIL, None: Status.UNKNOWN}
_MOST_REMEMBERED: Final = 4096
"""Findings kept of one requirement: beyond, they are forgotten, and memory stays flat over any number of files."""

Reader = Callable[[Facts], Hashable]


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


class Memory:
    """Findings of one catalogue on one day, each worked out once for all who state the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._readers = {item.id: tuple(_readers(item)) for item in catalogue.requirements()}
        self._found: dict[str, dict[Hashable, Finding]] = {item.id: {} for item in catalogue.requirements()}

    def find(self, requirement: Requirement, facts: Facts) -> Finding:
        """What ``find`` finds."""
        stated = tuple([read(facts) for read in self._readers[requirement.id]])
        known = self._found[requirement.id]
        if (found := known.get(stated)) is None:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            found = known[stated] = find(requirement, facts)
        return found


@lru_cache(maxsize=4)
def memory(catalogue: Catalogue, as_of: date) -> Memory:  # noqa: ARG001  findings hold for the day
    """The memory of a catalogue and a day."""
    return Memory(catalogue)


def _readers(requirement: Requirement) -> Iterator[Reader]:
    """What reads all that a finding depends on, the day apart."""
    conditions = [requirement.condition, *([requirement.applies_when] if requirement.applies_when else [])]
    names = []
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        match leaf:
            case CasesAtLeast():
                yield _number_of_cases
            case AnyCase():
                yield partial(_said_of_cases, leaf.facts)
            case Document():
                yield partial(_document, leaf.fact)
            case Judged():
                yield partial(_attestation, requirement.slug)
            case _:
                names.append(leaf.fact)
    if of_vendor := [name for name in names if not name.startswith(PRODUCT)]:
        yield partial(_of_vendor, attrgetter(*of_vendor))
    if of_product := [name.removeprefix(PRODUCT) for name in names if name.startswith(PRODUCT)]:
        yield partial(_of_product, attrgetter(*of_product))


def _of_vendor(getter: Callable[[VendorProfile], Hashable], facts: Facts) -> Hashable:
    return getter(facts.profile)


def _of_product(getter: Callable[[Product], Hashable], facts: Facts) -> Hashable:
    return facts.product and (facts.product[0], getter(facts.product[1]))


def _attestation(slug: str, facts: Facts) -> Hashable:
    return facts.profile.attestations.get(slug)


def _document(fact: str, facts: Facts) -> Hashable:
    value = facts.value(fact)
    return (value, facts.files.get(value)) if isinstance(value, str) else value


def _number_of_cases(facts: Facts) -> Hashable:
    cases = facts.cases()
    return None if cases is None else len(cases)


def _said_of_cases(names: tuple[str, ...], facts: Facts) -> Hashable:
    cases = facts.cases()
    return None if cases is None else tuple((index, *(getattr(case, name) for name in names)) for index, case in cases)
