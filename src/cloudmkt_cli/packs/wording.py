"""Mistakes in the wording of a pack: texts that are missing, and braces that stand for no number."""

import string
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from cloudmkt_cli.core.messages import LANGUAGES, Message
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.validation import ValidationIssue

WORDINGS: Final = ("title", "expected", "why", "how", "evidence")
OPTIONAL_WORDING: Final = "record"
_FORMATS: Final = {"", ","}
"""How a number may be shown: as it is, or with a comma after thousands."""


def missing_texts(
    words: Mapping[str, Any], path: KeyPath, names: Collection[str] = WORDINGS
) -> Iterator[ValidationIssue]:
    """The texts that neither the pack nor the shared words have."""
    for name in names:
        if name not in words:
            missing = Message("error.missing_key", {"key": name})
            yield ValidationIssue((*path, name), missing, Message("hint.pack_words", {"key": name}))


def placeholder_issues(text: Any, numbers: Collection[str], path: KeyPath) -> Iterator[ValidationIssue]:
    """What stands in braces in a text and is none of the numbers that a condition has."""
    for language in LANGUAGES:
        for found in _strange(text[language], numbers):
            message = Message("error.pack_placeholder", {"found": found})
            shown = tuple(f"{{{number}}}" for number in numbers)
            hint = (
                Message("hint.pack_placeholder", {"choices": shown}) if shown else Message("hint.pack_no_placeholder")
            )
            yield ValidationIssue((*path, language), message, hint)


def _strange(text: str, numbers: Collection[str]) -> Iterator[str]:
    try:
        fields = [parts[1:] for parts in string.Formatter().parse(text)]
    except ValueError:
        yield text
        return
    for name, form, conversion in fields:
        if name is not None and (name not in numbers or form not in _FORMATS or conversion):
            yield f"{{{name}{'!' + conversion if conversion else ''}{':' + form if form else ''}}}"
