"""For scripts: a profile read, and checked, with the same results as the command line's."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from os import PathLike, fspath

from cloudmkt_cli.catalogue import loader
from cloudmkt_cli.catalogue.editions import find_edition
from cloudmkt_cli.catalogue.loader import DEFAULT_PACK
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking import checker
from cloudmkt_cli.checking.results import ProfileResult
from cloudmkt_cli.checking.workdays import today_in_china
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.render.diagnostics import render_diagnostics
from cloudmkt_cli.runs import batch

__all__ = ["check_profile", "load_catalogue", "load_profile"]


def load_catalogue(edition: str = DEFAULT_PACK) -> Catalogue:
    """The catalogue of an edition, as ``--edition`` names it: an id, ``newest``, ``at-2019-02-01``, or a marketplace.

    Raises:
        InputError: there is no such edition.
    """
    with _explained():
        return loader.load_catalogue(find_edition(edition))


def load_profile(path: str | PathLike[str], catalogue: Catalogue | None = None) -> LoadedProfile:
    """Read a profile; files that it names are looked for in its folder. ``-`` is standard input.

    Raises:
        InputError: it cannot be read or is not valid; ``diagnostics`` has every mistake, with its place and remedy.
    """
    with _explained():
        return batch.read_profile(fspath(path), catalogue or load_catalogue())


def check_profile(
    profile: LoadedProfile,
    catalogue: Catalogue | None = None,
    as_of: date | None = None,
    *,
    markets: Sequence[str] = (),
) -> ProfileResult:
    """Check a profile as ``cloudmkt check`` does, as things stand on ``as_of``: today in China if left out.

    ``markets`` are the ids of the markets to look at alone, in place of all and of the profile's targets.

    Raises:
        InputError: there is no such market.
    """
    catalogue = catalogue or load_catalogue()
    with _explained():
        chosen = tuple(catalogue.market(market).id for market in markets)
    return checker.check_profile(
        profile.profile, catalogue, as_of or today_in_china(), markets=chosen, files=profile.files
    )


@contextmanager
def _explained() -> Iterator[None]:
    """Let a traceback say what the command line would."""
    try:
        yield
    except InputError as error:
        error.add_note(render_diagnostics(error.diagnostics, "en"))
        raise
