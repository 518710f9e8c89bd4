"""Findings by what they depend on: vendors who state the same facts get the same findings."""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Final

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.facts import PRODUCT, Facts, FactValues
from cloudmkt_cli.findings import find
from cloudmkt_cli.purposes import facts_of
from cloudmkt_cli.report import Finding

_MOST_KEPT: Final = 4096
"""Findings kept of one requirement; past that they are dropped, so that memory stays flat over any number of files."""


class FindingCache:
    """The findings of one catalogue on one day. A finding is decided on the values that are its key, and no others."""

    def __init__(self, catalogue: Catalogue, as_of: date) -> None:
        self._entries = {item.id: _Entry(item, as_of) for item in catalogue.requirements()}

    def find(self, requirement: Requirement, values: FactValues) -> Finding:
        """The finding of a requirement for these facts."""
        return self._entries[requirement.id].find(values)

    def __len__(self) -> int:
        return sum(len(entry.findings) for entry in self._entries.values())


class _Entry:
    def __init__(self, requirement: Requirement, as_of: date) -> None:
        named = facts_of(requirement)
        self.requirement = requirement
        self.as_of = as_of
        self.facts = (PRODUCT, *named) if requirement.scope == "product" else named
        self.key_of = itemgetter(*self.facts)
        self.findings: dict[Hashable, Finding] = {}

    def find(self, values: FactValues) -> Finding:
        key = self.key_of(values)
        found = self.findings.get(key)
        if found is None:
            if len(self.findings) >= _MOST_KEPT:
                self.findings.clear()
            only_named = {fact: values[fact] for fact in self.facts}
            found = self.findings[key] = find(
                self.requirement, Facts(only_named, self.as_of, self.requirement.market)
            )
        return found


@lru_cache(maxsize=4)
def finding_cache(catalogue: Catalogue, as_of: date) -> FindingCache:
    """The cache of a catalogue and a day."""
    return FindingCache(catalogue, as_of)
