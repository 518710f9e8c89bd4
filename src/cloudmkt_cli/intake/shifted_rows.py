"""Rows whose cells stand in the wrong columns, as after a comma without quotes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

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


def is_shifted(cells: Sequence[Value], columns: Columns, words: Vocabulary) -> bool:
    """Whether several cells do not fit their columns and stand in others that are all as far away."""
    name = columns.name
    others = [column for column in columns.known if column.field.kind is not Kind.CREDIT_CODE]
    if any(_is_credit_code(_at(cells, column.number)) for column in others):
        return True
    if any(_fits(_at(cells, name.number), column, words) for column in _sure(columns.known)):
        return True
    misplaced = [column for column in columns.known if _is_misplaced(_at(cells, column.number), column, words)]
    if not misplaced:
        return False
    own = {column.number: column for column in columns.known if column.field.kind in _DISTINCT}
    return any(
        sum(_moved(cells, misplaced, own, offset, words)) + (len(cells) - columns.width == offset > 0) >= _ENOUGH
        for offset in _OFFSETS
    )


def _moved(
    cells: Sequence[Value], misplaced: Iterable[Column], own: dict[int, Column], offset: int, words: Vocabulary
) -> Iterator[bool]:
    """For each misplaced cell, whether the one at an offset is of its column, and not of the one it stands in."""
    for column in misplaced:
        place = column.number + offset
        value = _at(cells, place)
        yield _fits(value, column, words) and not (place in own and _fits(value, own[place], words))


def _sure(columns: Iterable[Column]) -> list[Column]:
    """Columns whose values are never the name of a company."""
    return [column for column in columns if column.field.kind in {Kind.CREDIT_CODE, Kind.DAY, Kind.CAPITAL}]


def _is_misplaced(value: Value, column: Column, words: Vocabulary) -> bool:
    """Whether a cell holds something that its column cannot take."""
    if column.field.kind not in _DISTINCT:
        return False
    try:
        read = read_cell(value, column, words)
    except UnreadableCellError as error:
        return error.message.key == "import.unreadable"
    return column.field.kind is Kind.CREDIT_CODE and isinstance(read, str) and not is_well_formed(read)


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
