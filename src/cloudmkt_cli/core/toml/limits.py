"""What a file may hold at most, so that none costs more than a profile is worth."""

import re
from itertools import islice
from typing import Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message

MAX_MARKS: Final = 50_000
"""Brackets, dots, commas, equals signs and line ends: a profile has hundreds, and each costs memory."""
MAX_QUOTES: Final = 100_000
"""Quotation marks, of which each text has two or more."""
MAX_DEPTH: Final = 500
"""Tables and arrays inside each other, dotted keys included: so many need no more stack than any system gives."""

_LIMITS: Final = {
    "error.too_many_marks": (re.compile(r"[\[\]{}.,=\r\n]"), MAX_MARKS),
    "error.too_many_quotes": (re.compile("[\"']"), MAX_QUOTES),
}
_PARSER_DEPTH: Final = 80
"""Brackets inside each other, and parts of one key: the parser refuses more."""


def check_size_limits(text: str) -> None:
    """Keep from the parser what takes too much memory.

    Raises:
        InputError: there are more marks or quotes than a limit; with the place of the first too many.
    """
    if len(text) <= min(MAX_MARKS, MAX_QUOTES):
        return
    for fault, (pattern, limit) in _LIMITS.items():
        if mark := next(islice(pattern.finditer(text), limit, None), None):
            raise excess(Message(fault, {"limit": limit}), Position.after(text[: mark.start()]), text)


def may_be_deep(text: str) -> bool:
    """Whether a text could nest deeper than ``MAX_DEPTH``, if the parser takes it.

    Every level takes a bracket or a dot. A header, a key and brackets without keys have as many levels as the parser
    allows of each, and beyond that only the keys in braces nest.
    """
    braces = text.count("{")
    if (3 + braces) * _PARSER_DEPTH < MAX_DEPTH:
        return False
    return braces + text.count("[") + text.count(".") >= MAX_DEPTH


def excess(message: Message, position: Position, text: str) -> InputError:
    """More in a text than belongs there."""
    return InputError(Diagnostic(message, Message("hint.excess"), position=position, source=position.line_of(text)))
