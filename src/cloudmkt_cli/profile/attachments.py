"""Files that a profile names: whether they are there and hold anything. They are looked at, never opened."""

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

_MOST_FOLDERS: Final = 64
"""On the way to a file that may be there."""


class FileState(StrEnum):
    """What is found where a profile says that a file is."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    OUTSIDE = "outside"
    EMPTY = "empty"
    PROFILE = "profile"
    """The profile itself, which is no proof of what it says."""
    UNSEEN = "unseen"
    """Nobody looked for it."""


def is_link(evidence: str) -> bool:
    """Whether a piece of evidence is a web address and not a file."""
    return evidence.lower().startswith(("https://", "http://"))


def file_state(folder: Path, stated: str, profile: str | Path | None = None) -> FileState:
    """Look for a file that ``profile``, in ``folder``, names; one outside that folder is none of its business."""
    # Both systems' rules on either system: a profile means the same wherever it is checked.
    parts = [part for part in stated.replace("\\", "/").split("/") if part not in {"", "."}]
    has_drive = bool(parts) and ntpath.splitdrive(parts[0])[0]
    if "\0" in stated or stated.startswith(("/", "\\")) or has_drive or _leads_out(parts):
        return FileState.OUTSIDE
    if len(parts) > _MOST_FOLDERS:
        return FileState.MISSING
    try:
        return _look(folder.resolve(), parts, profile)
    except (OSError, RuntimeError):  # not there, a name too long, a link loop, a folder that may not be entered
        return FileState.MISSING


def _leads_out(parts: Sequence[str]) -> bool:
    return any(depth < 0 for depth in accumulate(-1 if part == ".." else 1 for part in parts))


def _look(home: Path, parts: Sequence[str], profile: str | Path | None) -> FileState:
    """Go down from folder to folder, as far as there are no links: below what is not there, nothing is looked for."""
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
    is_profile = profile is not None and os.path.samestat(found, os.stat(profile))  # noqa: PTH116  as it was named
    return FileState.PROFILE if is_profile else FileState.PRESENT


def files_named(profile: VendorProfile) -> Iterator[tuple[KeyPath, str]]:
    """Every file that a profile names, with the key that names it."""
    for key, value in vars(profile.documents).items():
        if isinstance(value, str):
            yield ("documents", key), value
    for slug, attestation in profile.attestations.items():
        for index, evidence in enumerate(attestation.evidence):
            if not is_link(evidence):
                yield ("attestations", slug, "evidence", index), evidence


def file_states(profile: VendorProfile, folder: str | Path, path: str | Path | None = None) -> dict[str, FileState]:
    """The state of every file that a profile in ``folder`` names; ``path`` is its own, where it came from a file."""
    return {stated: file_state(Path(folder), stated, path) for _, stated in files_named(profile)}
