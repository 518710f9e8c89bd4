"""Findings, remembered: vendors who state the same are found the same."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from cloudmkt_cli.catalogue.model import (
    AnyCase,
    CasesAtLeast,
    Catalogue,
    CnyMoreThan,
    Document,
    Judged,
    Requirement,
    leaves,
)
from cloudmkt_cli.conditions import PRODUCT, Facts
from cloudmkt_cli.findings import find
from cloudmkt_cli.profile import Product
from cloudmkt_cli.report import Finding

_MOST_REMEMBERED: Final = 4096
"""Findings kept of one requirement: beyond, they are forgotten, and memory stays flat over any number of files."""

_ATTESTED: Final = "attested"

Stated = tuple[Hashable, ...]
"""All that findings depend on, the day apart, each thing at a place of its own."""
Reader = Callable[[Facts], Hashable]
Offer = tuple[int, Product]


class OfVendor(NamedTuple):
    """What a vendor states, and what is found of it, its products apart."""

    facts: Facts
    stated: Stated
    findings: list[Finding]


class Memory:
    """Findings of one catalogue on one day, each worked out once for all who state the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._form = form = _Form(tuple(catalogue.requirements()))
        asked: dict[Hashable, list[Requirement]] = {}
        for requirement in catalogue.requirements():
            asked.setdefault(_asked(requirement), []).append(requirement)
        questions = [_Question(tuple(alike), form.places(alike[0])) for alike in asked.values()]
        self._of_vendor = [question for question in questions if question.scope == "vendor"]
        self._of_product: dict[str, list[_Question]] = {}
        self._order: dict[str, Callable[[list[Finding]], tuple[Finding, ...]]] = {}
        for market in catalogue.markets:
            of_product = [item for item in questions if item.scope == "product" and item.market == market.id]
            self._of_product[market.id] = of_product
            answered = [one.id for item in (*self._of_vendor, *of_product) for one in item.requirements]
            self._order[market.id] = _each(
                itemgetter, [answered.index(one.id) for one in catalogue.required_of(market)]
            )

    def of_vendor(self, facts: Facts) -> OfVendor:
        """The findings of every requirement of any market that is about the vendor."""
        stated = self._form.filled_in(facts)
        findings = [
            finding
            for question in self._of_vendor
            for finding in (question.known.get(question.what_matters(stated)) or question.answer(stated, facts))
        ]
        return OfVendor(facts, stated, findings)

    def of_market(self, market: str, vendor: OfVendor, offer: Offer | None) -> tuple[Finding, ...]:
        """The findings of all that a market asks for, of a vendor and the product that it offers there, if any."""
        if not (questions := self._of_product[market]):
            return self._order[market](vendor.findings)
        stated = self._form.with_product(vendor.stated, offer)
        of_product = [question.answer(stated, vendor.facts, offer)[0] for question in questions]
        return self._order[market](vendor.findings + of_product)

    def asks_of_products(self, market: str) -> bool:
        """Whether it matters which of its products a vendor is judged on."""
        return bool(self._of_product[market])

    def __len__(self) -> int:
        return sum(map(len, chain(self._of_vendor, *self._of_product.values())))


class _Question:
    """What some requirements ask alike, and the findings of those who answered it before."""

    def __init__(self, requirements: tuple[Requirement, ...], places: list[int]) -> None:
        """``places`` says where, in all that is stated, that stands which the answer depends on."""
        self.requirements = requirements
        self.scope, self.market = requirements[0].scope, requirements[0].market
        self.what_matters = itemgetter(*places)
        self.known: dict[Hashable, tuple[Finding, ...]] = {}

    def answer(self, stated: Stated, facts: Facts, offer: Offer | None = None) -> tuple[Finding, ...]:
        """The finding of each of the requirements."""
        key = self.what_matters(stated)
        if (found := self.known.get(key)) is None:
            if len(self.known) >= _MOST_REMEMBERED:
                self.known.clear()
            seen = [(requirement, facts.of(requirement.market, offer)) for requirement in self.requirements]
            found = self.known[key] = tuple(find(requirement, as_seen) for requirement, as_seen in seen)
        return found

    def __len__(self) -> int:
        return len(self.known)


class _Form:
    """All that is read of a vendor, each thing once: facts, attestations, what is made of others, then a product."""

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        read = {name: reader for requirement in requirements for name, reader in _reads(requirement)}
        plain = [name for name, reader in read.items() if isinstance(name, str) and reader is None]
        of_vendor = [name for name in plain if not name.startswith(PRODUCT)]
        of_product = [name for name in plain if name.startswith(PRODUCT)]
        made = {name: reader for name, reader in read.items() if reader is not None}
        self._slugs = tuple(dict.fromkeys(requirement.slug for requirement in requirements if requirement.judged))
        self._unattested: Stated = (None,) * len(self._slugs)
        self._facts = _each(attrgetter, of_vendor)
        self._made = tuple(made.values())
        self._facts_of_product = _each(attrgetter, [name.removeprefix(PRODUCT) for name in of_product])
        self._no_product: Stated = (None,) * (1 + len(of_product))
        attested = ((_ATTESTED, slug) for slug in self._slugs)
        self._places = {name: place for place, name in enumerate((*of_vendor, *attested, *made, PRODUCT, *of_product))}

    def places(self, requirement: Requirement) -> list[int]:
        """Where that stands which a requirement depends on."""
        of_product = [PRODUCT] if requirement.scope == "product" else []
        return [self._places[name] for name in (*of_product, *dict(_reads(requirement)))]

    def filled_in(self, facts: Facts) -> Stated:
        """What a vendor states."""
        said = facts.profile.attestations
        attested = [_as_key(said.get(slug)) for slug in self._slugs] if said else self._unattested
        return (*self._facts(facts.profile), *attested, *[read(facts) for read in self._made])

    def with_product(self, stated: Stated, offer: Offer | None) -> Stated:
        """What a vendor states, and what it states of one product."""
        return stated + (self._no_product if offer is None else (offer[0], *self._facts_of_product(offer[1])))


@lru_cache(maxsize=4)
def memory(catalogue: Catalogue, as_of: date) -> Memory:  # noqa: ARG001  findings hold for the day
    """The memory of a catalogue and a day."""
    return Memory(catalogue)


def _each(getter: Callable[..., Callable[[Any], Any]], names: Sequence[object]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets several things as a tuple, be they one or none."""
    if len(names) > 1:
        return getter(*names)
    getters = [getter(name) for name in names]
    return lambda source: tuple(get(source) for get in getters)


def _asked(requirement: Requirement) -> Hashable:
    """What makes two requirements one question: what each market sees of cases and products is its own."""
    if requirement.scope == "product":
        return requirement.id
    of_market = any(isinstance(leaf, CasesAtLeast | AnyCase) for leaf in leaves(requirement.condition))
    asked = requirement.slug if requirement.judged else requirement.condition
    return requirement.market if of_market else "", asked, requirement.applies_when


def _reads(requirement: Requirement) -> Iterator[tuple[Hashable, Reader | None]]:
    """All that a finding depends on, each by a name, with what reads it where it is no plain fact."""
    conditions = [requirement.condition, *([requirement.applies_when] if requirement.applies_when else [])]
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        match leaf:
            case CasesAtLeast():
                yield ("cases", requirement.market), partial(_number_of_cases, requirement.market)
            case AnyCase():
                yield ("cases", requirement.market, leaf.facts), partial(_said_of_cases, requirement.market, leaf.facts)
            case Document():
                yield leaf.fact, None
                yield ("files",), _files
            case CnyMoreThan():
                yield ("capital", leaf.fact), partial(_capital, leaf.fact)
            case Judged():
                yield (_ATTESTED, requirement.slug), None
                yield ("files",), _files
            case _:
                yield leaf.fact, None


def _capital(fact: str, facts: Facts) -> Hashable:
    return _as_key(facts.value(fact))


def _as_key(stated: BaseModel | None) -> Hashable:
    """The values of a model: a tuple is hashed and compared far faster."""
    return stated and tuple(vars(stated).values())


def _files(facts: Facts) -> Hashable:
    return tuple(facts.files.items())


def _number_of_cases(market: str, facts: Facts) -> Hashable:
    cases = facts.of(market).cases()
    return None if cases is None else len(cases)


def _said_of_cases(market: str, names: tuple[str, ...], facts: Facts) -> Hashable:
    cases = facts.of(market).cases()
    return None if cases is None else tuple((index, *(getattr(case, name) for name in names)) for index, case in cases)
