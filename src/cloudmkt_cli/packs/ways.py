"""How many ways there are to meet the requirements of a market: a plan weighs all that share a fact together."""

from collections.abc import Iterator
from math import prod
from typing import Final

from cloudmkt_cli.catalogue.conditions import AllOf, AnyCase, AnyOf, Condition, NoneOf
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.packs.files import HEAD
from cloudmkt_cli.packs.folder import PackFolder
from cloudmkt_cli.packs.shape import Issue, Place, issue

_MOST: Final = 256
"""Far more than any edition has: each way takes a plan up to a millisecond."""


def ways_issues(folder: PackFolder, catalogue: Catalogue) -> Iterator[Issue]:
    """The markets whose requirements can be met in more ways than a plan can weigh."""
    for market in catalogue.markets:
        if most_ways(catalogue, market) > _MOST:
            place = Place(market.id) if market.id in folder.documents else Place(HEAD, ("market", market.id))
            message = Message("error.pack_ways", {"market": market.id, "limit": _MOST})
            yield issue(place, message, Message("hint.pack_ways"))


def most_ways(catalogue: Catalogue, market: Market) -> int:
    """The most ways to meet requirements of a market that share facts."""
    groups: list[tuple[set[str], list[Requirement]]] = []
    for requirement in catalogue.required_of(market):
        facts, members = {*requirement.facts}, [requirement]
        for group in [group for group in groups if group[0] & facts]:
            groups.remove(group)
            facts |= group[0]
            members += group[1]
        groups.append((facts, members))
    return max((prod(map(_ways_to_meet, members)) for _, members in groups), default=0)


def _ways_to_meet(requirement: Requirement) -> int:
    exempt = _denials(requirement.applies_when) if requirement.applies_when else 0
    return _ways(requirement.condition) + exempt


def _ways(condition: Condition) -> int:
    match condition:
        case AllOf():
            return prod(map(_ways, condition.conditions))
        case AnyOf():
            return sum(map(_ways, condition.conditions))
        case NoneOf():
            return prod(map(_denials, condition.conditions))
        case AnyCase():
            return len(condition.facts)
        case _:
            return 1


def _denials(condition: Condition) -> int:
    match condition:
        case AllOf():
            return sum(map(_denials, condition.conditions))
        case AnyOf():
            return prod(map(_denials, condition.conditions))
        case NoneOf():
            return sum(map(_ways, condition.conditions))
        case _:
            return 1
