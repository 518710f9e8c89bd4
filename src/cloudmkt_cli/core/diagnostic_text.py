"""Errors and warnings about the input, with the line they are about, a caret and a hint."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Final, Literal

from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate, word

_SHOWN_OF_A_FILE: Final = 50
_LONGEST: Final = 1000
_BEFORE, _AFTER = 40, 36  # characters of a long line that are shown on either side of the fault


def render_diagnostics(
    diagnostics: Sequence[Diagnostic], language: Language, gravity: Literal["error", "warning"] = "error"
) -> str:
    """All diagnostics in order, up to a limit for each file."""
    lines: list[str] = []
    for path, group in groupby(diagnostics, key=lambda diagnostic: diagnostic.path):
        of_file = list(group)
        for diagnostic in of_file[:_SHOWN_OF_A_FILE]:
            lines += _diagnostic(diagnostic, language, gravity)
        if len(of_file) > _SHOWN_OF_A_FILE:
            more = {"path": escape_untrusted(path or "cloudmkt", _LONGEST), "count": len(of_file) - _SHOWN_OF_A_FILE}
            lines.append(translate(Message("text.more_errors", more), language))
    return "".join(f"{line}\n" for line in lines)


def _diagnostic(diagnostic: Diagnostic, language: Language, gravity: str) -> list[str]:
    position = f":{diagnostic.position.line}:{diagnostic.position.column}" if diagnostic.position else ""
    key = f"{escape_untrusted(diagnostic.key)}: " if diagnostic.key else ""
    fault = {
        "place": f"{escape_untrusted(diagnostic.path or 'cloudmkt', _LONGEST)}{position}",
        "message": escape_untrusted(f"{key}{translate(diagnostic.message, language)}", _LONGEST),
    }
    return [
        translate(Message(f"text.{gravity}_at", fault), language),
        *_excerpt(diagnostic),
        "  " + translate("text.hint", language) + escape_untrusted(word(diagnostic.hint, language), _LONGEST),
    ]


def _excerpt(diagnostic: Diagnostic) -> list[str]:
    """The line that a diagnostic is about, with a caret under its position. Wide characters are accounted for."""
    if diagnostic.source is None or diagnostic.position is None:
        return []
    number, place = diagnostic.position.line, diagnostic.position.column - 1
    start = max(0, place - _BEFORE) if place > _BEFORE + _AFTER else 0
    before = ("…" if start else "") + escape_untrusted(diagnostic.source[start:place])
    after = escape_untrusted(diagnostic.source[place : place + _AFTER]) + (
        "…" if len(diagnostic.source) > place + _AFTER else ""
    )
    gutter = " " * len(f"{number}")
    return [f"  {number} | {before}{after}", f"  {gutter} | {' ' * _columns(before)}^"]


def _columns(text: str) -> int:
    """The columns that a text takes in a terminal; Chinese characters take two."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
