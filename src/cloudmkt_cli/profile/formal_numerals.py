"""Formal Chinese numerals, as used for amounts on licences and in contracts: ``壹佰万``."""

import re
from typing import Final, NamedTuple

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_AMOUNT: Final = re.compile(rf"(?P<prefix>人民币)?(?P<number>[{DIGITS}拾佰仟万亿]+)(?P<word>[^整正]+)[整正]?")
_UNITS: Final = {"仟": 1000, "佰": 100, "拾": 10, "": 1}
_NUMBER: Final = re.compile("(?:(?P<yi>[^亿万]+)亿)?(?:(?P<wan>[^亿万]+)万)?(?P<ones>[^亿万]*)")
_SECTION: Final = 10_000


class FormalAmount(NamedTuple):
    """A number in formal numerals, with the words around it."""

    number: int
    word: str
    """The currency."""
    in_renminbi: bool
    """Whether 人民币 stands before the number."""


def parse_formal_amount(text: str) -> FormalAmount | None:
    """Parse an amount such as ``人民币壹佰万元整``; return None if it is not well-formed."""
    match = _AMOUNT.fullmatch(text)
    number = parse_formal(match["number"]) if match else None
    return FormalAmount(number, match["word"], bool(match["prefix"])) if match and number else None


def parse_formal(text: str) -> int | None:
    """Parse a positive integer below 10¹²; return None if it is not well-formed.

    A number consists of sections of up to four digits. 零 stands for one zero or more inside a section, and before a
    section that does not fill its thousands. Before one that does, it may stand if the digit above is a zero.
    """
    match = _NUMBER.fullmatch("壹" + text if text.startswith("拾") else text)
    if match is None:
        return None
    number = 0
    for name, scale in (("yi", _SECTION**2), ("wan", _SECTION), ("ones", 1)):
        part = match[name]
        if not part:
            continue
        section = part.removeprefix("零")
        value = _parse_section(section)
        above = number // (scale * _SECTION)
        must_have_zero = above > 0 and value < 1000  # noqa: PLR2004  thousands are not filled
        may_have_zero = above > 0 and above % 10 == 0
        has_zero = part != section
        if not value or (must_have_zero and not has_zero) or (has_zero and not (must_have_zero or may_have_zero)):
            return None
        number += value * scale
    return number or None


def _parse_section(text: str) -> int:
    """Parse up to four digits; return 0 unless they are spelled in the one correct way."""
    pairs = re.findall(f"([{DIGITS[1:]}])([仟佰拾]?)", text)
    value = sum(DIGITS.index(digit) * _UNITS[unit] for digit, unit in pairs)
    return value if value < _SECTION and _spell_section(value) == text else 0


def _spell_section(value: int) -> str:
    spelled = "".join(
        DIGITS[digit] + unit if (digit := value // scale % 10) else DIGITS[0] for unit, scale in _UNITS.items()
    )
    return re.sub("零+", "零", spelled).strip("零")
