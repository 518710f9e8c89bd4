"""The language that a run speaks, known before any command is parsed so that ``--help`` speaks it too."""

import sys
from typing import Final

from cloudmkt_cli.language import LANGUAGES, Language, Message, language_of_locale
from cloudmkt_cli.translate import translate


def language_asked_for(arguments: list[str]) -> Language | None:
    """The value of ``--lang`` on a command line, given either way."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        for language in LANGUAGES:
            if argument == f"--lang={language}" or (argument == "--lang" and following == language):
                return language
    return None


SPOKEN: Final[Language] = language_asked_for(sys.argv[1:]) or language_of_locale()


def say(key: str, **values: object) -> str:
    """A text of the command line itself."""
    return translate(Message(key, values), SPOKEN)
