"""Messages in a language: the templates are in ``texts/``; values are put in and never read as templates."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.toml.shipped import read_shipped

_TEXTS: Final = Path(__file__).parent / "texts"
_SEPARATOR: Final = {"zh": "、", "en": ", "}
_FILES: Final = {
    "help": ("help", "typer", "usage"),
    "results": (
        *("word", "clause", "status", "verdict", "level", "scope", "phase"),
        *("check", "onboarding", "note", "found", "gate", "left", "remedy"),
    ),
    "errors": ("error", "hint", "syntax", "encoding", "warning"),
    "intake": ("import", "question", "ask", "init", "fill"),
    "schema": ("schema", "key", "expected", "threshold"),
}
"""The files of texts that most runs can do without, and what their keys begin with; all others are in ``reports``."""
_FILE_OF: Final = {part: file for file, parts in _FILES.items() for part in parts}


def translate(message: Message | str, language: Language) -> str:
    """The text of a message, or of a key whose template needs no values."""
    if isinstance(message, str):
        message = Message(message)
    template = _template(message.key, language)
    if "{" not in template:
        return template
    return template.format_map({key: word(value, language) for key, value in message.values.items()})


def word(value: object, language: Language) -> str:
    """A single value in a language."""
    match value:
        case Message():
            return translate(value, language)
        case Text():
            return value.get(language)
        case bool():
            return translate("word.yes" if value else "word.no", language)
        case int() | float() | Decimal():
            return f"{value:,}" if value != int(value) else f"{int(value):,}"
        case date():
            return value.isoformat()
        case tuple():
            return _SEPARATOR[language].join(word(item, language) for item in value)
        case _:
            return str(value)


@cache
def _template(key: str, language: Language) -> str:
    first, *rest = key.split(".")
    entry = _templates(_FILE_OF.get(first, "reports"))[first]
    for part in rest:
        entry = entry[part]
    template: str = entry[language]
    return template


@cache
def _templates(file: str) -> dict[str, Any]:
    return read_shipped(_TEXTS / f"{file}.toml")
