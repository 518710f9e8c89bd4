"""The files of a table: which there are, what each of them is, and its first rows."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, errors_in
from cloudmkt_cli.core.input import display, opened_input
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.table import Table, table_error

_SAMPLE: Final = 1024 * 1024
"""Bytes from which encoding, delimiter and headings are told."""
_HEAD_ROWS: Final = 100
_PARQUET: Final = b"PAR1"
_DELIMITERS: Final = ",;\t"


class TextTable(NamedTuple):
    """A file of delimited text in UTF-8."""

    path: Path
    name: str
    """As messages show it."""
    head: Table
    delimiter: str
    ends: tuple[int, ...]
    """By the row of ``head``: the number of lines up to its end."""


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
        fitting = sorted(path for path in map(Path, glob(name, recursive=True)) if path.is_file())  # noqa: PTH207  absolute patterns, too
        if not fitting:
            raise InputError(
                Diagnostic(Message("screen.no_files"), Message("screen.check_pattern"), path=display(name))
            )
        found |= dict.fromkeys(fitting)
    return tuple(found)


def open_table(path: Path) -> InputTable:
    """What a file is, and its first rows. Its content, not its name, determines the format.

    Raises:
        InputError: it cannot be read, or is no table.
    """
    name = display(path)
    with errors_in(name), opened_input(str(path)) as file:
        sample = file.read(_SAMPLE)
    if sample.startswith(_PARQUET):
        return ParquetTable(path, name)
    with errors_in(name):
        return _text_table(path, name, sample)


def _text_table(path: Path, name: str, sample: bytes) -> TextTable:
    text = codecs.getincrementaldecoder("utf-8-sig")().decode(sample)
    delimiter = _delimiter(text)
    rows: list[tuple[str, ...]] = []
    ends: list[int] = []
    for row, end in _records(text, delimiter):
        rows.append(row)
        ends.append(end)
    taken = Message("import.taken_as_text", {"encoding": "UTF-8", "delimiter": delimiter})
    return TextTable(path, name, Table(name, None, tuple(rows), taken), delimiter, tuple(ends))


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
    for number in numbers:
        if wanted[number] not in headings:
            raise table_error(Message("screen.other_headings", {"heading": wanted[number]}), "screen.same_headings")
    return {number: headings.index(wanted[number]) for number in numbers}
