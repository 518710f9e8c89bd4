"""A copy of a text table in UTF-8 that differs in records whose quotes do not match, and in nothing else.

Only lines with quotes are looked at, so that one stray quote in a gigabyte costs little. Each line keeps its number:
one that is left out is blank in the copy.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cloudmkt_cli.intake.readers.csv_reader import MAX_RECORD
from cloudmkt_cli.screening.clean_copy import MOST_JOINED, LeftOut, TextForm, fault_of

_PIECE: Final = 4 * MAX_RECORD


def repaired_copy(source: Path, target: Path, form: TextForm) -> Iterator[LeftOut]:
    """Write the copy; yield the lines that are left out. No line may be longer than ``MAX_RECORD`` twice.

    Raises:
        OSError: the file cannot be read, or the copy cannot be written.
    """
    with source.open("rb") as file, target.open("wb") as copy:
        headings = [file.readline() for _ in range(form.skipped)]
        end = b"\r\n" if headings[-1].endswith(b"\r\n") else b"\n"
        copy.write((b"-" + end) * form.skipped)  # which the reader skips
        yield from _Repair(file, copy, form, end).run()


class _Repair:
    """A piece of the file, whole lines, and how far it is copied."""

    def __init__(self, file: BinaryIO, copy: BinaryIO, form: TextForm, end: bytes) -> None:
        self._file, self._copy, self._form, self._end = file, copy, form, end
        self._piece = b""
        self._done = 0
        self._line = form.skipped + 1

    def run(self) -> Iterator[LeftOut]:
        while self._fill():
            quote = self._piece.find(b'"', self._done)
            if quote < 0:
                self._copy_to(len(self._piece))
                continue
            self._copy_to(self._piece.rfind(b"\n", self._done, quote) + 1)
            self._fill()
            if reason := self._copy_record():
                yield LeftOut(self._line, reason)
                self._copy.write(self._end)
                self._pass_to(self._line_end(self._done))

    def _fill(self) -> bool:
        """Read on unless any record that begins here is in the piece; whether anything is left."""
        if len(self._piece) - self._done < 2 * MAX_RECORD and (more := self._file.read(_PIECE)):
            self._piece = self._piece[self._done :] + more + self._file.readline()
            self._done = 0
        return self._done < len(self._piece)

    def _copy_record(self) -> str | None:
        """Copy the record that begins here; why that cannot be done."""
        end, quotes = self._done, 0
        for _ in range(MOST_JOINED):
            start, end = end, self._line_end(end)
            quotes += self._piece.count(b'"', start, end)
            if quotes % 2 == 0 or end - self._done > MAX_RECORD or end == len(self._piece):
                break
        if quotes % 2:
            return "quotes"
        record = self._piece[self._done : end].rstrip(b"\r\n").decode(errors="replace")
        reason = fault_of(record, self._form)
        if reason is None:
            self._copy_to(end)
        return reason

    def _copy_to(self, end: int) -> None:
        if end > self._done:
            self._copy.write(memoryview(self._piece)[self._done : end])
            self._pass_to(end)

    def _pass_to(self, end: int) -> None:
        self._line += self._piece.count(b"\n", self._done, end)
        self._done = end

    def _line_end(self, start: int) -> int:
        return (self._piece.find(b"\n", start) + 1) or len(self._piece)
