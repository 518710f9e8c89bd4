"""What each key of the profile is for: the requirements that look at it."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from cloudmkt_cli.catalogue.conditions import AnyCase, CasesAtLeast, Condition, ManualReview, leaves
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Requirement
from cloudmkt_cli.core.messages import Message, Text

CASES: Final = "cases"


def facts_of(requirement: Requirement) -> tuple[str, ...]:
    """The facts that decide a requirement and whether it applies; ``attestations.<slug>`` for a judged one."""
    conditions = [requirement.condition, *([requirement.applies_when] if requirement.applies_when else ())]
    return tuple(dict.fromkeys(fact for condition in conditions for fact in _facts(condition, requirement)))


def requirements_using(fact: str, catalogue: Catalogue, markets: Collection[str] = ()) -> tuple[Requirement, ...]:
    """The requirements of ``markets``, or of all, that look at a fact; the general ones are of every market."""
    served = _by_fact(catalogue).get(fact, ())
    return tuple(item for item in served if not markets or item.market in {GENERAL, *markets})


def purposes(fact: str, catalogue: Catalogue, markets: Collection[str] = ()) -> tuple[Message, ...]:
    """What a key is for: a line for each thing that is expected, with the clauses that expect it."""
    lines: dict[Text, list[Message | Text]] = {}
    for requirement in requirements_using(fact, catalogue, markets):
        lines.setdefault(requirement.expected, []).append(_clause(requirement, catalogue))
    return tuple(
        Message("key.purpose", {"clauses": tuple(clauses), "expected": expected}) for expected, clauses in lines.items()
    )


def label(fact: str, catalogue: Catalogue) -> Text:
    """What a key is called; an attestation has the title of what it is about."""
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


def _clause(requirement: Requirement, catalogue: Catalogue) -> Message | Text:
    """The place of a requirement: its market and clause, as far as it has either."""
    if requirement.market == GENERAL:
        return Message("key.general")
    name = next(market.name for market in catalogue.markets if market.id == requirement.market)
    if requirement.clause is None:
        return name
    number = requirement.clause
    clause = Message("clause.numbered", {"number": number}) if isinstance(number, int) else number
    return Message("report.clause_of", {"market": name, "clause": clause})
