"""The search for the configuration file: the nearest one, from the working folder up to the end of the project.

A repository or the home folder ends the project. Files of other users are ignored, because a configuration can turn a
failure into a success.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from cloudmkt_cli.config.settings import CandidateState, PartialSettings, Search, SearchEnd
from cloudmkt_cli.core.input import CONFIGURATION, display

SHARED_FILE: Final = "pyproject.toml"
"""Other programs' too: ours is the table ``[tool.cloudmkt]``."""
_REPOSITORY: Final = ".git"
_ADMINISTRATOR: Final = 0


def find_configuration() -> tuple[PartialSettings, Search]:
    """The configuration of the working folder, an empty one where there is none, and how it was looked for.

    Raises:
        InputError: the file cannot be read or is not valid, with every mistake found.
    """
    candidates: list[tuple[str, CandidateState]] = []
    search = Search()
    trusted = _trusted()
    for folder, end in _upward():
        search = Search(last_folder=display(os.path.relpath(folder)), end=end)
        for name in (CONFIGURATION, SHARED_FILE):
            path = os.path.join(folder, name)  # noqa: PTH118  a few for every run: a Path takes five times as long
            if not os.path.lexists(path):  # false too in a folder that may not be entered
                continue
            from cloudmkt_cli.config.file import read_configuration  # noqa: PLC0415  only where there is one

            here = os.path.relpath(path)
            if trusted and not trusted.issuperset(_owners(path)):
                candidates.append((display(here), CandidateState.OTHER_OWNER))
                continue
            found = read_configuration(here, own=name == CONFIGURATION)
            candidates.append((display(here), CandidateState.IN_FORCE if found else CandidateState.NO_TABLE))
            if found is not None:
                return found, search._replace(candidates=tuple(candidates), end=SearchEnd.FOUND)
    return PartialSettings(), search._replace(candidates=tuple(candidates))


def _upward() -> Iterator[tuple[str, SearchEnd]]:
    """The working folder and those above it, the nearest first, each with what ends the search there; none if gone."""
    try:
        folder = os.getcwd()  # noqa: PTH109  as above
    except OSError:
        return
    home = os.path.realpath(os.path.expanduser("~"))  # noqa: PTH111  as above
    while True:
        is_repository = os.path.lexists(os.path.join(folder, _REPOSITORY))  # noqa: PTH118  as above
        end = SearchEnd.REPOSITORY if is_repository else SearchEnd.HOME if folder == home else SearchEnd.ROOT
        yield folder, end
        above = os.path.dirname(folder)  # noqa: PTH120  as above
        if end is not SearchEnd.ROOT or above == folder:
            return
        folder = above


def _trusted() -> set[int]:
    """Whose files count: the user's, the administrator's, who can do anything, and those of the working folder's owner.

    The last are a project's in a container that runs as somebody else. Empty on a system that has no such owners.
    """
    if not hasattr(os, "geteuid"):
        return set()
    owners = {os.geteuid(), _ADMINISTRATOR}
    with suppress(OSError):
        owners.add(os.stat(os.curdir).st_uid)  # noqa: PTH116  as above
    return owners


def _owners(path: str) -> set[int]:
    """Who owns a file, and who owns the link that leads to it."""
    owners = {os.lstat(path).st_uid}
    with suppress(OSError):  # what a link to nowhere would lead to is nobody's
        owners.add(os.stat(path).st_uid)  # noqa: PTH116  as above
    return owners
