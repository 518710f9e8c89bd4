"""Read delimited text: detect the encoding and the delimiter, then parse the cells."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.table import MAX_COLUMNS, MAX_ROWS, Rows, Table, cell_name, limit_error, table_error

_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
_SAMPLE: Final = 4096
_CHUNK: Final = 64 * 1024
MAX_RECORD: Final = 1024 * 1024
"""Characters in a row, delimiters included: the standard library's parser holds a whole row in memory."""


class _Encoding(NamedTuple):
    codec: str
    name: str
    mark: bytes = b""
    """The byte order mark at the start of the file."""


_UTF_8: Final = _Encoding("utf-8", "UTF-8")
_GB18030: Final = _Encoding("gb18030", "GB18030")  # it holds all of GBK
_MARKED: Final = (
    _Encoding("utf-8", "UTF-8 (BOM)", codecs.BOM_UTF8),
    _Encoding("utf-16-le", "UTF-16", codecs.BOM_UTF16_LE),
    _Encoding("utf-16-be", "UTF-16", codecs.BOM_UTF16_BE),
)


def read_csv(data: bytes, path: str) -> Table:
    """Read the table in a text file.

    Raises:
        InputError: it is not all in one encoding that is known, its quotes do not close, or it is beyond all bounds.
    """
    encoding = _encoding(data)
    text = io.TextIOWrapper(io.BytesIO(data), encoding.codec, newline="")
    text.seek(len(encoding.mark))
    delimiter = _delimiter(text)
    text.seek(len(encoding.mark))
    rows = Rows()
    lines = _Lines(text)
    csv.field_size_limit(MAX_RECORD)  # the bound of a cell is that of ``Rows``, which names its place
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row, cells in enumerate(reader):
            lines.begin_record()
            if row >= MAX_ROWS:
                raise limit_error("too_many_rows", MAX_ROWS)
            if encoding is _GB18030:
                _refuse_utf_8(cells, row, reader.line_num)
            if any(cells) or len(cells) > MAX_COLUMNS:  # the others take nothing but time
                rows.add(row, [rows.hold(cell) for cell in cells])
    except csv.Error:
        # A quote that is never closed would make one cell of the rest of the file.
        raise table_error(Message("import.bad_quotes", {"line": reader.line_num}), "import.fix_quotes") from None
    taken = {"encoding": encoding.name, "delimiter": Message(f"import.delimiter_{_DELIMITERS[delimiter]}")}
    return Table(path, None, rows.done(), Message("import.taken_as_text", taken))


def _encoding(data: bytes) -> _Encoding:
    """Detect the encoding of the whole file."""
    candidates = _candidates(data)
    failures = {encoding.name: _undecodable_line(data, encoding) for encoding in candidates}
    for encoding in candidates:
        if failures[encoding.name] is None:
            return encoding
    line = max(filter(None, failures.values()))
    raise table_error(
        Message("import.unknown_encoding", {"line": line, "encodings": tuple(failures)}), "hint.save_as_utf8"
    )


def _candidates(data: bytes) -> tuple[_Encoding, ...]:
    """The encoding named by a byte order mark, or else the candidates to try."""
    for encoding in _MARKED:
        if data.startswith(encoding.mark):
            if data.startswith(encoding.mark, len(encoding.mark)):
                raise table_error(Message("import.two_marks"), "hint.save_as_utf8")
            return (encoding,)
    # Delimiters and line ends have a NUL before or after them in UTF-16, and text in any other encoding has none.
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        order = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
        return (_Encoding(order, "UTF-16"),)
    return (_UTF_8, _GB18030)


def _undecodable_line(data: bytes, encoding: _Encoding) -> int | None:
    """The number of the first line that cannot be decoded, from 1; None if all can."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    line = 1
    for start in range(len(encoding.mark), len(data), _CHUNK):
        end = start + _CHUNK
        try:
            text = decoder.decode(data[start:end], final=end >= len(data))
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].decode(encoding.codec).count("\n")
        if "\0" in text:  # which no text has
            return line + text[: text.index("\0")].count("\n")
        line += text.count("\n")
    return None


def _refuse_utf_8(cells: list[str], row: int, line: int) -> None:
    """Refuse UTF-8 in a file of GB18030, in which half of all Chinese words in UTF-8 decode to other characters.

    The reverse hardly happens: one Chinese word in 300,000 is Chinese in UTF-8 too when it is written in GB18030.
    """
    for column, cell in enumerate(cells):
        if not cell.isascii() and _is_chinese_in_utf_8(cell):
            values = {"cell": cell_name(row, column), "line": line}
            raise table_error(Message("import.mixed_encodings", values), "import.one_encoding")


def _is_chinese_in_utf_8(cell: str) -> bool:
    try:
        text = cell.encode(_GB18030.codec).decode()
    except UnicodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in text)


class _Lines:
    """The lines of a text; fails when a row is longer than the limit."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._length = 0

    def begin_record(self) -> None:
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_RECORD + 1):
            self._length += len(line)
            if self._length > MAX_RECORD:
                raise limit_error("too_long_record", MAX_RECORD)
            yield line


def _delimiter(text: io.TextIOWrapper) -> str:
    """The most frequent delimiter in the first line that is not empty; a comma by default."""
    first = next((line for line in iter(lambda: text.readline(MAX_RECORD), "") if line.strip()), "")
    outside_quotes = "".join(first[: MAX_COLUMNS * _SAMPLE].split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)
