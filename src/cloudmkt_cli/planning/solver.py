"""The search for the smallest set of changes that makes a vendor eligible for one market.

Sets of changes are compared by, in this order: the number of changes; the number of changes to facts that the vendor
cannot change; the efforts, hardest first; the earliest day; the order of the catalogue. A product that is offered in
other markets may be listed in this one. A new product counts as one change; it is considered only if no product that
the market lists can meet the requirements.

Requirements that share no key of the profile are solved separately. As costs add up, the smallest parts make the
smallest whole, and the time grows with products and days, not with the combinations of all alternatives.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.conditions import CASES
from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.checking.clouds import CLOUD_FACTS, either_key, stated_clouds
from cloudmkt_cli.checking.facts import PRODUCT, Facts, IndexedProduct, StatedFile, VendorFacts
from cloudmkt_cli.checking.requirement import check_requirement
from cloudmkt_cli.checking.results import OPEN_STATUSES
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.planning.alternatives import (
    NOTHING,
    Assignment,
    EvaluationContext,
    alternatives_to_meet,
    days_to_wait_for,
    merge,
)
from cloudmkt_cli.planning.goals import BLANK, Goal, NewAttestation, NewProduct, Wait, overrides
from cloudmkt_cli.planning.solution import Cost, PlannedChange, Solution, fact_of
from cloudmkt_cli.profile.model import Product


class _Draft(NamedTuple):
    """One alternative for each of some requirements, and their merged goals."""

    chosen: tuple[tuple[Requirement, Assignment], ...] = ()
    goals: Assignment = NOTHING


class _Group(NamedTuple):
    """Requirements that share keys with each other but with no others, and the drafts that meet all of them."""

    requirements: tuple[Requirement, ...]
    keys: frozenset[KeyPath]
    drafts: Sequence[_Draft]


def solve(market: Market, vendor: VendorFacts, catalogue: Catalogue) -> Solution:
    """The smallest solution for one market; it has no changes if the vendor is already eligible."""
    return _Search(market, vendor, catalogue).solution()


class _Search:
    """The search for one market and one vendor, as of today."""

    def __init__(self, market: Market, vendor: VendorFacts, catalogue: Catalogue) -> None:
        self._market, self._vendor, self._catalogue = market.id, vendor, catalogue
        self._required = [item for item in catalogue.required_of(market) if item.level == "required"]
        self._vendor_requirements = [item for item in self._required if item.scope == "vendor"]
        self._product_requirements = [item for item in self._required if item.scope == "product"]
        facts = vendor.for_market(market.id)
        self._days = sorted({vendor.as_of, *(day for item in self._required for day in days_to_wait_for(item, facts))})
        new_product = Product(name=BLANK, markets=(market.id,))
        self._new = IndexedProduct(len(vendor.profile.products), new_product)

    def solution(self) -> Solution:
        """The smallest solution over all products and days."""
        existing: Sequence[IndexedProduct | None] = self._existing_products() if self._product_requirements else [None]
        listed = [item for item in existing if item is None or self._market in item.product.markets]
        found = self._smallest_of_each_day(existing)
        if not any(self._can_fit(item) for item in listed):
            found += self._smallest_of_each_day([self._new])
        if found:
            return min(found, key=lambda item: item.rank)._replace(opens_on=self._eligible_on(listed))
        groups = _groups(self._required, self._context(self._days[-1], self._new))
        return Solution((), None, infeasible=tuple(item for group in groups for item in _infeasible(group)))

    def _existing_products(self) -> Sequence[IndexedProduct]:
        """The products that differ in what requirements read, those listed in the market first."""
        facts = (key for item in self._product_requirements for fact in item.facts for key in either_key(fact))
        names = {fact.removeprefix(f"{PRODUCT}.") for fact in facts if fact.startswith(f"{PRODUCT}.")}
        listed: dict[tuple[object, ...], IndexedProduct] = {}
        unlisted: dict[tuple[object, ...], IndexedProduct] = {}
        for index, product in enumerate(self._vendor.profile.products):
            values = tuple(getattr(product, name) for name in names)
            group = listed if self._market in product.markets else unlisted
            group.setdefault(values, IndexedProduct(index, product))
        return [*listed.values(), *unlisted.values()]

    def _can_fit(self, product: IndexedProduct | None) -> bool:
        """Whether a product can meet all requirements on products on some day."""
        return any(self._product_draft(day, product) is not None for day in self._days)

    def _smallest_of_each_day(self, products: Sequence[IndexedProduct | None]) -> list[Solution]:
        return [solution for day in self._days if (solution := self._smallest_on(day, products)) is not None]

    def _smallest_on(self, day: date, products: Iterable[IndexedProduct | None]) -> Solution | None:
        """The smallest solution on a day, over some products; None if there is none, or if none needs that day."""
        vendor_draft = self._cheapest(self._vendor_requirements, self._context(day))
        if vendor_draft is None:
            return None
        with_each = ((self._product_draft(day, product), product) for product in products)
        possible = [(draft, product) for draft, product in with_each if draft is not None]
        if not possible:
            return None
        product_draft, product = min(possible, key=lambda item: self._cost(item[0]))
        draft = _combined(vendor_draft, product_draft)
        if draft is None:
            return None
        solution = self._solution_from(draft, product, day)
        # An attestation to come that has expired on this day would cost a new one: it is planned on an earlier day.
        is_needed = day == max([self._vendor.as_of, *(change.earliest for change in solution.changes)])
        return solution if is_needed else None

    def _product_draft(self, day: date, product: IndexedProduct | None) -> _Draft | None:
        return self._cheapest(self._product_requirements, self._context(day, product))

    def _cheapest(self, requirements: Iterable[Requirement], context: EvaluationContext) -> _Draft | None:
        """The smallest draft that meets all of some requirements; None if there is none."""
        total: _Draft | None = _Draft()
        for group in _groups(requirements, context):
            if not group.drafts or total is None:
                return None
            total = _combined(total, min(group.drafts, key=self._cost))
        return total

    def _eligible_on(self, listed: Iterable[IndexedProduct | None]) -> date | None:
        """The first day on which the stated facts meet all requirements."""
        for day in self._days:
            if _all_met(self._vendor_requirements, self._context(day)) and any(
                _all_met(self._product_requirements, self._context(day, product)) for product in listed
            ):
                return day
        return None

    def _solution_from(self, draft: _Draft, product: IndexedProduct | None, day: date) -> Solution:
        """The changes of a draft, in the order of the first requirement that each helps to meet."""
        new = ("products", self._new.position) if product is self._new else None
        served: dict[KeyPath, list[Requirement]] = {}
        for requirement, assignment in sorted(draft.chosen, key=lambda item: self._required.index(item[0])):
            for path in dict.fromkeys(new if new == path[:2] else path for path in assignment):
                served.setdefault(path, []).append(requirement)
        goals = dict(draft.goals)
        if new in served:
            facts = tuple((path, goal) for path, goal in goals.items() if path[:2] == new)
            goals[new] = NewProduct(self._market, facts)
        changes = tuple(self._change(path, goals[path], tuple(items), product) for path, items in served.items())
        return Solution(changes, day, None if new else product)

    def _change(
        self, path: KeyPath, goal: Goal, served: tuple[Requirement, ...], product: IndexedProduct | None
    ) -> PlannedChange:
        is_fixed, effort = self._weight(path, goal)
        return PlannedChange(
            path=path,
            fact=fact_of(path),
            goal=goal,
            requirements=served,
            overrides=overrides(path, goal, self._vendor.profile),
            stated=_stated(path, self._vendor.for_market(self._market, product), product),
            effort=effort,
            is_fixed=is_fixed,
            earliest=goal.until if isinstance(goal, Wait) else self._vendor.as_of,
        )

    def _cost(self, draft: _Draft) -> Cost:
        return Cost.of(self._weight(path, goal) for path, goal in draft.goals.items())

    def _weight(self, path: KeyPath, goal: Goal) -> tuple[bool, Effort]:
        """Whether the fact of a change is fixed, and its effort; a fixed fact only has to be stated, without effort."""
        match goal:
            case Wait():
                return False, "wait"
            case NewAttestation():
                return False, goal.effort
            case _:
                label = self._catalogue.facts[fact_of(path)]
                return label.fixed is not None, label.effort or "none"

    def _context(self, day: date, product: IndexedProduct | None = None) -> EvaluationContext:
        facts = self._vendor.for_market(self._market, product)._replace(as_of=day)
        return EvaluationContext(facts, product, self._vendor.as_of, self._catalogue.facts)


def _groups(requirements: Iterable[Requirement], context: EvaluationContext) -> list[_Group]:
    """The requirements in groups that share no keys, in the order of the catalogue."""
    groups: list[_Group] = []
    for item in requirements:
        found = alternatives_to_meet(item, context)
        group = _Group((item,), _keys(found), [_Draft(((item, one),), one) for one in found])
        for other in [other for other in groups if other.keys & group.keys]:
            groups.remove(other)
            group = _joined(other, group)
        groups.append(group)
    return groups


def _joined(one: _Group, other: _Group) -> _Group:
    pairs = (_combined(first, second) for first in one.drafts for second in other.drafts)
    drafts = [draft for draft in pairs if draft is not None]
    return _Group(one.requirements + other.requirements, one.keys | other.keys, drafts)


def _combined(one: _Draft, other: _Draft) -> _Draft | None:
    """Two drafts as one; None if they contradict each other."""
    goals = merge(one.goals, other.goals)
    return None if goals is None else _Draft(one.chosen + other.chosen, goals)


def _keys(found: Iterable[Assignment]) -> frozenset[KeyPath]:
    return frozenset(path for assignment in found for path in assignment)


def _infeasible(group: _Group) -> Iterable[Requirement]:
    """The requirements of a group that no draft meets, those that only contradict each other included."""
    return () if group.drafts else group.requirements


def _all_met(requirements: Iterable[Requirement], context: EvaluationContext) -> bool:
    return all(check_requirement(item, context.facts).status not in OPEN_STATUSES for item in requirements)


def _stated(path: KeyPath, facts: Facts, product: IndexedProduct | None) -> object:
    match fact_of(path):
        case "products":
            return None
        case "cases":
            cases = facts.cases(CASES)
            return None if cases is None else len(cases)
        case "product.markets":  # read by no requirement: it decides in which markets the product is checked
            return product and product.product.markets
        case fact if fact in CLOUD_FACTS:
            stated = product and stated_clouds(product.product, fact)
            return stated and stated.of(fact)
        case "attestations":
            return facts.value(f"attestations.{path[1]}")
        case fact:
            value = facts.value(fact)
            return value.path if isinstance(value, StatedFile) else value
