"""Parse table cells into profile values. An ambiguous cell is refused, never guessed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Final

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.header_row import Column
from cloudmkt_cli.intake.readers.table import EXACT, EXCEL_ERRORS, NOT_CALCULATED, DamagedCell, Value
from cloudmkt_cli.intake.vocabulary import LEGAL_FORM, Vocabulary, accepted, home_key, normalize
from cloudmkt_cli.profile.attachments import is_link
from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed
from cloudmkt_cli.profile.fields import Kind
from cloudmkt_cli.profile.registered_capital import parse_capital

_MAX_SHOWN: Final = 60
_MAX_NUMBER: Final = 100
"""Characters, including spaces. No number or date is this long."""
_NUMBER: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,15})?", re.ASCII)
_MIDNIGHT: Final = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
_DAYS: Final = (
    re.compile(rf"(\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_MIDNIGHT}", re.ASCII),
    re.compile(r"(\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日", re.ASCII),
    re.compile(r"(\d{4})(?P<month>\d\d)(?P<day>\d\d)", re.ASCII),
)
_IN_POWERS: Final = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_ROUNDED: Final = re.compile(r"\d{15}000", re.ASCII)
_FILE: Final = re.compile(r"[^\n]*[^\s./\\]\.[A-Za-z][A-Za-z0-9]{1,4}")
_REGISTRATION: Final = re.compile(r"\d{4}SR\d+|软著登字第\d+号", re.ASCII)
_WITH_NOTES: Final = re.compile(r"([^()]+)((?:\([^()]*\))+)")
_SEPARATORS: Final = re.compile(r"[、,，;；\n]")


class UnreadableCellError(Exception):
    """A cell that cannot be read, with the reason and what is expected."""

    def __init__(self, message: Message, hint: Message) -> None:
        self.message, self.hint = message, hint
        super().__init__(message.key)


def read_cell(value: Value, column: Column, words: Vocabulary) -> object:
    """Parse a cell as a value of its key; None for a blank cell.

    Raises:
        UnreadableCellError: the cell is invalid or ambiguous.
    """
    if isinstance(value, DamagedCell):
        raise UnreadableCellError(
            Message("import.broken_cell", {"found": format_cell(value)}), Message("import.retype")
        )
    if isinstance(value, str):
        value = value.strip()
        if not value or normalize(value) in words.not_stated:
            return None
        if value in EXCEL_ERRORS or value == NOT_CALCULATED:
            raise UnreadableCellError(Message("import.failed_formula", {"found": value}), Message("import.retype"))
    read = _READERS[column.field.kind](value, column, words)
    if read is None:
        raise UnreadableCellError(
            Message("import.unreadable", {"found": format_cell(value)}),
            Message("import.expected", {"expected": accepted(column.field, words)}),
        )
    return read


def format_cell(value: Value) -> str:
    """Format a cell for a message."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return f"{value:.15G}"
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            text = str(value)
            return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"


# A reader returns None for a cell that it cannot read.


def _text(value: Value, _: Column, words: Vocabulary) -> str | None:
    if isinstance(value, str):
        return None if normalize(value) in words.yes | words.no else value
    number = _number(value)
    return str(number) if isinstance(number, int) and abs(number) < EXACT else None


def _credit_code(value: Value, column: Column, words: Vocabulary) -> str | None:
    number_like = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT
    text = value if isinstance(value, str) else ""
    rounded = _ROUNDED.fullmatch(text) and not (is_well_formed(text) and has_right_check_digit(text))
    if number_like or rounded or _IN_POWERS.fullmatch(text):
        raise UnreadableCellError(
            Message("import.code_as_number", {"found": format_cell(value)}), Message("import.retype_code")
        )
    return _text(value, column, words) if isinstance(value, str) else None


def _count(value: Value, column: Column, words: Vocabulary) -> int | None:
    number = _quantity(value, column, words)
    return number if isinstance(number, int) else None


def _quantity(value: Value, column: Column, words: Vocabulary) -> int | float | None:
    """Parse a number that may have the unit of its key behind it: ``12人``."""
    if isinstance(value, str) and len(value) <= _MAX_NUMBER:
        text = _half_width(value).casefold()
        unit = next((unit for unit in words.units.get(column.field.fact, ()) if text.endswith(unit)), "")
        value = text.removesuffix(unit).rstrip()
    return _number(value)


def _number(value: Value) -> int | float | None:
    """Parse a number; a whole one becomes an int, as Excel stores every number as a float."""
    if isinstance(value, str):
        text = _half_width(value)
        if not _NUMBER.fullmatch(text):
            return None
        value = float(text.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    whole = isinstance(value, int) or value.is_integer()
    return int(value) if whole else value


def _day(value: Value, _column: Column, _words: Vocabulary) -> date | None:
    if isinstance(value, datetime):
        # A time of day may come from another time zone, where it was another day.
        return value.date() if value.time() == time() else None
    if isinstance(value, date):
        return value
    number = _number(value)
    text = str(number) if isinstance(number, int) else _half_width(str(value))
    for form in _DAYS:
        if match := form.fullmatch(text):
            try:
                return date(int(match[1]), int(match["month"]), int(match["day"]))
            except ValueError:
                return None
    return None


def _yes_no(value: Value, _: Column, words: Vocabulary) -> bool | None:
    if isinstance(value, bool):
        return value
    word = normalize(value) if isinstance(value, str) else ""
    return True if word in words.yes else False if word in words.no else None


def _choice(value: Value, column: Column, words: Vocabulary) -> str | None:
    word = normalize(value) if isinstance(value, str) else ""
    if column.field.fact == LEGAL_FORM:
        return _legal_form(word, words)
    return words.choices[home_key(column.field.fact)].get(word)


def _legal_form(word: str, words: Vocabulary) -> str | None:
    if any(branch in word for branch in words.branches):
        raise UnreadableCellError(Message("import.branch"), Message("import.import_head_office"))
    form = match[1] if (match := _WITH_NOTES.fullmatch(word)) else word
    known = words.choices[LEGAL_FORM].get(form)
    return "enterprise" if known is None and words.enterprise.fullmatch(form) else known


def _markets(value: Value, _: Column, words: Vocabulary) -> list[str] | None:
    return _listed(value, words.markets)


def _clouds(value: Value, column: Column, words: Vocabulary) -> list[str] | None:
    return _listed(value, words.choices[column.field.fact])


def _listed(value: Value, words: Mapping[str, str]) -> list[str] | None:
    """The values that the words of a cell stand for, each once; None if a word is none of these."""
    named = [normalize(part) for part in _SEPARATORS.split(value) if part.strip()] if isinstance(value, str) else []
    if not named or any(name not in words for name in named):
        return None
    return list(dict.fromkeys(words[name] for name in named))


def _capital(value: Value, column: Column, _: Vocabulary) -> str | None:
    if isinstance(value, str) and parse_capital(value):
        return value
    number = _number(value)
    text = str(value) if number is None else f"{number}{column.unit}"
    return text if parse_capital(text) else None


def _file(value: Value, column: Column, words: Vocabulary) -> bool | str | None:
    said = _yes_no(value, column, words)
    is_file = isinstance(value, str) and _FILE.fullmatch(value) and not is_link(value)
    return str(value) if said is None and is_file else said


def _registration(value: Value, column: Column, words: Vocabulary) -> bool | str | None:
    said = _yes_no(value, column, words)
    return value if said is None and isinstance(value, str) and _REGISTRATION.fullmatch(value) else said


def _certificate(value: Value, column: Column, words: Vocabulary) -> bool | date | None:
    said = _yes_no(value, column, words)
    return _day(value, column, words) if said is None else said


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip() if len(text) <= _MAX_NUMBER else text


_READERS: Final[dict[Kind, Callable[[Value, Column, Vocabulary], object]]] = {
    Kind.TEXT: _text,
    Kind.CREDIT_CODE: _credit_code,
    Kind.COUNT: _count,
    Kind.NUMBER: _quantity,
    Kind.DAY: _day,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CLOUDS: _clouds,
    Kind.MARKETS: _markets,
    Kind.CAPITAL: _capital,
    Kind.FILE: _file,
    Kind.REGISTRATION: _registration,
    Kind.CERTIFICATE: _certificate,
}
