"""What the verdict would be under the newest known edition, where a profile is checked against the default one."""

from typing import NamedTuple

from cloudmkt_cli.catalogue.loader import load_catalogue, newer_edition
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import ProfileResult
from cloudmkt_cli.profile.markets import with_included_markets
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


class UnderNewer(NamedTuple):
    """A newer edition, and the result under it."""

    catalogue: Catalogue
    result: ProfileResult


def under_newer_edition(checked: CheckedProfile, run: RunContext) -> UnderNewer | None:
    """The result under the newer edition; None if none is known, or it has none of the markets that were asked for."""
    newest = newer_edition(run.catalogue)
    if newest is None:
        return None
    newer = load_catalogue(newest)
    asked = {market.id for market in run.markets}
    markets = [market.id for market in newer.markets if not asked.isdisjoint((market.id, *market.includes))]
    if not markets:
        return None
    profile = with_included_markets(checked.loaded.profile, newer)
    narrowed = markets if len(run.markets) < len(run.catalogue.markets) else ()
    result = check_profile(profile, newer, run.as_of, markets=narrowed, files=checked.loaded.files)
    return UnderNewer(newer, result)
