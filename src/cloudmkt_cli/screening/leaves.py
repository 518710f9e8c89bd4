"""The leaf conditions that decide screened markets, and their truths for one value of a source."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import CASES, AnyCase, CasesAtLeast, FactCondition, Leaf, ManualReview, leaves
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Requirement
from cloudmkt_cli.checking.evaluator import Truth, evaluate
from cloudmkt_cli.checking.facts import PRODUCT, FactReader, Facts, IndexedProduct, Values, stated_value
from cloudmkt_cli.checking.requirement import check_requirement, observations
from cloudmkt_cli.profile.model import VendorProfile

PRODUCTS: Final = "products"
ATTESTATIONS: Final = "attestations"


class Leaves(NamedTuple):
    """The conditions without parts of all required requirements of some markets."""

    reader: FactReader
    as_of: date
    markets: tuple[str, ...]
    of_facts: dict[str, tuple[FactCondition, ...]]
    """By the fact of the vendor that they read."""
    of_products: tuple[FactCondition, ...]
    of_cases: tuple[CasesAtLeast | AnyCase, ...]
    manual: tuple[Requirement, ...]
    """One requirement for every attestation."""

    def facts(self) -> frozenset[str]:
        """The facts, and the lists ``products``, ``cases`` and ``attestations``, that a condition reads."""
        lists = {PRODUCTS: self.of_products, CASES: self.of_cases, ATTESTATIONS: self.manual}
        return frozenset({*self.of_facts, *(name for name, read in lists.items() if read)})

    def truths(self, stated: VendorProfile, source: str) -> Hashable:
        """All that the conditions tell of a value. ``stated`` is a profile that states nothing but this source."""
        if source in self.of_facts and not source.startswith("documents."):
            return self._of_fact(source, {source: stated_value(stated, source)})  # a third of the time
        values = self.reader.vendor_values(stated, {})
        if source == PRODUCTS:
            return tuple(self._of_product(one, stated, values) for one in range(len(stated.products)))
        if source == CASES:
            facts_of_markets = [Facts(values, self.as_of, market) for market in self.markets]
            return tuple(_told(leaf, facts) for leaf in self.of_cases for facts in facts_of_markets)
        if source == ATTESTATIONS:
            return tuple(check_requirement(one, Facts(values, self.as_of, one.market)).status for one in self.manual)
        return self._of_fact(source, values)

    def _of_fact(self, fact: str, values: Values) -> tuple[Truth, ...]:
        facts = Facts(values, self.as_of, GENERAL)
        return tuple([evaluate(leaf, facts).truth for leaf in self.of_facts[fact]])

    def _of_product(self, position: int, stated: VendorProfile, values: Values) -> Hashable:
        """The screened markets that a product is offered in, and the truths of the conditions on it."""
        product = stated.products[position]
        offered = tuple(market for market in self.markets if market in product.markets)
        if not offered:
            return ()
        read = self.reader.product_values(IndexedProduct(position, product), values)
        facts = Facts(read, self.as_of, GENERAL)
        return offered, *(_told(leaf, facts) for leaf in self.of_products)


def _told(leaf: Leaf, facts: Facts) -> Hashable:
    """The truth of a condition, and which of its facts are not stated: of several in a list, only some may be."""
    return evaluate(leaf, facts).truth, *(one.fact for one in observations(leaf, facts) if one.value is None)


def leaves_of(catalogue: Catalogue, markets: Sequence[str], as_of: date) -> Leaves:
    """The conditions that decide some markets of an edition on a day."""
    of_facts: dict[str, dict[FactCondition, None]] = {}
    of_products: dict[FactCondition, None] = {}
    of_cases: dict[CasesAtLeast | AnyCase, None] = {}
    manual: dict[str, Requirement] = {}
    for requirement, leaf in _leaves(catalogue, markets):
        match leaf:
            case ManualReview():
                manual.setdefault(requirement.slug, requirement)
            case CasesAtLeast() | AnyCase():
                of_cases[leaf] = None
            case _ if leaf.fact.startswith(f"{PRODUCT}."):
                of_products[leaf] = None
            case _:
                of_facts.setdefault(leaf.fact, {})[leaf] = None
    return Leaves(
        reader=FactReader(catalogue),
        as_of=as_of,
        markets=tuple(markets),
        of_facts={fact: tuple(read) for fact, read in of_facts.items()},
        of_products=tuple(of_products),
        of_cases=tuple(of_cases),
        manual=tuple(manual.values()),
    )


def _leaves(catalogue: Catalogue, markets: Sequence[str]) -> Iterator[tuple[Requirement, Leaf]]:
    for requirement in catalogue.requirements():
        if requirement.level != "required" or requirement.market not in {GENERAL, *markets}:
            continue
        for condition in (requirement.condition, requirement.applies_when):
            if condition is not None:
                yield from ((requirement, leaf) for leaf in leaves(condition))
