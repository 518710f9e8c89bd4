"""Read the parts of an .xlsx file as streams of XML elements, within limits."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.table import MAX_TEXT, limit_error, table_error

MAX_PARTS: Final = 10_000
MAX_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes of a part with cells, texts or styles."""
MAX_INDEX: Final = 8 * 1024 * 1024
"""Bytes of a part that only lists other parts."""
MAX_TAGS: Final = 4_000_000
"""Start and end tags in one part; a cell with a value has four."""
MAX_DEPTH: Final = 64
MAX_NAMES: Final = 1000
"""Distinct names of elements and attributes in a part; the parser keeps each in memory."""
MAX_MARKUP: Final = 256 * 1024
"""Bytes of one tag or comment, which the parser buffers whole."""

_CHUNK: Final = 64 * 1024
_ENTRY: Final = b"PK\x01\x02"
"""The signature of an entry in the central directory of a ZIP archive."""
_UTF_8: Final = {"utf-8", "us-ascii"}
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an encrypted part, or one compressed in an unknown way
)

ElementPath = list[str]
"""The local names of the open elements, from the root."""
Start = Callable[[ElementPath, dict[str, str]], None]
"""Called at the start of an element, with its attributes."""
End = Callable[[ElementPath, str], None]
"""Called at the end of an element, with the text directly before the end tag."""


def _nothing(*_: object) -> None:
    """The default handler, which ignores elements."""


@contextmanager
def opened_package(data: bytes) -> Iterator["Package"]:
    """Open the parts of a workbook.

    Raises:
        InputError: it is no archive, or has too many parts.
    """
    # The library makes an object of every entry before anything can be counted.
    if data.count(_ENTRY) > MAX_PARTS:
        raise limit_error("too_many_parts", MAX_PARTS)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise broken_workbook() from None
    with archive:
        yield Package(archive)


class Package:
    """The parts of a workbook by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def read(self, name: str, start: Start = _nothing, end: End = _nothing, limit: int = MAX_UNPACKED) -> None:
        """Parse a part, unless it is larger than the limit.

        Raises:
            InputError: it is broken, in another encoding than UTF-8, or beyond a bound.
        """
        parser = _Parser(start, end)
        for chunk in self._chunks(name, limit):
            parser.feed(chunk)
        parser.close()

    def _chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """The unpacked size of a part. Python reads no more than the declared size and verifies the checksum."""
        part = self._archive.getinfo(name)
        if part.file_size > limit:
            raise limit_error("unpacks_to_too_much", limit // 1024 // 1024)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise broken_workbook()
        try:
            with self._archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _BROKEN:
            raise broken_workbook() from None


class _Parser:
    """Parses UTF-8 XML without a document type, within limits for depth and length."""

    def __init__(self, start: Start, end: End) -> None:
        self._start, self._end = start, end
        self._path: ElementPath = []
        self._text = ""
        self._fed = self._tags = 0
        self._names: dict[str, str] = {}
        self._expat = expat.ParserCreate("UTF-8", None, self._names)
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = self._on_doctype
        self._expat.XmlDeclHandler = self._on_declaration
        self._expat.StartElementHandler = self._on_start
        self._expat.EndElementHandler = self._on_end
        self._expat.CharacterDataHandler = self._on_text

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Parse the next chunk, then check all limits; a chunk is too small to exceed them by much."""
        if not self._fed and b"\0" in chunk[:4]:  # UTF-16, which the parser would find out by itself
            raise broken_workbook()
        self._fed += len(chunk)
        self._tags += chunk.count(b"<") + chunk.count(b"/>")
        if self._tags > MAX_TAGS:
            raise limit_error("too_many_tags", MAX_TAGS)
        try:
            self._expat.Parse(chunk, final)
        except expat.ExpatError:
            raise broken_workbook() from None
        unfinished = self._fed - self._expat.CurrentByteIndex
        if len(self._path) > MAX_DEPTH or len(self._names) > MAX_NAMES or unfinished > MAX_MARKUP:
            raise broken_workbook()

    def close(self) -> None:
        self.feed(b"", final=True)

    def _on_doctype(self, *_: object) -> None:
        raise broken_workbook()  # no spreadsheet has one, and it can make a little text endless

    def _on_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _UTF_8:
            raise broken_workbook()

    def _on_start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(local(tag))
        self._text = ""
        self._start(self._path, attributes)

    def _on_end(self, _: str) -> None:
        self._end(self._path, self._text)
        self._path.pop()
        self._text = ""

    def _on_text(self, text: str) -> None:
        # What is longer than any cell is refused where its place is known: a little more than that is enough.
        if len(self._text) <= MAX_TEXT:
            self._text += text


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def broken_workbook() -> InputError:
    """The error for a damaged workbook."""
    return table_error(Message("import.broken_workbook"), "import.save_as_xlsx")
