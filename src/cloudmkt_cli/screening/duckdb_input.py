"""How DuckDB reads text tables: with a stated dialect, and a clean copy of each file that is broken."""

import csv
import mmap
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from cloudmkt_cli.screening.clean_copy import TextForm, clean_copy
from cloudmkt_cli.screening.duckdb_output import column_name, quoted_text
from cloudmkt_cli.screening.model import RejectedLine
from cloudmkt_cli.screening.sources import TextTable

REASONS: Final = {
    "MISSING COLUMNS": "missing_columns",
    "TOO MANY COLUMNS": "too_many_columns",
    "UNQUOTED VALUE": "quotes",
    "LINE SIZE OVER MAXIMUM": "too_long",
    "INVALID ENCODING": "encoding",
}
OF_ONE_LINE: Final = {"missing_columns", "too_many_columns", "encoding"}
"""Reasons that DuckDB tells of every line. After another, it may have passed over lines without a word."""
MOST_REJECTED: Final = 100_000
"""Rejected lines of a file that DuckDB keeps, each with its text. A file with more is copied without them."""
_CHUNK: Final = 1024 * 1024
"""A line longer than the longest that DuckDB reads, two million bytes, fills at least one chunk."""


class TextInput:
    """A text table: the file itself, or a clean copy of it in a folder of ours."""

    def __init__(self, table: TextTable, heading_row: int, folder: Path, number: int) -> None:
        self.table = table
        self._folder, self._number = folder, number
        width, skipped = len(table.head.rows[heading_row]), table.ends[heading_row]
        self._form = TextForm(table.encoding, table.delimiter, width, skipped)
        self.path = table.path
        self.is_copy = False
        if any(sign in str(table.path) for sign in "*?["):  # which DuckDB would take for a pattern
            self.path = folder / f"link-{number}"
            self.path.symlink_to(table.path)
        if table.encoding != "utf-8" or _needs_copy(table.path):
            self.clean()

    def clean(self) -> None:
        """Read a copy without the lines that are no rows."""
        self.path = self._folder / f"clean-{self._number}.csv"
        self.is_copy = True
        with self._left_out.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(clean_copy(self.table.path, self.path, self._form))

    def statement(self, places: Mapping[int, int]) -> str:
        """The statement that reads some columns, each from the place that the file has it in."""
        selected = ", ".join(f"coalesce({column_name(place)}, '') AS {column_name(n)}" for n, place in places.items())
        columns = ", ".join(f"{quoted_text(column_name(n))}: 'VARCHAR'" for n in range(self._form.width))
        return (
            f"SELECT {selected} FROM read_csv({quoted_text(str(self.path))}, auto_detect=false, header=false, "
            f"skip={self._form.skipped}, delim={quoted_text(self._form.delimiter)}, quote='\"', escape='\"', "
            f"columns={{{columns}}}, store_rejects=true, rejects_limit={MOST_REJECTED + 1})"
        )

    def rejected(self, places: Sequence[tuple[int, str]]) -> Iterator[RejectedLine]:
        """The rejected lines, given the positions in bytes, in order, and the reasons of those that DuckDB rejected."""
        name = self.table.name
        yield from (RejectedLine(name, line, "no_table") for line in self.table.left_out)
        if self.is_copy:
            with self._left_out.open(encoding="utf-8", newline="") as file:
                yield from (RejectedLine(name, int(line), reason) for line, reason in csv.reader(file))
        yield from (RejectedLine(name, line, reason) for line, reason in _line_numbers(self.path, places))

    @property
    def _left_out(self) -> Path:
        return self._folder / f"left-out-{self._number}.csv"


def _needs_copy(path: Path) -> bool:
    """Whether DuckDB would pass over a long line, or take a NUL, without a word.

    A megabyte is enough to see a long line in: only the end of each is looked at.
    """
    size = os.path.getsize(path)  # noqa: PTH202  a number alone
    if not size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        chunks = range(0, size - _CHUNK, _CHUNK)
        return data.find(b"\0") >= 0 or any(data.rfind(b"\n", start, start + _CHUNK) < 0 for start in chunks)


def _line_numbers(path: Path, places: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The numbers of the lines that begin at some positions, or right after line ends at these."""
    line, done = 1, 0
    with path.open("rb") as file:
        for position, reason in places:
            while done < position:
                chunk = file.read(min(_CHUNK, position - done))
                if not chunk:
                    return
                line += chunk.count(b"\n")
                done += len(chunk)
            while (sign := file.read(1)) in {b"\r", b"\n"}:
                line += sign == b"\n"
                done += 1
            file.seek(done)
            yield line, reason
