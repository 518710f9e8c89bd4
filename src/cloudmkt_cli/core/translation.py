"""Messages in a language: the templates are ``messages.toml``; values are put in and never read as templates."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.toml.document import read_shipped

_SEPARATOR = {"zh": "、", "en": ", "}


def translate(message: Message | str, language: Language) -> str:
    """The text of a message, or of a key whose template needs no values."""
    if isinstance(message, str):
        message = Message(message)
    entry = _templates()
    for part in message.key.split("."):
        entry = entry[part]
    template: str = entry[language]
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
def _templates() -> dict[str, Any]:
    return read_shipped(Path(__file__).with_name("messages.toml").read_bytes())
