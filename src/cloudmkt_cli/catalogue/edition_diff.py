"""What differs between the requirements of two editions, market by market."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from cloudmkt_cli.catalogue.conditions import AtLeast, CasesAtLeast, Cny, Condition, Group, MoreThan, Since
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.thresholds import Threshold, thresholds

_LEVELS = ("later", "preferred", "required")
"""What asks for least first."""
_MONTHS = 12


class Kind(StrEnum):
    """How a requirement differs, in the order in which differences are listed."""

    ADDED = "added"
    RAISED = "raised"
    CHANGED = "changed"
    LOWERED = "lowered"
    DROPPED = "dropped"


class MarketPair(NamedTuple):
    """A market of the old edition, and the one of the new edition that what is offered there belongs to."""

    old: Market
    new: Market


class Difference(NamedTuple):
    """A requirement of a pair of markets that is not the same in both; None where an edition does not have it."""

    kind: Kind
    pair: MarketPair
    old: Requirement | None
    new: Requirement | None

    @property
    def slug(self) -> str:
        """What the requirement is called in every edition."""
        return self._known.slug

    @property
    def _known(self) -> Requirement:
        known = self.new or self.old
        assert known is not None  # noqa: S101  one of them is there
        return known


def market_pairs(old: Catalogue, new: Catalogue) -> tuple[MarketPair, ...]:
    """The markets of both editions: those of the same id; else those of which one includes the other."""
    same = {market.id for market in old.markets}.intersection(new.market_ids)
    return tuple(
        MarketPair(before, after)
        for before in old.markets
        for after in new.markets
        if (before.id == after.id if before.id in same else _are_related(before, after))
    )


def _are_related(old: Market, new: Market) -> bool:
    return not {old.id, *old.includes}.isdisjoint({new.id, *new.includes})


def differences(old: Catalogue, new: Catalogue) -> Iterator[Difference]:
    """The differences of each pair of markets, by slug: the general requirements are in each market's list."""
    for pair in market_pairs(old, new):
        before = {item.slug: item for item in old.required_of(pair.old)}
        after = {item.slug: item for item in new.required_of(pair.new)}
        for slug in {**before, **after}:
            kind = _kind(before.get(slug), after.get(slug))
            if kind:
                yield Difference(kind, pair, before.get(slug), after.get(slug))


def _kind(old: Requirement | None, new: Requirement | None) -> Kind | None:
    """How a requirement differs; None if it does not."""
    if old is None or new is None:
        return Kind.ADDED if old is None else Kind.DROPPED
    if _shape(old) != _shape(new):
        return Kind.CHANGED
    steps = [_LEVELS.index(new.level) - _LEVELS.index(old.level)]
    pairs = zip(thresholds(old.condition), thresholds(new.condition), strict=True)
    steps += [_size(after) - _size(before) for before, after in pairs]
    if min(steps) < 0 < max(steps):
        return Kind.CHANGED
    if not any(steps):
        return None if old.phase == new.phase else Kind.CHANGED
    return Kind.RAISED if max(steps) > 0 else Kind.LOWERED


def _size(threshold: Threshold) -> int:
    """How much a threshold asks for; above a number is more than from it on."""
    months = _MONTHS if threshold.period == "years" else 1
    return 2 * threshold.value * months + (threshold.operator == ">")


def _shape(requirement: Requirement) -> object:
    """What a requirement asks for, but for its numbers."""
    applies_when = requirement.applies_when and _without_numbers(requirement.applies_when)
    return _without_numbers(requirement.condition), applies_when


def _without_numbers(condition: Condition) -> object:
    match condition:
        case AtLeast() | MoreThan() | Cny() | Since():
            return type(condition) is Since, condition.fact
        case CasesAtLeast():
            return condition.kind
        case _ if isinstance(condition, Group):
            return condition.kind, tuple(_without_numbers(part) for part in condition.conditions)
        case _:
            return condition
