"""The encoding and the lines of a text."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from cloudmkt_cli.intake.readers.csv_reader import MAX_RECORD

_MARKED: Final = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_START: Final = 4096


def detect_encoding(sample: bytes) -> str:
    """UTF-8, GB18030 or UTF-16. A few lines in another encoding are a mistake of theirs, not of the file."""
    for mark, encoding in _MARKED.items():
        if sample.startswith(mark):
            return encoding
    start = sample[:_START]
    if 4 * start.count(b"\0") > len(start):  # in UTF-16, delimiters and line ends have a NUL beside them
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    return "utf-8" if _is_mostly_utf_8(sample) else "gb18030"


def numbered_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file, from 1; None for one that is longer than any row, of which little is held in memory."""
    number = 0
    while raw := file.readline(MAX_RECORD):
        number += 1
        if len(raw) < MAX_RECORD or raw.endswith(b"\n"):
            yield number, raw
            continue
        while (rest := file.readline(MAX_RECORD)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def decoded_sample(sample: bytes, encoding: str) -> str:
    """The text of a sample, which may end within a character."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(sample).removeprefix("\ufeff")


def _is_mostly_utf_8(sample: bytes) -> bool:
    """Whether at least half of the lines that could tell are UTF-8, which text in GB18030 hardly ever is by chance."""
    complete = sample[: sample.rfind(b"\n") + 1] or sample
    if _is_utf_8(complete):
        return True
    telling = [_is_utf_8(line) for line in complete.split(b"\n") if not line.isascii()]
    return 2 * sum(telling) >= len(telling)


def _is_utf_8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
