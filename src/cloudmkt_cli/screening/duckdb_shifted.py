"""Rows that may have shifted, in DuckDB; and the lines of text files that they stand on."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import BinaryIO, Final, NamedTuple

from cloudmkt_cli.profile.credit_code import CODE_LENGTH
from cloudmkt_cli.screening.clean_copy import MOST_JOINED
from cloudmkt_cli.screening.duckdb_input import TextInput
from cloudmkt_cli.screening.duckdb_output import cells_table, column_name
from cloudmkt_cli.screening.duckdb_session import Session
from cloudmkt_cli.screening.encodings import numbered_lines
from cloudmkt_cli.screening.engine import Cells, ShiftSigns
from cloudmkt_cli.screening.model import CellClasses, RejectedLine
from cloudmkt_cli.screening.shifted import ShiftRule

_SIGNS: Final = 2
"""Signs that a row must have: as many as ``import`` wants of cells that have moved."""
_BUFFER: Final = 256 * 1024


class ReadText(NamedTuple):
    """A text that was read, the places of its columns, and the rows that were left out of it."""

    text: TextInput
    places: Mapping[int, int]
    shifted: list[RejectedLine]


class _FoundRow(NamedTuple):
    """A row of a text file: the number of its first line, and its cells."""

    line: int
    cells: tuple[str, ...]
    read: Cells
    """Those of the columns that were read, in order."""


def suspected(
    session: Session, sources: Sequence[CellClasses], numbers: Sequence[int], signs: ShiftSigns, most: int
) -> Iterator[Cells]:
    """The different rows with signs of a shift."""
    counts = [_unreadable(session, source) for source in sources if source.unreadable]
    if signs.code is not None:
        counts.append(f"CAST(strlen({column_name(signs.code)}) NOT IN (0, {CODE_LENGTH}) AS INTEGER)")
    if signs.name is not None:
        counts.append(f"CAST({column_name(signs.name)} BETWEEN '0' AND ':' AS INTEGER)")
    if not counts:
        return iter(())
    columns = ", ".join(map(column_name, numbers))
    return session.rows(f"SELECT DISTINCT {columns} FROM staged WHERE {' + '.join(counts)} >= {_SIGNS} LIMIT {most}")


def _unreadable(session: Session, source: CellClasses) -> str:
    """How many signs are in the cells of a source: one if they are unreadable, another if one could be a code."""
    name = f"unreadable_{source.source.numbers[0]}"
    columns = list(map(column_name, source.source.numbers))
    cells = ", ".join(columns)
    session.upload("uploaded", {"number": "BIGINT"}, ((number,) for number in source.unreadable))
    session.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {cells} FROM {cells_table(source.source)} "
        f"JOIN uploaded ON {cells_table(source.source)}.rowid = uploaded.number"
    )
    code = " OR ".join(f"strlen({column}) = {CODE_LENGTH}" for column in columns)
    return f"CASE WHEN ({cells}) IN (FROM {name}) THEN 1 + CAST({code} AS INTEGER) ELSE 0 END"


def shifted_rows(texts: Iterable[ReadText], wanted: AbstractSet[Cells], rule: ShiftRule) -> Counter[Cells]:
    """How many rows that have shifted have some cells; each is noted beside its text."""
    found: Counter[Cells] = Counter()
    for text, places, shifted in texts:
        if text.table.is_keyed:
            continue
        of_file = rule.of_file(text.table.head)
        for row in _rows(text, places, wanted):
            if row.read in found or of_file.has_shifted(row.cells):
                found[row.read] += 1
                shifted.append(RejectedLine(text.table.name, row.line, "shifted"))
    return found


def leave_out_rows(session: Session, numbers: Sequence[int], rows: Iterable[Cells]) -> None:
    """Leave the rows with some cells out of the table."""
    columns = [column_name(number) for number in numbers]
    session.upload("shifted", dict.fromkeys(columns, "VARCHAR"), rows)
    same = " AND ".join(f"staged_whole.{column} = shifted.{column}" for column in columns)
    session.run("ALTER VIEW staged RENAME TO staged_whole")
    session.run(f"CREATE TEMP VIEW staged AS SELECT * FROM staged_whole ANTI JOIN shifted ON {same}")


def _rows(text: TextInput, places: Mapping[int, int], wanted: AbstractSet[Cells]) -> Iterator[_FoundRow]:
    """The rows of a file that have certain cells at some places; lines that are no rows are passed over.

    Most records have no quotes, and are passed over by one cell: that of the column in which the rows differ most.
    """
    form, delimiter = text.form, text.form.delimiter.encode()
    positions = [places[number] for number in sorted(places)]
    of_columns = [{str(cell).encode() for cell in column} for column in zip(*wanted, strict=True)]
    place, telling = max(zip(positions, of_columns, strict=True), key=lambda column: len(column[1]))
    with text.path.open("rb", buffering=_BUFFER) as file:
        for number, record in _records(file):
            if b'"' not in record:
                start = record.split(delimiter, place + 1)
                if len(start) <= place or start[place].rstrip(b"\r\n") not in telling:
                    continue
            cells = _cells(record, form.delimiter)
            if len(cells) == form.width and (read := tuple([cells[at] for at in positions])) in wanted:
                yield _FoundRow(number, cells, read)


def _records(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The records of a file, each with the number of its first line; but no line that is longer than any row."""
    lines = numbered_lines(file)
    for number, line in lines:
        if line is not None:
            is_open = b'"' in line and line.count(b'"') % 2
            yield number, b"".join([line, *_to_end(lines)]) if is_open else line


def _to_end(lines: Iterator[tuple[int, bytes | None]]) -> Iterator[bytes]:
    """The lines up to the one that closes a quote."""
    for _, line in islice(lines, MOST_JOINED):
        yield line or b""
        if line and line.count(b'"') % 2:
            return


def _cells(record: bytes, delimiter: str) -> tuple[str, ...]:
    """The cells of a record; none if it is broken."""
    try:
        return tuple(next(csv.reader([record.decode(errors="replace")], delimiter=delimiter)))
    except (csv.Error, StopIteration):
        return ()
