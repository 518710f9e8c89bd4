"""Find the heading row of a table and map its columns to profile keys."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.intake.mapping import check_mapped
from cloudmkt_cli.intake.personal_names import may_be_name
from cloudmkt_cli.intake.readers.table import Table, Value, cell_name, column_name, table_error
from cloudmkt_cli.intake.vocabulary import Heading, Vocabulary, normalize
from cloudmkt_cli.profile.fields import CAPITAL, NAME, Field

_ROWS_WITH_HEADINGS: Final = 20
"""Exports may put titles and notices above the headings."""
_LONGEST_HEADING: Final = 40
_NONE: Final[Mapping[str, Heading]] = {}


class Column(NamedTuple):
    """A column mapped to a key; ``number`` counts from 0, ``unit`` is that of bare numbers, if the heading has one."""

    number: int
    heading: str
    field: Field
    unit: str


class Columns(NamedTuple):
    """The columns of a table: those mapped to a key, and notes about the others."""

    heading_row: int
    known: tuple[Column, ...]
    notes: tuple[Message, ...]
    status: Mapping[int, str]
    """The headings of registration status, by the number of their column."""
    codes: frozenset[int]
    """The columns that a credit code may stand in."""
    width: int
    """The number of columns up to the last one that has a heading."""

    @property
    def name(self) -> Column:
        """The column of the company's name."""
        return next(column for column in self.known if column.field.fact == NAME)


def find_columns(table: Table, words: Vocabulary, mapped: Mapping[str, Heading] = _NONE) -> Columns:
    """Map the columns of a table to profile keys. ``mapped`` holds further headings; they go first.

    Raises:
        InputError: no column gives the company's name, two columns give the same key, or a mapped heading is not there.
    """
    words = words._replace(
        headings={**words.headings, **{normalize(said): meaning for said, meaning in mapped.items()}}
    )
    row = _heading_row(table, words)
    headings = [str(cell).strip() for cell in table.rows[row]]
    width = len(headings)
    check_mapped(mapped, headings)
    replaced = {meaning.field.fact for meaning in mapped.values() if meaning.field}
    own = {normalize(said) for said in mapped}
    headings += [""] * (max(map(len, table.rows)) - width)
    unnamed = _filled(table.rows[row + 1 :], {index for index, said in enumerate(headings) if not said})
    known: list[Column] = []
    notes: list[Message] = []
    status: dict[int, str] = {}
    for index, said in enumerate(headings):
        meaning = words.headings.get(normalize(said))
        if meaning and meaning.field and meaning.field.fact in replaced and normalize(said) not in own:
            values = {"column": column_name(index), "heading": short_heading(said), "key": meaning.field.fact}
            notes.append(Message("import.replaced_by_map", values))
        elif meaning and meaning.field:
            known.append(Column(index, said, meaning.field, meaning.unit))
        elif normalize(said) in words.status.headings:
            status[index] = said
        elif said:
            notes.append(_unread_note(index, said, words))
        elif index in unnamed:
            notes.append(Message("import.no_heading", {"column": column_name(index)}))
    _check_duplicates(table, row, known)
    codes = frozenset(
        index for index, said in enumerate(headings) if any(word in normalize(said) for word in words.code_columns)
    )
    return Columns(row, tuple(known), tuple(notes), status, codes, width)


def _filled(rows: Sequence[Sequence[Value]], columns: set[int]) -> set[int]:
    """Return those of ``columns`` that are not empty."""
    filled: set[int] = set()
    for cells in rows:
        if len(filled) == len(columns):
            break
        filled.update(index for index, cell in enumerate(cells) if index in columns and str(cell).strip())
    return filled


def _heading_row(table: Table, words: Vocabulary) -> int:
    rows = table.rows[:_ROWS_WITH_HEADINGS]
    for number, cells in enumerate(rows):
        meanings = (words.headings.get(normalize(str(cell))) for cell in cells)
        if any(meaning and meaning.field and meaning.field.fact == NAME for meaning in meanings):
            return number
    first = next((cells for cells in table.rows if any(str(cell).strip() for cell in cells)), None)
    if first is None:
        raise table_error(Message("import.empty"), "import.fill_in")
    # A table without headings begins with a company, and may name its people.
    known = {text for text in map(str, first) if normalize(text) in words.headings or not may_be_name(text)}
    found = tuple(short_heading(str(cell)) for cell in first if str(cell).strip() and str(cell) in known) or ("—",)
    raise table_error(Message("import.no_name_column", {"found": found}), "import.add_name_column")


def _unread_note(index: int, said: str, words: Vocabulary) -> Message:
    """Explain why a column is not read."""
    values: dict[str, object] = {"column": column_name(index), "heading": short_heading(said)}
    if meaning := words.headings.get(normalize(said)):
        return Message("import.no_key", {**values, "reason": meaning.reason})
    giving_keys = [heading for heading, meaning in words.headings.items() if meaning.field]
    if meant := closest_matches(normalize(said), giving_keys, at_most=2):
        return Message("import.unknown_column_near", {**values, "near": meant})
    return Message("import.unknown_column", values)


def _check_duplicates(table: Table, row: int, columns: list[Column]) -> None:
    twice: list[Diagnostic] = []
    for index, second in enumerate(columns):
        first = next((before for before in columns[:index] if _same(before.field.fact, second.field.fact)), None)
        if first:
            values = {
                "first": cell_name(row, first.number, table.sheet),
                "first_heading": short_heading(first.heading),
                "second": cell_name(row, second.number, table.sheet),
                "second_heading": short_heading(second.heading),
                "key": second.field.fact,
            }
            twice.append(Diagnostic(Message("import.column_twice", values), Message("import.keep_one_column")))
    if twice:
        raise InputError(*twice)


def _same(one: str, other: str) -> bool:
    """Whether two keys overlap: registered capital as text includes its amount and currency."""
    in_one = {f"{CAPITAL}.amount", f"{CAPITAL}.currency"}
    return one == other or (CAPITAL in {one, other} and bool(in_one & {one, other}))


def short_heading(heading: str) -> str:
    """A heading as messages show it."""
    return escape_untrusted(heading.strip(), _LONGEST_HEADING)
