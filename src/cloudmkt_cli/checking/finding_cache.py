"""Findings by the facts they depend on: vendors who state the same get the same findings.

A finding is decided on the values that are its key and on no others, so a finding that is kept is always the right one.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Final

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.usage import facts_of
from cloudmkt_cli.checking.facts import PRODUCT, FactReader, Facts, Values
from cloudmkt_cli.checking.requirement import find
from cloudmkt_cli.checking.results import Finding

Findings = Mapping[str, Finding]
"""By the ids of the requirements."""

_MOST_KEPT: Final = 4096
"""Findings kept of one condition; past that they are dropped: memory stays flat over any number of files."""


class FindingCache:
    """The findings of one catalogue on one day."""

    def __init__(self, catalogue: Catalogue, as_of: date) -> None:
        self.as_of = as_of
        self.facts = FactReader(catalogue)
        self._of_vendor = _entries((item for item in catalogue.requirements() if item.scope == "vendor"), as_of)
        self._of_product = {
            market.id: _entries((item for item in market.requirements if item.scope == "product"), as_of)
            for market in catalogue.markets
        }

    def of_vendor(self, values: Values) -> dict[str, Finding]:
        """The findings of every requirement, of any market, that is about the vendor."""
        return _found(self._of_vendor, values)

    def of_product(self, market: str, values: Values) -> dict[str, Finding]:
        """The findings of every requirement of a market that is about a product, if there is any."""
        return _found(self._of_product[market], values)

    def __len__(self) -> int:
        entries = [*self._of_vendor, *(entry for of_market in self._of_product.values() for entry in of_market)]
        return sum(len(entry.kept) for entry in entries)


class _Entry:
    """Requirements that ask the same of the same facts, and their findings so far."""

    def __init__(self, requirements: list[Requirement], as_of: date) -> None:
        named = facts_of(requirements[0])
        self.requirements = requirements
        self.as_of = as_of
        self.facts = (PRODUCT, *named) if requirements[0].scope == "product" else named
        self.key_of = itemgetter(*self.facts)
        self.kept: dict[Hashable, Findings] = {}

    def decide(self, key: Hashable, values: Values) -> Findings:
        if len(self.kept) >= _MOST_KEPT:
            self.kept.clear()
        only_named = {fact: values[fact] for fact in self.facts}
        findings = self.kept[key] = {
            item.id: find(item, Facts(only_named, self.as_of, item.market)) for item in self.requirements
        }
        return findings


@lru_cache(maxsize=4)
def finding_cache(catalogue: Catalogue, as_of: date) -> FindingCache:
    """The cache of a catalogue and a day."""
    return FindingCache(catalogue, as_of)


def _entries(requirements: Iterable[Requirement], as_of: date) -> list[_Entry]:
    alike: dict[Hashable, list[Requirement]] = {}
    for item in requirements:
        asked = (item.condition, item.applies_when, facts_of(item))
        alike.setdefault(asked, []).append(item)
    return [_Entry(items, as_of) for items in alike.values()]


def _found(entries: Iterable[_Entry], values: Values) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for entry in entries:
        key = entry.key_of(values)
        found.update(entry.kept.get(key) or entry.decide(key, values))
    return found
