"""What every JSON document has: its version, the edition of the rules, and one way of writing it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic_core import to_json

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.version import __version__

VERSION: Final = 1


_COMMAND: Final = re.compile(rb"#(?=#\w*\[)")
_SEPARATORS: Final = {sign.encode(): b"\\u%04x" % ord(sign) for sign in "\u0085\u2028\u2029"}


def json_bytes(value: object, *, indent: int | None = None, depth: int = 0) -> bytes:
    """A value as JSON, its lines but the first moved right by ``depth``.

    It may be shown in the log of a CI system: what such a system takes for a command wherever in a line it stands, and
    what something else than a line break may end a line with, is written as an escape, which means the same.
    """
    text = to_json(value, indent=indent, inf_nan_mode="strings")
    if b"##" in text:
        text = _COMMAND.sub(rb"\\u0023", text)
    for sign, escaped in _SEPARATORS.items():
        text = text.replace(sign, escaped)
    return text.replace(b"\n", b"\n" + b" " * depth) if depth else text


def with_entries(document: bytes, key: bytes, entries: Iterable[bytes]) -> Iterator[bytes]:
    """A document piece by piece, its one empty list after ``key`` filled with entries.

    The key comes with the line break and the blanks before it: so nothing within a text can be taken for it.
    """
    head, _, tail = document.partition(key + b"[]")
    outer = b"\n" + b" " * (len(key) - len(key.lstrip()) - 1)
    yield head + key + b"["
    separator, end = outer + b"  ", b"]"
    for entry in entries:
        yield separator + entry
        separator, end = b"," + outer + b"  ", outer + b"]"
    yield end + tail


def write_document(body: dict[str, Any], catalogue: Catalogue, language: Language) -> str:
    """The text of a document; the same body, catalogue and language give the same text."""
    head = {
        "version": VERSION,
        "tool": {"name": "cloudmkt", "version": __version__},
        "catalogue": {
            "id": catalogue.id,
            "checked_on": catalogue.checked_on.isoformat(),
            "source_url": catalogue.source_url,
            "in_force": catalogue.in_force.get(language),
            "notice": catalogue.notice.get(language),
        },
    }
    return json_bytes(head | body, indent=2).decode() + "\n"


def hypothetical(overrides: Iterable[Override]) -> list[dict[str, Any]]:
    """What was supposed and stands in no file; nothing of a real result."""
    return [{"key": override.key, "value": override.value} for override in overrides]
