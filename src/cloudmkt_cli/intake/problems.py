"""Problems of a table, grouped by cause: one cause is reported once, with its cells."""

from typing import Final, Literal, NamedTuple

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.personal_names import may_be_name
from cloudmkt_cli.intake.readers.table import Table, cell_name

MAX_NOTES: Final = 10_000
"""Cells whose problem is kept in full; a table may have a million of them."""
SHOWN: Final = 3
"""The cells, and the different values, that are named for one cause."""
Consequence = Literal["cell", "row", "kept", "warning"]
"""What is left out: the cell, the row, a profile that is there already, or nothing."""


class Problem(NamedTuple):
    """A problem of one cell. One that concerns a row stands at its company name."""

    row: int
    column: int
    heading: str
    key: str | None
    message: Message
    hint: Message
    consequence: Consequence

    @property
    def is_unreadable(self) -> bool:
        """Whether the cell is of another kind than its column: a sign of a row that has shifted."""
        return self.message.key == "import.unreadable"


class Cause(NamedTuple):
    """The cells of one column that have the same problem."""

    heading: str
    key: str | None
    message: Message
    hint: Message
    consequence: Consequence
    cells: tuple[str, ...]
    """The first of them by name, the sheet before the first one."""
    rows: int


class _Group:
    """The problems of one cause: the first, and what is shown of the others."""

    def __init__(self, first: Problem) -> None:
        self.first = first
        self.rows: list[int] = []
        self.count = 0
        self.values: dict[str, list[object]] = {}

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.rows) < SHOWN:
            self.rows.append(problem.row)
        for name, value in problem.message.values.items():
            if isinstance(value, str) and name == "found" and may_be_name(value):
                continue
            shown = self.values.setdefault(name, [])
            if len(shown) <= SHOWN and value not in shown:
                shown.append(value)

    def message(self) -> Message:
        """The message about all cells: the values that differ are listed, those that may be names are not."""
        if len(self.values) < len(self.first.message.values):
            return Message("import.not_quoted")
        merged = {
            name: values[0] if len(values) == 1 else (*values[:SHOWN], *(["…"] if len(values) > SHOWN else []))
            for name, values in self.values.items()
        }
        return Message(self.first.message.key, merged)


class Problems:
    """Collects the problems of a table. Memory grows with the causes, and with the cells only if these are kept."""

    def __init__(self, table: Table, *, keep_cells: bool) -> None:
        self._table = table
        self._groups: dict[object, _Group] = {}
        self._keep_cells = keep_cells
        self.cells: dict[tuple[int, int], Consequence] = {}
        """What the first problem of every cell costs, by row and column; not of profiles that are there already."""
        self.notes: dict[tuple[int, int], Problem] = {}
        """The first problems of these cells, up to ``MAX_NOTES``."""

    def add(self, *problems: Problem) -> None:
        """Collect problems."""
        for problem in problems:
            self._groups.setdefault(_cause_of(problem), _Group(problem)).add(problem)
            place = (problem.row, problem.column)
            if self._keep_cells and problem.consequence != "kept" and place not in self.cells:
                self.cells[place] = problem.consequence
                if len(self.notes) < MAX_NOTES:
                    self.notes[place] = problem

    def count(self, consequence: Consequence) -> int:
        """The number of problems with a consequence."""
        return sum(group.count for group in self._groups.values() if group.first.consequence == consequence)

    def causes(self) -> tuple[Cause, ...]:
        """All causes, in the order in which they were found."""
        return tuple(self._cause(group) for group in self._groups.values())

    def _cause(self, group: _Group) -> Cause:
        first = group.first
        sheets = [self._table.sheet, *[None] * SHOWN]
        cells = tuple(cell_name(row, first.column, sheet) for row, sheet in zip(group.rows, sheets, strict=False))
        return Cause(first.heading, first.key, group.message(), first.hint, first.consequence, cells, group.count)


def _cause_of(problem: Problem) -> object:
    nested = tuple(value.key for value in problem.message.values.values() if isinstance(value, Message))
    return problem.column, problem.key, problem.message.key, nested, problem.hint.key, problem.consequence
