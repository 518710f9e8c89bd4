"""The search for the configuration file: the nearest one, from the working folder up to the end of the project.

A repository or the home folder ends the project. Files of other users are ignored, because a configuration can turn a
failure into a success.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from cloudmkt_cli.config.settings import CandidateState, PartialSettings, Search, SearchEnd
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import CONFIGURATION, display
from cloudmkt_cli.core.messages import Message

SHARED_FILE: Final = "pyproject.toml"
"""Other programs' too: ours is the table ``[tool.cloudmkt]``."""
_REPOSITORY: Final = ".git"
_ADMINISTRATOR: Final = 0


def find_configuration() -> tuple[PartialSettings, Search]:
    """Find and read the configuration for the working folder; without one, the settings are empty.

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


def named_configuration(path: str) -> tuple[PartialSettings, Search]:
    """Read the configuration that ``--config`` names, whoever owns it.

    Raises:
        InputError: the file cannot be read or is not valid, or has no settings of ours.
    """
    from cloudmkt_cli.config.file import read_configuration  # noqa: PLC0415  as above

    found = read_configuration(path, own=os.path.basename(path) != SHARED_FILE)  # noqa: PTH119  as above
    if found is None:
        raise InputError(Diagnostic(Message("error.no_table"), Message("hint.no_table"), path=display(path)))
    return found, Search(candidates=((display(path), CandidateState.IN_FORCE),), end=SearchEnd.NAMED)


def no_configuration() -> tuple[PartialSettings, Search]:
    """The empty configuration of ``--no-config``."""
    return PartialSettings(), Search(end=SearchEnd.NONE)


def _upward() -> Iterator[tuple[str, SearchEnd]]:
    """The working folder and its parents, up to the end of the project, each with why the search would end there."""
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
    """The users whose files are read: the current one, the administrator, and the owner of the working folder.

    A container may run as another user than the owner of the project. Empty on systems without such owners.
    """
    if not hasattr(os, "geteuid"):
        return set()
    owners = {os.geteuid(), _ADMINISTRATOR}
    with suppress(OSError):
        owners.add(os.stat(os.curdir).st_uid)  # noqa: PTH116  as above
    return owners


def _owners(path: str) -> set[int]:
    """The owners of a file, and of the link to it."""
    owners = {os.lstat(path).st_uid}
    with suppress(OSError):  # what a link to nowhere would lead to is nobody's
        owners.add(os.stat(path).st_uid)  # noqa: PTH116  as above
    return owners
