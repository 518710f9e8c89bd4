"""``cloudmkt schema pack``: it takes every pack that ships, and refuses what the program refuses."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.user_packs import TEN_LINES

from cloudmkt_cli.catalogue import pack_files
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.packs.json_schema import render_pack_schema
from cloudmkt_cli.packs.template import new_pack

SCHEMA: dict[str, Any] = json.loads(render_pack_schema())
SHIPPED = Path(pack_files.__file__).parent / "packs"


def accepts(text: str, file: str = "pack") -> bool:
    schema = SCHEMA
    if file != "pack":
        name = file if file in SCHEMA["$defs"] else "market"
        schema = {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{name}"}
    value = json.loads(json.dumps(tomllib.loads(text), default=str))  # as editors hand over a date
    return Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_files_of_every_shipped_pack_fit(pack: str) -> None:
    files = sorted((SHIPPED / pack).glob("*.toml"))
    assert files
    assert [file.name for file in files if not accepts(file.read_text(encoding="utf-8"), file.stem)] == []


@pytest.mark.parametrize("extends", [None, "jd"])
def test_the_files_of_a_new_pack_fit(extends: str | None, tmp_path: Path) -> None:
    for name, text in new_pack(tmp_path, extends, date(2026, 11, 27), "en").items():
        assert accepts(text, name.removesuffix(".toml"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"),
        ('id = "acme-2026"', 'id = "Acme"'),
        ('"https://', '"javascript://'),
        ('">="', '"="'),
        ('"cny"', '"cnyy"'),
        ("limit = 500_000", "limit = -1"),
        ("limit = 500_000", "limits = 1"),
        ('en = "Apps"', 'en = " "'),
        ("checked_on", "checked"),
    ],
)
def test_what_is_not_valid_does_not_fit(old: str, new: str) -> None:
    assert accepts(TEN_LINES)
    assert old in TEN_LINES
    assert not accepts(TEN_LINES.replace(old, new, 1))


def test_every_key_is_described_in_both_languages() -> None:
    def keys(schema: Any) -> list[tuple[str, str]]:
        if isinstance(schema, list):
            return [found for part in schema for found in keys(part)]
        if not isinstance(schema, dict):
            return []
        own = [
            (key, of.get("description", "")) for key, of in schema.get("properties", {}).items() if "const" not in of
        ]
        return own + [found for part in schema.values() for found in keys(part)]

    found = keys(SCHEMA)
    assert len(found) > 100
    assert [key for key, about in found if not re.fullmatch(r".*[\u4e00-\u9fff].*\n\n.+", about)] == []
