"""The JSON Schema of a pack's files: ``pack.toml`` at the top, the others and the conditions under ``$defs``."""

from typing import Final

from pydantic_core import to_json

from cloudmkt_cli.catalogue.model import GENERAL
from cloudmkt_cli.core.json_schema import DAY, Schema, head
from cloudmkt_cli.core.messages import LANGUAGES
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.packs.files import CASES, HEAD, ONBOARDING, WORDING, Words, model_of_file
from cloudmkt_cli.packs.tables import CONDITION, KINDS, SLUG, table_of
from cloudmkt_cli.profile.values import StrictTable

_MARKET: Final = "market"


def render_pack_schema() -> str:
    """The schema of ``pack.toml``; that of another file is ``#/$defs/`` and its name, or ``market``."""
    files = {name: _table(model_of_file(name)) for name in (GENERAL, _MARKET, ONBOARDING, CASES)}
    words = {"type": "object", "patternProperties": {f"^{SLUG}$": _table(Words)}, "additionalProperties": False}
    kinds = [_table(table_of(kind)) | {"title": name} for name, kind in KINDS.items()]
    for kind, name in zip(kinds, KINDS, strict=True):
        kind["properties"]["kind"] = {"const": name}
        kind["required"] = ["kind", *kind.get("required", ())]
    schema = head("pack") | {"title": _about("document"), **_table(model_of_file(HEAD))}
    schema["properties"]["format"] = schema["properties"]["format"] | {"const": 1}
    schema["$defs"] = files | {WORDING: words, "condition": {"oneOf": kinds}}
    return to_json(schema, indent=2).decode() + "\n"


def _table(model: type[StrictTable]) -> Schema:
    whole = model.model_json_schema()
    return _tidy(whole, whole.get("$defs", {}))


def _tidy(schema: Schema, tables: Schema) -> Schema:
    """A schema without null, which TOML does not have, without defaults, and with its tables in place."""
    if CONDITION in schema:
        return {"$ref": "#/$defs/condition"}
    if "$ref" in schema:
        return _tidy(tables[schema["$ref"].rpartition("/")[2]], tables)
    if "anyOf" in schema:
        parts = [_tidy(part, tables) for part in schema["anyOf"] if part != {"type": "null"}]
        return parts[0] if len(parts) == 1 else {"anyOf": parts}
    if schema.get("format") == "date":
        return dict(DAY)
    kept = {key: value for key, value in schema.items() if key not in {"title", "default", "$defs", "description"}}
    if "items" in kept:
        kept["items"] = _tidy(kept["items"], tables)
    if "properties" in kept:
        kept["properties"] = {
            key: {"description": _about(key)} | _tidy(of, tables) for key, of in kept["properties"].items()
        }
    elif isinstance(kept.get("additionalProperties"), dict):
        kept["additionalProperties"] = _tidy(kept["additionalProperties"], tables)
    return kept


def _about(key: str) -> str:
    """Both languages, a paragraph each."""
    return "\n\n".join(translate(f"schema.pack.{key}", language) for language in LANGUAGES)
