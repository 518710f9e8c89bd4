"""What a walk through a folder leaves out: what is no profile by its name, what git ignores, and what is excluded."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from cloudmkt_cli.core.input import CONFIGURATION
from cloudmkt_cli.core.patterns import compile_patterns

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from cloudmkt_cli.config.settings import Settings

_REPOSITORY: Final = ".git"
_NOT_PROFILES: Final = frozenset({CONFIGURATION, "pyproject.toml"})
_OF_A_VIRTUAL_ENVIRONMENT: Final = "pyvenv.cfg"
_IGNORED: Final = ("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")
_HARMLESS: Final = ("-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false")
"""The repository may be anybody's, and its settings can name programs that git would start."""
_LONGEST: Final = 60.0
"""Seconds after which git is not waited for."""


class Reason(StrEnum):
    """Why a file or folder is left out."""

    HIDDEN = "hidden"
    """A folder whose name begins with a dot."""
    VIRTUAL_ENVIRONMENT = "virtual_environment"
    NOT_PROFILE = "not_profile"
    """``pyproject.toml``, the configuration, or the waiver file."""
    GIT_IGNORED = "git_ignored"
    EXCLUDED = "excluded"


class Patterns(NamedTuple):
    """Patterns as in ``.gitignore``, and the folder that they start at."""

    base: str
    spec: "GitIgnoreSpec"

    def match(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path is excluded; one outside the folder is matched from the root."""
        absolute = os.path.abspath(path)  # noqa: PTH100  for every file of a folder: a Path takes five times as long
        below = os.path.join(self.base, "")  # noqa: PTH118  as above
        name = absolute[len(below) :] if absolute.startswith(below) else os.path.splitdrive(absolute)[1]
        return self.spec.match_file(name.replace(os.sep, "/").lstrip("/") + ("/" if is_folder else ""))


class Exclusions(NamedTuple):
    """What a run leaves out besides what every run does."""

    patterns: tuple[Patterns, ...] = ()
    files: frozenset[str] = frozenset()
    """Absolute paths of the configuration and of the waiver file."""

    def excludes(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a pattern excludes a path."""
        return any(patterns.match(path, is_folder=is_folder) for patterns in self.patterns)

    def of_file(self, path: str, name: str) -> Reason | None:
        """Why a file is left out; None if it is not. What git says comes on top."""
        if name in _NOT_PROFILES or (self.files and os.path.abspath(path) in self.files):  # noqa: PTH100  as above
            return Reason.NOT_PROFILE
        return Reason.EXCLUDED if self.excludes(path) else None

    def of_folder(self, path: str, name: str) -> Reason | None:
        """Why a folder is left out with all that is in it; None if it is not."""
        if name.startswith("."):
            return Reason.HIDDEN
        return Reason.EXCLUDED if self.excludes(path, is_folder=True) else None


def exclusions_of(settings: "Settings", more: Sequence[str] = ()) -> Exclusions:
    """What the settings leave out, and what further patterns do, which start at the working folder."""
    own = [path for path in (settings.file, settings.waivers.value) if path]
    folder = os.path.dirname(settings.file or "")  # noqa: PTH120  as above
    stated = ((folder, settings.exclude.value), ("", more))
    patterns = tuple(_patterns(base, lines) for base, lines in stated if lines)
    return Exclusions(patterns, frozenset(map(os.path.abspath, own)))


def _patterns(base: str, lines: Iterable[str]) -> Patterns:
    return Patterns(os.path.abspath(base), compile_patterns(lines))  # noqa: PTH100  as above


def is_virtual_environment(names: Iterable[str]) -> bool:
    """Whether a folder with these names in it is a Python environment."""
    return _OF_A_VIRTUAL_ENVIRONMENT in names


def is_worth_telling(name: str) -> bool:
    """Whether somebody may miss a hidden folder: nobody looks for profiles in git's own."""
    return name != _REPOSITORY


def ignored_by_git(folder: str) -> frozenset[str]:
    """The files and folders below a folder that git ignores; none where there is no repository, or no git.

    git is asked once for all of them. What is in a repository below the folder is that one's business.
    """
    git = shutil.which("git")
    if git is None or not os.path.isabs(git) or not _is_in_repository(folder):  # noqa: PTH117  as above
        return frozenset()
    # A hook's variables name another repository. A partial clone must not fetch, by whatever its settings say.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or "CONFIG" in key}
    environment = kept | {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603  a fixed command
            [git, *_HARMLESS, *_IGNORED],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_LONGEST,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    names = filter(None, done.stdout.split(b"\0"))
    return frozenset(os.path.normpath(os.path.join(folder, os.fsdecode(name))) for name in names)  # noqa: PTH118  as above


def _is_in_repository(folder: str) -> bool:
    path = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(path, _REPOSITORY)):  # noqa: PTH118  as above
        above = os.path.dirname(path)  # noqa: PTH120  as above
        if above == path:
            return False
        path = above
    return True
