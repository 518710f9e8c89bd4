"""The language that a run speaks, known before any command is parsed so that ``--help`` speaks it too."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from cloudmkt_cli.core.messages import LANGUAGES, Language, Message, language_of_locale
from cloudmkt_cli.core.translation import translate


def language_asked_for(arguments: list[str]) -> Language | None:
    """The value of ``--lang`` on a command line, given either way."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        for language in LANGUAGES:
            if argument == f"--lang={language}" or (argument == "--lang" and following == language):
                return language
    return None


AT_FIRST: Final[Language] = language_asked_for(sys.argv[1:]) or language_of_locale()
"""What is spoken until a command has read its configuration."""
_spoken: ContextVar[Language] = ContextVar("spoken", default=AT_FIRST)


def current_language() -> Language:
    """The language at the moment."""
    return _spoken.get()


def set_language(language: Language) -> None:
    """Go on in a language, to the end of the command."""
    _spoken.set(language)


@contextmanager
def command_begins() -> Iterator[None]:
    """A command, which may come to speak another language: what follows it does not."""
    before = _spoken.set(AT_FIRST)
    try:
        yield
    finally:
        _spoken.reset(before)


def tr(key: str, **values: object) -> str:
    """A text of the command line itself."""
    return translate(Message(key, values), current_language())
