"""What the verdict would be under the newest known edition, where a profile is checked against the default one."""

from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pack_files import read_shared
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import ProfileResult
from cloudmkt_cli.profile.markets import with_included_markets
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


def newer_edition(catalogue: Catalogue) -> Catalogue | None:
    """The newest known edition of the same marketplace; None unless the catalogue is the default one."""
    return load_catalogue(read_shared("newest")["id"]) if catalogue.id == DEFAULT_PACK else None


def result_under_newer(checked: CheckedProfile, run: RunContext) -> ProfileResult | None:
    """The result under ``run.newer``; None without it, or if it has none of the markets that were asked for."""
    if run.newer is None:
        return None
    asked = {market.id for market in run.markets}
    markets = [market.id for market in run.newer.markets if not asked.isdisjoint((market.id, *market.includes))]
    if not markets:
        return None
    profile = with_included_markets(checked.loaded.profile, run.newer)
    narrowed = markets if len(run.markets) < len(run.catalogue.markets) else ()
    return check_profile(profile, run.newer, run.as_of, markets=narrowed, files=checked.loaded.files)
