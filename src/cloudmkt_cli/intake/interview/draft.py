"""A profile on disk while it is filled in: the file as it was, and its bytes with all that was added."""

from pathlib import Path
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import errors_in
from cloudmkt_cli.core.input import read_input
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.intake.interview.insertions import add
from cloudmkt_cli.intake.interview.new_profile import new_profile
from cloudmkt_cli.intake.interview.next_question import NAME, TARGETS, State
from cloudmkt_cli.profile.loader import load_profile

_BOM = "\ufeff".encode()


class Draft(NamedTuple):
    """A valid profile that is there, byte for byte, and what it states."""

    data: bytes
    state: State

    def with_answers(self, state: State, folder: Path, catalogue: Catalogue) -> bytes:
        """The bytes of the profile with all that was added, read back as any other.

        Raises:
            InputError: there is no place for something.
        """
        text = self.data.decode("utf-8-sig")
        for path, value in state.added:
            text = add(text, path, value)
        data = (_BOM if self.data.startswith(_BOM) else b"") + text.encode()
        load_profile(data, folder, catalogue)
        return data


def draft_of(state: State, folder: Path, catalogue: Catalogue, language: Language) -> bytes:
    """A new profile with all that was said."""
    targets = tuple(state.values.get("target_markets", ()))
    data = new_profile(state.values["company"]["name"], targets, catalogue, language)
    added = tuple((path, value) for path, value in state.added if path not in {NAME, TARGETS})
    return Draft(data, state).with_answers(state._replace(added=added), folder, catalogue)


def open_draft(path: Path, catalogue: Catalogue) -> Draft:
    """Read a profile that is to be filled in.

    Raises:
        InputError: it cannot be read or is not valid; the diagnostics name its path.
    """
    with errors_in(path.as_posix()):
        data = read_input(str(path))
        loaded = load_profile(data, path.parent, catalogue)
    return Draft(data, State(loaded.document.values))
