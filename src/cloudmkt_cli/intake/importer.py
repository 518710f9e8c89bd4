"""Import a table into a folder of profiles."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, errors_in
from cloudmkt_cli.core.filenames import FileNames
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.header_row import find_columns
from cloudmkt_cli.intake.readers.table import Table
from cloudmkt_cli.intake.row_parser import RowReader
from cloudmkt_cli.intake.vocabulary import load_vocabulary

MAX_PROBLEMS: Final = 1000
"""Problems listed one by one; the rest are only counted."""


class ImportResult(NamedTuple):
    """The outcome of an import."""

    table: Table
    notes: tuple[Message, ...]
    """Notes about columns that were not read."""
    rows: int
    written: tuple[str, ...]
    """The paths of the profiles, as they are shown: a hundred thousand objects would be 30 MB more."""
    problems: tuple[Diagnostic, ...]
    """At most ``MAX_PROBLEMS``, and how many more there are."""
    unreadable: int
    """Cells that could not be read."""
    kept: int
    """Rows whose profile already exists and was not overwritten."""

    @property
    def complete(self) -> bool:
        """Whether there were rows and all of them were written without problems."""
        return bool(self.rows) and not self.problems


class _Problems:
    """Collect problems up to a limit: a table may have a million of them."""

    def __init__(self) -> None:
        self._first: list[Diagnostic] = []
        self._more = 0

    def add(self, *found: Diagnostic) -> None:
        self._first += found
        self._more += len(self._first[MAX_PROBLEMS:])
        del self._first[MAX_PROBLEMS:]

    def listed(self, path: str) -> tuple[Diagnostic, ...]:
        """Return the problems kept, and a count of the rest."""
        if not self._more:
            return tuple(self._first)
        more = Message("import.more_problems", {"count": self._more})
        return (*self._first, Diagnostic(more, Message("import.fix_and_import_again"), path))


def import_profiles(
    table: Table, folder: Path, catalogue: Catalogue, write: Callable[[Path, bytes], None], *, force: bool
) -> ImportResult:
    """Write one profile per row into a folder. Existing files are overwritten only with ``force``.

    Raises:
        InputError: the headings cannot be mapped.
    """
    words = load_vocabulary(catalogue)
    with errors_in(table.path):
        columns = find_columns(table, words)
    reader = RowReader(table, columns, words, catalogue, folder)
    rows = [row for row in range(columns.heading_row + 1, len(table.rows)) if not reader.is_blank(row)]
    names = FileNames()
    written: list[str] = []
    problems = _Problems()
    unreadable = kept = 0
    for row in rows:
        profile = reader.read(row)
        problems.add(*profile.unreadable, *profile.faults)
        unreadable += len(profile.unreadable)
        # A row that has faults keeps its name: once put right, it changes no other's.
        path = folder / names.take(profile.name) if profile.name is not None else None
        if path is None or profile.data is None:
            continue
        if os.path.lexists(path) and not force:
            kept += 1
            problems.add(_already_there(path, table.place(row, columns.name.number)))
        elif failed := _store(path, profile.data, write):
            problems.add(*failed)
            break  # what keeps one from being written keeps the others, too
        else:
            written.append(display(path))
    if not rows:
        problems.add(Diagnostic(Message("import.no_rows"), Message("import.fill_in"), table.path))
    return ImportResult(table, columns.notes, len(rows), tuple(written), problems.listed(table.path), unreadable, kept)


def _store(path: Path, data: bytes, write: Callable[[Path, bytes], None]) -> tuple[Diagnostic, ...]:
    """Write a profile, creating its folder if needed; return what prevented it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data)
    except InputError as error:
        return error.diagnostics
    except OSError as error:
        message = Message("error.cannot_write", {"reason": error.strerror or str(error)})
        return (Diagnostic(message, Message("hint.cannot_write"), path=display(path.parent)),)
    return ()


def _already_there(path: Path, place: str) -> Diagnostic:
    return Diagnostic(Message("import.already_there", {"path": display(path)}), Message("import.use_force"), place)
