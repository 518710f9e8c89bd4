"""Rows that may have shifted, in DuckDB; and the lines of text files that they stand on."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, Final, NamedTuple

from cloudmkt_cli.intake.readers.csv_reader import MAX_RECORD
from cloudmkt_cli.screening.clean_copy import MOST_JOINED
from cloudmkt_cli.screening.duckdb_input import TextInput
from cloudmkt_cli.screening.duckdb_output import cells_table, column_name
from cloudmkt_cli.screening.duckdb_session import Session
from cloudmkt_cli.screening.engine import Cells, ShiftSigns
from cloudmkt_cli.screening.model import CellClasses, RejectedLine
from cloudmkt_cli.screening.shifted import ShiftRule
from cloudmkt_cli.screening.survey import occurrences

_CODE_LENGTH: Final = 18
_SIGNS: Final = 2
"""Signs that a row must have: as many as ``import`` wants of cells that have moved."""
_PORTION: Final = 16 * 1024
_UNSEEN: Final = str.maketrans("", "", '"\r')


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
        counts.append(f"CAST(strlen({column_name(signs.code)}) NOT IN (0, {_CODE_LENGTH}) AS INTEGER)")
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
    code = " OR ".join(f"strlen({column}) = {_CODE_LENGTH}" for column in columns)
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

    Only portions in which all cells of such a row occur are taken apart.
    """
    form, search = text.form, _Search(wanted, text.form.delimiter)
    positions = [places[number] for number in sorted(places)]
    number = 1
    with text.path.open("rb") as file:
        for portion in _portions(file):
            if search.may_be_in(portion):
                for line, cells in _records(portion, number, form.delimiter):
                    if len(cells) == form.width and (read := tuple([cells[place] for place in positions])) in wanted:
                        yield _FoundRow(line, cells, read)
            number += occurrences(b"\n", portion)


class _Search:
    """Searches text for the cells of some rows, each up to a delimiter or line end within it, and without quotes."""

    def __init__(self, rows: AbstractSet[Cells], delimiter: str) -> None:
        self._delimiter = delimiter.encode()
        within = re.compile(f"[{delimiter}\n]")
        every = [
            {within.split(str(cell).translate(_UNSEEN), 1)[0].encode() for cell in cells} - {b""} for cells in rows
        ]
        common = Counter(piece for pieces in every for piece in pieces)
        self._by_rarest: defaultdict[bytes, list[set[bytes]]] = defaultdict(list)
        for pieces in every:
            self._by_rarest[min(pieces, key=lambda piece: (common[piece], -len(piece)), default=b"")].append(pieces)
        self._rarest = frozenset(self._by_rarest)

    def may_be_in(self, portion: bytes) -> bool:
        """Whether all cells of a row occur in a portion of a file."""
        plain = portion.translate(None, b'"\r') if b'"' in portion or b"\r" in portion else portion
        pieces = plain.replace(b"\n", self._delimiter).split(self._delimiter)
        if self._rarest.isdisjoint(pieces):
            return False
        there = set(pieces)
        return any(row <= there for piece in self._rarest & there for row in self._by_rarest[piece])


def _portions(file: BinaryIO) -> Iterator[bytes]:
    """A file in portions of whole records."""
    while portion := file.read(_PORTION):
        portion += file.readline(MAX_RECORD)
        for _ in range(MOST_JOINED):
            if occurrences(b'"', portion) % 2 == 0:
                break
            portion += file.readline(MAX_RECORD)
        yield portion


def _records(portion: bytes, number: int, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The records of a portion, each with the number of its first line; a line that is broken costs itself."""
    lines = enumerate(portion.replace(b"\r\n", b"\n").split(b"\n"), number)
    for first, line in lines:
        further = _to_end(lines) if line.count(b'"') % 2 else ()
        text = io.StringIO(b"\n".join([line, *further]).decode(errors="replace"), newline="")
        with suppress(csv.Error, StopIteration):
            yield first, tuple(next(csv.reader(text, delimiter=delimiter)))


def _to_end(lines: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    """The lines up to the one that closes a quote."""
    for _, line in islice(lines, MOST_JOINED):
        yield line
        if line.count(b'"') % 2:
            return
