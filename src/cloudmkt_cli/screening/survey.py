"""Looks through a text table in UTF-8 for lines after which DuckDB loses its place, or which it drops without a word.

These are lines with a quote that is not closed, with a NUL, or of endless length. All else DuckDB rejects line by line.
"""

import csv
import io
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from cloudmkt_cli.intake.readers.csv_reader import MAX_RECORD
from cloudmkt_cli.screening.clean_copy import MOST_JOINED, TextForm

_PORTION: Final = 16 * 1024
"""Bytes whose quotes are counted at once: an odd number is looked into, line by line."""
_BUFFER: Final = 1024 * 1024


class BadLine(NamedTuple):
    """A line that is no row: its bytes, without its end, and why."""

    start: int
    end: int
    reason: str


def bad_lines(path: Path, form: TextForm, suspected: Sequence[int] = ()) -> list[BadLine]:
    """The lines of a file that must be hidden from DuckDB. Around suspected places, each line is looked at."""
    with path.open("rb", buffering=_BUFFER) as file:
        return list(_Survey(file, form, suspected).run())


def occurrences(sign: bytes, data: bytes) -> int:
    """How often a byte occurs: as ``count``, in a fifth of its time before Python 3.13."""
    return len(data) - len(data.replace(sign, b""))


class _Survey:
    def __init__(self, file: BinaryIO, form: TextForm, suspected: Sequence[int]) -> None:
        self._file, self._form, self._suspected = file, form, suspected

    def run(self) -> Iterator[BadLine]:
        start = sum(len(self._file.readline()) for _ in range(self._form.skipped))
        while portion := self._file.read(_PORTION):
            portion += self._file.readline(MAX_RECORD)
            end = start + len(portion)
            is_suspected = self._suspected and any(start <= place <= end for place in self._suspected)
            if is_suspected or occurrences(b'"', portion) % 2 or b"\0" in portion or not portion.endswith(b"\n"):
                self._file.seek(start)
                end = yield from self._by_line(start, end)
            start = end

    def _by_line(self, start: int, until: int) -> Generator[BadLine, None, int]:
        """The bad lines up to a position; returns where the next record begins."""
        while start < until and (line := self._file.readline(MAX_RECORD)):
            end, last = start + len(line), line
            reason = "encoding" if b"\0" in line else None
            while len(last) == MAX_RECORD and not last.endswith(b"\n"):
                reason, last = "too_long", self._file.readline(MAX_RECORD)
                end += len(last)
            if reason is None and line.count(b'"') % 2:
                length = self._length_of_record(line)
                reason, end = (None, start + length) if length else ("quotes", end)
                self._file.seek(end)
            if reason:
                yield BadLine(start, end - len(last) + len(last.rstrip(b"\r\n")), reason)
            start = end
        return start

    def _length_of_record(self, line: bytes) -> int:
        """The length of a record with a cell of several lines, of which the first has been read; 0 if it is no row."""
        record = line
        for _ in range(MOST_JOINED):
            further = self._file.readline(MAX_RECORD)
            record += further
            if not further or b"\0" in further or len(record) > MAX_RECORD:
                break
            if record.count(b'"') % 2 == 0:
                return len(record) if self._is_row(record) else 0
        return 0

    def _is_row(self, record: bytes) -> bool:
        text = io.StringIO(record.decode(errors="replace"), newline="")
        try:
            return len(next(csv.reader(text, delimiter=self._form.delimiter, strict=True))) == self._form.width
        except (csv.Error, StopIteration):
            return False
