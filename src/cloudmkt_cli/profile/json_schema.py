"""The JSON Schema (2020-12) of a profile, for editors; from the model and the catalogue, in both languages."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic_core import to_json

from cloudmkt_cli.catalogue.editions import marketplaces
from cloudmkt_cli.catalogue.loader import HOME
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pack_files import every_attestable_slug, every_market_id, read_shared
from cloudmkt_cli.catalogue.usage import expectations_of, label_of
from cloudmkt_cli.core.json_schema import Schema, described, head, required_keys, schema_of_type
from cloudmkt_cli.core.messages import LANGUAGES, Message, Text
from cloudmkt_cli.core.tables.types import alternatives, bare, keys_of
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.profile.examples import EXAMPLES
from cloudmkt_cli.profile.model import Attestation, Marketplace, VendorProfile
from cloudmkt_cli.profile.registered_capital import CURRENCY_WORDS
from cloudmkt_cli.profile.values import Capital

ENTRY_OF: Final = {
    "products": "product",
    "cases": "case",
    "attestations": "attestation",
    "marketplaces": "marketplace",
}
"""The catalogue's names for the entries of lists of tables."""
_CAPITAL_TEXT: Final = rf"[0-9０-９壹贰叁肆伍陆柒捌玖拾].*([万亿圆]|{'|'.join(CURRENCY_WORDS)})|人民币.*[0-9０-９]"
"""Looser than the parser, so that the pattern works in every editor: it rejects bare figures and plain text."""
_EXPECTED: Final = {
    "boolean": "true_or_false",
    "integer": "whole_number",
    "number": "number",
    "string": "text",
    "array": "array",
    "object": "table",
}
TABLES: Final = (
    "target_markets",
    "company",
    "account",
    "documents",
    "team",
    "support",
    "experience",
    "products",
    "cases",
    "certificates",
    "agreements",
    "attestations",
    "onboarding",
    "marketplaces",
)
"""The tables of a profile, and the list of markets: each has a description in ``texts/schema.toml``."""


def render_profile_schema(catalogue: Catalogue) -> str:
    """The schema as text."""
    return to_json(profile_schema(catalogue), indent=2).decode() + "\n"


@cache
def profile_schema(catalogue: Catalogue) -> Schema:
    """The schema of a profile. Rules that a schema cannot express are checked by the program alone."""
    return {
        **head("profile"),
        "title": _title(Text(*(translate("key.profile", language) for language in LANGUAGES))),
        "description": described("key.about_profile"),
        **_table(VendorProfile, "", catalogue),
        "$defs": {
            "market": _choice(_markets(catalogue)),
            "attestation": _table(Attestation, "attestation", catalogue),
        },
    }


def takes(schema: Schema) -> Message:
    """A description of the values that a key accepts."""
    if _CAPITAL_TEXT in str(schema):
        return Message("import.takes_capital", {"examples": ('"500万元"', '"300,000美元"')})
    kinds = [_expected(part) for part in schema.get("anyOf", [schema])]
    expected = kinds[-1]
    for kind in reversed(kinds[:-1]):
        expected = Message("expected.either", {"first": kind, "second": expected})
    return expected


def _table(table: type, fact: str, catalogue: Catalogue) -> Schema:
    """The schema of a table: its keys, and no others."""
    keys = {name: _key(name, key.type, fact, catalogue) for name, key in keys_of(table).items()}
    return {"type": "object", "properties": keys, **required_keys(table), "additionalProperties": False}


def _key(name: str, kind: Any, table: str, catalogue: Catalogue) -> Schema:
    fact = f"{table}.{name}" if table else name
    if fact == "attestations":
        return _attestations(catalogue)
    if fact == "marketplaces":
        return _marketplaces(catalogue)
    schema = _of(kind, fact, catalogue)
    if values := catalogue.facts[fact].values:
        schema = schema | {"items": _choice(values)} if schema["type"] == "array" else _choice(values)
    about = Message(f"key.about.{fact}") if fact in TABLES else Message("key.takes", {"expected": takes(schema)})
    texts = {
        "title": _title(label_of(fact, catalogue)),
        "description": described(about, *expectations_of(fact, catalogue)),
    }
    examples = {"examples": EXAMPLES[fact]} if fact in EXAMPLES else {}
    return texts | schema | examples


def _markets(catalogue: Catalogue) -> Mapping[str, Text]:
    """The markets that a profile may name: those of the edition, then those of the others."""
    own = {market.id: market.name for market in catalogue.markets}
    return own | {market: Text(market, market) for market in sorted(every_market_id() - own.keys())}


def _marketplaces(catalogue: Catalogue) -> Schema:
    """A table for each marketplace but the one whose tables stand at the top, which has the same keys."""
    names = dict.fromkeys((*marketplaces(), catalogue.edition.marketplace))
    said = {"description": described("key.about_marketplace")}
    tables = {
        name: {"title": name} | said | _table(Marketplace, f"marketplaces.{name}", catalogue)
        for name in names
        if name != HOME
    }
    about = described("key.about.marketplaces")
    title = _title(label_of("marketplaces", catalogue))
    return {"title": title, "description": about, "type": "object", "properties": tables, "additionalProperties": False}


def _attestations(catalogue: Catalogue) -> Schema:
    own = {
        slug: {
            "title": _title(label_of(f"attestations.{slug}", catalogue)),
            "description": described(*expectations_of(f"attestations.{slug}", catalogue)),
            "$ref": "#/$defs/attestation",
        }
        for slug in catalogue.manual_review_slugs
    }
    others = {
        slug: {
            "title": _title(Text(**read_shared("wording")[slug]["title"])),
            "description": described("key.other_edition"),
            "$ref": "#/$defs/attestation",
        }
        for slug in sorted(every_attestable_slug() - own.keys())
    }
    slugs = own | others
    about = described("key.about.attestations")
    title = _title(label_of("attestations", catalogue))
    return {"title": title, "description": about, "type": "object", "properties": slugs, "additionalProperties": False}


def _of(kind: Any, fact: str, catalogue: Catalogue) -> Schema:
    """The schema of the values of a key."""
    schema = schema_of_type(kind, lambda table: _table(table, ENTRY_OF.get(fact, fact), catalogue))
    is_capital = any(bare(part) is Capital for part in alternatives(kind))
    return {"anyOf": [{"type": "string", "pattern": _CAPITAL_TEXT}, schema]} if is_capital else schema


def _choice(values: Mapping[str, Text]) -> Schema:
    """The schema of an enumeration; Taplo shows the description of each value."""
    return {
        "type": "string",
        "enum": list(values),
        "x-taplo": {"docs": {"enumValues": list(map(_title, values.values()))}},
    }


def _expected(schema: Schema) -> Message:
    if "enum" in schema:
        return Message("key.one_of", {"choices": tuple(f'"{choice}"' for choice in schema["enum"])})
    return Message("expected.date" if schema.get("format") == "date" else f"expected.{_EXPECTED[schema['type']]}")


def _title(text: Text) -> str:
    """Both languages on one line."""
    return " · ".join(dict.fromkeys(text))
