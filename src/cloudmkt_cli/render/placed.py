"""The placements of the profile at hand, found once for all outputs and reports of a run."""

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.planning.placements import Placement, newest_catalogues, placements
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


class _Last:
    """The last placements. Every output takes its part of a profile before the next profile is checked."""

    found: tuple[CheckedProfile, tuple[Placement, ...]] | None = None


def texts_of(run: RunContext) -> tuple[Catalogue, ...]:
    """The newest known text of every marketplace."""
    return newest_catalogues(run.own_texts)


def placements_of(checked: CheckedProfile, run: RunContext) -> tuple[Placement, ...]:
    """The placements of a profile, the home marketplace first."""
    if _Last.found is None or _Last.found[0] is not checked:
        _Last.found = checked, placements(checked.loaded, texts_of(run), run.as_of)
    return _Last.found[1]
