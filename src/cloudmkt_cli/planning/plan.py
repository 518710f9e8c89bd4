"""The plan of a vendor: its markets, nearest first, and the open questions, most decisive first.

A vendor that names target markets gets the questions of those only, and hears of no other market that a change serves.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.facts import vendor_facts
from cloudmkt_cli.checking.results import MarketResult, ProfileResult
from cloudmkt_cli.planning.goals import NewProduct
from cloudmkt_cli.planning.questions import OpenQuestion, questions
from cloudmkt_cli.planning.solution import PlannedChange, Solution
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.planning.timeline import Milestone, timeline
from cloudmkt_cli.profile.loader import LoadedProfile


class MarketPlan(NamedTuple):
    """The current result for a market, the smallest solution, and the onboarding timeline after it."""

    result: MarketResult
    solution: Solution
    timeline: tuple[Milestone, ...]


class Plan(NamedTuple):
    """What a vendor can do to become eligible, as of a day."""

    as_of: date
    markets: tuple[MarketPlan, ...]
    """Smallest solution first; of equals, the first in the catalogue."""
    questions: tuple[OpenQuestion, ...]
    """Those of the targets; if no target is named, those of all markets."""

    @property
    def targets(self) -> tuple[MarketPlan, ...]:
        """The target markets, nearest first; if no target is named, the nearest of all markets."""
        return tuple(market for market in self.markets if market.result.targeted) or self.markets[:1]

    @property
    def others(self) -> tuple[MarketPlan, ...]:
        """The other markets, which are of interest only if no target is named."""
        return () if any(market.result.targeted for market in self.markets) else self.markets[1:]


def make_plan(
    loaded: LoadedProfile, result: ProfileResult, catalogue: Catalogue, as_of: date, *, only_targets: bool = False
) -> Plan:
    """The plan for every market that was checked; with ``only_targets`` for the target markets, if any is named."""
    vendor = vendor_facts(loaded.profile, loaded.files, as_of, catalogue)
    targets = [item for item in result.markets if item.targeted] if only_targets else []
    solved = [(item, solve(item.market, vendor, catalogue)) for item in targets or result.markets]
    wanted = [pair for pair in solved if pair[0].targeted] or solved
    ranked = sorted(solved, key=lambda pair: pair[1].rank)
    markets = tuple(
        MarketPlan(
            result=item,
            solution=solution._replace(changes=tuple(_shared(change, item, wanted) for change in solution.changes)),
            timeline=tuple(timeline(vendor, item, catalogue.onboarding, solution.day)) if solution.day else (),
        )
        for item, solution in ranked
    )
    return Plan(as_of, markets, questions([(item.market, solution) for item, solution in wanted], vendor, catalogue))


def _shared(change: PlannedChange, of: MarketResult, wanted: Sequence[tuple[MarketResult, Solution]]) -> PlannedChange:
    """A change with the ids of the other wanted markets whose plan it covers."""
    if isinstance(change.goal, NewProduct):
        return change
    others = (
        item.market.id
        for item, solution in wanted
        if item is not of and any(change.covers(needed) for needed in solution.changes)
    )
    return change._replace(also=tuple(others))
