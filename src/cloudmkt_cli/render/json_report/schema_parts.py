"""What the JSON Schemas of all outputs are made of. Objects may have other members: version 1 may grow."""

from collections.abc import Iterable
from typing import Final, get_args

from cloudmkt_cli.catalogue.model import Grade
from cloudmkt_cli.core.json_schema import Schema
from cloudmkt_cli.render.json_report.envelope import VERSION

TEXT: Final[Schema] = {"type": "string"}
YES_OR_NO: Final[Schema] = {"type": "boolean"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
PLACE: Final[Schema] = {"type": "integer", "minimum": 1}


def document_head_schema() -> dict[str, Schema]:
    """The members that a document about one edition begins with."""
    return {
        "version": {"const": VERSION},
        "tool": object_of(name={"const": "cloudmkt"}, version=TEXT),
        "catalogue": object_of(
            id=TEXT,
            checked_on=DAY,
            source_url={"type": "string", "format": "uri"},
            in_force=TEXT,
            notice=TEXT,
            marketplace=TEXT,
            **{"from": or_null(DAY)},
            last_seen=or_null(DAY),
            grade=one_of(get_args(Grade)),
            newer_edition=or_null(TEXT),
        ),
    }


def object_of(**properties: Schema) -> Schema:
    """An object with these members and perhaps others."""
    return {"type": "object", "required": list(properties), "properties": properties}


def list_of(items: Schema) -> Schema:
    """A list of any length."""
    return {"type": "array", "items": items}


def one_of(words: Iterable[str]) -> Schema:
    """A word of a closed set."""
    return {"enum": [str(word) for word in words]}


def or_null(schema: Schema) -> Schema:
    """Null where there is no value."""
    return {"anyOf": [schema, {"type": "null"}]}
