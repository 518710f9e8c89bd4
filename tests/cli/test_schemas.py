"""``cloudmkt schema``: what the schemas of the small files accept, and the id of each."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from support.paths import ROOT
from support.strategies_runs import invoke

from cloudmkt_cli.core.project import address

WAIVER = {
    "requirement": "website.team-size",
    "vendor": "x",
    "reason": "y",
    "approved_by": "z",
    "expires": "2026-12-31",
}


def schema(name: str) -> dict[str, Any]:
    return dict(json.loads(invoke("schema", name).stdout))


def accepts(name: str, value: object) -> bool:
    return Draft202012Validator(schema(name), format_checker=FormatChecker()).is_valid(value)


@pytest.mark.parametrize("name", ["profile", "report", "config", "waivers", "pack", "screen"])
def test_every_schema_is_one_and_has_an_id_below_the_address_of_the_project(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert address() == project["urls"]["Repository"]
    assert found["$id"] == f"{address()}/schema/{name}-1.json"


def test_the_address_of_the_project_stands_once() -> None:
    files = [file for file in (ROOT / "src").rglob("*") if file.suffix in {".py", ".toml", ".jinja"}]
    assert [file for file in files if "github.com/cloudmkt-cli" in file.read_text(encoding="utf-8")] == []


def test_both_names_start_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {*project["scripts"]} == {"cloudmkt", project["name"]}
    assert len({*project["scripts"].values()}) == 1


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ({}, True),
        ({"paths": ["a"], "markets": ["website"], "fail-on": "incomplete", "lang": "zh", "exclude": []}, True),
        ({"waivers": "w.toml", "baseline": "b.json"}, True),
        ({"path": ["a"]}, False),
        ({"paths": []}, False),
        ({"paths": "a"}, False),
        ({"markets": ["web"]}, False),
        ({"lang": "fr"}, False),
        ({"waivers": " "}, False),
        ({"baseline": None}, False),
    ],
)
def test_the_schema_of_a_configuration(tmp_path: Path, value: object, is_one: bool) -> None:
    assert accepts("config", value) is is_one


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ({}, True),
        ({"waivers": [WAIVER]}, True),
        ({"waivers": [WAIVER | {"expires": "soon"}]}, False),
        ({"waivers": [WAIVER | {"by": "x"}]}, False),
        ({"waivers": [{"vendor": "x"}]}, False),
        ({"waivers": [WAIVER | {"reason": ""}]}, False),
    ],
)
def test_the_schema_of_waivers(value: object, is_one: bool) -> None:
    assert accepts("waivers", value) is is_one


def test_the_examples_of_the_guide_fit() -> None:
    guide = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    of_settings, of_waivers = (tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)[:2])
    assert accepts("config", of_settings["tool"]["cloudmkt"])
    assert accepts("waivers", json.loads(json.dumps(of_waivers, default=str)))


def test_every_key_is_described_in_both_languages() -> None:
    for name, keys in (("config", schema("config")), ("waivers", schema("waivers")["properties"]["waivers"]["items"])):
        about = [key["description"] for key in keys["properties"].values()]
        assert [text for text in about if not re.fullmatch(r".*[\u4e00-\u9fff].*\n\n[A-Z].*", text)] == [], name
