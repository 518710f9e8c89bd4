"""Text of strangers, for a screen."""

import unicodedata
from typing import Final

_UNSAFE_CATEGORIES: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_LONGEST_SHOWN: Final = 200


def visible(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """Text that is safe to show: what would act or hide there is spelled out, and what is endless is cut."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) in _UNSAFE_CATEGORIES else char for char in cut)
