"""Limits on the size and depth of TOML files, so that no input uses much time or memory."""

import re
from itertools import islice
from typing import Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message

MAX_MARKS: Final = 50_000
"""Brackets, dots, commas, equals signs and line breaks. A profile has hundreds; each costs memory."""
MAX_QUOTES: Final = 100_000
"""Quotation marks; every string has at least two."""
MAX_DEPTH: Final = 500
"""Nested tables and arrays, dotted keys included; this depth fits the default stack of every system."""

_LIMITS: Final = {
    "error.too_many_marks": (re.compile(r"[\[\]{}.,=\r\n]"), MAX_MARKS),
    "error.too_many_quotes": (re.compile("[\"']"), MAX_QUOTES),
}
_PARSER_DEPTH: Final = 80
"""Nested brackets, and parts of one key, that the parser accepts."""


def check_size_limits(text: str) -> None:
    """Reject a text that would take too much memory to parse.

    Raises:
        InputError: a limit is exceeded; with the position of the first character over it.
    """
    if len(text) <= min(MAX_MARKS, MAX_QUOTES):
        return
    for fault, (pattern, limit) in _LIMITS.items():
        if mark := next(islice(pattern.finditer(text), limit, None), None):
            raise excess(Message(fault, {"limit": limit}), Position.after(text[: mark.start()]), text)


def may_be_deep(text: str) -> bool:
    """Whether a text could nest deeper than ``MAX_DEPTH`` and still be accepted by the parser.

    Every level needs a bracket or a dot. A header, a key and nested arrays can each reach the parser's limit; beyond
    that, only keys of inline tables add levels.
    """
    braces = text.count("{")
    if (3 + braces) * _PARSER_DEPTH < MAX_DEPTH:
        return False
    return braces + text.count("[") + text.count(".") >= MAX_DEPTH


def excess(message: Message, position: Position, text: str) -> InputError:
    """The error for a text that exceeds a limit."""
    return InputError(Diagnostic(message, Message("hint.excess"), position=position, source=position.line_of(text)))
