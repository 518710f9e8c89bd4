"""Errors that are shown to the user: what is wrong, where, and what to do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from cloudmkt_cli.core.messages import Message


class Position(NamedTuple):
    """A position in a file: line and column, both from 1, columns in characters."""

    line: int
    column: int

    @classmethod
    def after(cls, before: str) -> "Position":
        """The position right after a text."""
        return cls(before.count("\n") + 1, len(before) - before.rfind("\n"))

    def line_of(self, text: str) -> str:
        """The line of a text that the position is on, without its line break."""
        return text.split("\n")[self.line - 1].removesuffix("\r")


class Diagnostic(NamedTuple):
    """An error in the input: where it is, what is wrong, and how to fix it."""

    message: Message
    hint: Message
    path: str | None = None
    position: Position | None = None
    key: str | None = None
    source: str | None = None
    """The line of the file that the position is on."""

    def __str__(self) -> str:
        """The error as text: file, line, problem and remedy."""
        return _text((self,))


class CloudmktError(Exception):
    """An error that is shown to the user as a message and never as a traceback."""


class InputError(CloudmktError):
    """Input that is missing, unreadable or invalid: exit 4. Holds every mistake found, in file order."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = diagnostics
        super().__init__(*diagnostics)

    def __str__(self) -> str:
        """All errors as text, as the command line shows them in English."""
        return _text(self.diagnostics)

    def in_file(self, path: str) -> "InputError":
        """The same mistakes, in a file."""
        return InputError(*(diagnostic._replace(path=path) for diagnostic in self.diagnostics))


def _text(diagnostics: Sequence[Diagnostic]) -> str:
    from cloudmkt_cli.core.diagnostic_text import render_diagnostics  # noqa: PLC0415  it imports this module

    return render_diagnostics(diagnostics, "en").rstrip("\n")


@contextmanager
def errors_in(path: str) -> Iterator[None]:
    """Name the file that an ``InputError`` raised inside the block is about."""
    try:
        yield
    except InputError as error:
        raise error.in_file(path) from None
