"""Read and validate a profile, and check its references against the catalogue."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, TomlDocument, read_document
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.profile.attachments import FileState, file_states
from cloudmkt_cli.profile.markets import with_included_markets
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.references import reference_issues
from cloudmkt_cli.profile.validation import validated


class LoadedProfile(NamedTuple):
    """A valid profile, the file it came from, and the state of the files that it names."""

    profile: VendorProfile
    document: TomlDocument
    files: Mapping[str, FileState]
    overrides: tuple[Override, ...] = ()
    """Values set with ``--set``, which are not in the file."""

    def locate(self, path: KeyPath | None) -> Position | None:
        """The position of a key, or of the nearest enclosing table; None for overridden values."""
        if path and self.document.is_overridden(path):
            return None
        while path:
            if position := self.document.position(path):
                return position
            path = path[:-1]
        return None


def load_profile(
    data: bytes,
    folder: str | Path,
    catalogue: Catalogue,
    overrides: Sequence[Override] = (),
    path: str | Path | None = None,
) -> LoadedProfile:
    """Parse and validate a profile, with ``overrides`` applied.

    The files that it names are looked for in ``folder``. ``path`` is the profile's own, if it was read from a file.

    Raises:
        InputError: with all errors, in file order.
    """
    document = read_document(data)
    if not document.values and not document.text.strip():
        raise InputError(Diagnostic(Message("error.empty"), Message("hint.empty"), position=Position(1, 1)))
    if overrides:
        document = document.with_overrides(
            apply_overrides(document.values, overrides), tuple(override.path for override in overrides)
        )
    profile = validated(VendorProfile, document, reference_issues(document.values, catalogue))
    profile = with_included_markets(profile, catalogue)
    return LoadedProfile(profile, document, file_states(profile, folder, path), tuple(overrides))
