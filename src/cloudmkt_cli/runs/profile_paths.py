"""The profiles that paths name: files, folders, patterns and standard input."""

import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.input import DEFAULT_PROFILE, STDIN, display, unreadable
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.runs.exclusions import (
    Exclusions,
    Reason,
    ignored_by_git,
    is_virtual_environment,
    is_worth_telling,
)

_MAGIC: Final = frozenset("*?[")
"""What ``glob`` takes for a pattern; the module itself is imported only for one."""


class FoundProfiles(NamedTuple):
    """The files that paths name, and what became of the rest."""

    files: list[str]
    """Each once, in the order of their paths."""
    errors: list[Diagnostic]
    """What is wrong with the other paths."""
    left_out: Counter[Reason]
    """How many files and folders a walk left out, by the reason. What is in such a folder is not counted."""


def find_profiles(paths: Sequence[str], exclusions: Exclusions = Exclusions()) -> FoundProfiles:  # noqa: B008  immutable
    """The files that paths name.

    A path is a file, a folder (every ``*.toml`` below it), ``-`` for standard input, or a pattern that no shell
    expanded; no path at all is ``cloudmkt.toml`` in the current folder. What is named may be a symbolic link; what is
    found may not lead out of the folder that it was found in, or a line of a file that nobody named could be shown.
    Exclusions are about what is found below a folder, patterns of theirs also about what a pattern matches.
    """
    paths = paths or (DEFAULT_PROFILE,)
    if [*paths] == [DEFAULT_PROFILE] and not Path(DEFAULT_PROFILE).exists():
        message = Message("error.no_default_profile", {"path": DEFAULT_PROFILE})
        error = Diagnostic(message, Message("hint.no_default_profile"), path=DEFAULT_PROFILE)
        return FoundProfiles([], [error], Counter())
    found: dict[str, str] = {}
    errors: list[Diagnostic] = []
    left_out: dict[str, Reason] = {}
    for path in paths:
        walk = _Walk(exclusions)
        walk.take(path)
        if not walk.files and not walk.errors:
            name = display(path)
            message = Message("error.no_profiles", {"path": name})
            hint = Message("hint.all_left_out" if walk.left_out else "hint.no_profiles")
            errors.append(Diagnostic(message, hint, path=name))
        errors += walk.errors
        left_out |= walk.left_out
        for file in walk.files:
            found.setdefault(os.path.normpath(file), file)
    missed = Counter(reason for path, reason in left_out.items() if path not in found)
    return FoundProfiles(sorted(found.values(), key=display), errors, missed)


class _Walk:
    """What one path names."""

    def __init__(self, exclusions: Exclusions) -> None:
        self._exclusions = exclusions
        self.files: list[str] = []
        self.errors: list[Diagnostic] = []
        """What could not be looked into."""
        self.left_out: dict[str, Reason] = {}

    def take(self, path: str) -> None:
        """Find what a path names: itself where it is no folder and no pattern."""
        if os.path.isdir(path):  # noqa: PTH112  a Path raises for a name that is too long
            self._below([path], path)
        elif path == STDIN or not _is_pattern(path) or os.path.lexists(path):
            self.files.append(path)
        else:
            self._matching(path)

    def _matching(self, pattern: str) -> None:
        try:
            from glob import glob  # noqa: PLC0415  few paths are patterns

            matches = set(glob(pattern, recursive=True))  # noqa: PTH207  takes any path
        except RecursionError:
            self.errors += _unreadable(pattern, OSError(os.strerror(errno.ENAMETOOLONG)))
            return
        folders = {match for match in matches if os.path.isdir(match)}  # noqa: PTH112  as above
        wanted = {match for match in matches if not self._is_excluded(match, is_folder=match in folders)}
        top = _fixed_part(pattern)
        stay, errors = _within(top, wanted)
        self.errors += errors
        self.files += set(stay) - folders
        self._below([path for path in stay if path in folders], top)

    def _is_excluded(self, path: str, *, is_folder: bool) -> bool:
        excluded = self._exclusions.excludes(path, is_folder=is_folder)
        if excluded:
            self.left_out[os.path.normpath(path)] = Reason.EXCLUDED
        return excluded

    def _below(self, folders: Sequence[str], top: str) -> None:
        """Every profile below folders, however deep; links to folders are left alone."""
        ignored = ignored_by_git(top) if folders else frozenset()
        links: list[str] = []
        errors: list[Diagnostic] = []
        named = frozenset(folders)
        waiting = [*folders]
        while waiting:
            inside = waiting.pop()
            try:
                for entry in self._entries(inside, ignored, is_named=inside in named):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif not entry.is_dir():
                        (links if entry.is_symlink() else self.files).append(entry.path)
            except OSError as error:
                errors += _unreadable(inside, error)
        stay, lead_out = _within(top, links)
        self.files += stay
        self.errors += sorted(errors + lead_out, key=lambda error: error.path or "")

    def _entries(self, folder: str, ignored: frozenset[str], *, is_named: bool) -> list[os.DirEntry[str]]:
        """What is in a folder but for what is left out. A virtual environment that is named is walked as any folder."""
        with os.scandir(folder) as scan:
            entries = [*scan]
        if not is_named and is_virtual_environment(entry.name for entry in entries):
            self.left_out[os.path.normpath(folder)] = Reason.VIRTUAL_ENVIRONMENT
            return []
        return [entry for entry in entries if not self._leaves_out(entry, ignored)]

    def _leaves_out(self, entry: os.DirEntry[str], ignored: frozenset[str]) -> bool:
        """Whether a file or folder is left out; it is counted unless its name says that it is no profile."""
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not _names_profile(entry.name):
            return True
        reason = (self._exclusions.of_folder if is_folder else self._exclusions.of_file)(entry.path, entry.name)
        if reason is None and ignored and os.path.normpath(entry.path) in ignored:
            reason = Reason.GIT_IGNORED
        if reason is not None and is_worth_telling(entry.name):
            self.left_out[os.path.normpath(entry.path)] = reason
        return reason is not None


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
    while _is_pattern(folder):
        folder = os.path.dirname(folder)  # noqa: PTH120  as above
    return folder or os.curdir


def _is_pattern(path: str) -> bool:
    return not _MAGIC.isdisjoint(path)


def _names_profile(name: str) -> bool:
    return os.path.normcase(name).endswith(".toml")


def _unreadable(path: str, error: OSError) -> Iterator[Diagnostic]:
    name = display(path)
    return (item._replace(path=name) for item in unreadable(error).diagnostics)
