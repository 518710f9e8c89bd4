"""The search for the smallest set of changes that makes a vendor eligible for one market.

Smallest is, in this order: the fewest changes; the fewest facts that must simply turn out so, as nothing changes them;
the least effort, the hardest change first; the earliest day; the order of the catalogue. A product that is offered in
other markets may be listed in this one. A new product, which is one change whatever it has to be, is thought of only
where none that the market lists can be made to fit.

Requirements that share no key of the profile are solved apart: a cost is a sum, so the smallest parts make the
smallest whole, and time grows with products and days, not with the combinations of all alternatives.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.usage import facts_of
from cloudmkt_cli.checking.facts import CASES, PRODUCT, Facts, IndexedProduct, StatedFile, VendorFacts
from cloudmkt_cli.checking.requirement import find
from cloudmkt_cli.checking.results import Status
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

OfferedProduct = IndexedProduct | None
"""The product that a market is entered with; None for a market that asks nothing of products."""


class _Draft(NamedTuple):
    """An alternative for each of some requirements, and the goals that they come to."""

    chosen: tuple[tuple[Requirement, Assignment], ...] = ()
    goals: Assignment = NOTHING


class _Group(NamedTuple):
    """Requirements that share keys with each other and with no other, and the drafts that meet all of them."""

    requirements: tuple[Requirement, ...]
    keys: frozenset[KeyPath]
    drafts: Sequence[_Draft]


def solve(market: Market, vendor: VendorFacts, catalogue: Catalogue) -> Solution:
    """The smallest solution; for a vendor that is eligible already, one with no changes."""
    return _Search(market, vendor, catalogue).solution()


class _Search:
    """One market, and one vendor as things stand today."""

    def __init__(self, market: Market, vendor: VendorFacts, catalogue: Catalogue) -> None:
        self._market, self._vendor, self._catalogue = market.id, vendor, catalogue
        self._needed = [item for item in catalogue.required_of(market) if item.level == "required"]
        self._of_vendor = [item for item in self._needed if item.scope == "vendor"]
        self._of_product = [item for item in self._needed if item.scope == "product"]
        to_come = (day for item in self._needed for day in days_to_wait_for(item, vendor.of(market.id)))
        self._days = sorted({vendor.as_of, *to_come})
        self._new = (len(vendor.profile.products), Product.model_construct(name=BLANK, markets=(market.id,)))

    def solution(self) -> Solution:
        """The smallest of all products and days."""
        existing = self._existing_products() if self._of_product else [None]
        listed = [offer for offer in existing if offer is None or self._market in offer[1].markets]
        found = self._smallest_of_each_day(existing)
        if not any(self._can_fit(offer) for offer in listed):
            found += self._smallest_of_each_day([self._new])
        if found:
            return min(found, key=lambda item: item.rank)._replace(opens_on=self._opens_on(listed))
        groups = _groups(self._needed, self._context(self._days[-1], self._new))
        return Solution((), None, infeasible=tuple(item for group in groups for item in _infeasible(group)))

    def _existing_products(self) -> list[OfferedProduct]:
        """The first of all products that are alike, those that the market lists before those that it does not."""
        looked_at = {fact.removeprefix(f"{PRODUCT}.") for item in self._of_product for fact in facts_of(item)}
        found: dict[tuple[object, ...], IndexedProduct] = {}
        for index, product in enumerate(self._vendor.profile.products):
            values = [getattr(product, name) for name in looked_at]
            found.setdefault((self._market in product.markets, *values), (index, product))
        listed_first = sorted(found.values(), key=lambda offer: self._market not in offer[1].markets)
        return [*listed_first]

    def _can_fit(self, offer: OfferedProduct) -> bool:
        """Whether there is a day on which a product can be all that is required of one."""
        return any(self._cheapest(self._of_product, self._context(day, offer)) is not None for day in self._days)

    def _smallest_of_each_day(self, offers: Sequence[OfferedProduct]) -> list[Solution]:
        return [solution for day in self._days if (solution := self._smallest_on(day, offers)) is not None]

    def _smallest_on(self, day: date, offers: Iterable[OfferedProduct]) -> Solution | None:
        """The smallest of a day, with whichever of the products; None where there is none."""
        of_vendor = self._cheapest(self._of_vendor, self._context(day))
        if of_vendor is None:
            return None
        with_each = ((self._cheapest(self._of_product, self._context(day, offer)), offer) for offer in offers)
        possible = [(draft, offer) for draft, offer in with_each if draft is not None]
        if not possible:
            return None
        of_product, offer = min(possible, key=lambda item: self._cost(item[0]))
        whole = _combined(of_vendor, of_product)
        return whole and self._planned(whole, offer, day)

    def _cheapest(self, requirements: Iterable[Requirement], context: EvaluationContext) -> _Draft | None:
        """The smallest draft that meets all of some requirements; None where there is none."""
        whole: _Draft | None = _Draft()
        for group in _groups(requirements, context):
            if not group.drafts or whole is None:
                return None
            whole = _combined(whole, min(group.drafts, key=self._cost))
        return whole

    def _opens_on(self, listed: Iterable[OfferedProduct]) -> date | None:
        """The first day on which everything is met as it is stated."""
        for day in self._days:
            if _all_met(self._of_vendor, self._context(day)) and any(
                _all_met(self._of_product, self._context(day, offer)) for offer in listed
            ):
                return day
        return None

    def _planned(self, draft: _Draft, offer: OfferedProduct, day: date) -> Solution:
        """The changes of a draft, in the order of the requirements that they serve first."""
        new = ("products", self._new[0]) if offer is self._new else None
        served: dict[KeyPath, list[Requirement]] = {}
        for requirement, assignment in sorted(draft.chosen, key=lambda item: self._needed.index(item[0])):
            for path in dict.fromkeys(new if new == path[:2] else path for path in assignment):
                served.setdefault(path, []).append(requirement)
        goals = dict(draft.goals)
        if new in served:
            facts = tuple((path, goal) for path, goal in goals.items() if path[:2] == new)
            goals[new] = NewProduct(self._market, facts)
        changes = tuple(self._change(path, goals[path], tuple(items), offer) for path, items in served.items())
        return Solution(changes, day, None if new else offer)

    def _change(
        self, path: KeyPath, goal: Goal, served: tuple[Requirement, ...], offer: OfferedProduct
    ) -> PlannedChange:
        is_fixed, effort = self._weight(path, goal)
        return PlannedChange(
            path=path,
            fact=fact_of(path),
            goal=goal,
            requirements=served,
            overrides=overrides(path, goal, self._vendor.profile),
            stated=_stated(path, self._vendor.of(self._market, offer), offer),
            effort=effort,
            is_fixed=is_fixed,
            earliest=goal.until if isinstance(goal, Wait) else self._vendor.as_of,
        )

    def _cost(self, draft: _Draft) -> Cost:
        return Cost.of(self._weight(path, goal) for path, goal in draft.goals.items())

    def _weight(self, path: KeyPath, goal: Goal) -> tuple[bool, Effort]:
        """Whether a change must simply turn out so, and its effort; a fixed fact takes no more than to be stated."""
        match goal:
            case Wait():
                return False, "wait"
            case NewAttestation():
                return False, goal.effort
            case _:
                label = self._catalogue.facts[fact_of(path)]
                return label.fixed is not None, label.effort or "none"

    def _context(self, day: date, offer: OfferedProduct = None) -> EvaluationContext:
        facts = self._vendor.of(self._market, offer)._replace(as_of=day)
        return EvaluationContext(facts, offer, self._vendor.as_of, self._catalogue.facts)


def _groups(requirements: Iterable[Requirement], context: EvaluationContext) -> list[_Group]:
    """The requirements in groups, in the order of the catalogue."""
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
    both = (_combined(mine, theirs) for mine in one.drafts for theirs in other.drafts)
    drafts = [draft for draft in both if draft is not None]
    return _Group(one.requirements + other.requirements, one.keys | other.keys, drafts)


def _combined(one: _Draft, other: _Draft) -> _Draft | None:
    """Both of two drafts; None where they contradict each other."""
    goals = merge(one.goals, other.goals)
    return None if goals is None else _Draft(one.chosen + other.chosen, goals)


def _keys(found: Iterable[Assignment]) -> frozenset[KeyPath]:
    return frozenset(path for assignment in found for path in assignment)


def _infeasible(group: _Group) -> Iterable[Requirement]:
    """What nothing meets; of requirements that only contradict each other, all."""
    return () if group.drafts else group.requirements


def _all_met(requirements: Iterable[Requirement], context: EvaluationContext) -> bool:
    return all(find(item, context.facts).status in {Status.PASS, Status.NOT_APPLICABLE} for item in requirements)


def _stated(path: KeyPath, facts: Facts, offer: OfferedProduct) -> object:
    match fact_of(path):
        case "products":
            return None
        case "cases":
            cases = facts.cases(CASES)
            return None if cases is None else len(cases)
        case "product.markets":  # no requirement looks at it: what it decides is which market sees the product
            return offer and offer[1].markets
        case "attestations":
            return facts.value(f"attestations.{path[1]}")
        case fact:
            value = facts.value(fact)
            return value.path if isinstance(value, StatedFile) else value
