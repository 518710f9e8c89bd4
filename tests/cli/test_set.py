"""``--set`` on the command line: shown as supposed in every output, written nowhere, and refused where it is wrong."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from support.samples import stating, vendor
from support.strategies_runs import invoke, squeezed, write

from cloudmkt_cli.core.messages import LANGUAGES, Language

AT = ("--as-of", "2026-11-23")
FEW = stating(("team", "technical_and_service"), 9) | {"target_markets": ["website"]}
ENOUGH = ("--set", "team.technical_and_service=12")
SUPPOSED = [{"key": "team.technical_and_service", "value": 12}]


@pytest.fixture(name="profile")
def _profile(tmp_path: Path) -> Path:
    return write(tmp_path / "vendor.toml", FEW)


def of(command: str, *arguments: str | Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(invoke(command, *arguments, *AT, "--format", "json").stdout)
    return document


def test_it_decides_and_nothing_is_written(profile: Path) -> None:
    before = profile.read_bytes()
    assert invoke("check", profile, *AT).exit_code == 1
    assert invoke("check", profile, *AT, *ENOUGH).exit_code == 0
    assert profile.read_bytes() == before
    assert [file.name for file in profile.parent.iterdir()] == ["vendor.toml"]


@pytest.mark.parametrize("command", ["check", "next", "plan"])
def test_every_document_says_what_was_supposed(profile: Path, command: str) -> None:
    assert of(command, profile)["hypothetical"] == []
    assert of(command, profile, *ENOUGH)["hypothetical"] == SUPPOSED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["check", "next", "plan"])
def test_every_page_says_what_was_supposed(profile: Path, command: str, language: Language) -> None:
    arguments = (command, profile, *AT, "--lang", language)
    shown = "team.technical_and_service=12"
    assert shown not in squeezed(invoke(*arguments).stdout)
    assert shown in squeezed(invoke(*arguments, *ENOUGH).stdout)


def test_a_matrix_and_lines_say_what_was_supposed(profile: Path) -> None:
    write(profile.parent / "other.toml", FEW)
    assert "team.technical_and_service = 12" in invoke("check", profile.parent, *AT, *ENOUGH).stdout
    (profile.parent / "bad.toml").write_text("company = 1", encoding="utf-8")
    lines = invoke("check", profile.parent, *AT, *ENOUGH, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["hypothetical"] for line in lines] == [SUPPOSED] * 3


@pytest.mark.parametrize("kind", ["html", "csv", "md"])
def test_every_paper_says_what_was_supposed(profile: Path, kind: str) -> None:
    paper = profile.parent / f"report.{kind}"
    for options, said in (((), False), (ENOUGH, True)):
        invoke("check", profile, *AT, *options, "--report", paper)
        assert ("technical and service staff: 12" in paper.read_text(encoding="utf-8-sig")) is said


@pytest.mark.parametrize("form", ["junit", "sarif", "github", "gitlab", "tap", "markdown"])
def test_every_format_for_ci_says_what_was_supposed(profile: Path, form: str) -> None:
    for options, said in (((), False), (ENOUGH, True)):
        shown = invoke("check", profile, *AT, *options, "--format", form).stdout
        assert ("technical_and_service = 12" in shown) is said


def test_a_formula_that_was_supposed_is_none_in_a_table(profile: Path) -> None:
    paper = profile.parent / "report.csv"
    invoke("check", profile, *AT, "--set", "company.name==HYPERLINK(1)", "--report", paper)
    rows = list(csv.reader(paper.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert rows[1][-1] == "company name: =HYPERLINK(1)"


def test_what_was_supposed_stands_at_no_place_in_the_file(profile: Path) -> None:
    def location(*options: str) -> dict[str, Any]:
        (market,) = [item for item in of("check", profile, *options)["profiles"][0]["markets"] if item["targeted"]]
        return {item["id"].partition(".")[2]: item["location"] for item in market["requirements"]}

    real, supposed = location(), location(*ENOUGH)
    assert real["team-size"] is not None
    assert supposed["team-size"] is None
    assert {key for key in real if real[key] != supposed[key]} == {"team-size"}


@pytest.mark.parametrize(
    ("assigned", "key", "words"),
    [
        ("team.technical_and_service=many", "team.technical_and_service", ['"many"', "an integer"]),
        ('team.technical_and_service="12"', "team.technical_and_service", ['"12"', "an integer"]),
        ("team.technical_and_service=-1", "team.technical_and_service", ["-1", "at least 0"]),
        ("products[0].on_tencent_cloud=yes", "products[0].on_tencent_cloud", ['"yes"', "true or false"]),
        ("products[2].kind=api", "products[2].kind", ["index out of range", "[1] adds an entry"]),
        ("products[1].kind=api", "products[1].name", ["name is missing"]),
        ("products.kind=api", "products", ["a list in square brackets"]),
        ("company.legal_form=enterprize", "company.legal_form", ["did you mean enterprise"]),
        ("company.registered_capital.amount=1", "company.registered_capital.currency", ["currency is missing"]),
        ("company.established=2025-6-18", "company.established", ["a date without quotes"]),
        ("attestations.team-size.holds=true", "attestations.team-size", ["decided by facts"]),
        ('target_markets=["web"]', "target_markets[0]", ["unknown market"]),
    ],
)
def test_what_the_schema_does_not_take_is_bad_input(profile: Path, assigned: str, key: str, words: list[str]) -> None:
    result = invoke("check", profile, *AT, "--lang", "en", "--set", assigned)
    assert (result.exit_code, result.stdout) == (4, "")
    assert all(word in result.stderr for word in ("--set", *words))
    errors = of("check", profile, "--set", assigned)["errors"]
    assert next((error["key"], error["line"]) for error in errors) == (key, None)


@pytest.mark.parametrize("command", ["check", "next", "plan"])
@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("team.tecnical_and_service", "team.technical_and_service"),
        ("technical_and_service", "team.technical_and_service"),
        ("support.hours", "support.hours_per_day"),
        ("hours", "support.hours_per_day"),
        ("suport.x", "support.days_per_week, support.hours_per_day"),
        ("products[2].self_develop", "products[2].self_developed"),
        ("product.kind", "products[0].kind"),
        ("company.name.full", "company.name"),
        ("attestations.lawful.expire", "attestations.lawful.expires"),
        ("注册用户数", "products[0].registered_users"),
    ],
)
def test_a_key_that_no_profile_has_is_said_once_with_those_near(
    tmp_path: Path, command: str, key: str, near: str
) -> None:
    for name in "ab":
        write(tmp_path / f"{name}.toml", FEW)
    named = tmp_path if command == "check" else tmp_path / "a.toml"
    result = invoke(command, named, "--lang", "en", "--set", f"{key}=12", "-f", "json")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.count(f"unknown key {key}\n") == 1
    assert f"did you mean {near}" in result.stderr


def test_a_key_like_no_other_gets_the_way_to_find_one(profile: Path) -> None:
    result = invoke("check", profile, "--lang", "en", "--set", "zzz.y=1", "--set", "qqq=2")
    assert (result.exit_code, result.stdout) == (4, "")
    assert [key for key in ("zzz.y", "qqq") if f"unknown key {key}" not in result.stderr] == []
    assert result.stderr.count("cloudmkt schema profile") == 2


@pytest.mark.parametrize("command", ["check", "next", "plan"])
@pytest.mark.parametrize("assigned", ["team", "=1", "team.x[0=1"])
def test_what_is_no_assignment_is_wrong_use(profile: Path, command: str, assigned: str) -> None:
    assert invoke(command, profile, "--set", assigned).exit_code == 2


def test_without_a_profile_there_is_nothing_to_suppose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke("next", *ENOUGH).exit_code == 2


def test_mistakes_of_the_file_keep_their_places(tmp_path: Path) -> None:
    bad = write(tmp_path / "vendor.toml", stating(("team", "marketplace_operators"), "one"))
    errors = of("check", bad, *ENOUGH)["errors"]
    assert [(error["key"], error["line"] is None) for error in errors] == [("team.marketplace_operators", False)]


def test_a_profile_supposed_to_be_older_is_older(tmp_path: Path) -> None:
    young = write(tmp_path / "vendor.toml", vendor() | {"target_markets": ["website"]})
    supposed = ("--set", "company.established=2025-06-18")
    assert invoke("check", young, "--as-of", "2027-06-17", *supposed).exit_code == 1
    assert invoke("check", young, "--as-of", "2027-06-18", *supposed).exit_code == 0
