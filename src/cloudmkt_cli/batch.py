"""Many profiles: found, read and checked one by one. A bad file is an entry of the result and stops nothing."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checker import check_profile
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.input_file import STDIN, read_input
from cloudmkt_cli.language import Message
from cloudmkt_cli.profile_loader import LoadedProfile, load_profile
from cloudmkt_cli.report import ProfileResult, Verdict

DEFAULT_PROFILE: Final = "cloudmkt.toml"


class CheckedProfile(NamedTuple):
    """A profile that could be read, and how it stands."""

    path: str
    loaded: LoadedProfile
    result: ProfileResult


class Batch(NamedTuple):
    """All that one run found out: profiles in the order of their paths, and what kept files from being checked."""

    catalogue: Catalogue
    as_of: date
    profiles: tuple[CheckedProfile, ...]
    errors: tuple[Diagnostic, ...]

    @property
    def unchecked(self) -> int:
        """How many inputs could not be checked."""
        return len({error.path for error in self.errors})

    def count(self, verdict: Verdict) -> int:
        """How many profiles have a verdict."""
        return sum(checked.result.verdict is verdict for checked in self.profiles)


def check_paths(paths: Sequence[str], catalogue: Catalogue, as_of: date, markets: Sequence[str] = ()) -> Batch:
    """Check every profile that ``paths`` name: files, folders (every ``*.toml`` below), ``-`` for standard input."""
    profiles: list[CheckedProfile] = []
    errors: list[Diagnostic] = []
    for path in _files(paths, errors):
        try:
            profiles.append(check_path(path, catalogue, as_of, markets))
        except InputError as error:
            errors += error.diagnostics
    return Batch(catalogue, as_of, tuple(sorted(profiles, key=lambda checked: checked.path)), tuple(errors))


def check_path(path: str, catalogue: Catalogue, as_of: date, markets: Sequence[str] = ()) -> CheckedProfile:
    """Check one profile.

    Raises:
        InputError: it cannot be read or is not valid; the diagnostics name its path.
    """
    loaded = _load(path, catalogue)
    result = check_profile(loaded.profile, catalogue, as_of, markets=markets, files=loaded.files)
    return CheckedProfile(_display(path), loaded, result)


def _load(path: str, catalogue: Catalogue) -> LoadedProfile:
    try:
        folder = Path.cwd() if path == STDIN else Path(path).parent
        return load_profile(read_input(path), folder, catalogue)
    except InputError as error:
        raise InputError(*(item._replace(path=_display(path)) for item in error.diagnostics)) from None


def _files(paths: Iterable[str], errors: list[Diagnostic]) -> Iterator[str]:
    """The files that paths name, each once; what names none goes to ``errors``."""
    if not paths and not Path(DEFAULT_PROFILE).exists():
        message = Message("error.no_default_profile", {"path": DEFAULT_PROFILE})
        errors.append(Diagnostic(message, Message("hint.no_default_profile"), path=DEFAULT_PROFILE))
        return
    seen: set[str] = set()
    for path in paths or (DEFAULT_PROFILE,):
        found = _profiles_below(Path(path)) if Path(path).is_dir() else [path]
        if not found:
            message = Message("error.no_profiles", {"path": path})
            errors.append(Diagnostic(message, Message("hint.no_profiles"), path=path))
        for file in found:
            if (same := os.path.normpath(file)) not in seen:
                seen.add(same)
                yield file


def _profiles_below(folder: Path) -> list[str]:
    return sorted(str(file) for file in folder.rglob("*.toml") if not file.is_dir())


def _display(path: str) -> str:
    return "<stdin>" if path == STDIN else Path(path).as_posix()
