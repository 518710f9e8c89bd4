"""Which columns of a table state what: the sources that conditions read, and the columns that are kept."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import CASES
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.intake.header_row import Column, Columns, find_columns, short_heading
from cloudmkt_cli.intake.readers.table import Table
from cloudmkt_cli.intake.vocabulary import LEGAL_FORM, Heading, Vocabulary, normalize
from cloudmkt_cli.profile.fields import CAPITAL, NAME, fields
from cloudmkt_cli.screening.engine import KeptColumn
from cloudmkt_cli.screening.leaves import ATTESTATIONS, PRODUCTS
from cloudmkt_cli.screening.model import Source

LISTS: Final = (PRODUCTS, CASES, ATTESTATIONS)
"""The columns of lists of structs, by their only heading."""
_CODE: Final = "company.uscc"
_KEYS: Final = (NAME, _CODE)


class CodeForms(NamedTuple):
    """A column that an engine adds: the legal forms that the credit codes of a table give, none for branches."""

    number: int
    """Its position, after all columns of the table."""
    code: int
    name: int
    branches: tuple[str, ...]
    """What names of branches end with."""


class TableColumns(NamedTuple):
    """What is read of a table."""

    heading_row: int
    sources: tuple[Source, ...]
    keys: tuple[KeptColumn, ...]
    """Name and credit code of the company."""
    by: tuple[KeptColumn, ...]
    """The columns that rows are grouped by, under their own headings."""
    known: Columns
    notes: tuple[Message, ...]
    read: AbstractSet[str]
    """The facts and lists that conditions read."""
    code_forms: CodeForms | None = None

    def numbers(self, *, with_keys: bool) -> tuple[int, ...]:
        """The positions of all columns that are read, in order: at least that of the name, as rows are counted."""
        read = {number for source in self.sources for number in source.numbers}
        read.update(self.known.status)
        if self.code_forms:
            read = read - {self.code_forms.number} | {self.code_forms.code, self.code_forms.name}
        read.update(kept.number for kept in (*(self.keys if with_keys else ()), *self.by))
        return tuple(sorted(read or {self.known.name.number}))

    @property
    def profile_numbers(self) -> tuple[int, ...]:
        """The positions of all columns that are read when rows become profiles, in order."""
        of_profiles = {*self.known.status, *(column.number for column in self.known.known)}
        return tuple(sorted(of_profiles.union(self.numbers(with_keys=True))))


def table_columns(
    table: Table, words: Vocabulary, mapped: Mapping[str, Heading], read: AbstractSet[str], by: Sequence[str]
) -> TableColumns:
    """Find the columns of a table, given its first rows.

    Args:
        table: the first rows.
        words: the headings and words that are known.
        mapped: further headings, with their keys.
        read: the facts and lists that conditions read; columns of others cost nothing.
        by: the headings of the columns to group by.

    Raises:
        InputError: as ``find_columns``, or there is no column of a heading in ``by``.
    """
    lists = _lists(table)
    columns = find_columns(_without(table, set(lists.values())), words, mapped)
    headings = [str(cell).strip() for cell in table.rows[columns.heading_row]]
    found = [*_grouped(columns.known), *(Source(name, (number,), ()) for name, number in lists.items())]
    _check_products_once(found)
    return TableColumns(
        heading_row=columns.heading_row,
        sources=tuple(source for source in found if source.name in read),
        keys=tuple(KeptColumn(one.number, one.field.fact) for one in columns.known if one.field.fact in _KEYS),
        by=tuple(_at(heading, headings) for heading in by),
        known=columns,
        notes=columns.notes,
        read=read,
    )


def _lists(table: Table) -> dict[str, int]:
    """The columns of lists of structs, by name."""
    found: dict[str, int] = {}
    for row in table.rows[:1]:
        found.update({str(cell): number for number, cell in enumerate(row) if cell in LISTS})
    return found


def _without(table: Table, numbers: set[int]) -> Table:
    """The table with some columns blank, as they are no cells of a row."""
    if not numbers:
        return table
    rows = tuple(tuple("" if number in numbers else cell for number, cell in enumerate(row)) for row in table.rows)
    return table._replace(rows=rows)


def _grouped(columns: Iterable[Column]) -> list[Source]:
    """The sources of plain columns: the parts of registered capital are one, and the keys of a product."""
    by_source: dict[str, list[Column]] = {}
    for column in columns:
        by_source.setdefault(_source_of(column.field.fact), []).append(column)
    if PRODUCTS in by_source:
        by_source[PRODUCTS] += by_source.get("target_markets", [])
    return [Source(name, tuple(one.number for one in group), tuple(group)) for name, group in by_source.items()]


def _source_of(fact: str) -> str:
    if fact.startswith("product."):
        return PRODUCTS
    return CAPITAL if fact.startswith(f"{CAPITAL}.") else fact


def _check_products_once(sources: Sequence[Source]) -> None:
    if sum(source.name == PRODUCTS for source in sources) > 1:
        raise InputError(Diagnostic(Message("screen.products_twice"), Message("screen.products_once")))


def _at(heading: str, headings: Sequence[str]) -> KeptColumn:
    """The column of a heading."""
    there = {normalize(said): number for number, said in reversed([*enumerate(headings)]) if said}
    number = there.get(normalize(heading))
    if number is None:
        near = tuple(headings[there[found]] for found in closest_matches(normalize(heading), there, at_most=3))
        every = tuple(short_heading(headings[number]) for number in sorted(there.values()))
        hint = (
            Message("import.map_near", {"near": near}) if near else Message("import.map_headings", {"headings": every})
        )
        raise InputError(Diagnostic(Message("screen.by_unknown", {"heading": heading}), hint))
    return KeptColumn(number, headings[number])


def with_code_forms(columns: TableColumns, branches: tuple[str, ...]) -> TableColumns:
    """Let the credit code give the legal form where its own column is blank; it changes nothing if it is not read."""
    code = next((one for one in columns.known.known if one.field.fact == _CODE), None)
    if code is None or LEGAL_FORM not in columns.read:
        return columns
    forms = CodeForms(columns.known.width, code.number, columns.known.name.number, branches)
    added = Column(forms.number, code.heading, fields()[LEGAL_FORM], "")
    own = next((source for source in columns.sources if source.name == LEGAL_FORM), Source(LEGAL_FORM, (), ()))
    both = Source(LEGAL_FORM, (forms.number, *own.numbers), (added, *own.columns))
    others = (source for source in columns.sources if source.name != LEGAL_FORM)
    return columns._replace(sources=(both, *others), code_forms=forms)
