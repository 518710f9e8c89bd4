"""The clouds of a product: a list of them, and the older yes or no for the home cloud alone. Each implies the other."""

from operator import attrgetter
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import Contains, FactCondition
from cloudmkt_cli.catalogue.loader import HOME
from cloudmkt_cli.profile.model import Product
from cloudmkt_cli.profile.values import CLOUD_KEYS

LISTS: Final = {f"product.{key}": f"product.{listed}" for key, listed in CLOUD_KEYS.items()}
"""By the fact that is a yes or no for the home cloud: the fact that lists clouds."""
YES_NO: Final = {listed: key for key, listed in LISTS.items()}
CLOUD_FACTS: Final = frozenset({*LISTS, *YES_NO})


class StatedClouds(NamedTuple):
    """What a product states about clouds."""

    named: tuple[str, ...] | None
    home: bool | None
    """The yes or no for the home cloud."""

    def of(self, fact: str) -> tuple[str, ...] | bool | None:
        """What one of the two keys states."""
        return self.home if fact in LISTS else self.named


def either_key(fact: str) -> tuple[str, ...]:
    """A fact, and the one that says the same, if there is one."""
    return tuple(name for name in (fact, LISTS.get(fact), YES_NO.get(fact)) if name)


def both_keys(fact: str) -> tuple[str, str]:
    """The yes or no for the home cloud, and the list of clouds that says the same."""
    key = YES_NO.get(fact, fact)
    return key, LISTS[key]


_read_both: Final = {
    fact: attrgetter(*(name.removeprefix("product.") for name in both_keys(fact))) for fact in CLOUD_FACTS
}


def stated_clouds(product: Product, fact: str) -> StatedClouds | None:
    """What a product states about the clouds of a fact, in either key; None if it states neither."""
    home, named = _read_both[fact](product)
    return None if named is None and home is None else StatedClouds(named, home)


def as_asked(condition: FactCondition, value: Any) -> Any:
    """The value that a condition is decided on: for clouds a list or a yes or no, whichever it asks for."""
    if not isinstance(value, StatedClouds):
        return value
    if not isinstance(condition, Contains):
        return value.home if value.named is None else HOME in value.named
    if value.named is None and condition.value == HOME:
        return (HOME,) if value.home else ()
    return value.named


def deciding_fact(condition: FactCondition, value: object) -> str:
    """The fact that a condition is decided on: of two that say the same, the one that is stated."""
    if not isinstance(value, StatedClouds):
        return condition.fact
    if isinstance(condition, Contains):
        by_yes_no = value.named is None and value.home is not None and condition.value == HOME
        return YES_NO[condition.fact] if by_yes_no else condition.fact
    return LISTS[condition.fact] if value.home is None else condition.fact
