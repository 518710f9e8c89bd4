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


class _Question:
    """What some requirements ask alike, and the findings of those who answered it before."""

    def __init__(self, requirements: tuple[Requirement, ...]) -> None:
        self._requirements = requirements
        self._readers = tuple(_readers(requirements[0]))
        self._known: dict[Hashable, tuple[Finding, ...]] = {}

    def answer(self, facts: Facts) -> tuple[Finding, ...]:
        """The finding of each of the requirements."""
        stated = tuple([read(facts) for read in self._readers])
        if (found := self._known.get(stated)) is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[stated] = tuple(find(requirement, facts) for requirement in self._requirements)
        return found

    def __len__(self) -> int:
        return len(self._known)


class Memory:
    """Findings of one catalogue on one day, each worked out once for all who state the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        alike: dict[tuple[str, Hashable, Hashable], list[Requirement]] = {}
        for requirement in catalogue.requirements():
            alike.setdefault(_asked(requirement), []).append(requirement)
        self._of_vendor = {key: _Question(tuple(same)) for key, same in alike.items() if same[0].scope == "vendor"}
        self._of_product = {same[0].id: _Question(tuple(same)) for same in alike.values() if same[0].scope == "product"}

    def of_vendor(self, facts: Facts) -> dict[str, Finding]:
        """The finding of every requirement of any market that is about the vendor, by its id."""
        found: dict[str, Finding] = {}
        for (market, *_), question in self._of_vendor.items():
            for finding in question.answer(facts.of(market) if market else facts):
                found[finding.requirement.id] = finding
        return found

    def of_product(self, requirement: Requirement, facts: Facts) -> Finding:
        """The finding of a requirement that is about the product at hand."""
        return self._of_product[requirement.id].answer(facts)[0]

    def __len__(self) -> int:
        return sum(map(len, (*self._of_vendor.values(), *self._of_product.values())))


@lru_cache(maxsize=4)
def memory(catalogue: Catalogue, as_of: date) -> Memory:  # noqa: ARG001  findings hold for the day
    """The memory of a catalogue and a day."""
    return Memory(catalogue)


def _asked(requirement: Requirement) -> tuple[str, Hashable, Hashable]:
    """What makes two requirements one question: what each market sees of cases and products is its own."""
    if requirement.scope == "product":
        return requirement.market, requirement.id, None
    of_market = any(isinstance(leaf, CasesAtLeast | AnyCase) for leaf in leaves(requirement.condition))
    asked = requirement.slug if requirement.judged else requirement.condition
    return requirement.market if of_market else "", asked, requirement.applies_when


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
