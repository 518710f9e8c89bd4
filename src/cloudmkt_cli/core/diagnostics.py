"""Errors that are shown to the user: what is wrong, where, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from cloudmkt_cli.core.messages import Message


class Position(NamedTuple):
    """A place in a file: line and column count from 1, columns in characters."""

    line: int
    column: int

    @classmethod
    def after(cls, before: str) -> "Position":
        """The place right after a text."""
        return cls(before.count("\n") + 1, len(before) - before.rfind("\n"))

    def line_of(self, text: str) -> str:
        """The line of a text that the place is on, without its ending."""
        return text.split("\n")[self.line - 1].removesuffix("\r")


class Diagnostic(NamedTuple):
    """One mistake in one input: where it is, what is wrong and what to do about it."""

    message: Message
    hint: Message
    path: str | None = None
    position: Position | None = None
    key: str | None = None
    source: str | None = None
    """The line of the file that the position is on."""


class CloudmktError(Exception):
    """An error that is shown to the user as a message and never as a traceback."""


class InputError(CloudmktError):
    """Input that is missing, unreadable or invalid: exit 4. Holds every mistake found, in file order."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = diagnostics
        super().__init__("; ".join(diagnostic.message.key for diagnostic in diagnostics))

    def in_file(self, path: str) -> "InputError":
        """The same mistakes, in a file."""
        return InputError(*(diagnostic._replace(path=path) for diagnostic in self.diagnostics))


@contextmanager
def errors_in(path: str) -> Iterator[None]:
    """Name the file that an ``InputError`` raised inside the block is about."""
    try:
        yield
    except InputError as error:
        raise error.in_file(path) from None
