"""A short-list: the companies of a table that meet some conditions, as profiles."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.importer import ImportOptions, ImportResult, import_profiles
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions
from cloudmkt_cli.screening.where import Condition, kept_cells, meets

MOST: Final = 10_000
"""Companies that a short-list may have: each becomes a file."""


def shortlist(screened: ScreenedTable, conditions: Sequence[Condition]) -> Table:
    """The rows that meet all conditions, with all that a profile can state, below their headings.

    Raises:
        InputError: they are none, or more than ``MOST``.
    """
    columns, screening = screened.columns, screened.screening
    if any(not source.columns for source in columns.sources):
        raise _no_shortlist("shortlist_of_lists", "screen_columns")
    numbers = columns.profile_numbers
    patterns = [pattern for pattern in screening.decisions if meets(pattern, screening, conditions)]
    cells = kept_cells(conditions, columns)
    rows = list(screened.engine.select(screening.sources, patterns, cells, numbers, MOST + 1))
    if not rows:
        raise _no_shortlist("empty_shortlist", "check_where")
    if len(rows) > MOST:
        raise _no_shortlist("long_shortlist", "narrow_where")
    headings = screened.engine.head().rows[columns.heading_row]
    width = len(headings)
    first = _placed([headings[number] for number in numbers], numbers, width)
    return Table(
        "--profiles",
        None,
        (first, *sorted((_placed(row, numbers, width) for row in rows), key=str)),
        Message("word.none"),
    )


def _no_shortlist(reason: str, hint: str) -> InputError:
    return InputError(Diagnostic(Message(f"screen.{reason}", {"most": MOST}), Message(f"screen.{hint}"), "--where"))


def _placed(cells: Sequence[Value], numbers: Sequence[int], width: int) -> tuple[Value, ...]:
    """A row of the table that has only the cells at some positions."""
    row: list[Value] = [""] * width
    for number, cell in zip(numbers, cells, strict=True):
        row[number] = cell
    return tuple(row)


def write_profiles(
    table: Table, folder: Path, options: ScreenOptions, write: Callable[[Path, bytes], None], *, force: bool
) -> ImportResult:
    """Write a profile for each company of a short-list, as ``import`` does."""
    how = ImportOptions(options.mapped, options.legal_form_from_code, force)
    return import_profiles(table, folder, options.catalogue, write, how)


def problems(done: ImportResult, gravity: Literal["error", "warning"]) -> list[Diagnostic]:
    """What deserves a look, a diagnostic for each cause; the rows of a short-list have no places."""
    causes = (cause for cause in done.problems.causes() if (cause.consequence == "warning") is (gravity == "warning"))
    found = [
        Diagnostic(
            Message("screen.of_companies", {"message": cause.message, "count": cause.rows}), cause.hint, key=cause.key
        )
        for cause in causes
    ]
    return [*found, *(done.errors if gravity == "error" else ())]
