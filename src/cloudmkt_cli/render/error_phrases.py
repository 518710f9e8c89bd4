"""Words that all reports use for errors of the input."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.translation import translate

ERRORS_OF_A_FILE: Final = 50
"""How many errors of one file are shown."""


class FileErrors(NamedTuple):
    """The errors of one file."""

    path: str
    shown: tuple[Diagnostic, ...]
    more: int
    """How many more there are than are shown."""


def errors_by_file(errors: Iterable[Diagnostic]) -> tuple[FileErrors, ...]:
    """The errors of each file, up to a limit."""
    by_file = [(path, tuple(group)) for path, group in groupby(errors, key=lambda error: error.path or "cloudmkt")]
    return tuple(
        FileErrors(path, group[:ERRORS_OF_A_FILE], max(0, len(group) - ERRORS_OF_A_FILE)) for path, group in by_file
    )


def error_position(error: Diagnostic) -> str:
    """The file of an error, with line and column if they are known."""
    path = error.path or "cloudmkt"
    return f"{path}:{error.position.line}:{error.position.column}" if error.position else path


def error_text(error: Diagnostic, language: Language) -> str:
    """The message of an error, after the key that it is about."""
    message = translate(error.message, language)
    return f"{error.key}: {message}" if error.key else message
