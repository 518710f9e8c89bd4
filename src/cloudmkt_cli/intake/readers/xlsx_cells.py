"""Parse the shared strings and the cells of a workbook in one pass, within limits."""

import re
from functools import lru_cache
from typing import Final

from cloudmkt_cli.intake.readers.table import MAX_COLUMNS, MAX_TEXT, Rows, Value, limit_error
from cloudmkt_cli.intake.readers.xlsx_package import ElementPath, Package, broken_workbook
from cloudmkt_cli.intake.readers.xlsx_values import Conventions, unescaped

_PLACE: Final = re.compile(r"([A-Z]{1,7})([1-9][0-9]{0,8})")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")
_A: Final = ord("A") - 1
_ROW, _CELL, _CONTENT = 3, 4, 5  # how deep they are


class _Runs:
    """Collects a text from several runs, up to one character more than a cell may hold."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        if self._length <= MAX_TEXT:
            self._runs.append(text)
            self._length += len(text)

    def take(self) -> str:
        """Return the text and start the next one."""
        text = "".join(self._runs)
        self._runs.clear()
        self._length = 0
        return text


def read_texts(package: Package, part: str, rows: Rows) -> list[str]:
    """Read the shared strings, without phonetic readings.

    Raises:
        InputError: the part is broken, or holds too much.
    """
    texts: list[str] = []
    runs = _Runs()

    def end(path: ElementPath, text: str) -> None:
        if path[-1] == "t" and path[1] == "si" and path[2] != "rPh":
            runs.add(text)
        elif path[1:] == ["si"]:
            texts.append(unescaped(runs.take()))
            rows.hold(texts[-1])

    package.read(part, end=end)
    return texts


def read_cells(package: Package, part: str, conventions: Conventions, rows: Rows) -> None:
    """Read the cells of a sheet into rows.

    Raises:
        InputError: the part is broken, or holds too much.
    """
    sheet = _Sheet(conventions, rows)
    package.read(part, sheet.start, sheet.end)


class _Sheet:
    """The state of parsing one sheet.

    Rows and cells must come in the order of their places, as every spreadsheet program writes them.
    """

    def __init__(self, conventions: Conventions, rows: Rows) -> None:
        self._conventions, self._rows = conventions, rows
        self._row = self._column = -1
        self._cells: list[Value] = []
        self._attributes: dict[str, str] = {}
        self._text = ""
        self._runs = _Runs()
        self._has_formula = False

    def start(self, path: ElementPath, attributes: dict[str, str]) -> None:
        depth = len(path)
        if depth < _ROW or path[1] != "sheetData" or path[2] != "row":
            return
        if depth == _ROW:
            self._row = self._next_row(attributes.get("r"))
            self._column, self._cells = -1, []
        elif depth == _CELL and path[3] == "c":
            self._move(attributes.get("r"))
            self._attributes, self._text, self._has_formula = attributes, "", False

    def end(self, path: ElementPath, text: str) -> None:
        depth = len(path)
        if depth < _ROW or path[1] != "sheetData" or path[2] != "row":
            return
        if depth == _ROW:
            self._rows.add(self._row, self._cells)
        elif path[3] != "c":
            return
        elif depth == _CELL:
            self._keep()
        elif depth == _CONTENT and path[4] == "v":
            self._text = text
        elif depth == _CONTENT and path[4] == "f":
            self._has_formula = True
        elif path[-1] == "t" and path[4] == "is" and "rPh" not in path:
            self._runs.add(text)

    def _next_row(self, stated: str | None) -> int:
        """The number of a row; by default the one after the last."""
        if stated is None:
            return self._row + 1
        if not _NUMBER.fullmatch(stated) or int(stated) - 1 <= self._row:
            raise broken_workbook()
        return int(stated) - 1

    def _move(self, stated: str | None) -> None:
        """Go to a cell; by default the one after the last."""
        column = self._column + 1
        if stated is not None:
            match = _PLACE.fullmatch(stated)
            if match is None or int(match[2]) - 1 != self._row or _column(match[1]) < column:
                raise broken_workbook()
            column = _column(match[1])
        self._column = column

    def _keep(self) -> None:
        """Add a cell to its row, unless it has only a format."""
        kind = self._attributes.get("t", "n")
        text = self._runs.take() if kind == "inlineStr" else self._text
        style = self._attributes.get("s", "0")
        value = self._conventions.value(kind, text, style, has_formula=self._has_formula)
        if value == "":
            return
        if self._column >= MAX_COLUMNS:
            raise limit_error("too_many_columns", MAX_COLUMNS)
        if kind != "s":
            self._rows.hold(value)
        self._cells += [""] * (self._column - len(self._cells))
        self._cells.append(value)


@lru_cache(maxsize=MAX_COLUMNS)
def _column(letters: str) -> int:
    """The number of a column, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - _A
    return number - 1
