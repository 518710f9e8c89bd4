"""Check whether the files that a profile names exist and are not empty. They are never opened."""

import ntpath
import os
import stat
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from typing import Final

from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.model import VendorProfile

_SCHEMES: Final = ("https://", "http://")
_MOST_FOLDERS: Final = 64
"""Maximum depth of a file's path."""


class FileState(StrEnum):
    """The state of a file that a profile names."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    OUTSIDE = "outside"
    EMPTY = "empty"
    PROFILE = "profile"
    """The profile itself, which is not evidence."""
    UNSEEN = "unseen"
    """Not checked."""


def is_link(evidence: str) -> bool:
    """Whether evidence is a web address rather than a file path."""
    return evidence.startswith(_SCHEMES) or evidence.lower().startswith(_SCHEMES)  # lower() for the few that need it


def file_state(folder: Path, stated: str, profile: str | Path | None = None) -> FileState:
    """The state of a file that ``profile`` names; files outside ``folder`` are not looked at."""
    # Windows and POSIX rules both apply everywhere, so that a profile means the same on every system.
    parts = [part for part in stated.replace("\\", "/").split("/") if part not in {"", "."}]
    has_drive = bool(parts) and ntpath.splitdrive(parts[0])[0]
    if "\0" in stated or stated.startswith(("/", "\\")) or has_drive or _leads_out(parts):
        return FileState.OUTSIDE
    if len(parts) > _MOST_FOLDERS:
        return FileState.MISSING
    try:
        return _look(folder.resolve(), parts, profile)
    except (OSError, RuntimeError):  # missing, name too long, link loop, no permission
        return FileState.MISSING


def _leads_out(parts: Sequence[str]) -> bool:
    return any(depth < 0 for depth in accumulate(-1 if part == ".." else 1 for part in parts))


def _look(home: Path, parts: Sequence[str], profile: str | Path | None) -> FileState:
    """Check each folder of the path first, up to the first link, so that ``..`` after a missing folder fails."""
    for count in range(1, len(parts) + 1):
        if stat.S_ISLNK(home.joinpath("/".join(parts[:count])).lstat().st_mode):
            break
    target = home.joinpath("/".join(parts)).resolve()
    if not target.is_relative_to(home):
        return FileState.OUTSIDE
    found = target.stat()
    if not stat.S_ISREG(found.st_mode):
        return FileState.NOT_A_FILE
    if not found.st_size:
        return FileState.EMPTY
    is_profile = profile is not None and os.path.samestat(found, os.stat(profile))  # noqa: PTH116  the path as given
    return FileState.PROFILE if is_profile else FileState.PRESENT


def files_named(profile: VendorProfile) -> Iterator[tuple[KeyPath, str]]:
    """The files that a profile names, with their keys."""
    for key, value in profile.documents._asdict().items():
        if isinstance(value, str):
            yield ("documents", key), value
    for slug, attestation in profile.attestations.items():
        for index, evidence in enumerate(attestation.evidence):
            if not is_link(evidence):
                yield ("attestations", slug, "evidence", index), evidence


def file_states(profile: VendorProfile, folder: str | Path, path: str | Path | None = None) -> dict[str, FileState]:
    """The state of every file that a profile names; ``path`` is the profile's own, if it was read from a file."""
    return {stated: file_state(Path(folder), stated, path) for _, stated in files_named(profile)}
