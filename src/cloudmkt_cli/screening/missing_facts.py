"""Which facts that a table does not state the open requirements read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import CASES
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.facts import PRODUCT
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.screening.leaves import ATTESTATIONS, PRODUCTS
from cloudmkt_cli.screening.model import Decision, MarketDecision, Pattern, Screening, State, ValueClass

_NOT_STATED: Final = 0


class MissingFact(NamedTuple):
    """A fact that the table does not state of some rows that are still open."""

    fact: str
    """``products`` for all facts of a product, where there is none."""
    rows: int
    requirements: int
    """Open requirements that read the fact, over all markets and rows."""
    asked_first: int
    """Rows whose output names it as the fact to ask for first."""


def missing_facts(
    counted: Iterable[tuple[Pattern, Decision, int]], screening: Screening, known: Mapping[str, Requirement]
) -> tuple[MissingFact, ...]:
    """The facts that open requirements read, those that most of them read first. Attestations are no facts."""
    rows: Counter[str] = Counter()
    requirements: Counter[str] = Counter()
    asked_first: Counter[str] = Counter()
    reads = {name: tuple(_reads(requirement)) for name, requirement in known.items()}
    for pattern, decision, number in counted:
        stated = _stated(pattern, screening)
        reading = Counter(fact for market in decision.markets for fact in _not_stated(market, stated, reads))
        for fact, readers in reading.items():
            rows[fact] += number
            requirements[fact] += number * readers
        if decision.ask_first:
            asked_first[decision.ask_first] += number
    return tuple(
        MissingFact(fact, rows[fact], readers, asked_first[fact])
        for fact, readers in sorted(requirements.items(), key=lambda item: (-item[1], item[0]))
    )


class _Read(NamedTuple):
    """A fact that a requirement reads."""

    fact: str
    source: str
    product_key: str | None
    """The key, for a fact of a product."""


def _reads(requirement: Requirement) -> Iterator[_Read]:
    for fact in requirement.facts:
        table, _, key = fact.partition(".")
        if table == PRODUCT:
            yield _Read(fact, PRODUCTS, key)
        elif table != ATTESTATIONS:
            yield _Read(fact, CASES if table == "case" else fact, None)


def _stated(pattern: Pattern, screening: Screening) -> Mapping[str, ValueClass]:
    """The sources that a pattern states, with what they state."""
    return {
        one.source.name: one.classes[number]
        for number, one in zip(pattern, screening.sources, strict=True)
        if number != _NOT_STATED
    }


def _not_stated(
    market: MarketDecision, stated: Mapping[str, ValueClass], reads: Mapping[str, tuple[_Read, ...]]
) -> Iterator[str]:
    """The facts that are not stated, once for each open requirement of a market that reads them."""
    if market.state is not State.STILL_OPEN:
        return
    for requirement in market.unknown:
        of_product = False
        for fact, source, key in reads[requirement]:
            if key is None:
                if source not in stated:
                    yield fact
            elif market.product is None:
                of_product = True
            elif _of_product(stated[source].value, market.product, key) is None:
                yield fact
        if of_product:
            yield PRODUCTS


def _of_product(values: Mapping[KeyPath, Any], position: int, key: str) -> object:
    """What a list of products, or the columns of one, state."""
    if (PRODUCTS,) in values:
        return getattr(values[PRODUCTS,][position], key)
    return values.get((PRODUCTS, position, key))
