"""Which facts that a table does not state the open requirements read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.catalogue.usage import CASES, facts_of
from cloudmkt_cli.checking.facts import PRODUCT
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.screening.leaves import ATTESTATIONS, PRODUCTS
from cloudmkt_cli.screening.model import Decision, MarketDecision, Pattern, Screening, State

_NOT_STATED: Final = 0


class MissingFact(NamedTuple):
    """A fact that the table does not state of some rows that are still open."""

    fact: str
    """``products`` for all facts of a product, where there is none."""
    rows: int
    requirements: int
    """Open requirements that read the fact, over all rows: a requirement of ten rows counts ten times."""
    asked_first: int
    """Rows whose output names it as the fact to ask for first."""


def missing_facts(
    counted: Iterable[tuple[Pattern, Decision, int]], screening: Screening, known: Mapping[str, Requirement]
) -> tuple[MissingFact, ...]:
    """The facts that open requirements read, those that most of them read first. Attestations are no facts."""
    rows: Counter[str] = Counter()
    requirements: Counter[str] = Counter()
    asked_first: Counter[str] = Counter()
    stated = _Stated(screening)
    for pattern, decision, number in counted:
        readers: defaultdict[str, set[str]] = defaultdict(set)
        for market in decision.markets:
            for fact, requirement in _open(market, pattern, stated, known):
                readers[fact].add(requirement)
        for fact, ids in readers.items():
            rows[fact] += number
            requirements[fact] += number * len(ids)
        if decision.ask_first:
            asked_first[decision.ask_first] += number
    return tuple(
        MissingFact(fact, rows[fact], reading, asked_first[fact])
        for fact, reading in sorted(requirements.items(), key=lambda item: (-item[1], item[0]))
    )


def _open(
    market: MarketDecision, pattern: Pattern, stated: "_Stated", known: Mapping[str, Requirement]
) -> Iterator[tuple[str, str]]:
    """The facts that the open requirements of a market read and that are not stated, each with the requirement."""
    if market.state is not State.STILL_OPEN:
        return
    for requirement in market.unknown:
        if known[requirement].scope == PRODUCT and market.product is None:
            yield PRODUCTS, requirement
            continue
        for fact in facts_of(known[requirement]):
            if not fact.startswith(f"{ATTESTATIONS}.") and not stated(fact, pattern, market.product):
                yield fact, requirement


class _Stated:
    """Tells which facts a pattern states."""

    def __init__(self, screening: Screening) -> None:
        self._sources = {one.source.name: (place, one.classes) for place, one in enumerate(screening.sources)}

    def __call__(self, fact: str, pattern: Pattern, product: int | None) -> bool:
        table, _, key = fact.partition(".")
        name = {PRODUCT: PRODUCTS, "case": CASES}.get(table, fact)
        if name not in self._sources:
            return False
        place, classes = self._sources[name]
        if table == PRODUCT:
            return product is not None and _of_product(classes[pattern[place]].value, product, key) is not None
        return pattern[place] != _NOT_STATED


def _of_product(values: Mapping[KeyPath, Any], position: int, key: str) -> object:
    """What a list of products, or the columns of one, state."""
    if (PRODUCTS,) in values:
        return getattr(values[PRODUCTS,][position], key)
    return values.get((PRODUCTS, position, key))
