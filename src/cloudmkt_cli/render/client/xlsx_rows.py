"""Rows of a workbook as SpreadsheetML."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.client.sheets import Share
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.result_phrases import format_value
from cloudmkt_cli.render.writer import NUMBER

Format = Mapping[str, object]

WIDEST: Final = 60
"""The largest width of a column; longer texts wrap."""
_COLOURS: Final = {
    Status.PASS: ("#14663A", "#E6F3EB"),
    Status.FAIL: ("#B0231A", "#FCEBE9"),
    Status.UNKNOWN: ("#7D4C00", "#FCF2DA"),
    Status.MANUAL: ("#1D55A5", "#E8F0FB"),
    Status.NOT_APPLICABLE: ("#566273", "#EDF0F4"),
    Verdict.ELIGIBLE: ("#14663A", "#E6F3EB"),
    Verdict.NOT_ELIGIBLE: ("#B0231A", "#FCEBE9"),
    Verdict.INCOMPLETE: ("#7D4C00", "#FCF2DA"),
}
"""The text and cell colours of each status and verdict, as in the HTML report."""
_EPOCH: Final = date(1899, 12, 31)
_LEAP_DAY_OF_1900: Final = 59  # which Excel has, and no calendar
_PLACE: Final = NUMBER.decode()
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Cells(NamedTuple):
    """Cells side by side, with a placeholder for the number of their row, and their widths."""

    xml: str
    widths: tuple[int, ...]

    def beside(self, other: "Cells") -> "Cells":
        """These cells, and others to the right."""
        return Cells(self.xml + other.xml, self.widths + other.widths)

    def row(self) -> str:
        """The row, as one line."""
        return f'<row r="{_PLACE}">{self.xml}</row>\n'


def formats(catalogue: Catalogue) -> dict[object, Format]:
    """Every format that a cell may need, by the value or kind that needs it."""
    most = max(len(market.requirements) for market in catalogue.markets) + len(catalogue.general.requirements)
    return {
        "plain": {},
        "day": {"num_format": "yyyy-mm-dd", "align": "left"},
        **{state: {"font_color": colour, "bg_color": tint} for state, (colour, tint) in _COLOURS.items()},
        **{("of", number): {"num_format": f'0"/{number}"'} for number in range(most + 1)},
    }


class CellWriter(NamedTuple):
    """Writes values as cells."""

    styles: Mapping[object, int]
    """The number of each format in the workbook."""
    language: Language

    def cells(self, values: Iterable[object], first: int = 0) -> Cells:
        """The cells for some values, from a column on. None leaves a cell empty."""
        xml: list[str] = []
        widths: list[int] = []
        for number, value in enumerate(values, start=first):
            if value is None:
                widths.append(0)
                continue
            content, form, text = self._cell(value)
            xml.append(f'<c r="{column_name(number)}{_PLACE}" s="{self.styles[form]}"{content}</c>')
            widths.append(columns(text) + 2)
        return Cells("".join(xml), tuple(widths))

    def _cell(self, value: object) -> tuple[str, object, str]:
        """The XML after the cell's style, its format, and the text that it is shown as."""
        match value:
            case Status() | Verdict():
                words = Message(f"verdict.{value}" if isinstance(value, Verdict) else f"status.{value}")
                text = f"{SYMBOLS[value]} {format_value(words, self.language)}"
                return _text(text), value, text
            case Share():
                return f"><v>{value.part}</v>", ("of", value.of), f"{value.part}/{value.of}"
            case date():
                return f"><v>{_serial(value)}</v>", "day", value.isoformat()
            case int() if not isinstance(value, bool):
                return f"><v>{value}</v>", "plain", str(value)
            case _:
                text = format_value(value, self.language)
                return _text(text), "plain", text


def _text(text: str) -> str:
    """A text cell. What Excel would read as an escape sequence is escaped."""
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{escape(_ESCAPE.sub("_x005F_", text), quote=False)}</t></is>'


def _serial(day: date) -> int:
    """The serial number of a day in Excel."""
    days = (day - _EPOCH).days
    return days + (days > _LEAP_DAY_OF_1900)


@cache
def column_name(number: int) -> str:
    """The letters of a column; the first is 0."""
    before, last = divmod(number, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=10_000)  # most texts stand in many rows
def columns(text: str) -> int:
    """The width of a text; Chinese characters count twice."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text[:WIDEST])
