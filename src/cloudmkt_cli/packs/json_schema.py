"""The JSON Schema of a pack's files: ``pack.toml`` at the top, the others and the conditions under ``$defs``."""

from typing import Final

from pydantic_core import to_json

from cloudmkt_cli.catalogue.model import GENERAL
from cloudmkt_cli.core.json_schema import Schema, described, head, schema_of_table
from cloudmkt_cli.packs.files import CASES, HEAD, ONBOARDING, WORDING, Words, table_of_file
from cloudmkt_cli.packs.tables import KINDS, SLUG, table_of

_MARKET: Final = "market"


def render_pack_schema() -> str:
    """The schema of ``pack.toml``; that of another file is ``#/$defs/`` and its name, or ``market``."""
    files = {name: _table(table_of_file(name)) for name in (GENERAL, _MARKET, ONBOARDING, CASES)}
    words = {"type": "object", "patternProperties": {f"^{SLUG}$": _table(Words)}, "additionalProperties": False}
    kinds = [_table(table_of(kind)) | {"title": name} for name, kind in KINDS.items()]
    for kind, name in zip(kinds, KINDS, strict=True):
        kind["properties"]["kind"] = {"const": name}
        kind["required"] = ["kind", *kind.get("required", ())]
    schema = head("pack") | {"title": described("schema.pack.document"), **_table(table_of_file(HEAD))}
    schema["$defs"] = files | {WORDING: words, "condition": {"oneOf": kinds}}
    return to_json(schema, indent=2).decode() + "\n"


def _table(table: type) -> Schema:
    return schema_of_table(table, "pack")
