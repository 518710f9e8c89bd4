"""Conditions on the columns of the output: ``website=still_open``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.intake.vocabulary import normalize
from cloudmkt_cli.screening.columns import TableColumns
from cloudmkt_cli.screening.model import Pattern, Screening, State
from cloudmkt_cli.screening.near_misses import opens_in

_ASK_FIRST: Final = "ask_first"
_AGE: Final = ".age_reached_on"
_PARTS: Final = ("", ".decided", ".required", ".ruled_out_by", ".unknown", _AGE)
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_NEAR: Final = 3


Condition = tuple[str, str]
"""A column of the output, and the value that it must have: the month of a day, one of a list."""


def check_conditions(conditions: Sequence[Condition], columns: TableColumns, markets: Sequence[str]) -> None:
    """Check that the output has these columns, that states are states, and days given by their month.

    Raises:
        InputError: it has not, or they are none.
    """
    names = [_ASK_FIRST, *(f"{market}{part}" for market in markets for part in _PARTS)]
    known = {normalize(name): name for name in (*names, *(name for name, _ in _kept(columns)))}
    days = {f"{market}{_AGE}" for market in markets}
    faults = []
    for column, value in conditions:
        if normalize(column) not in known:
            near = tuple(known[one] for one in closest_matches(normalize(column), known, at_most=_NEAR))
            hint = Message("screen.where_near", {"near": near or (*markets, *(name for name, _ in _kept(columns)))})
            faults.append(Diagnostic(Message("screen.where_unknown", {"column": column}), hint, "--where"))
        elif known[normalize(column)] in markets and value not in list(State):
            hint = Message("screen.where_states", {"states": tuple(State)})
            faults.append(Diagnostic(Message("screen.where_no_state", {"found": value}), hint, "--where"))
        elif known[normalize(column)] in days and value and not _MONTH.fullmatch(value):
            no_month = Message("screen.where_no_month", {"found": value})
            faults.append(Diagnostic(no_month, Message("screen.where_months"), "--where"))
    if faults:
        raise InputError(*faults)


def meets(pattern: Pattern, screening: Screening, conditions: Sequence[Condition]) -> bool:
    """Whether the rows of a pattern meet the conditions on the columns that the decision gives."""
    cells = {normalize(name): cell for name, cell in _decided(pattern, screening)}
    return all(_has(cells[column], value) for column, value in _normalized(conditions) if column in cells)


def kept_cells(conditions: Sequence[Condition], columns: TableColumns) -> list[tuple[int, str]]:
    """The conditions on cells of the table, by the positions of their columns."""
    kept: Mapping[str, int] = {normalize(name): number for name, number in _kept(columns)}
    return [(kept[column], value) for column, value in _normalized(conditions) if column in kept]


def _normalized(conditions: Sequence[Condition]) -> Iterator[tuple[str, str]]:
    return ((normalize(column), value) for column, value in conditions)


def _kept(columns: TableColumns) -> Iterator[tuple[str, int]]:
    """The columns of the output that are those of the table."""
    return ((kept.name, kept.number) for kept in (*columns.keys, *columns.by))


def _decided(pattern: Pattern, screening: Screening) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The columns of the output that come from a decision, and their cells; of a day, the month."""
    decision = screening.decisions[pattern]
    yield _ASK_FIRST, decision.ask_first or ""
    for one in decision.markets:
        cells: tuple[str | tuple[str, ...], ...] = (
            one.state,
            str(one.decided),
            str(one.required),
            one.ruled_out_by,
            one.unknown,
            opens_in(one, pattern, screening) or "",
        )
        yield from ((f"{one.market}{part}", cell) for part, cell in zip(_PARTS, cells, strict=True))


def _has(cell: str | tuple[str, ...], value: str) -> bool:
    """Whether a cell is a value; a list if it has it, and an empty one if the value is blank."""
    if isinstance(cell, tuple):
        return value in cell if value else not cell
    return cell == value
