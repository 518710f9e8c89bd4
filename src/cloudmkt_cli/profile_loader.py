"""A profile file: read, validated, and its names checked against the catalogue."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.errors import InputError, Position
from cloudmkt_cli.files import FileState, files_found
from cloudmkt_cli.profile import VendorProfile
from cloudmkt_cli.profile_faults import faults_of_names, faults_of_validation
from cloudmkt_cli.toml_reader import Document, KeyPath, read_document


class LoadedProfile(NamedTuple):
    """A valid profile, the file it came from, and the state of the files that it names."""

    profile: VendorProfile
    document: Document
    files: Mapping[str, FileState]

    def locate(self, path: KeyPath | None) -> Position | None:
        """Where a key stands, or else the nearest table that would hold it."""
        while path:
            if position := self.document.position(path):
                return position
            path = path[:-1]
        return None


def load_profile(data: bytes, folder: Path, catalogue: Catalogue) -> LoadedProfile:
    """Read a profile whose files are looked for in ``folder``.

    Raises:
        InputError: with every mistake found, in file order.
    """
    document = read_document(data)
    faults = list(faults_of_names(document.values, catalogue))
    try:
        profile = VendorProfile.model_validate(document.values)
    except ValidationError as error:
        faults += faults_of_validation(error)
    else:
        if not faults:
            return LoadedProfile(profile, document, files_found(profile, folder))
    found = [fault.at(document) for fault in faults]
    raise InputError(*sorted(found, key=lambda diagnostic: diagnostic.position or Position(1, 1)))
