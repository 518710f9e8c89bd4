"""Convert the content of a cell by its type and style."""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from cloudmkt_cli.intake.readers.table import EXCEL_ERRORS, MAX_TEXT, NOT_CALCULATED, DamagedCell, Value

_LONGEST_INDEX: Final = 9
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES: Final = range(0xD800, 0xE000)
_BOOLEANS: Final = {"1": True, "true": True, "0": False, "false": False}
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001  a workbook knows no time zones
_DAY_ZERO_OF_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001  as above
_NO_LEAP_DAY: Final = 60
"""The serial number of 29 February 1900, a day that exists only in Excel; earlier dates are off by one."""
_MILLISECONDS: Final = 24 * 60 * 60 * 1000


class Conventions(NamedTuple):
    """The shared strings and styles that cells refer to."""

    texts: list[str]
    date_styles: frozenset[str]
    dates_from_1904: bool

    def value(self, kind: str, text: str, style: str, *, has_formula: bool) -> Value:
        """The value of a cell; an empty string if it has none."""
        if kind in {"str", "inlineStr"}:
            return unescaped(text)
        if not text:
            return NOT_CALCULATED if has_formula else ""
        match kind:
            case "n":
                return self._number(text, style)
            case "s" if text.isdecimal() and len(text) <= _LONGEST_INDEX and int(text) < len(self.texts):
                return self.texts[int(text)]
            case "b" if text in _BOOLEANS:
                return _BOOLEANS[text]
            case "e" if text in EXCEL_ERRORS:
                return text
            case "d":
                return _of_iso(text)
            case _:
                return DamagedCell(text)

    def _number(self, text: str, style: str) -> Value:
        number = float(text) if _NUMBER.fullmatch(text) else math.inf
        if math.isinf(number):
            return DamagedCell(text)
        return date_of(number, from_1904=self.dates_from_1904) if style in self.date_styles else number


def unescaped(text: str) -> str:
    """Decode characters that XML cannot hold, which are written as ``_x000D_``.

    One that is too long for a cell stays as it is, so that it is still too long.
    """
    return text if len(text) > MAX_TEXT else _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code in _SURROGATES else chr(code)


def date_of(number: float, *, from_1904: bool) -> date | datetime | time | float:
    """Convert a serial number to a date or time; return the number if it is out of range."""
    if number < 0 or (int(number) == _NO_LEAP_DAY and not from_1904):
        return number
    zero = _DAY_ZERO_OF_1904 if from_1904 else _DAY_ZERO + timedelta(number < _NO_LEAP_DAY)
    days = math.floor(number)
    try:
        moment = zero + timedelta(days, milliseconds=round((number - days) * _MILLISECONDS))
    except OverflowError:
        return number
    if days == 0:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _of_iso(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return DamagedCell(text)
    return moment.date() if moment.time() == time() else moment
