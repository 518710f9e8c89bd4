"""Many profiles: found, read and checked one by one. A bad file is an entry of the result and stops nothing."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import ProfileResult, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import STDIN, display, read_input
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.profile.loader import LoadedProfile, load_profile
from cloudmkt_cli.runs.profile_paths import find_profiles
from cloudmkt_cli.runs.waivers import WaiverUse

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import BaselineResult


class CheckedProfile(NamedTuple):
    """A profile that could be read, and how it stands."""

    path: str
    loaded: LoadedProfile
    result: ProfileResult
    baseline_result: "BaselineResult | None" = None
    """How that is beside the baseline; None without one."""
    configuration: str | None = None
    """The configuration, where it had a say in what was checked; None where it had none."""

    @property
    def gate(self) -> Verdict:
        """The verdict that the exit status goes by: what is waived counts as met, and nothing no worse than before."""
        return self.result.gate if self.baseline_result is None or self.baseline_result.counts else Verdict.ELIGIBLE

    @property
    def is_worse(self) -> bool:
        """Whether it is worse than in the baseline."""
        return self.baseline_result is not None and self.baseline_result.is_worse


class RunContext(NamedTuple):
    """What is the same for every profile of a run."""

    catalogue: Catalogue
    as_of: date
    markets: tuple[Market, ...]
    """The markets looked at, in the order of the catalogue."""
    overrides: tuple[Override, ...] = ()
    """What was supposed of every profile."""
    configuration: str | None = None
    """The configuration, where it had a say in what was checked; None where it had none."""
    raw_paths: Mapping[str, str] = {}
    """Paths that are no text, as the system has them, by the names that results give them."""


class Summary(NamedTuple):
    """What is known of a run once every profile is checked."""

    totals: Counter[Verdict]
    """How many of all that were checked have each verdict."""
    waived: int
    """How many of them have a failure that is waived."""
    worse: int
    """How many of them are worse than in the baseline."""
    shown: int
    """How many of them are shown."""
    errors: tuple[Diagnostic, ...]
    """What kept files from being checked, in the order of their paths."""
    waivers: tuple[WaiverUse, ...] = ()
    """What became of every waiver of the run."""
    left_out: int = 0
    """How many files and folders were left out below the folders that were named."""

    @property
    def unchecked(self) -> int:
        """How many inputs could not be checked."""
        return number_of_inputs(self.errors)


class Batch(NamedTuple):
    """A run that is small enough to be kept in memory."""

    catalogue: Catalogue
    as_of: date
    profiles: tuple[CheckedProfile, ...]
    errors: tuple[Diagnostic, ...]
    waivers: tuple[WaiverUse, ...] = ()
    overrides: tuple[Override, ...] = ()
    configuration: str | None = None
    left_out: int = 0

    @property
    def context(self) -> RunContext:
        """What is the same for all of its profiles."""
        markets = tuple(result.market for result in self.profiles[0].result.markets) if self.profiles else ()
        return RunContext(self.catalogue, self.as_of, markets, self.overrides, self.configuration)

    @property
    def summary(self) -> Summary:
        """What its profiles come to."""
        return Summary(
            totals=Counter(checked.result.verdict for checked in self.profiles),
            waived=sum(checked.result.is_waived for checked in self.profiles),
            worse=sum(checked.is_worse for checked in self.profiles),
            shown=len(self.profiles),
            errors=self.errors,
            waivers=self.waivers,
            left_out=self.left_out,
        )


def check_paths(paths: Sequence[str], catalogue: Catalogue, as_of: date, markets: Sequence[str] = ()) -> Batch:
    """Check every profile that ``paths`` name, and keep all that was found out."""
    files, errors, left_out = find_profiles(paths)
    profiles: list[CheckedProfile] = []
    for file in files:
        try:
            profiles.append(check_path(file, catalogue, as_of, markets))
        except InputError as error:
            errors += error.diagnostics
    return Batch(catalogue, as_of, tuple(profiles), tuple(errors), left_out=left_out.total())


def number_of_inputs(errors: Iterable[Diagnostic]) -> int:
    """How many inputs the errors are about."""
    return len({error.path for error in errors})


def check_path(  # noqa: PLR0913  what a check depends on
    path: str,
    catalogue: Catalogue,
    as_of: date,
    markets: Sequence[str] = (),
    overrides: Sequence[Override] = (),
    *,
    stdin_filename: str | None = None,
) -> CheckedProfile:
    """Check one profile, supposing what ``edits`` say.

    Raises:
        InputError: it cannot be read or is not valid; the diagnostics name its path.
    """
    loaded = read_profile(path, catalogue, overrides, stdin_filename)
    result = check_profile(loaded.profile, catalogue, as_of, markets=markets, files=loaded.files)
    return CheckedProfile(name_of(path, stdin_filename), loaded, result)


def name_of(path: str, stdin_filename: str | None) -> str:
    """A path as results name it; standard input may have a name of its own."""
    return display(stdin_filename if stdin_filename and path == STDIN else path)


def read_profile(
    path: str, catalogue: Catalogue, overrides: Sequence[Override] = (), stdin_filename: str | None = None
) -> LoadedProfile:
    """Read one profile, from a file or, for ``-``, from standard input, and suppose what ``edits`` say.

    Raises:
        InputError: as ``check_path``.
    """
    try:
        if path == STDIN and not stdin_filename:
            return load_profile(read_input(path), "", catalogue, overrides)
        file = stdin_filename if stdin_filename and path == STDIN else path
        folder = os.path.dirname(file)  # noqa: PTH120  a fifth of the time of a Path
        own = file if path != STDIN or os.path.exists(file) else None  # noqa: PTH110  as above
        return load_profile(read_input(path), folder, catalogue, overrides, own)
    except InputError as error:
        name = name_of(path, stdin_filename)
        raise InputError(*[item._replace(path=name) for item in error.diagnostics]) from None
