"""Read the list of sheets of a workbook, and the parts they refer to."""

import posixpath
from typing import Final, NamedTuple

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.suggestions import choices_hint
from cloudmkt_cli.intake.readers.table import limit_error, table_error
from cloudmkt_cli.intake.readers.xlsx_package import MAX_INDEX, ElementPath, Package, broken_workbook, local

MAX_SHEETS: Final = 1000
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_LONGEST_NAME: Final = 255
"""Characters in the name of a sheet; Excel allows 31."""


class Sheet(NamedTuple):
    """A sheet and the name of the part with its cells."""

    name: str
    part: str
    is_shown: bool


class Workbook(NamedTuple):
    """The sheets of a workbook and what they share."""

    sheets: tuple[Sheet, ...]
    dates_from_1904: bool
    texts_part: str | None
    styles_part: str | None

    def choose(self, wanted: str | None) -> Sheet:
        """Find the named sheet, or else the first visible one.

        Raises:
            InputError: there is none.
        """
        for sheet in self.sheets:
            if sheet.name == wanted or (wanted is None and sheet.is_shown):
                return sheet
        if wanted is None:
            raise table_error(Message("import.no_sheet"), "import.save_as_xlsx")
        hint = choices_hint(wanted, [escape_untrusted(sheet.name) for sheet in self.sheets])
        raise table_error(Message("import.unknown_sheet", {"found": wanted}), hint.key, **hint.values)


def read_workbook(package: Package) -> Workbook:
    """Read the sheets of a workbook, in order, and the names of the parts with their cells, strings and styles.

    Raises:
        InputError: it is no workbook, or is broken.
    """
    if not {_WORKBOOK, _RELATIONS} <= package.names:
        raise table_error(Message("import.not_a_workbook"), "import.save_as_xlsx")
    parts = _related_parts(package)
    sheets: list[Sheet] = []
    dates_from_1904 = False

    def start(path: ElementPath, attributes: dict[str, str]) -> None:
        nonlocal dates_from_1904
        if path[1:] == ["workbookPr"]:
            dates_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif path[1:] == ["sheets", "sheet"]:
            said = {local(key): value for key, value in attributes.items()}
            kind, part = parts.get(said.get("id", ""), ("", ""))
            if kind == "worksheet" and "name" in said:
                sheets.append(Sheet(said["name"], part, said.get("state", "visible") == "visible"))
                if len(said["name"]) > _LONGEST_NAME:
                    raise broken_workbook()
                if len(sheets) > MAX_SHEETS:
                    raise limit_error("too_many_sheets", MAX_SHEETS)

    package.read(_WORKBOOK, start, limit=MAX_INDEX)
    alone = {kind: part for kind, part in parts.values() if kind != "worksheet"}
    return Workbook(tuple(sheets), dates_from_1904, alone.get("sharedStrings"), alone.get("styles"))


def _related_parts(package: Package) -> dict[str, tuple[str, str]]:
    """The existing parts that a workbook refers to: type and name by id."""
    parts: dict[str, tuple[str, str]] = {}

    def start(path: ElementPath, attributes: dict[str, str]) -> None:
        if path[1:] == ["Relationship"]:
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            if part in package.names:
                parts[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

    package.read(_RELATIONS, start, limit=MAX_INDEX)
    return parts
