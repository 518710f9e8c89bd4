"""Many profiles: found, read and checked one by one. A bad file is an entry of the result and stops nothing."""

import errno
import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checker import check_profile
from cloudmkt_cli.edits import Edit
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.input_file import CONFIGURATION, DEFAULT_PROFILE, STDIN, display, read_input, unreadable
from cloudmkt_cli.language import Message
from cloudmkt_cli.profile_loader import LoadedProfile, load_profile
from cloudmkt_cli.report import ProfileResult, Verdict
from cloudmkt_cli.waivers import WaiverUse

if TYPE_CHECKING:
    from cloudmkt_cli.baseline import Standing


class CheckedProfile(NamedTuple):
    """A profile that could be read, and how it stands."""

    path: str
    loaded: LoadedProfile
    result: ProfileResult
    standing: "Standing | None" = None
    """How that is beside the baseline; None without one."""
    configuration: str | None = None
    """The configuration, where it had a say in what was checked; None where it had none."""

    @property
    def gate(self) -> Verdict:
        """The verdict that the exit status goes by: what is waived counts as met, and nothing no worse than before."""
        return self.result.gate if self.standing is None or self.standing.counts else Verdict.ELIGIBLE

    @property
    def is_worse(self) -> bool:
        """Whether it is worse than in the baseline."""
        return self.standing is not None and self.standing.is_worse


class Batch(NamedTuple):
    """What one run found out: the profiles to show, the totals of all, and what kept files from being checked."""

    catalogue: Catalogue
    as_of: date
    profiles: tuple[CheckedProfile, ...]
    errors: tuple[Diagnostic, ...]
    hidden: tuple[CheckedProfile, ...] = ()
    """Profiles that were checked and are not to be shown."""
    waivers: tuple[WaiverUse, ...] = ()
    """What became of every waiver of the run."""
    edits: tuple[Edit, ...] = ()
    """What was supposed of every profile."""
    configuration: str | None = None
    """The configuration, where it had a say in what was checked; None where it had none."""

    @property
    def totals(self) -> Counter[Verdict]:
        """How many of all that were checked have each verdict."""
        return Counter(checked.result.verdict for checked in (*self.profiles, *self.hidden))

    @property
    def waived(self) -> int:
        """How many of all that were checked have a failure that is waived."""
        return sum(checked.result.is_waived for checked in (*self.profiles, *self.hidden))

    @property
    def worse(self) -> int:
        """How many of all that were checked are worse than in the baseline."""
        return sum(checked.is_worse for checked in (*self.profiles, *self.hidden))

    @property
    def unchecked(self) -> int:
        """How many inputs could not be checked."""
        return number_of_inputs(self.errors)


def check_paths(paths: Sequence[str], catalogue: Catalogue, as_of: date, markets: Sequence[str] = ()) -> Batch:
    """Check every profile that ``paths`` name, and keep all that was found out."""
    files, errors = find_profiles(paths)
    profiles: list[CheckedProfile] = []
    for file in files:
        try:
            profiles.append(check_path(file, catalogue, as_of, markets))
        except InputError as error:
            errors += error.diagnostics
    return Batch(catalogue, as_of, tuple(profiles), tuple(errors))


def number_of_inputs(errors: Iterable[Diagnostic]) -> int:
    """How many inputs the errors are about."""
    return len({error.path for error in errors})


def find_profiles(paths: Sequence[str]) -> tuple[list[str], list[Diagnostic]]:
    """The files that paths name, each once and in the order of their paths, and what is wrong with the other paths.

    A path is a file, a folder (every ``*.toml`` below it), ``-`` for standard input, or a pattern that no shell
    expanded; no path at all is ``cloudmkt.toml`` in the current folder. What is named may be a symbolic link; what is
    found may not lead out of the folder that it was found in, or a line of a file that nobody named could be shown.
    """
    paths = paths or (DEFAULT_PROFILE,)
    if [*paths] == [DEFAULT_PROFILE] and not Path(DEFAULT_PROFILE).exists():
        message = Message("error.no_default_profile", {"path": DEFAULT_PROFILE})
        return [], [Diagnostic(message, Message("hint.no_default_profile"), path=DEFAULT_PROFILE)]
    found: dict[str, str] = {}
    errors: list[Diagnostic] = []
    for path in paths:
        files, unreadable = _files(path)
        if not files and not unreadable:
            name = display(path)
            message = Message("error.no_profiles", {"path": name})
            errors.append(Diagnostic(message, Message("hint.no_profiles"), path=name))
        errors += unreadable
        for file in files:
            found.setdefault(os.path.normpath(file), file)
    return sorted(found.values(), key=display), errors


def only_profile(paths: Sequence[str]) -> str | None:
    """The profile that paths come to; where that is not exactly one, the one of the current folder, if there is any."""
    files, _ = find_profiles(paths)
    if len(files) == 1:
        return files[0]
    return DEFAULT_PROFILE if Path(DEFAULT_PROFILE).exists() else None


def check_path(
    path: str, catalogue: Catalogue, as_of: date, markets: Sequence[str] = (), edits: Sequence[Edit] = ()
) -> CheckedProfile:
    """Check one profile, supposing what ``edits`` say.

    Raises:
        InputError: it cannot be read or is not valid; the diagnostics name its path.
    """
    loaded = read_profile(path, catalogue, edits)
    result = check_profile(loaded.profile, catalogue, as_of, markets=markets, files=loaded.files)
    return CheckedProfile(display(path), loaded, result)


def read_profile(path: str, catalogue: Catalogue, edits: Sequence[Edit] = ()) -> LoadedProfile:
    """Read one profile, from a file or, for ``-``, from standard input, and suppose what ``edits`` say.

    Raises:
        InputError: as ``check_path``.
    """
    try:
        if path == STDIN:
            return load_profile(read_input(path), "", catalogue, edits)
        folder = os.path.dirname(path)  # noqa: PTH120  a fifth of the time of a Path
        return load_profile(read_input(path), folder, catalogue, edits, path)
    except InputError as error:
        name = display(path)
        raise InputError(*[item._replace(path=name) for item in error.diagnostics]) from None


def _files(path: str) -> tuple[list[str], list[Diagnostic]]:
    """What one path names, and what could not be looked into; itself where it is no folder and no pattern."""
    if os.path.isdir(path):  # noqa: PTH112  a Path raises for a name that is too long
        return _below([path], path)
    if path == STDIN or not glob.has_magic(path) or os.path.lexists(path):
        return [path], []
    try:
        matches = glob.glob(path, recursive=True)  # noqa: PTH207  takes any path
    except RecursionError:
        return [], list(_unreadable(path, OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))))
    top = _fixed_part(path)
    stay, errors = _within(top, set(matches))
    folders = [match for match in stay if os.path.isdir(match)]  # noqa: PTH112  as above
    files, more = _below(folders, top)
    return [*files, *set(stay).difference(folders)], errors + more


def _below(folders: Sequence[str], top: str) -> tuple[list[str], list[Diagnostic]]:
    """Every profile below folders, however deep, and what could not be looked into or leads out of ``top``.

    Links to folders are left alone, and so is our own configuration.
    """
    files: list[str] = []
    links: list[str] = []
    errors: list[Diagnostic] = []
    waiting = [*folders]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(inside) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif _names_profile(entry.name) and not entry.is_dir():
                        (links if entry.is_symlink() else files).append(entry.path)
        except OSError as error:
            errors += _unreadable(inside, error)
    stay, lead_out = _within(top, links)
    return files + stay, sorted(errors + lead_out, key=lambda error: error.path or "")


def _within(top: str, paths: Iterable[str]) -> tuple[list[str], list[Diagnostic]]:
    """The paths that really lie below a folder, and what to say of the others."""
    home = os.path.realpath(top)
    stay: list[str] = []
    errors: list[Diagnostic] = []
    for path in paths:
        if Path(os.path.realpath(path)).is_relative_to(home):
            stay.append(path)
        else:
            message = Message("error.leads_out", {"folder": display(top)})
            errors.append(Diagnostic(message, Message("hint.leads_out"), path=display(path)))
    return stay, sorted(errors, key=lambda error: error.path or "")


def _fixed_part(pattern: str) -> str:
    """The folder that a pattern begins with, up to its first part that stands for several."""
    folder = pattern
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)  # noqa: PTH120  as above
    return folder or os.curdir


def _names_profile(name: str) -> bool:
    return os.path.normcase(name).endswith(".toml") and name != CONFIGURATION


def _unreadable(path: str, error: OSError) -> Iterator[Diagnostic]:
    name = display(path)
    return (item._replace(path=name) for item in unreadable(error).diagnostics)
