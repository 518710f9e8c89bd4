"""What the JSON Schemas have in common; those of small files are made here."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, get_args, get_origin

from cloudmkt_cli.core.messages import LANGUAGES, Message
from cloudmkt_cli.core.project import address
from cloudmkt_cli.core.tables.types import JsonSchema, Limits, alternatives, is_table, keys_of
from cloudmkt_cli.core.translation import translate

Schema = dict[str, Any]

DAY: Final[Schema] = {
    "type": "string",
    "format": "date",
    "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$",
    "examples": ["2021-03-15"],
}
"""A date of TOML without quotes: editors and validators hand it to a schema as text."""
_PLAIN: Final[Mapping[Any, Schema]] = {
    Any: {},
    bool: {"type": "boolean"},
    date: DAY,
    float: {"type": "number"},
    int: {"type": "integer"},
    str: {"type": "string"},
}
_VALUES: Final = {"ge": "minimum", "le": "maximum", "pattern": "pattern"}
_ITEMS: Final = {"min_length": "minItems", "max_length": "maxItems"}
"""The words of a schema for the limits of a value, and of a list."""


def head(name: str, version: int = 1) -> Schema:
    """The dialect of a schema, and its id: stable, and no promise that it can be fetched."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{address()}/schema/{name}-{version}.json",
    }


def schema_of(table: type, name: str) -> Schema:
    """The schema of a file; its texts are ``schema.NAME.KEY`` in both languages."""
    title = " · ".join(translate(f"schema.{name}.title", language) for language in LANGUAGES)
    return head(name) | {"title": title} | schema_of_table(table, name)


def schema_of_table(table: type, name: str) -> Schema:
    """The schema of a table: its keys, and no others."""
    keys = {
        key.name: {"description": described(f"schema.{name}.{key.name}")}
        | schema_of_type(key.type, lambda inner: schema_of_table(inner, name))
        for key in keys_of(table).values()
    }
    return {"type": "object", "properties": keys, **required_keys(table), "additionalProperties": False}


def required_keys(table: type) -> Schema:
    """The keys that a table must have."""
    must = [key.name for key in keys_of(table).values() if key.required]
    return {"required": must} if must else {}


def schema_of_type(kind: Any, of_table: Callable[[type], Schema]) -> Schema:
    """The schema of a type, without null, which TOML does not have."""

    def inner(part: Any) -> Schema:
        return schema_of_type(part, of_table)

    origin, parts = get_origin(kind), get_args(kind)
    if (types := alternatives(kind)) != (kind,):
        schemas = [inner(part) for part in types]
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    if origin is Annotated:
        return _marked(inner(parts[0]), parts[1:])
    if origin is Literal:
        return {"type": "string", "enum": [*parts]}
    if origin is tuple:
        return {"type": "array", "items": inner(parts[0])}
    if origin in {dict, Mapping}:
        return {"type": "object", "additionalProperties": inner(parts[1])}
    return of_table(kind) if is_table(kind) else dict(_PLAIN[kind])


def _marked(schema: Schema, marks: tuple[Any, ...]) -> Schema:
    for mark in marks:
        if isinstance(mark, JsonSchema):
            schema = dict(mark.schema)
        if isinstance(mark, Limits) and schema != DAY:  # the pattern of a day has its limits
            names = _ITEMS if schema["type"] == "array" else _VALUES
            limits = mark._asdict().items()
            schema |= {names[name]: limit for name, limit in limits if limit is not None}
    return schema


def described(*lines: Message | str) -> str:
    """Some lines in both languages, a paragraph each."""
    return "\n\n".join("\n".join(translate(line, language) for line in lines) for language in LANGUAGES)
