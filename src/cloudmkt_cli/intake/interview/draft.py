"""A profile on disk while it is filled in: the file as it was, and its text with the answers added."""

from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import ValidationError

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, errors_in
from cloudmkt_cli.core.input import read_input
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.intake.interview.commented import noted, notes
from cloudmkt_cli.intake.interview.insertions import add
from cloudmkt_cli.intake.interview.new_profile import new_profile
from cloudmkt_cli.intake.interview.next_question import NAME, TARGETS
from cloudmkt_cli.intake.interview.state import ENTRY_TABLES, State
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.references import reference_issues

_BOM = "\ufeff".encode()


class Saved(NamedTuple):
    """The bytes of a profile with the answers, and the answers for which it has no place."""

    data: bytes
    unplaced: tuple[Diagnostic, ...] = ()


class Draft(NamedTuple):
    """A valid profile, byte for byte, and what it states."""

    data: bytes
    state: State

    def with_answers(self, state: State, folder: Path, catalogue: Catalogue) -> Saved:
        """Add all answers to the profile, and what is half given as comments; the result is a valid profile."""
        text = self.data.decode("utf-8-sig")
        unplaced: list[Diagnostic] = []
        state = state.saveable()
        for path, value in state.added.items():
            try:
                text = add(text, path, value)
            except InputError as error:
                unplaced += error.diagnostics
        for path, given in state.pending.items():
            text = noted(text, path, given)
        data = (_BOM if self.data.startswith(_BOM) else b"") + text.encode()
        load_profile(data, folder, catalogue)
        return Saved(data, tuple(unplaced))


def draft_of(state: State, folder: Path, catalogue: Catalogue, language: Language) -> Saved:
    """Create a new profile with all answers."""
    targets = tuple(state.values.get("target_markets", ()))
    data = new_profile(state.values["company"]["name"], targets, catalogue, language)
    added = {path: value for path, value in state.added.items() if path not in {NAME, TARGETS}}
    return Draft(data, state).with_answers(state._replace(added=added), folder, catalogue)


def open_draft(path: Path, catalogue: Catalogue) -> Draft:
    """Open a profile to fill in; what it has half given as comments is pending.

    Raises:
        InputError: it cannot be read or is not valid; the diagnostics name its path.
    """
    with errors_in(path.as_posix()):
        data = read_input(str(path))
        loaded = load_profile(data, path.parent, catalogue)
    values = loaded.document.values
    pending = {}
    for entry, given in notes(data.decode("utf-8-sig"), values, catalogue.manual_review_slugs):
        if valid := _valid(entry, given, values, catalogue):
            pending[entry] = valid
    return Draft(data, State(values, pending=pending))


def _valid(path: KeyPath, given: dict[str, Any], values: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """What of a half-given entry a profile may state."""
    table, _ = ENTRY_TABLES[str(path[0])]
    wrong: set[Any] = set()
    try:
        validate(table, given)
    except ValidationError as error:
        wrong |= {issue["loc"][0] for issue in error.errors()}
    given = {key: value for key, value in given.items() if key not in wrong}
    issues = reference_issues(apply_overrides(values, [Override(path, given)]), catalogue)
    length = len(path)
    wrong |= {issue.path[length] for issue in issues if issue.path[:length] == path and len(issue.path) > length}
    return {key: value for key, value in given.items() if key not in wrong}
