"""A look over a sheet before it is read: how far it reaches, how much text it holds, which cells have no value.

The library that reads sheets takes memory for every cell up to the last one, aborts the process where there is not
enough, and gives the cells of failed formulas as blank ones.
"""

import re
from typing import Final

from cloudmkt_cli.language import Message
from cloudmkt_cli.spreadsheet.table import (
    MAX_TEXT_IN_ALL,
    NOT_CALCULATED,
    cell_name,
    fault_of_table,
    refuse_excess,
    refuse_long_text,
)
from cloudmkt_cli.spreadsheet.workbook_parts import SHARED_TEXTS, Parts, local, new_parser

_CELL: Final = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
_CONTENTS: Final = {"v", "f", "is"}
_MOST_DIGITS: Final = 9
_A: Final = ord("A") - 1

Faults = dict[tuple[int, int], str]
"""What stands in cells that have no value, by row and column: ``#N/A``, or ``=…`` for a formula without a result."""


def survey(parts: Parts) -> Faults:
    """Measure the parts of a sheet, and find its cells without a value.

    Raises:
        InputError: it is beyond all bounds, or broken.
        expat.ExpatError: a part is no XML.
    """
    lengths = _Texts()
    if SHARED_TEXTS in parts.contents:
        lengths.read(parts.contents[SHARED_TEXTS])
    cells = _Cells(parts.sheet, lengths.found)
    cells.read(parts.contents[parts.sheet_part])
    return cells.faults


class _Texts:
    """The lengths of the texts that cells share."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self._inside = False

    def read(self, content: bytes) -> None:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003  the parser's own signature: this is the last of it

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = local(tag)
        if name == "si":
            self.found.append(0)
        self._inside = name == "t"

    def _end(self, _: str) -> None:
        self._inside = False

    def _text(self, text: str) -> None:
        if self._inside and self.found:
            self.found[-1] += len(text)


class _Cells:
    """The cells of one sheet, as the parser comes by them."""

    def __init__(self, sheet: str, shared: list[int]) -> None:
        self.faults: Faults = {}
        self._sheet, self._shared = sheet, shared
        self._row = self._column = -1
        self._rows = self._columns = 0
        self._in_all = 0
        self._kind, self._value, self._length = "", "", 0
        self._within = ""
        self._has_formula = False

    def read(self, content: bytes) -> None:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003  the parser's own signature: this is the last of it

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        self._within = name
        if name == "row":
            self._row, self._column = self._next_row(attributes.get("r")), -1
        elif name == "c":
            self._move(attributes.get("r"))
            self._kind, self._value, self._length, self._has_formula = attributes.get("t", "n"), "", 0, False
        elif name in _CONTENTS:
            self._grow()
            self._has_formula = self._has_formula or name == "f"

    def _next_row(self, stated: str | None) -> int:
        if stated is None:
            return self._row + 1
        if not _is_index(stated) or int(stated) == 0:
            raise fault_of_table(Message("import.broken_workbook"), "import.save_as_xlsx")
        return int(stated) - 1

    def _move(self, stated: str | None) -> None:
        """Go to a cell, which may leave its place unsaid: it is then the next one."""
        if stated is None:
            self._column += 1
        else:
            match = _CELL.fullmatch(stated)
            if match is None:
                raise fault_of_table(Message("import.broken_workbook"), "import.save_as_xlsx")
            self._column = -1
            for letter in match[1]:
                self._column = (self._column + 1) * 26 + ord(letter) - _A - 1
            self._row = int(match[2]) - 1

    def _grow(self) -> None:
        """Reach as far as this cell: it holds something, and is not one that only has a border or a colour."""
        if self._row >= self._rows or self._column >= self._columns:
            self._rows, self._columns = max(self._rows, self._row + 1), max(self._columns, self._column + 1)
            refuse_excess(self._rows, self._columns)

    def _text(self, text: str) -> None:
        if self._within in {"v", "t"}:
            self._length += len(text)
            refuse_long_text(self._length, self._row, self._column, self._sheet)
        if self._within == "v":
            self._value += text

    def _end(self, tag: str) -> None:
        self._within = ""
        if local(tag) != "c":
            return
        if self._kind == "s" and self._value:
            self._length = self._length_of_shared()
            refuse_long_text(self._length, self._row, self._column, self._sheet)
        self._in_all += self._length
        if self._in_all > MAX_TEXT_IN_ALL:
            limit = {"limit": MAX_TEXT_IN_ALL}
            raise fault_of_table(Message("import.too_much_text", limit), "import.split_table")
        if self._kind == "e":
            self.faults[self._row, self._column] = self._value
        elif self._has_formula and not self._value and self._kind != "str":
            self.faults[self._row, self._column] = NOT_CALCULATED

    def _length_of_shared(self) -> int:
        number = self._value.strip()
        if not _is_index(number) or int(number) >= len(self._shared):
            values = {"cell": cell_name(self._row, self._column, self._sheet)}
            raise fault_of_table(Message("import.broken_cell", values), "import.save_as_xlsx")
        return self._shared[int(number)]


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
