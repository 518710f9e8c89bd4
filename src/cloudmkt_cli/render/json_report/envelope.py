"""What all JSON documents share: the members at the beginning, and how JSON is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic_core import to_json

from cloudmkt_cli.catalogue.loader import newer_edition
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.version import __version__

VERSION: Final = 1

_NOTHING: Final[Mapping[str, object]] = {}
_COMMAND: Final = re.compile(rb"#(?=#\w*\[)")
_SEPARATORS: Final = {sign.encode(): b"\\u%04x" % ord(sign) for sign in "\u0085\u2028\u2029"}


def json_bytes(value: object, *, indent: int | None = None, depth: int = 0) -> bytes:
    """A value as JSON. With ``depth``, all lines after the first are indented by that many more spaces.

    What a CI system would read as a command in its log, and line breaks that only some programs know, are written as
    escapes, which mean the same.
    """
    text = to_json(value, indent=indent, inf_nan_mode="strings")
    if b"##" in text:
        text = _COMMAND.sub(rb"\\u0023", text)
    for sign, escaped in _SEPARATORS.items():
        text = text.replace(sign, escaped)
    return text.replace(b"\n", b"\n" + b" " * depth) if depth else text


def indented_list(entries: Iterable[bytes], depth: int = 0) -> Iterator[bytes]:
    """A JSON array, piece by piece. Its entries are JSON already, indented by ``depth`` + 2 spaces."""
    line = b"\n" + b" " * depth
    separator, end = b"[", b"[]"
    for entry in entries:
        yield separator + line + b"  " + entry
        separator, end = b",", line + b"]"
    yield end


def object_with_list(
    before: Mapping[str, object],
    key: str,
    entries: Iterable[bytes],
    after: Mapping[str, object] = _NOTHING,
    *,
    depth: int = 0,
) -> Iterator[bytes]:
    """A JSON object, piece by piece: the members of ``before``, a list, and the members of ``after``.

    The list need not fit into memory: its entries are JSON already, indented by ``depth`` + 4 spaces.
    """
    line = b"\n" + b" " * depth
    yield json_bytes(before, indent=2, depth=depth).removesuffix(line + b"}")
    yield b"," + line + b'  "%b": ' % key.encode()
    yield from indented_list(entries, depth + 2)
    yield b"," + json_bytes(after, indent=2, depth=depth).removeprefix(b"{") if after else line + b"}"


def tool_head() -> dict[str, Any]:
    """The members that every document begins with."""
    return {"version": VERSION, "tool": {"name": "cloudmkt", "version": __version__}}


def document_head(catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """The members that a document about one edition begins with."""
    edition = catalogue.edition
    return tool_head() | {
        "catalogue": {
            "id": catalogue.id,
            "checked_on": catalogue.checked_on.isoformat(),
            "source_url": catalogue.source_url,
            "in_force": catalogue.in_force.get(language),
            "notice": catalogue.notice.get(language),
            "marketplace": edition.marketplace,
            "from": edition.since.isoformat() if edition.since else None,
            "last_seen": edition.last_seen.isoformat() if edition.last_seen else None,
            "grade": edition.grade,
            "newer_edition": newer_edition(catalogue),
        },
    }


def write_document(body: dict[str, Any], catalogue: Catalogue, language: Language) -> str:
    """The text of a document. The same arguments give the same text."""
    return json_bytes(document_head(catalogue, language) | body, indent=2).decode() + "\n"


def hypothetical(overrides: Iterable[Override]) -> list[dict[str, Any]]:
    """The values given by ``--set``; an empty list if there are none."""
    return [{"key": override.key, "value": override.value} for override in overrides]
