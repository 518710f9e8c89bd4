"""Tables as text: which encoding and which delimiter, then the cells."""

import csv
import io
from typing import Final

from cloudmkt_cli.language import Message
from cloudmkt_cli.spreadsheet.table import MAX_COLUMNS, Table, fault_of_table, refuse_excess, refuse_long_text

_BYTE_ORDER_MARKS: Final = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8 (BOM)"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
_SAMPLE: Final = 4096


def read_csv(data: bytes, path: str) -> Table:
    """The table that a text file holds.

    Raises:
        InputError: its encoding is none that is known, its quotes do not close, or it is beyond all bounds.
    """
    text, encoding = _decode(data)
    delimiter = _delimiter(text)
    rows: list[tuple[str, ...]] = []
    widest = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            widest = max(widest, len(cells))
            refuse_excess(len(rows) + 1, widest)
            for column, cell in enumerate(cells):
                refuse_long_text(len(cell), len(rows), column)
            rows.append(tuple(cells))
    except csv.Error:
        # A quote that is never closed would make one cell of the rest of the file.
        raise fault_of_table(Message("import.bad_quotes", {"line": reader.line_num}), "import.fix_quotes") from None
    taken = {"encoding": encoding, "delimiter": Message(f"import.delimiter_{_DELIMITERS[delimiter]}")}
    return Table(path, None, tuple(rows), Message("import.taken_as_text", taken))


def _decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and the name of the encoding that it was taken to have."""
    for codec, name in _encodings(data):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise fault_of_table(Message("import.unknown_encoding"), "hint.save_as_utf8")


def _encodings(data: bytes) -> list[tuple[str, str]]:
    """The encodings to try: the one that a mark at the start names, or else those that tables come in."""
    for mark, named in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return [named]
    # Delimiters and line ends have a NUL before or after them in UTF-16, and text in any other encoding has none.
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        order = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
        return [(order, "UTF-16")]
    return [("utf-8", "UTF-8"), ("gb18030", "GB18030")]  # GB18030 holds all of GBK


def _delimiter(text: str) -> str:
    """What stands most often between the cells of the first line that has any text; a comma if nothing does."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    outside_quotes = "".join(first[: MAX_COLUMNS * _SAMPLE].split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)
