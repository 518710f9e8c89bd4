"""Finds profiles: paths are files, folders, patterns or standard input."""

import errno
import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.input import CONFIGURATION, DEFAULT_PROFILE, STDIN, display, unreadable
from cloudmkt_cli.core.messages import Message


def find_profiles(paths: Sequence[str]) -> tuple[list[str], list[Diagnostic]]:
    """Find the files that paths name, each once and sorted, and errors for paths that lead to none.

    A path is a file, a folder (every ``*.toml`` below it), ``-`` for standard input, or a pattern that no shell
    expanded. Without any path, it is ``cloudmkt.toml`` in the current folder. A path that is named may be a symbolic
    link. A link found in a folder must not lead out of it: otherwise a report could show a line of a foreign file.
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
    """The one profile that paths lead to; if there is not exactly one, ``cloudmkt.toml``, if it exists."""
    files, _ = find_profiles(paths)
    if len(files) == 1:
        return files[0]
    return DEFAULT_PROFILE if Path(DEFAULT_PROFILE).exists() else None


def _files(path: str) -> tuple[list[str], list[Diagnostic]]:
    """The files that one path leads to, and errors for folders that cannot be read."""
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
    """All profiles below folders, at any depth, and errors for folders that cannot be read or links out of ``top``.

    Links to folders are not followed; the configuration file is not a profile.
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
    """The paths that, with links resolved, lie below a folder, and errors for the others."""
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
    """The folder that a pattern begins with, up to its first wildcard."""
    folder = pattern
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)  # noqa: PTH120  as above
    return folder or os.curdir


def _names_profile(name: str) -> bool:
    return os.path.normcase(name).endswith(".toml") and name != CONFIGURATION


def _unreadable(path: str, error: OSError) -> Iterator[Diagnostic]:
    name = display(path)
    return (item._replace(path=name) for item in unreadable(error).diagnostics)
