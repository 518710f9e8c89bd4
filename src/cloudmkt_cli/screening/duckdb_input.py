"""How DuckDB reads text tables: with a stated dialect, and without the lines that it cannot pass over by itself."""

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from cloudmkt_cli.screening.clean_copy import TextForm, clean_copy
from cloudmkt_cli.screening.duckdb_output import column_name, quoted_text
from cloudmkt_cli.screening.model import RejectedLine
from cloudmkt_cli.screening.sources import TextTable
from cloudmkt_cli.screening.survey import BadLine, bad_lines, occurrences

MOST_REJECTED: Final = 100_000
"""Rejected lines of a file that DuckDB keeps, each with its text. A file with more is copied without them."""
_REASONS: Final = {
    "MISSING COLUMNS": "missing_columns",
    "TOO MANY COLUMNS": "too_many_columns",
    "UNQUOTED VALUE": "quotes",
    "LINE SIZE OVER MAXIMUM": "too_long",
    "INVALID ENCODING": "encoding",
}
_OF_ONE_LINE: Final = {"missing_columns", "too_many_columns", "encoding"}
"""After another reason, DuckDB may have lost its place."""
_MOST_SUSPECTED: Final = 100
"""Places where DuckDB may have lost its place up to which only the lines around them are looked at."""
_CHUNK: Final = 1024 * 1024


class Place(NamedTuple):
    """Where in a file DuckDB rejected something, in bytes, and why."""

    start: int
    """That of a line, or of line ends before it."""
    reason: str

    @classmethod
    def of(cls, position: int, error: str) -> "Place":
        """A place as DuckDB tells of it: the first byte is 1."""
        return cls(position - 1, _REASONS.get(error, "no_table"))


class TextInput:
    """A text table: the file itself, or in a folder of ours a copy of it without lines that are no rows."""

    def __init__(self, table: TextTable, heading_row: int, folder: Path, number: int) -> None:
        self.table, self.number = table, number
        self._folder = folder
        width, skipped = len(table.head.rows[heading_row]), table.ends[heading_row]
        self._form = TextForm(table.encoding, table.delimiter, width, skipped)
        self.path = table.path
        self.is_clean = self._is_surveyed = False
        self._bad: list[BadLine] = []
        if any(sign in str(table.path) for sign in "*?["):  # which DuckDB would take for a pattern
            self.path = folder / f"link-{number}"
            self.path.symlink_to(table.path)
        if table.encoding != "utf-8":
            self.clean()
        elif bad := bad_lines(table.path, self._form):
            self._hide(bad)

    @property
    def form(self) -> TextForm:
        """How ``path`` is written: in UTF-8."""
        return self._form._replace(encoding="utf-8")

    def clean(self) -> None:
        """Read a copy in which each record has been looked at."""
        self.path = self._folder / f"clean-{self.number}.csv"
        self.is_clean = True
        self._bad.clear()
        with self._left_out.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(clean_copy(self.table.path, self.path, self._form))

    def _hide(self, bad: list[BadLine]) -> None:
        """Read a copy in which bad lines are lines of dashes: copying is a fifth of the time of looking at each."""
        self.path, self._bad = self._folder / f"mended-{self.number}.csv", bad
        shutil.copyfile(self.table.path, self.path)
        with self.path.open("r+b") as file:
            for start, end, _ in bad:
                file.seek(start)
                for done in range(start, end, _CHUNK):
                    file.write(b"-" * min(_CHUNK, end - done))

    def mend(self, places: Sequence[Place]) -> bool:
        """Whether the file is to be read again, as DuckDB may have lost its place, or rejected more than it keeps."""
        lost = [place.start for place in self._unknown(places) if place.reason not in _OF_ONE_LINE]
        if self.is_clean or (not lost and len(places) <= MOST_REJECTED):
            return False
        if self._is_surveyed or len(places) > MOST_REJECTED or len(lost) > _MOST_SUSPECTED:
            self.clean()
        else:  # two quotes that are not closed, close together, are an even number
            self._is_surveyed = True
            self._hide(bad_lines(self.table.path, self._form, lost))
        return True

    def statement(self, places: Mapping[int, int]) -> str:
        """The statement that reads some columns, each from the place that the file has it in."""
        selected = ", ".join(f"coalesce({column_name(place)}, '') AS {column_name(n)}" for n, place in places.items())
        columns = ", ".join(f"{quoted_text(column_name(n))}: 'VARCHAR'" for n in range(self._form.width))
        return (
            f"SELECT {selected} FROM read_csv({quoted_text(str(self.path))}, auto_detect=false, header=false, "
            f"skip={self._form.skipped}, delim={quoted_text(self._form.delimiter)}, quote='\"', escape='\"', "
            f"columns={{{columns}}}, store_rejects=true, rejects_limit={MOST_REJECTED + 1})"
        )

    def rejected(self, places: Sequence[Place]) -> Iterator[RejectedLine]:
        """The rejected lines, given the places of what DuckDB rejected, in order."""
        name = self.table.name
        yield from (RejectedLine(name, line, "no_table") for line in self.table.left_out)
        if self.is_clean:
            with self._left_out.open(encoding="utf-8", newline="") as file:
                yield from (RejectedLine(name, int(line), reason) for line, reason in csv.reader(file))
        found = sorted([*((bad.start, bad.reason) for bad in self._bad), *self._unknown(places)])
        numbers = _line_numbers(self.path, [start for start, _ in found])
        yield from (RejectedLine(name, line, reason) for line, (_, reason) in zip(numbers, found, strict=True))

    def _unknown(self, places: Sequence[Place]) -> list[Place]:
        """The places that are not those of hidden lines."""
        if not self._bad:
            return list(places)
        hidden = {start for start, _, _ in self._bad}
        with self.path.open("rb") as file:
            return [place for place in places if _text_start(file, place.start) not in hidden]

    @property
    def _left_out(self) -> Path:
        return self._folder / f"left-out-{self.number}.csv"


def _text_start(file: BinaryIO, position: int) -> int:
    """The first byte at or after a position that ends no line."""
    file.seek(position)
    while (sign := file.read(1)) and sign in b"\r\n":
        position += 1
    return position


def _line_numbers(path: Path, places: Sequence[int]) -> Iterator[int]:
    """The numbers of the lines that begin at some positions, or right after line ends at these."""
    line, done = 1, 0
    with path.open("rb") as file:
        for position in places:
            while done < position:
                chunk = file.read(min(_CHUNK, position - done))
                line += occurrences(b"\n", chunk)
                done += len(chunk)
            while (sign := file.read(1)) in {b"\r", b"\n"}:
                line += sign == b"\n"
                done += 1
            file.seek(done)
            yield line
