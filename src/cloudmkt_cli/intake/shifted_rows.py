"""Rows whose cells stand in the wrong columns, as after a comma without quotes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, read_cell
from cloudmkt_cli.intake.header_row import Column, Columns
from cloudmkt_cli.intake.readers.table import Value
from cloudmkt_cli.intake.vocabulary import Vocabulary
from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed
from cloudmkt_cli.profile.fields import CAPITAL, Kind

_DISTINCT: Final = {Kind.CREDIT_CODE, Kind.DAY, Kind.CAPITAL, Kind.CHOICE, Kind.MARKETS}
"""Kinds whose values can be told from those of other columns."""
_OFFSETS: Final = (1, -1, 2, -2, 3, -3)
_ENOUGH: Final = 2
"""Signs that point the same way. One alone may be a slip."""


def is_shifted(
    cells: Sequence[Value],
    columns: Columns,
    words: Vocabulary,
    unreadable: AbstractSet[int],
    unknown: AbstractSet[int] = frozenset(),
) -> bool:
    """Whether several cells do not fit their columns and stand in others that are all as far away.

    ``unreadable`` are the columns whose cells could not be read. ``unknown`` are those whose cells are not known, and
    blank here: one cell that has certainly moved is enough if all others could have.
    """
    if _has_stray_code(cells, columns) or _is_no_name(_at(cells, columns.name.number), columns, words):
        return True
    own = {column.number: column for column in columns.known if column.field.kind in _DISTINCT}
    misplaced = [
        column
        for number, column in own.items()
        if number in unreadable or number in unknown or _is_other_text(_at(cells, number), column)
    ]
    if not misplaced:
        return False
    row = _Row(cells, own, words)
    for offset in _OFFSETS:
        moved = sum(_moved(row, misplaced, offset)) + (len(cells) - columns.width == offset > 0)
        hidden = sum(column.number + offset in unknown for column in misplaced)
        if moved and moved + hidden >= _ENOUGH:
            return True
    return False


class _Row(NamedTuple):
    """A row, with the columns whose values can be told from others."""

    cells: Sequence[Value]
    own: Mapping[int, Column]
    words: Vocabulary


def _has_stray_code(cells: Sequence[Value], columns: Columns) -> bool:
    """Whether a credit code stands where none may, and not in its own column."""
    own = {column.number for column in columns.known if column.field.kind is Kind.CREDIT_CODE}
    if any(_is_credit_code(_at(cells, number)) for number in own):
        return _is_credit_code(_at(cells, columns.name.number))
    known = {column.number for column in columns.known}
    return any(
        _is_credit_code(value) and number not in columns.codes and (bool(own) or number in known)
        for number, value in enumerate(cells)
    )


def _is_no_name(value: Value, columns: Columns, words: Vocabulary) -> bool:
    """Whether the cell of the company name holds a date or an amount. Both begin with a digit, or are no text."""
    if isinstance(value, str) and not value.strip()[:1].isdigit():
        return False
    kinds = {Kind.DAY, Kind.CAPITAL}
    return any(_fits(value, column, words) for column in columns.known if column.field.kind in kinds)


def _moved(row: _Row, misplaced: Iterable[Column], offset: int) -> Iterator[bool]:
    """For each misplaced cell, whether the one at an offset is of its column, and not of the one it stands in."""
    for column in misplaced:
        place = column.number + offset
        value = _at(row.cells, place)
        yield _fits(value, column, row.words) and not (place in row.own and _fits(value, row.own[place], row.words))


def _is_other_text(value: Value, column: Column) -> bool:
    """Whether the column of credit codes holds a text that is none; it is read all the same, and warned of later."""
    text = value.strip() if isinstance(value, str) else ""
    return column.field.kind is Kind.CREDIT_CODE and text != "" and not is_well_formed(text)


def _fits(value: Value, column: Column, words: Vocabulary) -> bool:
    """Whether a cell is certainly of the kind of a column."""
    kind = column.field.kind
    if kind is Kind.CREDIT_CODE:
        return _is_credit_code(value)
    if kind not in _DISTINCT or column.field.fact.startswith(f"{CAPITAL}."):
        return False
    try:
        return read_cell(value, column._replace(unit=""), words) is not None
    except UnreadableCellError:
        return False


def _is_credit_code(value: Value) -> bool:
    text = value.strip() if isinstance(value, str) else ""
    return is_well_formed(text) and has_right_check_digit(text)


def _at(cells: Sequence[Value], number: int) -> Value:
    return cells[number] if 0 <= number < len(cells) else ""
