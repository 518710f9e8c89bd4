"""The settings that a project keeps in a file: found upward from the working folder, the nearest file alone."""

import os
from typing import Final

from cloudmkt_cli.input_file import CONFIGURATION
from cloudmkt_cli.settings import Stated

SHARED_FILE: Final = "pyproject.toml"
"""Other programs' too: ours is the table ``[tool.cloudmkt]``."""


def find_configuration() -> Stated:
    """The configuration of the working folder: an empty one where no folder up to the root has a file for it.

    Raises:
        InputError: the file cannot be read or is not valid, with every mistake found.
    """
    for folder in _upward():
        for name in (CONFIGURATION, SHARED_FILE):
            path = os.path.join(folder, name)  # noqa: PTH118  a few for every run: a Path takes five times as long
            if not os.path.lexists(path):  # false too in a folder that may not be entered
                continue
            from cloudmkt_cli.configuration_file import read_configuration  # noqa: PLC0415  only where there is one

            found = read_configuration(os.path.relpath(path), own=name == CONFIGURATION)
            if found is not None:
                return found
    return Stated()


def _upward() -> list[str]:
    """The working folder and those above it, the nearest first; none where it is gone."""
    try:
        folders = [os.getcwd()]  # noqa: PTH109  as above
    except OSError:
        return []
    while (above := os.path.dirname(folders[-1])) != folders[-1]:  # noqa: PTH120  as above
        folders.append(above)
    return folders
