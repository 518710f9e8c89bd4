"""The smallest plan by brute force, sets of changes tried on the checker, the small ones first; and plans beside it.

``smallest`` uses nothing of ``planning``. It relies on a requirement depending on its own facts alone, as the checker
does where it shares findings, so requirements that share no fact are solved apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any, Final, NamedTuple, get_args

from support.samples import AS_OF, CATALOGUE, MARKETS, Values, check, facts_of_vendor, market_of

from cloudmkt_cli.catalogue.conditions import (
    AtLeast,
    CasesAtLeast,
    Cny,
    Leaf,
    MoreThan,
    OneOf,
    Since,
    leaves,
)
from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.evaluator import months_later
from cloudmkt_cli.checking.facts import IndexedProduct
from cloudmkt_cli.checking.requirement import check_requirement
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import dotted, read_document
from cloudmkt_cli.core.toml.overrides import apply_overrides
from cloudmkt_cli.planning.plan import MarketPlan, make_plan
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.values import EARLIEST

MET: Final = {Status.PASS, Status.NOT_APPLICABLE}
ATTESTATION: Final = "attestations."
PRODUCT: Final = "product."
RANK: Final = {effort: rank for rank, effort in enumerate(get_args(Effort))}


@dataclass(frozen=True, order=True)
class Weight:
    """What orders sets of changes, the smallest first: the order of the README."""

    changes: int
    fixed: int
    efforts: tuple[int, ...]
    """The hardest first."""


class Changes(NamedTuple):
    """The facts that are written, each with its value, and those that are waited for."""

    written: Mapping[str, Any]
    waits: frozenset[str]


class Smallest(NamedTuple):
    """The smallest plan of a market: its day, the keys that are written and those that are waited for."""

    weight: Weight
    day: date
    written: Mapping[str, Any]
    waits: frozenset[str]


def disagreements(values: Values, as_of: date) -> Iterator[str]:
    """Where the plan of a profile is not what brute force finds."""
    loaded = LoadedProfile(validate(VendorProfile, values), read_document(b""), {})
    made = make_plan(loaded, check(values, as_of=as_of), CATALOGUE, as_of)
    found = {market: smallest(values, market, as_of) for market in MARKETS}
    for plan in made.markets:
        market = plan.result.market.id
        if (planned := _planned(plan)) != (best := _best(found[market])):
            yield f"{market}: planned {planned}, smallest {best}"
        if plan.solution.day and not _is_eligible(values, plan):
            yield f"{market}: not eligible on {plan.solution.day} with {planned}"
    order = [plan.result.market.id for plan in made.markets]
    ranked = sorted(MARKETS, key=lambda market: _rank(found[market]))
    if order != ranked:
        yield f"in the order {order}, ranked {ranked}"


def _planned(plan: MarketPlan) -> object:
    changes, day = plan.solution.changes, plan.solution.day
    written = {override.key: override.value for change in changes for override in change.overrides}
    return day and (day, written, {dotted(change.path) for change in changes if change.is_wait})


def _best(found: Smallest | None) -> object:
    return found and (found.day, found.written, found.waits)


def _is_eligible(values: Values, plan: MarketPlan) -> bool:
    edited = apply_overrides(values, (override for change in plan.solution.changes for override in change.overrides))
    market = plan.result.market.id
    result = check(edited, as_of=plan.solution.day or AS_OF, markets=(market,))
    return market_of(result, market).verdict is Verdict.ELIGIBLE


def _rank(found: Smallest | None) -> tuple[object, ...]:
    return (True,) if found is None else (False, found.weight, found.day)


def smallest(values: Values, market: str, as_of: date) -> Smallest | None:
    """The smallest plan; None where no change opens the market."""
    offered: list[Values] = values.get("products", [])
    listed_first = sorted(range(len(offered)), key=lambda index: market not in offered[index]["markets"])
    indexes: list[int | None] = [*listed_first]
    if not any(fact.startswith(PRODUCT) for item in _required(market) for fact in item.facts):
        indexes = [None]
    tried = [(index, _with(values, market, index, as_of, day)) for day in _days(values, as_of) for index in indexes]
    if not any(plan and (index is None or market in offered[index]["markets"]) for index, plan in tried):
        tried += [(None, _with(values, market, len(offered), as_of, day)) for day in _days(values, as_of)]
    found = [plan for _, plan in tried if plan is not None]
    return min(found, key=lambda plan: (plan.weight, plan.day), default=None)


def _with(values: Values, market: str, index: int | None, as_of: date, day: date) -> Smallest | None:
    """The smallest plan with one of the products, or a new one, on a day."""
    offered: list[Values] = values.get("products", [])
    is_new = index == len(offered)
    own = {} if index is None or index == len(offered) else offered[index]
    parts = [_of_group(group, market, _stated(group, values, own), as_of, day) for group in _groups(market)]
    written: dict[str, Any] = {}
    waits: set[str] = set()
    for part in parts:
        if part is None:
            return None
        written |= part.written
        waits |= part.waits
    facts = {fact.removeprefix(PRODUCT): written.pop(fact) for fact in [*written] if fact.startswith(PRODUCT)}
    weights = [_weight_of(fact) for fact in written] + [_weight("wait")] * len(waits)
    if is_new:
        weights.append(_weight_of("products"))
        taken = {product["name"] for product in offered}
        name = next(name for length in range(1, len(taken) + 2) if (name := "…" * length) not in taken)
        written[f"products[{index}]"] = {"name": name, "markets": [market], **facts}
    elif index is not None:
        weights += [_weight_of(f"{PRODUCT}{name}") for name in facts]
        written |= {f"products[{index}].{name}": value for name, value in facts.items()}
        if market not in own["markets"]:
            weights.append(_weight_of("product.markets"))
            written[f"products[{index}].markets[{len(own['markets'])}]"] = market
    if more := written.pop("cases", None):
        number = len(values.get("cases") or [])
        written |= {f"cases[{number + more_than}]": {"customer": "…"} for more_than in range(more)}
    return Smallest(_total(weights), day, written, frozenset(waits))


def _required(market: str) -> list[Requirement]:
    return [item for item in CATALOGUE.required_of(CATALOGUE.market(market)) if item.level == "required"]


def _groups(market: str) -> list[list[Requirement]]:
    """The requirements, those that share facts together."""
    groups: list[list[Requirement]] = []
    for item in _required(market):
        alike = [group for group in groups if any(set(item.facts) & set(other.facts) for other in group)]
        groups = [group for group in groups if group not in alike]
        groups.append([*(other for group in alike for other in group), item])
    return groups


def _days(values: Values, as_of: date) -> list[date]:
    """Today, and the days to come on which something stated begins to count."""
    attested = [item["on"] for item in values.get("attestations", {}).values()]
    since = [values["company"].get("established"), *values.get("experience", {}).values()]
    years = {leaf.years for item in CATALOGUE.requirements() for leaf in _leaves(item) if isinstance(leaf, Since)}
    full = [months_later(day, 12 * count) for day in since if day is not None for count in years]
    return sorted({as_of, *(day for day in (*attested, *full) if day > as_of)})


def _leaves(requirement: Requirement) -> Iterator[Leaf]:
    yield from leaves(requirement.condition)
    if requirement.applies_when is not None:
        yield from leaves(requirement.applies_when)


def _stated(group: Iterable[Requirement], values: Values, own: Values) -> Values:
    """What a profile and one of its products state of the facts of some requirements."""
    stated: Values = {}
    for fact in dict.fromkeys(fact for item in group for fact in item.facts):
        table, _, key = fact.partition(".")
        found = own.get(key) if table == "product" else values.get(fact) if not key else values.get(table, {}).get(key)
        if found is not None:
            stated[fact] = found
    return stated


_solved: Final[dict[tuple[object, ...], Changes | None]] = {}


def _of_group(group: list[Requirement], market: str, stated: Values, as_of: date, day: date) -> Changes | None:
    """The smallest set of changes that meets some requirements, known once it was found."""
    key = (market, *(item.id for item in group), repr(stated), as_of, day)
    if key not in _solved:
        _solved[key] = _tried(group, market, stated, as_of, day)
    return _solved[key]


def _tried(group: list[Requirement], market: str, stated: Values, as_of: date, day: date) -> Changes | None:
    facts = dict.fromkeys(fact for item in group for fact in item.facts)
    options = {fact: [*_options(fact, group, stated, as_of, day)] for fact in facts}
    for size in range(len(facts) + 1):
        found: list[dict[str, Any]] = []
        for some in combinations(facts, size):
            for choice in product(*(options[fact] for fact in some)):
                written = dict(zip(some, choice, strict=True))
                if _all_met(group, market, stated, written, day):
                    found.append(written)
        if found:
            best = min(found, key=lambda written: _total(map(_weight_of, written)))
            left = {fact: value for fact, value in stated.items() if fact not in best}
            return Changes(best, frozenset(_waited_for(left, group, as_of)))
    return None


def _options(fact: str, group: Iterable[Requirement], stated: Values, as_of: date, day: date) -> Iterator[Any]:
    """The values worth a try for a fact; none where it is stated and nothing changes it."""
    if fact.startswith(ATTESTATION):
        yield {"holds": True, "by": "…", "on": as_of, "evidence": ["https://…"]}
        return
    label = CATALOGUE.facts[fact]
    if fact in stated and label.fixed:
        return
    about = [leaf for item in group for leaf in _leaves(item) if fact in {"cases", getattr(leaf, "fact", None)}]
    for leaf in about:
        match leaf:
            case AtLeast(minimum=minimum):
                yield minimum
            case MoreThan(limit=limit):
                yield limit + 1
            case Cny(limit=limit):
                yield _capital(stated.get(fact), limit + 1)
            case CasesAtLeast(minimum=minimum):
                yield from range(1, minimum + 1)
            case OneOf():
                yield from (*leaf.values, *label.values)
            case Since(years=years):
                closest_matches = (months_later(day, -12 * years) + timedelta(days=shift) for shift in (2, 1, 0, -1))
                latest = next(since for since in closest_matches if months_later(since, 12 * years) <= day)
                yield from [latest] if latest >= EARLIEST else []
            case _:
                yield from (True, False)


def _capital(stated: Any, least: int) -> Any:
    """So much capital in yuan, for a sum in another currency as its equivalent."""
    if stated is not None:
        capital = _profile({"company.registered_capital": stated}).company.registered_capital
        if capital and capital.in_cny is None:
            return {"amount": capital.amount, "currency": capital.currency, "cny_equivalent": least}
    return f"{least}元"


def _all_met(group: Iterable[Requirement], market: str, stated: Values, written: Values, day: date) -> bool:
    together = stated | written
    if "cases" in written:
        together["cases"] = [*stated.get("cases", []), *[{"customer": "…"}] * written["cases"]]
    profile = _profile(together, market)
    facts = facts_of_vendor(profile, as_of=day).for_market(market, IndexedProduct(0, profile.products[0]))
    return all(check_requirement(item, facts).status in MET for item in group)


def _profile(stated: Values, market: str = "website") -> VendorProfile:
    """A profile that states some facts, those of a product of its only one."""
    values: Values = {"profile_version": 1, "company": {"name": "示例"}}
    offered: Values = {"name": "示例", "markets": [market]}
    for fact, value in stated.items():
        table, _, key = fact.partition(".")
        if table == "product":
            offered[key] = value
        elif key:
            values.setdefault(table, {})[key] = value
        else:
            values[table] = value
    return validate(VendorProfile, values | {"products": [offered]})


def _waited_for(left: Values, group: Iterable[Requirement], as_of: date) -> Iterator[str]:
    """The facts, of those that are left as they are, that do not count yet."""
    years = {leaf.fact: leaf.years for item in group for leaf in _leaves(item) if isinstance(leaf, Since)}
    begins = {fact: months_later(left[fact], 12 * count) for fact, count in years.items() if fact in left}
    begins |= {fact: value["on"] for fact, value in left.items() if fact.startswith(ATTESTATION)}
    yield from (fact for fact, day in begins.items() if day > as_of)


def _weight(effort: Effort, *, is_fixed: bool = False) -> Weight:
    return Weight(1, int(is_fixed), (RANK[effort],))


def _weight_of(fact: str) -> Weight:
    if fact.startswith(ATTESTATION):
        slug = fact.removeprefix(ATTESTATION)
        return _weight(next(item.effort or "none" for item in CATALOGUE.requirements() if item.slug == slug))
    label = CATALOGUE.facts[fact]
    return _weight(label.effort or "none", is_fixed=label.fixed is not None)


def _total(weights: Iterable[Weight]) -> Weight:
    each = list(weights)
    efforts = sorted((rank for weight in each for rank in weight.efforts), reverse=True)
    return Weight(sum(weight.changes for weight in each), sum(weight.fixed for weight in each), tuple(efforts))
