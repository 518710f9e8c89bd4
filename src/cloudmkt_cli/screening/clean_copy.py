"""A copy of a text table in UTF-8, without the lines that are no rows: for other encodings, and for broken files.

Each line keeps its number: a line that is left out is blank in the copy.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TextIO

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.csv_reader import MAX_RECORD
from cloudmkt_cli.intake.readers.table import table_error
from cloudmkt_cli.screening.encodings import numbered_lines

UTF_16: Final = {"utf-16-le", "utf-16-be"}
MOST_JOINED: Final = 100
"""Lines that a cell in quotes may have. A quote that is not closed by then is a mistake of its line alone."""


class TextForm(NamedTuple):
    """How a text table is written."""

    encoding: str
    delimiter: str
    width: int
    """The number of its columns."""
    skipped: int
    """The number of lines up to the end of its headings."""


class LeftOut(NamedTuple):
    """A line that was left out, and why."""

    line: int
    reason: str


class _Line(NamedTuple):
    number: int
    text: str
    reason: str | None
    """Why it cannot be read."""


def clean_copy(source: Path, target: Path, form: TextForm) -> Iterator[LeftOut]:
    """Write the copy; yield the lines that are left out.

    Raises:
        InputError: the file cannot be decoded at all.
        OSError: it cannot be read, or the copy cannot be written.
    """
    with source.open("rb") as file, target.open("w", encoding="utf-8", newline="") as copy:
        copy.write("-\n" * form.skipped)  # which the reader skips
        yield from _Copying(_lines(file, form.encoding), copy, form).run()


class _Copying:
    """Copies records, which are mostly lines; a cell in quotes may have several."""

    def __init__(self, lines: Iterator[_Line], copy: TextIO, form: TextForm) -> None:
        self._lines, self._copy, self._form = lines, copy, form
        self._ahead: deque[_Line] = deque()

    def run(self) -> Iterator[LeftOut]:
        while line := self._next():
            if line.number <= self._form.skipped:
                continue
            if not line.text and line.reason is None:
                self._copy.write("\n")
                continue
            record = [line]
            reason = (
                line.reason or self._complete(record) or fault_of("\n".join(one.text for one in record), self._form)
            )
            if reason is None:
                self._copy.writelines(f"{one.text}\n" for one in record)
                continue
            self._ahead.extendleft(reversed(record[1:]))
            self._copy.write("\n")
            yield LeftOut(line.number, reason)

    def _next(self) -> _Line | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _complete(self, record: list[_Line]) -> str | None:
        """Add the lines up to the one that closes a quote; why there is none."""
        quotes, length = record[0].text.count('"'), len(record[0].text)
        while quotes % 2:
            line = self._next()
            if line is not None:
                record.append(line)
            if (
                line is None
                or line.reason
                or len(record) > MOST_JOINED
                or (length := length + len(line.text)) > MAX_RECORD
            ):
                return "quotes"
            quotes += line.text.count('"')
        return None


def fault_of(record: str, form: TextForm) -> str | None:
    """Why a record is no row of the table."""
    if '"' in record:
        try:
            cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=form.delimiter, strict=True))
        except (csv.Error, StopIteration):
            return "quotes"
        width = len(cells)
    else:
        width = record.count(form.delimiter) + 1
    if width == form.width:
        return None
    return "missing_columns" if width < form.width else "too_many_columns"


def _lines(file: BinaryIO, encoding: str) -> Iterator[_Line]:
    csv.field_size_limit(MAX_RECORD)
    if encoding in UTF_16:
        text = io.TextIOWrapper(file, encoding, newline="\n")
        try:
            yield from _decoded_lines(text)
        finally:
            text.detach()
        return
    for number, raw in numbered_lines(file):
        yield _Line(number, "", "too_long") if raw is None else _decoded(number, raw.rstrip(b"\r\n"), encoding)


def _decoded(number: int, raw: bytes, encoding: str) -> _Line:
    if raw.isascii():
        text = raw.decode("ascii")
        return _Line(number, text, "encoding" if "\0" in text else None)
    try:
        text = raw.decode("utf-8-sig" if number == 1 and encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        return _Line(number, "", "encoding")
    is_mixed = encoding != "utf-8" and _is_utf_8(raw)
    return _Line(number, text, "encoding" if is_mixed or "\0" in text else None)


def _is_utf_8(raw: bytes) -> bool:
    """Whether a line of another encoding is UTF-8, which half of all Chinese words in it could pass for."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded_lines(text: TextIO) -> Iterator[_Line]:
    number = 0
    try:
        while line := text.readline(MAX_RECORD):
            number += 1
            too_long = not line.endswith("\n") and len(line) == MAX_RECORD
            while too_long and (rest := text.readline(MAX_RECORD)) and not rest.endswith("\n"):
                pass
            plain = line.rstrip("\r\n").removeprefix("\ufeff")
            yield (
                _Line(number, "", "too_long")
                if too_long
                else _Line(number, plain, "encoding" if "\0" in plain else None)
            )
    except UnicodeDecodeError:
        raise _undecodable(number + 1) from None


def _undecodable(line: int) -> InputError:
    values = {"line": line, "encodings": ("UTF-16",)}
    return table_error(Message("import.unknown_encoding", values), "hint.save_as_utf8")
