"""The example profiles, and lines too wide for a terminal."""

import unicodedata
from collections.abc import Iterable

from support.paths import PROFILES

SHIPPED = {file.stem: file.read_text(encoding="utf-8") for file in sorted(PROFILES.rglob("*.toml"))}


def too_wide(lines: Iterable[str], columns: int) -> list[str]:
    return [line for line in lines if cells(line) > columns]


def cells(line: str) -> int:
    """How many columns a line takes up on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
