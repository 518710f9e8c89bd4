"""The schema for editors: it takes every profile that the program takes, and refuses what a schema can refuse."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from check_jsonschema.parsers.toml import ParseError, load
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker
from support.paths import BAD_INPUT, PROFILES
from support.samples import CATALOGUE, Values, stating, vendor
from support.strategies import profiles
from support.strategies_runs import as_toml, run

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.pack_files import every_attestable_slug, every_market_id
from cloudmkt_cli.core.tables.types import keys_of
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.json_schema import TABLES, profile_schema
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.values import Capital

SHIPPED: Final = sorted(PROFILES.glob("*.toml"))
BAD: Final = sorted(path for path in BAD_INPUT.glob("*.toml") if path.name != "expected.toml")
SCHEMA: Final = profile_schema(CATALOGUE)
VALIDATOR: Final = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

BEYOND_A_SCHEMA: Final = {
    "capital-beyond-any.toml": "a sum inside a text",
    "certificate-as-text.toml": "a date in quotes: to a schema, dates of TOML are texts",
    "clouds-contradict.toml": "two values compared",
    "date-as-text.toml": "a date in quotes: to a schema, dates of TOML are texts",
    "product-name-twice.toml": "two values compared",
    "version-fraction.toml": "1.0, which is the whole number 1 to a schema",
}
"""The mistakes of the corpus that are left for the program to name, and what each of them is about."""


NAMED_ENTRIES: Final = {"attestations", "marketplaces"}
"""Tables whose entries are called by a name of the catalogue."""


def accepts(path: Path) -> bool:
    """Whether an editor would show a file without complaint: it is TOML, and the schema takes it."""
    try:
        with path.open("rb") as stream:
            return VALIDATOR.is_valid(load(stream))
    except (ParseError, UnicodeDecodeError):
        return False


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and all schemas in it."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_it_accepts_every_shipped_profile() -> None:
    assert len(SHIPPED) >= 22
    assert [path.name for path in SHIPPED if not accepts(path)] == []


def test_it_refuses_the_corpus_of_mistakes_but_for_what_no_schema_can() -> None:
    assert [path.name for path in BAD if accepts(path)] == list(BEYOND_A_SCHEMA)


def test_check_jsonschema_agrees(tmp_path: Path) -> None:
    schema = tmp_path / "cloudmkt.schema.json"
    schema.write_bytes(run("schema", "profile").stdout)
    program = (sys.executable, "-m", "check_jsonschema")
    assert run("--check-metaschema", schema, program=program).returncode == 0
    assert run("--schemafile", schema, *SHIPPED, program=program).returncode == 0
    bad = BAD_INPUT / "unknown-key.toml"
    assert b"legal_from" in run("--schemafile", schema, bad, program=program).stdout


@given(profiles())
def test_it_accepts_whatever_the_program_accepts(values: Values) -> None:
    validate(VendorProfile, values)
    document = json.loads(json.dumps(values, default=str))
    assert list(VALIDATOR.iter_errors(document)) == []


def test_it_accepts_a_profile_that_states_everything() -> None:
    assert VALIDATOR.is_valid(json.loads(json.dumps(vendor(), default=str)))


@pytest.mark.parametrize(
    "text", ["500万元", "1.2亿元", "10(万)", "50(万香港元)", "300,000美元", "人民币500", "５００万元"]
)
def test_it_accepts_the_forms_of_licences(text: str) -> None:
    assert VALIDATOR.is_valid(json.loads(json.dumps(stating(("company", "registered_capital"), text), default=str)))


@pytest.mark.parametrize("text", ["5000000", "about a million", "", "万元"])
def test_it_refuses_a_capital_that_is_not_sure(text: str) -> None:
    assert not VALIDATOR.is_valid(json.loads(json.dumps(stating(("company", "registered_capital"), text), default=str)))


def test_it_has_exactly_the_keys_of_a_profile() -> None:
    facts = set(CATALOGUE.facts)
    singular = {"products": "product", "cases": "case"}
    found: set[str] = set()
    for name, schema in SCHEMA["properties"].items():
        found.add(name)
        inner = schema.get("items", schema).get("properties", {}) if name not in NAMED_ENTRIES else {}
        found |= {f"{singular.get(name, name)}.{key}" for key in inner}
    for name, table in SCHEMA["properties"]["marketplaces"]["properties"]["jd"]["properties"].items():
        found |= {f"marketplace.{name}", *(f"marketplace.{name}.{key}" for key in table["properties"])}
    found |= {f"company.registered_capital.{key}" for key in keys_of(Capital)}
    found |= {f"attestation.{key}" for key in SCHEMA["$defs"]["attestation"]["properties"]}
    assert found == facts


def test_every_table_has_words_of_its_own() -> None:
    assert [*TABLES] == [name for name in keys_of(VendorProfile) if name != "profile_version"]


def test_every_table_is_closed() -> None:
    tables = [part for part in objects(SCHEMA) if part.get("type") == "object" and "properties" in part]
    assert len(tables) > 10
    assert all(table["additionalProperties"] is False for table in tables)


def test_every_key_is_titled_and_described_in_both_languages() -> None:
    keys = [key for table in objects(SCHEMA) if table.get("type") == "object" for key in table["properties"].values()]
    assert len(keys) > 60
    for key in keys:
        chinese, english = key["description"].split("\n\n")
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert re.search(r"[a-z]{3}", english)
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r'"[^"]*"', "", english))
        assert key["title"]


def test_the_choices_are_those_of_the_catalogue_and_then_those_of_the_other_editions() -> None:
    markets = SCHEMA["$defs"]["market"]["enum"]
    assert markets[:6] == list(CATALOGUE.market_ids)
    assert sorted(markets) == sorted(every_market_id())
    slugs = list(SCHEMA["properties"]["attestations"]["properties"])
    assert slugs[:9] == list(CATALOGUE.manual_review_slugs)
    assert sorted(slugs) == sorted(every_attestable_slug())


def test_the_marketplaces_are_those_of_the_shipped_packs_but_for_the_home_one() -> None:
    assert sorted(SCHEMA["properties"]["marketplaces"]["properties"]) == ["aws", "huawei", "jd", "qingcloud"]
    own = profile_schema(load_catalogue("jd"))
    assert sorted(own["properties"]["marketplaces"]["properties"]) == ["aws", "huawei", "jd", "qingcloud"]


@pytest.mark.parametrize(
    ("path", "value", "is_valid"),
    [
        (("products", 0, "runs_on"), ["tencent", "jd"], True),
        (("products", 0, "runs_on"), [], True),
        (("products", 0, "runs_on"), ["alibaba"], False),
        (("products", 0, "bundled_with"), "jd", False),
        (("company", "jurisdiction"), "HK", True),
        (("company", "jurisdiction"), "hk", False),
        (("company", "jurisdiction"), "HKG", False),
        (("marketplaces", "jd", "account", "registered"), True, True),
        (("marketplaces", "jd", "onboarding", "applied_on"), "2026-01-05", True),
        (("marketplaces", "jd", "agreements", "consignment"), True, False),
        (("marketplaces", "tencent", "account", "registered"), True, False),
        (("target_markets",), ["koogallery", "api"], True),
        (("attestations", "production-ready"), {"holds": True, "by": "A", "on": "2026-01-05", "evidence": ["a"]}, True),
    ],
)
def test_what_is_particular_to_other_marketplaces(path: tuple[str | int, ...], value: object, is_valid: bool) -> None:
    document = json.loads(json.dumps(stating(path, value), default=str))
    assert VALIDATOR.is_valid(document) is is_valid


def test_a_key_says_which_clauses_look_at_it() -> None:
    described = SCHEMA["properties"]["team"]["properties"]["technical_and_service"]["description"]
    assert "镜像市场第2条：技术与服务人员不少于 15 人" in described
    assert "Machine images cl. 2: at least 15 technical and service staff" in described


def test_every_example_is_valid() -> None:
    for table in objects(SCHEMA):
        for name, key in table.get("properties", {}).items() if table.get("type") == "object" else ():
            checker = Draft202012Validator({**key, "$defs": SCHEMA["$defs"]}, format_checker=FormatChecker())
            assert [example for example in key.get("examples", ()) if not checker.is_valid(example)] == [], name


def test_the_program_prints_it_the_same_in_any_language() -> None:
    printed = {run("schema", "profile", environment={"LANG": language}).stdout for language in ("zh_CN.UTF-8", "C")}
    assert len(printed) == 1
    assert json.loads(printed.pop()) == SCHEMA


def test_as_toml_is_what_the_validators_read(tmp_path: Path) -> None:
    path = tmp_path / "vendor.toml"
    path.write_text(as_toml(vendor()), encoding="utf-8")
    assert accepts(path)
