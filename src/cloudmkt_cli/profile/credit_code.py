"""The unified social credit code of GB 32100-2015."""

import re
from operator import mul
from typing import Final

CODE_LENGTH: Final = 18
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a code, which stand for 0 to 30."""
_VALUES: Final = {char: value for value, char in enumerate(ALPHABET)}
WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(CODE_LENGTH - 1))
"""What the characters count in the check digit, from the first on."""
WELL_FORMED: Final = rf"[{ALPHABET}]{{{CODE_LENGTH - 1}}}."
"""The regular expression of well-formed codes; DuckDB reads it as Python does."""
_CODE: Final = re.compile(WELL_FORMED)
LEGAL_FORMS: Final = {"91": "enterprise", "92": "individual-business", "93": "enterprise"}
"""By the department and kind of registration; 93 are farmers' cooperatives."""


def is_well_formed(code: str) -> bool:
    """Whether a code has 18 characters, the first 17 from the code alphabet (without I, O, S, V, Z)."""
    return _CODE.fullmatch(code) is not None


def has_right_check_digit(code: str) -> bool:
    """Whether the check digit of a well-formed code is right; some genuine codes from before 2016 have a wrong one."""
    total = sum(map(mul, map(_VALUES.__getitem__, code[:17]), WEIGHTS))
    return code[17] == ALPHABET[-total % 31]


def legal_form_of(code: str) -> str | None:
    """The legal form that the first two characters of a code give; None if its check digit is wrong."""
    return LEGAL_FORMS.get(code[:2]) if is_well_formed(code) and has_right_check_digit(code) else None
