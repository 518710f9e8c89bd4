"""Looks through a text table in UTF-8 for lines after which DuckDB loses its place, or which it drops without a word.

These are lines with a quote that is not closed, with a NUL, or of endless length. All else DuckDB rejects line by line.
"""

import csv
import io
import mmap
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.screening.clean_copy import MOST_JOINED, TextForm

_PORTION: Final = 16 * 1024
"""Bytes whose quotes are counted at once: an odd number is looked into, line by line."""
_LONGEST: Final = 2_000_000
"""Bytes of the longest line that DuckDB reads."""


class BadLine(NamedTuple):
    """A line that is no row: its bytes, without its end, and why."""

    start: int
    end: int
    reason: str


def bad_lines(path: Path, form: TextForm, suspected: Sequence[int] = ()) -> list[BadLine]:
    """The lines of a file that must be hidden from DuckDB. Around suspected places, each line is looked at."""
    if not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return list(_Survey(data, form, suspected).run())


class _Survey:
    def __init__(self, data: mmap.mmap, form: TextForm, suspected: Sequence[int]) -> None:
        self._data, self._form, self._suspected = data, form, suspected
        self._size = len(data)

    def run(self) -> Iterator[BadLine]:
        start = 0
        for _ in range(self._form.skipped):
            start = self._line_end(start) + 1
        while start < self._size:
            end = self._line_end(min(start + _PORTION, self._size))
            portion = self._data[start:end]
            is_suspected = any(start <= place <= end for place in self._suspected)
            if is_suspected or portion.count(b'"') % 2 or b"\0" in portion or len(portion) > _LONGEST:
                start = yield from self._by_line(start, end)
            else:
                start = end + 1

    def _by_line(self, start: int, until: int) -> Generator[BadLine, None, int]:
        """The bad lines up to a position; returns where the next line or record begins."""
        while start < until:
            end = self._line_end(start)
            reason, after = self._look(start, end)
            if reason:
                yield BadLine(start, end, reason)
            start = after
        return start

    def _look(self, start: int, end: int) -> tuple[str | None, int]:
        """What is wrong with a line, if anything, and where the next record begins; one may have several lines."""
        if end - start > _LONGEST:
            return "too_long", end + 1
        line = self._data[start:end]
        if b"\0" in line:
            return "encoding", end + 1
        quotes = line.count(b'"')
        if quotes % 2 == 0:
            return None, end + 1
        last = end
        for _ in range(MOST_JOINED):
            further = self._line_end(last + 1)
            if last >= self._size or further - start > _LONGEST:
                break
            quotes += self._data[last + 1 : further].count(b'"')
            last = further
            if quotes % 2 == 0:
                break
        if quotes % 2 == 0 and self._is_row(self._data[start:last]):
            return None, last + 1
        return "quotes", end + 1

    def _is_row(self, record: bytes) -> bool:
        text = io.StringIO(record.decode(errors="replace"), newline="")
        try:
            return len(next(csv.reader(text, delimiter=self._form.delimiter, strict=True))) == self._form.width
        except (csv.Error, StopIteration):
            return False

    def _line_end(self, start: int) -> int:
        end = self._data.find(b"\n", start)
        return self._size if end < 0 else end
