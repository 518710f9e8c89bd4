"""The numbers in conditions."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from cloudmkt_cli.catalogue.model import AtLeast, CasesAtLeast, CnyMoreThan, Condition, MoreThan, YearsSince, leaves


class Threshold(NamedTuple):
    """A number that decides a requirement."""

    fact: str
    operator: Literal[">=", ">"]
    value: int
    in_years: bool = False
    """Whether full years since the fact's day are counted."""


def thresholds(condition: Condition) -> Iterator[Threshold]:
    """The thresholds of a condition, left to right."""
    for leaf in leaves(condition):
        match leaf:
            case AtLeast(fact=fact, minimum=value):
                yield Threshold(fact, ">=", value)
            case CasesAtLeast(minimum=value):
                yield Threshold("cases", ">=", value)
            case MoreThan(fact=fact, limit=value) | CnyMoreThan(fact=fact, limit=value):
                yield Threshold(fact, ">", value)
            case YearsSince(fact=fact, years=value):
                yield Threshold(fact, ">=", value, in_years=True)
