"""What the JSON Schemas have in common; those of small models are made here."""

from typing import Any, Final

from pydantic import BaseModel

from cloudmkt_cli.core.messages import LANGUAGES
from cloudmkt_cli.core.project import address
from cloudmkt_cli.core.translation import translate

Schema = dict[str, Any]

DAY: Final[Schema] = {
    "type": "string",
    "format": "date",
    "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$",
}
"""A date of TOML without quotes: editors and validators hand it to a schema as text."""
_FILLED: Final[Schema] = {"type": "string", "pattern": r"\S"}


def head(name: str, version: int = 1) -> Schema:
    """The dialect of a schema, and its id: stable, and no promise that it can be fetched."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{address()}/schema/{name}-{version}.json",
    }


def schema_of(model: type[BaseModel], name: str) -> Schema:
    """The schema of a model without null, which TOML does not have; texts are ``schema.NAME.KEY`` in both languages."""
    whole = model.model_json_schema(by_alias=True)
    title = " · ".join(translate(f"schema.{name}.title", language) for language in LANGUAGES)
    return head(name) | {"title": title} | _tidy(whole, whole.get("$defs", {}), name)


def _tidy(schema: Schema, tables: Schema, name: str) -> Schema:
    if "$ref" in schema:
        return _tidy(tables[schema["$ref"].rpartition("/")[2]], tables, name)
    if "anyOf" in schema:
        return _tidy(next(part for part in schema["anyOf"] if part != {"type": "null"}), tables, name)
    if schema["type"] == "string":
        return schema if "enum" in schema else DAY if schema.get("format") == "date" else _FILLED
    if schema["type"] == "array":
        bounds = {key: value for key, value in schema.items() if key == "minItems"}
        return {"type": "array", "items": _tidy(schema["items"], tables, name), **bounds}
    keys = {
        key: {"description": _about(name, key), **_tidy(of, tables, name)} for key, of in schema["properties"].items()
    }
    required = {"required": schema["required"]} if "required" in schema else {}
    return {"type": "object", "properties": keys, **required, "additionalProperties": False}


def _about(name: str, key: str) -> str:
    """Both languages, a paragraph each."""
    return "\n\n".join(translate(f"schema.{name}.{key}", language) for language in LANGUAGES)
