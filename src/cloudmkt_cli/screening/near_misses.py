"""How far below a limit the rows are that it rules out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, get_args

from cloudmkt_cli.catalogue.conditions import AtLeast, Cny, Condition, Leaf, MoreThan, NoneOf, leaves
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.screening.model import Band, Decision, MarketDecision, Pattern, Screening, Shortfall

BANDS: Final[tuple[Band, ...]] = get_args(Band)


class BandCount(NamedTuple):
    """Rows whose value is about as far below a limit."""

    band: Band
    rows: int
    alone: int
    """Rows that nothing else rules out of at least one of the markets."""


class NearMiss(NamedTuple):
    """How far below a limit the rows are that it rules out."""

    condition: AtLeast | MoreThan | Cny
    requirements: tuple[Requirement, ...]
    """Those that have the limit, in the order of the catalogue."""
    bands: tuple[BandCount, ...]
    """The nearest first; those without rows are left out."""


def near_misses(
    counted: Iterable[tuple[Pattern, Decision, int]], screening: Screening, catalogue: Catalogue
) -> Iterator[NearMiss]:
    """The limits that rule rows out, in the order of the catalogue."""
    by_limit = _by_limit(catalogue)
    rows: Counter[tuple[Leaf, Band]] = Counter()
    alone: Counter[tuple[Leaf, Band]] = Counter()
    failing: set[tuple[Leaf, str]] = set()
    for pattern, decision, number in counted:
        for condition, band, _ in shortfalls(pattern, screening):
            ids = {requirement.id for requirement in by_limit.get(condition, ())}
            failed = {market.ruled_out_by: ids.intersection(market.ruled_out_by) for market in decision.markets}
            hit = {one for those in failed.values() for one in those}
            if band is None or not hit:
                continue
            failing.update((condition, one) for one in hit)
            rows[condition, band] += number
            if any(those and len(ruled_out_by) == 1 for ruled_out_by, those in failed.items()):
                alone[condition, band] += number
    for limit, requirements in by_limit.items():
        bands = tuple(BandCount(band, rows[limit, band], alone[limit, band]) for band in BANDS if rows[limit, band])
        if bands and isinstance(limit, AtLeast | MoreThan | Cny):
            yield NearMiss(limit, tuple(one for one in requirements if (limit, one.id) in failing), bands)


def _by_limit(catalogue: Catalogue) -> dict[Leaf, list[Requirement]]:
    """The requirements that fail for want of a condition."""
    found: defaultdict[Leaf, list[Requirement]] = defaultdict(list)
    for requirement in catalogue.requirements():
        for leaf in dict.fromkeys(_wanted(requirement.condition)):
            found[leaf].append(requirement)
    return dict(found)


def _wanted(condition: Condition) -> Iterator[Leaf]:
    """The leaves of a condition, unless they must not hold."""
    return iter(()) if isinstance(condition, NoneOf) else leaves(condition)


def shortfalls(pattern: Pattern, screening: Screening) -> Iterator[Shortfall]:
    """How far the values of a pattern are from meeting conditions."""
    for number, source in zip(pattern, screening.sources, strict=True):
        yield from source.classes[number].shortfalls


def opens_in(decision: MarketDecision, pattern: Pattern, screening: Screening) -> str | None:
    """The month from which age, which alone rules the market out, no longer does: ``2027-03``."""
    if decision.age is None:
        return None
    return next((one.month for one in shortfalls(pattern, screening) if one.condition == decision.age), None)
