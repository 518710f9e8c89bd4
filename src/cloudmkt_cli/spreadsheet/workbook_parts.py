"""The parts of an .xlsx file that a sheet needs, within bounds; nothing else of it is ever opened."""

import io
import posixpath
import zipfile
import zlib
from functools import lru_cache
from typing import Final, NamedTuple
from xml.parsers import expat

from cloudmkt_cli.language import Message
from cloudmkt_cli.spreadsheet.table import fault_of_table
from cloudmkt_cli.suggestions import hint_of_choices
from cloudmkt_cli.visible import visible

MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_PARTS: Final = 10_000

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
SHARED_TEXTS: Final = "xl/sharedStrings.xml"
_OPTIONAL: Final = (SHARED_TEXTS, "xl/styles.xml")
_ROOT: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="'
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an encrypted part, or one compressed in an unknown way
)


class Parts(NamedTuple):
    """One sheet with what it needs, and the visible sheets that are left alone."""

    sheet: str
    sheet_part: str
    contents: dict[str, bytes]
    left_unread: tuple[str, ...]

    def repacked(self) -> io.BytesIO:
        """A workbook of these parts alone: what is read from it has been measured."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("_rels/.rels", _ROOT)
            for name, content in self.contents.items():
                archive.writestr(name, content)
        packed.seek(0)
        return packed


class _Sheet(NamedTuple):
    name: str
    part: str
    visible: bool


def open_parts(data: bytes, wanted: str | None) -> Parts:
    """Take one sheet out of a workbook: the one that is wanted, or else the first that is visible.

    Raises:
        InputError: it is no workbook, unpacks to too much, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive)
            names = set(archive.namelist())
            if _WORKBOOK not in names or _RELATIONS not in names:
                raise fault_of_table(Message("import.not_a_workbook"), "import.save_as_xlsx")
            contents = {name: archive.read(name) for name in (_WORKBOOK, _RELATIONS)}
            sheets = [sheet for sheet in _sheets(contents) if sheet.part in names]
            chosen = _choose(sheets, wanted)
            for name in (*_OPTIONAL, chosen.part):
                if name in names:
                    contents[name] = archive.read(name)
    except _BROKEN:
        raise fault_of_table(Message("import.broken_workbook"), "import.save_as_xlsx") from None
    others = tuple(visible(sheet.name) for sheet in sheets if sheet.visible and sheet is not chosen)
    return Parts(chosen.name, chosen.part, contents, others)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """What is declared can be trusted: Python reads no more than that of a part, and then checks its sum."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        limit = {"limit": MAX_UNPACKED // 1024 // 1024}
        raise fault_of_table(Message("import.unpacks_to_too_much", limit), "import.split_table")


def _sheets(contents: dict[str, bytes]) -> list[_Sheet]:
    """The worksheets of a workbook in its order, each with the part that holds it."""
    targets = {
        relation["Id"]: posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in elements(contents[_RELATIONS], "Relationship")
        if "Id" in relation and relation.get("Type", "").endswith("/worksheet")
    }
    return [
        _Sheet(sheet["name"], targets[sheet["id"]], sheet.get("state", "visible") == "visible")
        for sheet in elements(contents[_WORKBOOK], "sheet")
        if "name" in sheet and sheet.get("id") in targets
    ]


def _choose(sheets: list[_Sheet], wanted: str | None) -> _Sheet:
    candidates = [sheet for sheet in sheets if sheet.visible] if wanted is None else sheets
    for sheet in candidates:
        if wanted in {None, sheet.name}:
            return sheet
    if wanted is None:
        raise fault_of_table(Message("import.no_sheet"), "import.save_as_xlsx")
    hint = hint_of_choices(wanted, [visible(sheet.name) for sheet in sheets])
    raise fault_of_table(Message("import.unknown_sheet", {"found": wanted}), hint.key, **hint.values)


def elements(content: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of every element of a name, without their namespaces."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == name:
            found.append({local(key): value for key, value in attributes.items()})

    parser = new_parser()
    parser.StartElementHandler = start
    parser.Parse(content, True)  # noqa: FBT003  the parser's own signature: this is the last of it
    return found


def new_parser() -> expat.XMLParserType:
    """A parser for one part. No spreadsheet has a document type, and one can make a little text endless."""

    def refuse(*_: object) -> None:
        raise fault_of_table(Message("import.broken_workbook"), "import.save_as_xlsx")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


@lru_cache(maxsize=1000)
def local(name: str) -> str:
    """A name without the prefix of its namespace; a sheet has millions of them, all the same few."""
    return name.rpartition(":")[2]
