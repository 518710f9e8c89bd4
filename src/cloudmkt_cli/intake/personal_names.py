"""Recognize what may be the name of a person, so that no message quotes it."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from cloudmkt_cli.core.toml.shipped import read_shipped

_HAN: Final = "\u3400-\u9fff"
_SHORT_RUN: Final = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{2,4}}(?![{_HAN}])")
_SEVERAL_PARTS: Final = re.compile(rf"[{_HAN}][·•・][{_HAN}]")
_LATIN: Final = re.compile(r"[A-Z][A-Za-z'’-]*+|[A-Za-z][A-Za-z.'’-]*+(?: [A-Za-z.'’-]++){1,4}")
_CAPITALIZED: Final = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+")


def may_be_name(text: str) -> bool:
    """Whether a text may be a name: a few Chinese characters that begin with a surname, or Latin words."""
    surnames = _surnames()
    return (
        any(run[0][0] in surnames for run in _SHORT_RUN.finditer(text))
        or _SEVERAL_PARTS.search(text) is not None
        or _LATIN.fullmatch(text.strip('" ')) is not None
        or _CAPITALIZED.search(text) is not None
    )


@cache
def _surnames() -> frozenset[str]:
    """The first characters of surnames."""
    listed = read_shipped(Path(__file__).with_name("surnames.toml"))
    return frozenset("".join(listed["first_characters"]))
