"""Which requirements use which key of the profile."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from cloudmkt_cli.catalogue.model import (
    GENERAL,
    AnyCase,
    CasesAtLeast,
    Catalogue,
    Condition,
    ManualReview,
    Requirement,
    leaves,
)
from cloudmkt_cli.core.messages import Message, Text

CASES: Final = "cases"


def facts_of(requirement: Requirement) -> tuple[str, ...]:
    """The facts that a requirement and its applicability depend on; ``attestations.<slug>`` for manual review."""
    conditions = [requirement.condition, *([requirement.applies_when] if requirement.applies_when else ())]
    return tuple(dict.fromkeys(fact for condition in conditions for fact in _facts(condition, requirement)))


def requirements_using(fact: str, catalogue: Catalogue, markets: Collection[str] = ()) -> tuple[Requirement, ...]:
    """The requirements of ``markets``, or of all markets, that use a fact, general ones included."""
    served = _by_fact(catalogue).get(fact, ())
    return tuple(item for item in served if not markets or item.market in {GENERAL, *markets})


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
        for fact in facts_of(requirement):
            found.setdefault(fact, []).append(requirement)
    return found


def _facts(condition: Condition, requirement: Requirement) -> Iterator[str]:
    for leaf in leaves(condition):
        match leaf:
            case ManualReview():
                yield f"attestations.{requirement.slug}"
            case CasesAtLeast():
                yield CASES
            case AnyCase():
                yield from (f"case.{fact}" for fact in leaf.facts)
            case _:
                yield leaf.fact


def _clause(requirement: Requirement, catalogue: Catalogue) -> Message:
    if requirement.clause is None:
        return Message("key.general")
    names = {market.id: market.name for market in catalogue.markets}
    clause = Message("clause.numbered", {"number": requirement.clause})
    return Message("report.clause_of", {"market": names[requirement.market], "clause": clause})
