"""The smallest set of changes that makes a vendor eligible for one market, and the day on which it is.

Smallest is, in this order: the fewest changes; the fewest facts that must simply turn out so, as nothing changes them;
the least effort, the hardest change first; the earliest day; the order of the catalogue. A new product is thought of
only for a market in which none is offered, or none can be made to fit.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple, get_args

from cloudmkt_cli.catalogue.facts import Effort, FactLabel
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement, leaves
from cloudmkt_cli.conditions import PRODUCT, Facts
from cloudmkt_cli.edits import Edit
from cloudmkt_cli.planning.demands import BLANK, Attested, Demand, NewProduct, Wait, Worth, both, edits
from cloudmkt_cli.planning.ways import NOTHING, Outlook, Way, days_to_wait_for, together, ways_to_meet
from cloudmkt_cli.profile import Product
from cloudmkt_cli.toml_reader import KeyPath, dotted

_RANKS: Final[Mapping[Effort, int]] = {effort: rank for rank, effort in enumerate(get_args(Effort))}

Offer = tuple[int, Product] | None
Serves = Mapping[KeyPath, tuple[Requirement, ...]]


class Change(NamedTuple):
    """One change, with all that it serves in its market."""

    path: KeyPath
    fact: str
    """Its name in the catalogue's list of facts."""
    demand: Demand
    requirements: tuple[Requirement, ...]
    edits: tuple[Edit, ...]
    """What to write; nothing where it is only to be waited for."""
    stated: object
    """What the profile states now, of cases how many; None where it states nothing."""
    effort: Effort
    earliest: date
    also: tuple[str, ...] = ()
    """Other markets that it serves too."""

    @property
    def spares(self) -> bool:
        """Whether it shows that its requirements do not apply, instead of meeting them."""
        looked_at = {getattr(leaf, "fact", self.fact) for item in self.requirements for leaf in leaves(item.condition)}
        return not isinstance(self.demand, NewProduct) and self.fact not in looked_at

    def covers(self, other: "Change") -> bool:
        """Whether another change needs nothing beyond this one."""
        return self.path == other.path and both(self.demand, other.demand) == self.demand

    @property
    def is_wait(self) -> bool:
        """Whether time alone brings it."""
        return isinstance(self.demand, Wait)

    @property
    def by_reviewer(self) -> bool:
        """Whether only a reviewer can decide that it holds."""
        return isinstance(self.demand, Attested)

    @property
    def is_answer(self) -> bool:
        """Whether the fact is not stated: it may be so already, and then saying so is all there is to do."""
        if isinstance(self.demand, Worth):
            return self.stated is None or self.demand.stated is not None
        return self.stated is None and not self.is_wait and not self.by_reviewer


class Solution(NamedTuple):
    """What opens a market and when, or what keeps it shut."""

    changes: tuple[Change, ...]
    day: date | None
    """The first day on which the vendor is eligible, the changes made; None where no change helps."""
    offer: Offer = None
    """The product, of those in the profile, that it is about."""
    shut_by: tuple[Requirement, ...] = ()
    """What no change meets."""

    @property
    def opens_on(self) -> date | None:
        """The first day on which the market is open with nothing changed: at the most, time has to pass."""
        return self.day if all(change.is_wait for change in self.changes) else None

    @property
    def weight(self) -> tuple[bool, int, tuple[int, ...], date]:
        """How much is left, the least first: whether anything helps, how many changes, how hard, by when."""
        efforts = _hardest_first(change.effort for change in self.changes)
        return self.day is None, len(self.changes), efforts, self.day or date.max


class _Draft(NamedTuple):
    facts: Facts
    """The vendor on the day on which the market opens, with the product to offer."""
    way: Way
    serves: Serves


def solve(market: Market, vendor: Facts, catalogue: Catalogue) -> Solution:
    """The smallest set of changes for one market, seen from ``vendor.as_of``."""
    needed = tuple(item for item in catalogue.required_of(market) if item.level == "required")
    days = sorted({vendor.as_of, *(day for item in needed for day in days_to_wait_for(item, vendor))})
    outlooks: list[Outlook] = []
    for offers in _offers(market, needed, vendor):
        seen = [vendor.of(market.id, offer)._replace(as_of=day) for offer in offers for day in days]
        outlooks = [Outlook(facts, vendor.as_of, catalogue.facts) for facts in seen]
        if drafts := [draft for outlook in outlooks for draft in _drafts(needed, outlook)]:
            return _solution(min(drafts, key=lambda draft: _cost(draft, catalogue)), vendor, catalogue)
    return Solution((), None, shut_by=tuple(item for item in needed if not ways_to_meet(item, outlooks[-1])))


def fact_of(path: KeyPath) -> str:
    """What the catalogue calls the fact at a key."""
    match path:
        case ("products", int(), str() as name):
            return f"{PRODUCT}{name}"
        case ("products" | "cases" | "attestations" as table, *_):
            return table
        case _:
            return dotted(path)


def _offers(market: Market, needed: Iterable[Requirement], vendor: Facts) -> Iterator[list[Offer]]:
    """The products to try: those that there are, and then one that there is not yet."""
    if all(item.scope == "vendor" for item in needed):
        yield [None]
        return
    products = vendor.profile.products
    yield [(index, product) for index, product in enumerate(products) if market.id in product.markets]
    yield [(len(products), Product.model_construct(name=BLANK, markets=(market.id,)))]


def _drafts(needed: Iterable[Requirement], outlook: Outlook) -> Iterator[_Draft]:
    """Every way to meet all the requirements on the day of the outlook, and on none before."""
    found: list[tuple[Way, Serves]] = [(NOTHING, {})]
    for item in needed:
        ways = ways_to_meet(item, outlook)
        found = [
            (agreed, {**serves, **{path: (*serves.get(path, ()), item) for path in way}})
            for so_far, serves in found
            for way in ways
            if (agreed := together(so_far, way)) is not None
        ]
    for way, serves in found:
        waits = (demand.until for demand in way.values() if isinstance(demand, Wait))
        if max(waits, default=outlook.today) == outlook.facts.as_of:
            yield _Draft(outlook.facts, way, serves)


def _cost(draft: _Draft, catalogue: Catalogue) -> tuple[int, int, tuple[int, ...], date]:
    labels = {path: catalogue.facts[fact_of(path)] for path in draft.way}
    fixed = sum(labels[path].fixed is not None for path, demand in draft.way.items() if not isinstance(demand, Wait))
    efforts = (_effort(demand, labels[path], draft.serves[path]) for path, demand in draft.way.items())
    return len(draft.way), fixed, _hardest_first(efforts), draft.facts.as_of


def _hardest_first(efforts: Iterable[Effort]) -> tuple[int, ...]:
    return tuple(sorted((_RANKS[effort] for effort in efforts), reverse=True))


def _effort(demand: Demand, fact: FactLabel, serves: tuple[Requirement, ...]) -> Effort:
    """What a change takes; a fixed fact takes no more than to be stated."""
    if isinstance(demand, Wait):
        return "wait"
    return (serves[0].effort if isinstance(demand, Attested) else fact.effort) or "none"


def _solution(draft: _Draft, vendor: Facts, catalogue: Catalogue) -> Solution:
    """The changes of a draft, in the order of the requirements that they serve first."""
    offer, way, serves = draft.facts.product, draft.way, draft.serves
    if offer is not None and offer[0] == len(vendor.profile.products):
        way, serves = _with_product(draft, offer[0])
        offer = None
    changes = []
    for path, requirements in serves.items():
        fact, demand = fact_of(path), way[path]
        change = Change(
            path=path,
            fact=fact,
            demand=demand,
            requirements=requirements,
            edits=edits(path, demand, vendor.profile),
            stated=_stated(fact, path, draft.facts),
            effort=_effort(demand, catalogue.facts[fact], requirements),
            earliest=demand.until if isinstance(demand, Wait) else vendor.as_of,
        )
        changes.append(change)
    return Solution(tuple(changes), draft.facts.as_of, offer)


def _with_product(draft: _Draft, index: int) -> tuple[Way, Serves]:
    """All that a new product has to be, as one change."""
    path: KeyPath = ("products", index)
    facts = {key: draft.way[key] for key in draft.serves if key[:2] == path}
    demand = NewProduct(draft.facts.market, tuple(facts.items()))
    requirements = tuple(dict.fromkeys(item for key in facts for item in draft.serves[key]))
    way = {key: demand for key, demand in draft.way.items() if key not in facts}
    serves = {key: items for key, items in draft.serves.items() if key not in facts}
    return {**way, path: demand}, {**serves, path: requirements}


def _stated(fact: str, path: KeyPath, facts: Facts) -> object:
    match fact:
        case "products":
            return None
        case "cases":
            cases = facts.cases()
            return None if cases is None else len(cases)
        case "attestations":
            return facts.profile.attestations.get(str(path[1]))
        case _:
            return facts.value(fact)
