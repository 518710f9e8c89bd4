"""Which requirements use which key of the profile."""

from collections.abc import Collection
from functools import cache
from typing import Final

from cloudmkt_cli.catalogue.conditions import CASES
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Requirement
from cloudmkt_cli.core.messages import Message, Text

_OF_A_MARKETPLACE: Final = {"account", "agreements", "onboarding", "marketplaces"}


@cache
def onboarding_facts(catalogue: Catalogue) -> frozenset[str]:
    """The facts that the steps of the onboarding depend on."""
    steps = catalogue.onboarding
    return frozenset(fact for step in steps for fact in (*step.facts, *step.needs))


def requirements_using(fact: str, catalogue: Catalogue, markets: Collection[str] = ()) -> tuple[Requirement, ...]:
    """The requirements of ``markets``, or of all markets, that use a fact, general ones included."""
    served = _by_fact(catalogue).get(fact, ())
    return tuple(item for item in served if not markets or item.market in {GENERAL, *markets})


def is_used(fact: str, catalogue: Catalogue) -> bool:
    """Whether an edition has a use for a key: for a requirement or a step, or to say whose profile it is.

    What a requirement of some edition depends on has an effort, or is fixed. The accounts, agreements and steps of a
    marketplace are of use to its own editions alone.
    """
    table = fact.partition(".")[0]
    if fact in _by_fact(catalogue) or fact in onboarding_facts(catalogue) or fact == "product.markets":
        return True
    if table == "case":
        return any(known == CASES or known.startswith("case.") for known in _by_fact(catalogue))
    label = catalogue.facts[fact]
    return table not in _OF_A_MARKETPLACE and label.effort is None and label.fixed is None


def expectations_of(fact: str, catalogue: Catalogue, markets: Collection[str] = ()) -> tuple[Message, ...]:
    """What the requirements expect of a key: one line per expectation, with its clauses."""
    lines: dict[Text, list[Message]] = {}
    for requirement in requirements_using(fact, catalogue, markets):
        lines.setdefault(requirement.expected, []).append(_clause(requirement, catalogue))
    return tuple(
        Message("key.purpose", {"clauses": tuple(clauses), "expected": expected}) for expected, clauses in lines.items()
    )


def label_of(fact: str, catalogue: Catalogue) -> Text:
    """The label of a key; for an attestation, the title of its requirement."""
    table, _, slug = fact.partition(".")
    if table == "attestations" and slug:
        return next(item.title for item in catalogue.requirements() if item.slug == slug)
    return catalogue.facts[fact].label


@cache
def _by_fact(catalogue: Catalogue) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for requirement in catalogue.requirements():
        for fact in requirement.facts:
            found.setdefault(fact, []).append(requirement)
    return found


def _clause(requirement: Requirement, catalogue: Catalogue) -> Message:
    if requirement.market == GENERAL:
        return Message("key.general")
    market = catalogue.market(requirement.market).name
    if requirement.clause is None:
        return Message("key.market", {"market": market})
    return Message("report.clause_of", {"market": market, "clause": clause_name(requirement.clause)})


def clause_name(clause: int | str) -> Message | str:
    """The number of a clause in words; a place that the source does not number, as the edition names it."""
    return Message("clause.numbered", {"number": clause}) if isinstance(clause, int) else clause
