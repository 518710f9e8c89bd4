"""Text of strangers, for a screen, for the log of a CI system, and for a spreadsheet."""

import re
import unicodedata
from typing import Final

_UNSAFE_CATEGORIES: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_NO_CHARACTER: Final = 0xFFFE  # the last two of each plane
_LONGEST_SHOWN: Final = 200
_COMMAND: Final = re.compile(r":(?=:)|\A\s*:|#(?=#\w*\[)")
"""Where CI systems look for commands: GitHub after ``::`` at the start of a line, and after ``##[`` anywhere in it, as
others do after ``##vso[`` or ``##teamcity[``. A text may be put or wrapped to any place of a line, so each is one."""

_FORMULA_SIGNS: Final = "-=+@\t\r\n＝＋－＠"
"""What begins a formula, after blanks. In a set of characters, a hyphen stands for itself only at its ends."""
_BLANKS: Final = " \u3000"
FORMULA: Final = f"^[{_BLANKS}]*[{_FORMULA_SIGNS}]"
"""The regular expression of texts that begin a formula, for every kind of them."""


def escape_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(_BLANKS)[:1] in {*_FORMULA_SIGNS} else text


def escape_untrusted(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """Text that is safe to show: what would act or hide there is spelled out, and what is endless is cut."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if ":" in cut or "##" in cut:
        cut = _COMMAND.sub(lambda match: f"{match[0][:-1]}{_spelled(match[0][-1])}", cut)
    if cut.isprintable():
        return cut
    return "".join(_spelled(char) if _is_unsafe(char) else char for char in cut)


def _spelled(char: str) -> str:
    return f"\\u{ord(char):04x}"


def _is_unsafe(char: str) -> bool:
    """Whether a character acts, hides, or is none: no XML may hold U+FFFE and its kind."""
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or ord(char) & _NO_CHARACTER == _NO_CHARACTER
