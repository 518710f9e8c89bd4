"""The functions for scripts, with the same results as the commands. Scripts import them from ``cloudmkt_cli``."""

from collections.abc import Sequence
from datetime import date
from os import PathLike, fspath

from cloudmkt_cli.catalogue import loader
from cloudmkt_cli.catalogue.editions import find_edition
from cloudmkt_cli.catalogue.loader import DEFAULT_PACK
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.checking import checker
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileResult, ProfileWarning, Status, Step, Verdict
from cloudmkt_cli.checking.workdays import today_in_china
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.runs import batch

__all__ = [
    "Catalogue",
    "Diagnostic",
    "Finding",
    "InputError",
    "Language",
    "LoadedProfile",
    "Market",
    "MarketResult",
    "Message",
    "Position",
    "ProfileResult",
    "ProfileWarning",
    "Requirement",
    "Status",
    "Step",
    "Text",
    "VendorProfile",
    "Verdict",
    "check_profile",
    "load_catalogue",
    "load_profile",
    "translate",
]


def load_catalogue(edition: str = DEFAULT_PACK) -> Catalogue:
    """The catalogue of an edition, as ``--edition`` names it: an id, ``newest``, ``at-2019-02-01``, or a marketplace.

    Raises:
        InputError: the edition is unknown.
    """
    return loader.load_catalogue(find_edition(edition))


def load_profile(path: str | PathLike[str], catalogue: Catalogue | None = None) -> LoadedProfile:
    """Read and validate a profile; ``-`` reads standard input.

    Files that the profile names are looked for in its folder.

    Raises:
        InputError: the profile cannot be read or is not valid.
    """
    return batch.read_profile(fspath(path), catalogue or load_catalogue())


def check_profile(
    profile: LoadedProfile,
    catalogue: Catalogue | None = None,
    as_of: date | None = None,
    *,
    markets: Sequence[str] = (),
) -> ProfileResult:
    """Check a profile as ``cloudmkt check`` does, as of ``as_of`` (default: today in China).

    ``markets`` are the ids of the markets to check, instead of the profile's targets.

    Raises:
        InputError: a market is unknown.
    """
    catalogue = catalogue or load_catalogue()
    chosen = tuple(catalogue.market(market).id for market in markets)
    return checker.check_profile(
        profile.profile, catalogue, as_of or today_in_china(), markets=chosen, files=profile.files
    )
