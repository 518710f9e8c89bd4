"""The two languages of the product, and text that is not yet in either."""

import os
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
_NOTHING: Final[Mapping[str, object]] = {}


class Text(NamedTuple):
    """The same text in both languages."""

    zh: str
    en: str

    def get(self, language: Language) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en


class Message(NamedTuple):
    """A text by its key in ``texts/``, with the values that fill it: what is passed around until a language is known.

    Values may be messages and texts themselves; dates, numbers and truth values are worded by the language.
    """

    key: str
    values: Mapping[str, object] = _NOTHING


def language_of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """Chinese where the locale names it, English elsewhere; POSIX's order of precedence."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
