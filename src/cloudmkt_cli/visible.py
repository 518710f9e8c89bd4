"""Text of strangers, for a screen."""

import unicodedata
from typing import Final

_UNSAFE_CATEGORIES: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_NO_CHARACTER: Final = 0xFFFE  # the last two of each plane
_LONGEST_SHOWN: Final = 200


def visible(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """Text that is safe to show: what would act or hide there is spelled out, and what is endless is cut."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(f"\\u{ord(char):04x}" if _is_unsafe(char) else char for char in cut)


def _is_unsafe(char: str) -> bool:
    """Whether a character acts, hides, or is none: no XML may hold U+FFFE and its kind."""
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or ord(char) & _NO_CHARACTER == _NO_CHARACTER
