"""The closed set of conditions that decide requirements.

Conditions are plain data with no code in them, so that they can be listed, explained and compiled to other forms.
A *fact* is a dotted key of the profile; one that starts with ``product.`` is looked up in the product at hand.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple


class IsTrue(NamedTuple):
    """A plain yes; ``when_false`` is unknown where the source says nothing about a no."""

    fact: str
    when_false: Literal["fail", "unknown"] = "fail"
    kind: Literal["is_true"] = "is_true"


class OneOf(NamedTuple):
    """One of the listed words."""

    fact: str
    values: tuple[str, ...]
    kind: Literal["one_of"] = "one_of"


class AtLeast(NamedTuple):
    """A number of at least ``minimum``."""

    fact: str
    minimum: int
    kind: Literal["at_least"] = "at_least"


class MoreThan(NamedTuple):
    """A number above ``limit``; the limit itself fails."""

    fact: str
    limit: int
    kind: Literal["more_than"] = "more_than"


class Cny(NamedTuple):
    """Registered capital in yuan, above ``limit`` (``>``: the limit itself fails) or from it on (``>=``)."""

    fact: str
    operator: Literal[">", ">="]
    limit: int
    kind: Literal["cny"] = "cny"


class Since(NamedTuple):
    """A day that lies ``years`` and ``months`` back; on the anniversary itself it is met, unless it is ``strict``."""

    fact: str
    years: int = 0
    months: int = 0
    strict: bool = False
    kind: Literal["since"] = "since"


class Contains(NamedTuple):
    """A list that has ``value`` in it."""

    fact: str
    value: str
    kind: Literal["contains"] = "contains"


class Document(NamedTuple):
    """A paper at hand: a yes, or a file that is there."""

    fact: str
    kind: Literal["document"] = "document"


class Certificate(NamedTuple):
    """A certificate held and not past its last valid day."""

    fact: str
    kind: Literal["certificate"] = "certificate"


class Registration(NamedTuple):
    """A registration number, or a plain yes."""

    fact: str
    kind: Literal["registration"] = "registration"


class CasesAtLeast(NamedTuple):
    """At least ``minimum`` customer cases that count for the market."""

    minimum: int
    kind: Literal["cases_at_least"] = "cases_at_least"


class AnyCase(NamedTuple):
    """A customer case for the market that states one of ``facts``."""

    facts: tuple[str, ...]
    kind: Literal["any_case"] = "any_case"


class ManualReview(NamedTuple):
    """Only a reviewer can decide; an attestation stands in until then."""

    kind: Literal["judged"] = "judged"


class AllOf(NamedTuple):
    """Every one of the conditions."""

    conditions: tuple["Condition", ...]
    kind: Literal["all_of"] = "all_of"


class AnyOf(NamedTuple):
    """At least one of the conditions."""

    conditions: tuple["Condition", ...]
    kind: Literal["any_of"] = "any_of"


class NoneOf(NamedTuple):
    """None of the conditions."""

    conditions: tuple["Condition", ...]
    kind: Literal["none_of"] = "none_of"


FactCondition = IsTrue | OneOf | Contains | AtLeast | MoreThan | Cny | Since | Document | Certificate | Registration
"""Those that look at one fact."""
Leaf = FactCondition | CasesAtLeast | AnyCase | ManualReview
Group = AllOf | AnyOf | NoneOf
Condition = Leaf | Group


CASES: Final = "cases"
"""The fact that lists the customer cases; ``case.<name>`` holds one value of each case."""


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The conditions without parts that a condition is made of, left to right."""
    if isinstance(condition, Group):
        for part in condition.conditions:
            yield from leaves(part)
    else:
        yield condition


def facts_of(conditions: Iterable[Condition], slug: str) -> tuple[str, ...]:
    """The facts that the conditions of a requirement depend on, each once; ``attestations.<slug>`` for a review."""
    facts: dict[str, None] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            match leaf:
                case ManualReview():
                    facts[f"attestations.{slug}"] = None
                case CasesAtLeast():
                    facts[CASES] = None
                case AnyCase():
                    facts |= dict.fromkeys(f"case.{fact}" for fact in leaf.facts)
                case _:
                    facts[leaf.fact] = None
    return tuple(facts)
