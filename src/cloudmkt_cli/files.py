"""Files that a profile names: whether they are there. They are looked at, never opened."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath

from cloudmkt_cli.profile import VendorProfile
from cloudmkt_cli.toml_reader import KeyPath


class FileState(StrEnum):
    """What is found where a profile says that a file is."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    OUTSIDE = "outside"


def is_link(evidence: str) -> bool:
    """Whether a piece of evidence is a web address and not a file."""
    return evidence.lower().startswith(("https://", "http://"))


def file_state(folder: Path, stated: str) -> FileState:
    """Look for a file that a profile in ``folder`` names; one outside that folder is none of its business."""
    # Both systems' rules on either system: a profile means the same wherever it is checked.
    if "\0" in stated or any(PureWindowsPath(stated).anchor) or PurePosixPath(stated).is_absolute():
        return FileState.OUTSIDE
    try:
        home = folder.resolve()
        target = (home / stated.replace("\\", "/")).resolve()
        if not target.is_relative_to(home):
            return FileState.OUTSIDE
        if target.is_file():
            return FileState.PRESENT
        return FileState.NOT_A_FILE if target.exists() else FileState.MISSING
    except (OSError, RuntimeError):  # a name too long, a link loop, a folder that may not be entered
        return FileState.MISSING


def files_named(profile: VendorProfile) -> Iterator[tuple[KeyPath, str]]:
    """Every file that a profile names, with the key that names it."""
    for key, value in vars(profile.documents).items():
        if isinstance(value, str):
            yield ("documents", key), value
    for slug, attestation in profile.attestations.items():
        for index, evidence in enumerate(attestation.evidence):
            if not is_link(evidence):
                yield ("attestations", slug, "evidence", index), evidence


def files_found(profile: VendorProfile, folder: Path) -> dict[str, FileState]:
    """The state of every file that a profile in ``folder`` names."""
    return {stated: file_state(folder, stated) for _, stated in files_named(profile)}
