"""The files of a table: which there are, what each of them is, and its first rows."""

import csv
import io
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, errors_in
from cloudmkt_cli.core.input import display, opened_input
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.detect import read_table
from cloudmkt_cli.intake.readers.table import Table, table_error
from cloudmkt_cli.screening.as_text import write_json_lines, write_sheet
from cloudmkt_cli.screening.encodings import decoded_sample, detect_encoding

_SAMPLE: Final = 1024 * 1024
"""Bytes from which encoding, delimiter and headings are told."""
_HEAD_ROWS: Final = 100
_PARQUET: Final = b"PAR1"
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS: Final = ",;\t"


class TextTable(NamedTuple):
    """A file of delimited text."""

    path: Path
    name: str
    """As messages show it."""
    head: Table
    encoding: str
    delimiter: str
    ends: tuple[int, ...]
    """By the row of ``head``: the number of lines up to its end."""
    left_out: tuple[int, ...] = ()
    """The lines of a file of another format that are no rows, and were left out of the text."""
    is_keyed: bool = False
    """Whether each cell had a key in the file, so that none can stand in the wrong column."""


class ParquetTable(NamedTuple):
    """A Parquet file. Its headings are known once an engine has opened it."""

    path: Path
    name: str


InputTable = TextTable | ParquetTable


def find_files(named: Iterable[str]) -> tuple[Path, ...]:
    """The files that paths and patterns name, each once, in order; those of a pattern are sorted.

    Raises:
        InputError: a pattern fits no file.
    """
    found: dict[Path, None] = {}
    for name in named:
        if Path(name).exists() or not has_magic(name):
            found[Path(name)] = None
            continue
        paths = map(Path, glob(name, recursive=True))  # noqa: PTH207  patterns may be absolute
        fitting = sorted(path for path in paths if path.is_file())
        if not fitting:
            message = Message("screen.no_files")
            raise InputError(Diagnostic(message, Message("screen.check_pattern"), path=display(name)))
        found |= dict.fromkeys(fitting)
    return tuple(found)


def open_table(path: Path, folder: Path, number: int) -> InputTable:
    """What a file is, and its first rows. Its content, not its name, determines the format.

    Workbooks and JSON Lines become text in ``folder``; ``number`` tells the files apart.

    Raises:
        InputError: it cannot be read, or is no table.
    """
    name = display(path)
    with errors_in(name):
        with opened_input(str(path)) as file:
            sample = file.read(_SAMPLE)
        if sample.startswith(_PARQUET):
            return ParquetTable(path.absolute(), name)
        converted = folder / f"input-{number}.csv"
        left_out: tuple[int, ...] = ()
        is_keyed = sample.lstrip()[:1] == b"{"
        if sample.startswith(_WORKBOOKS):
            write_sheet(read_table(path, None), converted)
        elif is_keyed:
            left_out = write_json_lines(path, converted)
        else:
            return _text_table(path.absolute(), name, sample)
        with converted.open("rb") as file:
            return _text_table(converted, name, file.read(_SAMPLE), ",")._replace(left_out=left_out, is_keyed=is_keyed)


def _text_table(path: Path, name: str, sample: bytes, delimiter: str | None = None) -> TextTable:
    encoding = detect_encoding(sample)
    text = decoded_sample(sample, encoding)
    delimiter = delimiter or _delimiter(text)
    records = list(_records(text, delimiter))
    taken = Message("import.taken_as_text", {"encoding": encoding, "delimiter": delimiter})
    head = Table(name, None, tuple(row for row, _ in records), taken)
    return TextTable(path, name, head, encoding, delimiter, tuple(end for _, end in records))


def _records(text: str, delimiter: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The first rows of a text, each with the number of lines up to its end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row, _ in zip(reader, range(_HEAD_ROWS), strict=False):
            yield tuple(row), reader.line_num
    except csv.Error:
        return  # what is wrong with it is found when all of it is read


def _delimiter(text: str) -> str:
    """The most frequent delimiter in the first line that is not empty; a comma by default."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)


def check_same_headings(first: Table, heading_row: int, other: Table, numbers: Iterable[int]) -> dict[int, int]:
    """Where another file has the columns of the first: positions by those of the first.

    Raises:
        InputError: it lacks one.
    """
    wanted = [str(cell).strip() for cell in first.rows[heading_row]]
    headings = [str(cell).strip() for cell in other.rows[heading_row]] if len(other.rows) > heading_row else []
    if headings == wanted:
        return {number: number for number in numbers}
    for number in numbers:
        if wanted[number] not in headings:
            with errors_in(other.path):
                raise table_error(Message("screen.other_headings", {"heading": wanted[number]}), "screen.same_headings")
    return {number: headings.index(wanted[number]) for number in numbers}
