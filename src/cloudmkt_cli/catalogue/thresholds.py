"""The numbers in conditions."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from cloudmkt_cli.catalogue.conditions import (
    AtLeast,
    CasesAtLeast,
    Cny,
    Condition,
    MoreThan,
    Since,
    leaves,
)


class Threshold(NamedTuple):
    """A number that decides a requirement."""

    fact: str
    operator: Literal[">=", ">"]
    value: int
    period: Literal["years", "months"] | None = None
    """What is counted since the fact's day; None where the fact is a number."""


def thresholds(condition: Condition) -> Iterator[Threshold]:
    """The thresholds of a condition, left to right."""
    for leaf in leaves(condition):
        match leaf:
            case AtLeast(fact=fact, minimum=value):
                yield Threshold(fact, ">=", value)
            case CasesAtLeast(minimum=value):
                yield Threshold("cases", ">=", value)
            case MoreThan(fact=fact, limit=value):
                yield Threshold(fact, ">", value)
            case Cny(fact=fact, operator=operator, limit=value):
                yield Threshold(fact, operator, value)
            case Since(fact=fact, years=years, months=months, strict=strict):
                operator = ">" if strict else ">="
                yield (
                    Threshold(fact, operator, months, "months") if months else Threshold(fact, operator, years, "years")
                )
