"""Import a table into a folder of profiles."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, errors_in
from cloudmkt_cli.core.filenames import FileNames
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.companies import Companies, shared_names
from cloudmkt_cli.intake.header_row import find_columns
from cloudmkt_cli.intake.mapping import mapped_headings
from cloudmkt_cli.intake.problems import Problems
from cloudmkt_cli.intake.readers.table import Table, cell_name
from cloudmkt_cli.intake.row_parser import RowReader
from cloudmkt_cli.intake.vocabulary import load_vocabulary


class ImportOptions(NamedTuple):
    """What the user may ask of an import."""

    mapped: tuple[tuple[str, str], ...] = ()
    """Headings with their keys."""
    legal_form_from_code: bool = False
    force: bool = False
    keep_cells: bool = False
    """Keep the problem of every cell, for a marked table."""


class ImportResult(NamedTuple):
    """The outcome of an import."""

    table: Table
    notes: tuple[Message, ...]
    """Notes about columns that were not read."""
    rows: int
    written: tuple[str, ...]
    """The paths of the profiles, as they are shown: a hundred thousand objects would be 30 MB more."""
    problems: Problems
    errors: tuple[Diagnostic, ...]
    """What concerns no cell: a folder that cannot be written to, or a table without rows."""

    @property
    def complete(self) -> bool:
        """Whether there were rows and all of them were written in full."""
        return not self.errors and not any(self.problems.count(part) for part in ("cell", "row", "kept"))


def import_profiles(
    table: Table,
    folder: Path,
    catalogue: Catalogue,
    write: Callable[[Path, bytes], None],
    options: ImportOptions,
) -> ImportResult:
    """Write one profile per company into a folder.

    Raises:
        InputError: the headings cannot be mapped.
    """
    words = load_vocabulary(catalogue)
    mapped = mapped_headings(options.mapped, words)
    with errors_in(table.path):
        columns = find_columns(table, words, mapped)
    reader = RowReader(table, columns, words, catalogue, folder, options.legal_form_from_code)
    rows = [row for row in range(columns.heading_row + 1, len(table.rows)) if not reader.is_blank(row)]
    problems = Problems(table, keep_cells=options.keep_cells)
    profiles = _Profiles(reader, problems, shared_names(map(reader.identity, rows)))
    written: list[str] = []
    errors: tuple[Diagnostic, ...] = ()
    for row in rows:
        profile = profiles.of(row)
        if profile is None:
            continue
        path = folder / profile.file
        if os.path.lexists(path) and not options.force:
            message = Message("import.kept", {"path": display(path)})
            kept = reader.row_problem(row, message, Message("import.use_force"), None)
            problems.add(kept._replace(consequence="kept"))
        elif errors := _store(path, profile.data, write):
            break  # what keeps one from being written keeps the others, too
        else:
            written.append(display(path))
    if not rows:
        errors = (Diagnostic(Message("import.no_rows"), Message("import.fill_in"), table.path),)
    return ImportResult(table, columns.notes, len(rows), tuple(written), problems, errors)


class _Profile(NamedTuple):
    """The profile of a company, and the name of its file."""

    file: str
    data: bytes


class _Profiles:
    """The profiles of a table, each company once."""

    def __init__(self, reader: RowReader, problems: Problems, shared: frozenset[str]) -> None:
        self._problems = problems
        self._reader = reader
        self._shared = shared
        """Names of several companies, whose files are told apart by credit code."""
        self._files = FileNames()
        self._companies = Companies()

    def of(self, row: int) -> _Profile | None:
        """The profile of a row; None for a row that is rejected, or of a company that an earlier row has."""
        read = self._reader.read(row)
        if read.company and (earlier := self._companies.row_of(read.company)):
            self._problems.add(*(item for item in read.problems if item.consequence == "warning"))
            first, same = earlier
            values = {"first": cell_name(first, self._reader.columns.name.number)}
            repeated = Message(f"import.same_{same}", values)
            self._problems.add(self._reader.row_problem(row, repeated, Message("import.one_row_per_company"), None))
            return None
        self._problems.add(*read.problems)
        if read.company is None or read.data is None:
            return None
        self._companies.add(read.company, row)
        title = read.title
        if read.company.name in self._shared and read.company.code:
            title = f"{title}-{read.company.code}"
        return _Profile(self._files.take(title), read.data)


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
