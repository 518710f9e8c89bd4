"""A cache of findings, keyed by the values of the facts that a requirement reads, and of progress in the onboarding.

A requirement is decided on exactly the values in its key, so profiles that state the same values share a finding.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.facts import PRODUCT, FactReader, Facts, Values
from cloudmkt_cli.checking.onboarding import Progress
from cloudmkt_cli.checking.requirement import check_requirement
from cloudmkt_cli.checking.results import Finding

_MAX_KEPT: Final = 4096
"""Keys kept for one condition. A full cache is cleared, so memory is bounded for any number of profiles."""


class FindingCache:
    """The findings of one catalogue on one day, decided when they are first asked for."""

    def __init__(self, catalogue: Catalogue, as_of: date) -> None:
        self.as_of = as_of
        self.reader = FactReader(catalogue)
        self._vendor_entries = _entries((item for item in catalogue.requirements() if item.scope == "vendor"), as_of)
        self._product_entries = {
            market.id: _entries((item for item in market.requirements if item.scope == "product"), as_of)
            for market in catalogue.markets
        }
        self._steps = catalogue.onboarding
        self._facts_of_steps = tuple(dict.fromkeys(fact for step in self._steps for fact in step.facts))
        self._progress = lru_cache(_MAX_KEPT)(self._progress_of)
        self._in_order: dict[str, Callable[[list[Finding]], tuple[Finding, ...]]] = {}
        for market in catalogue.markets:
            positions = _positions((*self._vendor_entries, *self._product_entries[market.id]))
            self._in_order[market.id] = _getter([positions[item.id] for item in catalogue.required_of(market)])

    def vendor_findings(self, values: Values) -> list[Finding]:
        """The findings of all requirements on the vendor, those of every market."""
        return _findings(self._vendor_entries, values)

    def market_findings(self, market: str, vendor_findings: Sequence[Finding], values: Values) -> tuple[Finding, ...]:
        """The findings of all requirements of a market, in its order; ``values`` are those of the product."""
        findings = [*vendor_findings, *_findings(self._product_entries[market], values)]
        return self._in_order[market](findings)

    def progress(self, values: Values) -> Progress:
        """How far a vendor has come in the onboarding."""
        return self._progress(tuple([values[fact] for fact in self._facts_of_steps]))

    def _progress_of(self, stated: tuple[Any, ...]) -> Progress:
        return Progress(dict(zip(self._facts_of_steps, stated, strict=True)), self._steps, self.as_of)

    def is_about_products(self, market: str) -> bool:
        """Whether a market has requirements on products."""
        return bool(self._product_entries[market])

    def __len__(self) -> int:
        entries = [
            *self._vendor_entries,
            *(entry for market_entries in self._product_entries.values() for entry in market_entries),
        ]
        return sum(len(entry.kept) for entry in entries)


class _Entry:
    """Requirements with the same condition on the same facts, and the findings kept for them."""

    def __init__(self, requirements: list[Requirement], as_of: date) -> None:
        facts = requirements[0].facts
        self.requirements = requirements
        self.as_of = as_of
        self.facts = (PRODUCT, *facts) if requirements[0].scope == "product" else facts
        self.key_of = itemgetter(*self.facts)
        self.kept: dict[Hashable, tuple[Finding, ...]] = {}

    def decide(self, key: Hashable, values: Values) -> tuple[Finding, ...]:
        if len(self.kept) >= _MAX_KEPT:
            self.kept.clear()
        own_values = {fact: values[fact] for fact in self.facts}
        findings = self.kept[key] = tuple(
            check_requirement(item, Facts(own_values, self.as_of, item.market)) for item in self.requirements
        )
        return findings


@lru_cache(maxsize=4)
def finding_cache(catalogue: Catalogue, as_of: date) -> FindingCache:
    """The cache of a catalogue and a day, shared by all profiles of a run."""
    return FindingCache(catalogue, as_of)


def _entries(requirements: Iterable[Requirement], as_of: date) -> list[_Entry]:
    by_condition: dict[Hashable, list[Requirement]] = {}
    for item in requirements:
        key = (item.condition, item.applies_when, item.facts)
        by_condition.setdefault(key, []).append(item)
    return [_Entry(items, as_of) for items in by_condition.values()]


def _positions(entries: Iterable[_Entry]) -> dict[str, int]:
    """Where the finding of each requirement is in what ``_findings`` returns."""
    requirements = [item for entry in entries for item in entry.requirements]
    return {item.id: position for position, item in enumerate(requirements)}


def _getter(positions: Sequence[int]) -> Callable[[list[Finding]], tuple[Finding, ...]]:
    """A function that picks the findings at several positions; ``itemgetter`` is a third of the time of a loop."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda findings: tuple([findings[position] for position in positions])


def _findings(entries: Iterable[_Entry], values: Values) -> list[Finding]:
    findings: list[Finding] = []
    for entry in entries:
        key = entry.key_of(values)
        findings += entry.kept.get(key) or entry.decide(key, values)
    return findings
