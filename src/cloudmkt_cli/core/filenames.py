"""Names of files that are safe on every system, each once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

_FORBIDDEN: Final = '<>:"/\\|?*'
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""
_LONGEST: Final = 150
"""Bytes of a name before its suffix and ending: systems take 255, and a file being written has a longer name."""


class FileNames:
    """Gives every name out once, and looks at them as systems do that ignore case."""

    def __init__(self, ending: str = ".toml", taken: Iterable[str] = ()) -> None:
        """``taken``: names of files that are not to be given out."""
        self._ending = ending
        self._taken = {_folded(name) for name in taken}
        self._used: Counter[str] = Counter()

    def take(self, title: str) -> str:
        """A name for the file of a company; a second one of the same name gets ``-2``."""
        stem = safe_stem(title)
        same = _folded(stem)
        while True:
            self._used[same] += 1
            number = self._used[same]
            name = f"{stem}{self._ending}" if number == 1 else f"{stem}-{number}{self._ending}"
            if _folded(name) not in self._taken:
                self._taken.add(_folded(name))
                return name


def safe_stem(title: str) -> str:
    """A title as the name of a file without its ending."""
    composed = unicodedata.normalize("NFC", title)
    safe = "".join("-" if char in _FORBIDDEN or _is_unseen(char) else char for char in composed)
    # No option of a command, no hidden file, no way up; and Windows drops dots and spaces at the end.
    cut = safe.lstrip(" .-").encode()[:_LONGEST].decode(errors="ignore").rstrip(" .-")
    if not cut:
        return "profile"
    return f"_{cut}" if _RESERVED.fullmatch(cut) else cut


def _is_unseen(char: str) -> bool:
    """Whether a character controls, hides or separates and is no plain space."""
    return unicodedata.category(char)[0] in "CZ" and char != " "


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
