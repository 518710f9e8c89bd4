"""Where a vendor could sell: the market of each marketplace that is nearest, by the newest known text."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.editions import editions_of, marketplaces
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.facts import vendor_facts
from cloudmkt_cli.checking.results import Finding, MarketResult, Status, targets_or_all
from cloudmkt_cli.planning.solution import Solution
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.profile.markets import with_included_markets


class Placement(NamedTuple):
    """The nearest market of a marketplace: of those that the profile means or, if it means none, of all."""

    catalogue: Catalogue
    """The newest known edition of the marketplace."""
    result: MarketResult
    solution: Solution

    @property
    def marketplace(self) -> str:
        """The id of the marketplace."""
        return self.catalogue.edition.marketplace

    def left(self, status: Status) -> tuple[Finding, ...]:
        """The findings of a status that keep the vendor from being eligible."""
        return tuple(finding for finding in self.result.blockers if finding.status is status)

    @property
    def shut_by(self) -> tuple[Requirement, ...]:
        """The requirements that no change can meet."""
        return self.solution.infeasible


def newest_catalogues(own: Sequence[Catalogue] = ()) -> tuple[Catalogue, ...]:
    """The newest known edition of every marketplace, that of the home one first; of the user's own, the last given."""
    shipped = {marketplace: load_catalogue(editions_of(marketplace)[-1].id) for marketplace in marketplaces()}
    return tuple((shipped | {one.edition.marketplace: one for one in own}).values())


def is_known_in_force(catalogue: Catalogue, day: date) -> bool:
    """Whether a text is known to have been in force on a day: it was seen then or later, and had begun."""
    since, last_seen = catalogue.edition.since, catalogue.edition.last_seen
    return since is not None and last_seen is not None and since <= day <= last_seen


def placements(loaded: LoadedProfile, catalogues: Sequence[Catalogue], as_of: date) -> tuple[Placement, ...]:
    """The placement of a vendor in the marketplace of each catalogue, in the order of the catalogues."""
    return tuple(_placement(loaded, catalogue, as_of) for catalogue in catalogues)


def nearest_first(found: Sequence[Placement]) -> list[Placement]:
    """Smallest solution first, as markets stand in a plan."""
    return sorted(found, key=lambda placement: placement.solution.rank)


def soonest(found: Sequence[Placement]) -> Placement | None:
    """The placement with the earliest day, of equals the one with the least to do; None if no change opens any."""
    open_to_all = [placement for placement in nearest_first(found) if placement.solution.day]
    return min(open_to_all, key=lambda placement: placement.solution.day or date.max, default=None)


def _placement(loaded: LoadedProfile, catalogue: Catalogue, as_of: date) -> Placement:
    profile = with_included_markets(loaded.profile, catalogue)
    result = check_profile(profile, catalogue, as_of, files=loaded.files)
    vendor = vendor_facts(profile, loaded.files, as_of, catalogue)
    solved = ((market, solve(market.market, vendor, catalogue)) for market in targets_or_all(result.markets))
    return Placement(catalogue, *min(solved, key=lambda pair: pair[1].rank))
