"""The form of a cell: what may be a name is left out, and every run of digits is a 9."""

import re
from typing import Final

from cloudmkt_cli.intake.personal_names import may_be_name

_DIGITS: Final = re.compile(r"\d+(?:,\d{3})*")
_LATIN: Final = re.compile(r"[A-Za-z]+")
_UNIT: Final = "人民币|新台币|[美港欧日加澳]元|[港日]币|美金|英镑|[万亿元圆整]"
_AMOUNT: Final = re.compile(rf"\d[\s(（]*+(?:(?:{_UNIT})[\s()（）]*+)++(?![\u3400-\u9fff])")
"""A number with its units: 万 is a surname, too."""
_LONGEST: Final = 40
NOT_SHOWN: Final = "…"


def masked(text: str) -> str:
    """The form of a cell, which tells nothing of a company or a person."""
    if len(text) > _LONGEST or may_be_name(_AMOUNT.sub("", text)):
        return NOT_SHOWN
    return _LATIN.sub("A", _DIGITS.sub("9", text))
