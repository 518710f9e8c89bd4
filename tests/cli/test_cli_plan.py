"""``cloudmkt plan`` on the command line, and on every shipped profile."""

import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.golden import assert_golden
from support.json_shapes import DAY, misfits
from support.paths import ROOT
from support.plan_following import follow, follow_printed
from support.samples import AS_OF, CATALOGUE, MARKETS, Values, stating, vendor
from support.shipped_profiles import SHIPPED, too_wide
from support.strategies_runs import as_toml, invoke, squeezed, write

from cloudmkt_cli.core.messages import LANGUAGES, Language

AT = ("--as-of", AS_OF.isoformat())
DAY_OR_NULL = (DAY, None)
CHANGE = {
    "key": str,
    "title": str,
    "requirements": [str],
    "also_serves": [set(MARKETS)],
    "need": str,
    "distance": ({"amount": float, "unit": str}, None),
    "not_stated": bool,
    "by_reviewer": bool,
    "effort": {"none", "low", "medium", "high", "wait"},
    "earliest": DAY,
    "evidence": [str],
    "write": (
        {
            "action": {"append", "insert", "set", "add", "replace"},
            "below": (str, None),
            "lines": [[int]],
            "toml": str,
        },
        None,
    ),
}
MARKET = {
    "market": set(MARKETS),
    "targeted": bool,
    "verdict": {"eligible", "not_eligible", "incomplete"},
    "eligible_from": DAY_OR_NULL,
    "opens_by_itself_on": DAY_OR_NULL,
    "product": (str, None),
    "changes": [CHANGE],
    "shut_by": [{"id": str, "why": str, "fix": str}],
    "timeline": [{"id": str, "title": str, "done": bool, "date": DAY_OR_NULL, "is_estimate": bool}],
}
ANSWER = {"market": set(MARKETS), "answer": str, "requirements": [str], "effect": {"needed", "opens", "spares"}}
ERROR = {"path": str, "line": (int, None), "column": (int, None), "key": (str, None), "message": str, "hint": str}
QUESTION = {
    "key": str,
    "title": str,
    "markets": [set(MARKETS)],
    "requirements": [str],
    "opens": [set(MARKETS)],
    "answers": [ANSWER],
}
PROFILE = {"path": str, "vendor": str, "markets": [MARKET], "questions": [QUESTION]}
PLAN = {
    "version": int,
    "tool": {"name": str, "version": str},
    "catalogue": {"id": str, "checked_on": DAY, "source_url": str, "in_force": str, "notice": str}
    | {"marketplace": str, "from": DAY, "last_seen": DAY, "grade": str, "newer_edition": str},
    "as_of": DAY,
    "configuration": None,
    "hypothetical": [],
    "summary": dict.fromkeys(("profiles", "eligible", "not_eligible", "incomplete", "errors", "left_out"), int),
    **PROFILE,
    "profiles": [PROFILE],
    "errors": [ERROR],
}
SHOWN = {
    "website-eligible": "nothing to do",
    "website-not-eligible": "failures to mend",
    "enterprise-incomplete": "facts that are not stated",
    "individual-business": "markets that are closed to its legal form",
    "individual": "no market at all",
    "stage-register-account": "everything to do, in every market",
}
"""Plans that differ in kind; the tests below hold all the others to what a plan must be."""
NEEDS_TWO = stating(("team", "technical_and_service"), 8) | {"target_markets": ["website"]}


def document(*arguments: str | Path, given: str = "") -> dict[str, Any]:
    made: dict[str, Any] = json.loads(invoke("plan", *arguments, *AT, "--format", "json", given=given).stdout)
    return made


def shown(name: str, language: Language, columns: int) -> str:
    result = invoke("plan", f"profiles/{name}.toml", *AT, "--lang", language, COLUMNS=str(columns))
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.fixture(name="_in_the_root")
def _root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("_in_the_root")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_the_plan_of_a_shipped_profile_looks_as_it_should(name: str, language: Language) -> None:
    assert_golden(f"plans/{name}.{language}.txt", shown(name, language, 80))


@pytest.mark.usefixtures("_in_the_root")
@pytest.mark.parametrize("columns", [60, 80, 140])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_no_line_of_a_plan_is_wider_than_its_page(name: str, language: Language, columns: int) -> None:
    assert not too_wide(shown(name, language, columns).splitlines(), columns)


@pytest.mark.usefixtures("_in_the_root")
@pytest.mark.parametrize("name", SHIPPED)
def test_every_key_and_type_of_a_plan(name: str) -> None:
    made = document(f"profiles/{name}.toml")
    for market in (*made["markets"], *made["profiles"][0]["markets"]):
        for change in market["changes"]:
            assert all(set(override) == {"key", "value"} for override in change.pop("edits"))
    assert list(misfits(PLAN, made)) == []


@pytest.mark.usefixtures("_in_the_root")
@pytest.mark.parametrize("name", SHIPPED)
def test_the_plan_of_a_shipped_profile_followed_to_the_letter_opens_every_market(name: str, tmp_path: Path) -> None:
    text = Path(f"profiles/{name}.toml").read_text(encoding="utf-8")
    for market in document(f"profiles/{name}.toml")["markets"]:
        assert all((change["write"] is None) is (change["effort"] == "wait") for change in market["changes"])
        if day := market["eligible_from"]:
            followed = tmp_path / f"{market['market']}.toml"
            writes = [change["write"] for change in market["changes"] if change["write"]]
            followed.write_text(follow(text, writes), encoding="utf-8")
            assert invoke("check", followed, "-m", market["market"], "--as-of", day).exit_code == 0


TEN_STAFF = "\n[team]\ntechnical_and_service = 5\n"


@pytest.mark.parametrize("stated", ["", "\n[agreements]\n", TEN_STAFF], ids=["no table", "empty table", "value"])
def test_what_a_plan_prints_followed_to_the_letter_opens_every_target_market(tmp_path: Path, stated: str) -> None:
    targets = 'target_markets = ["website", "image", "miniprogram"]'
    text = f'profile_version = 1\n{targets}\n\n[company]\nname = "示例"\n{stated}'
    profile = tmp_path / "vendor.toml"
    profile.write_text(text, encoding="utf-8")
    plan = invoke("plan", profile, *AT, "--lang", "en", COLUMNS="400").stdout
    followed = follow_printed(text, plan)
    numbers = count(1)
    named = re.sub("…", lambda _: f"example {next(numbers)}", followed)  # names are the reader's to fill in
    profile.write_text(named, encoding="utf-8")
    assert followed.count("[documents]") == followed.count("[agreements]") == followed.count("[team]") == 1
    assert followed.count("technical_and_service = 20\n") == followed.count("technical_and_service") == 1
    assert followed.count("[[cases]]") == 5
    assert invoke("check", profile, *AT).exit_code == 0


@pytest.mark.parametrize(
    "stated",
    [
        "marketplaces = {}\n",
        "marketplaces = { aws = {}, jd = { account = { registered = false } } }\n",
        "marketplaces = { jd.account.registered = true }\n",
        "marketplaces.jd = { agreements = { user_service = true } }\n",
        "[marketplaces]\njd = { agreements = {} }\n",
        "[marketplaces.jd]\nagreements = { management_rules = true }\n",
        "[marketplaces.jd.agreements]\nvendor = true\n",
        "",
    ],
)
def test_what_a_plan_for_another_marketplace_prints_can_be_followed_too(tmp_path: Path, stated: str) -> None:
    text = f'profile_version = 1\ntarget_markets = ["website"]\ncompany = {{ name = "示例" }}\n{stated}'
    profile = tmp_path / "vendor.toml"
    profile.write_text(text, encoding="utf-8")
    plan = invoke("plan", profile, "--edition", "jd", *AT, "--lang", "en", COLUMNS="400").stdout
    profile.write_text(follow_printed(text, plan), encoding="utf-8")
    shown = invoke("check", profile, "--edition", "jd", *AT)
    assert (shown.exit_code, shown.stderr) == (0, "")


@pytest.mark.parametrize("path", ["vendor.toml", "-", None], ids=["file", "standard input", "default"])
def test_where_the_profile_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / (path or "cloudmkt.toml"), NEEDS_TWO)
    made = document(*([path] if path else []), given=as_toml(NEEDS_TWO))
    assert made["path"] == {"-": "<stdin>"}.get(str(path), path or "cloudmkt.toml")


def test_without_a_profile_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("plan")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "cloudmkt.toml" in result.stderr


@pytest.mark.parametrize(
    ("values", "status"),
    [(vendor(), 0), (NEEDS_TWO, 0), (stating(("company", "legal_form"), "individual"), 0), ({"company": 1}, 4)],
    ids=["eligible", "not eligible", "no way in", "not valid"],
)
def test_a_plan_is_advice_and_fails_for_bad_input_alone(tmp_path: Path, values: Values, status: int) -> None:
    assert invoke("plan", write(tmp_path / "vendor.toml", values)).exit_code == status


def test_a_market_that_is_none_is_bad_input(tmp_path: Path) -> None:
    assert invoke("plan", write(tmp_path / "vendor.toml", vendor()), "-m", "webside").exit_code == 4


def test_one_market_alone(tmp_path: Path) -> None:
    made = document(write(tmp_path / "vendor.toml", NEEDS_TWO), "-m", "image")
    assert [(market["market"], market["targeted"]) for market in made["markets"]] == [("image", True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_attestation_is_the_vendors_own_and_told_how_to_write_once(tmp_path: Path, language: Language) -> None:
    profile = write(tmp_path / "vendor.toml", vendor() | {"attestations": {}, "target_markets": ["website", "api"]})
    page = invoke("plan", profile, *AT, "--lang", language).stdout
    assert squeezed({"zh": "企业的相关部门或岗位", "en": "your company's own judgement"}[language]) in squeezed(page)
    assert page.count("holds = true") == 1
    assert all(page.count(f"[attestations.{slug}]") >= 1 for slug in ("renown", "product-experience"))


def test_an_attestation_in_braces_is_told_where_it_stands(tmp_path: Path) -> None:
    profile = tmp_path / "vendor.toml"
    braces = 'renown = { holds = false, by = "法务部", on = 2026-01-05, evidence = ["https://example.com"] }'
    values = vendor() | {"target_markets": ["website"]}
    del values["attestations"]["renown"]
    profile.write_text(as_toml(values).replace("[attestations]", f"[attestations]\n{braces}"), encoding="utf-8")
    page = invoke("plan", profile, *AT, "--lang", "en").stdout
    line = profile.read_text(encoding="utf-8").split("\n").index(braces) + 1
    assert squeezed(f"under [attestations], change line {line}: renown = {{ holds = true") in squeezed(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_cannot_enter_is_told_why_and_what_to_do(tmp_path: Path, language: Language) -> None:
    profile = write(tmp_path / "vendor.toml", stating(("company", "legal_form"), "individual"))
    page = squeezed(invoke("plan", profile, *AT, "--lang", language).stdout)
    fixed, remedy = CATALOGUE.facts["company.legal_form"].fixed, CATALOGUE.requirement("general.enterprise").how
    assert fixed
    assert squeezed(fixed.get(language)) in page
    assert squeezed(remedy.get(language)) in page
    (reason,) = document(profile, "-m", "api")["markets"][0]["shut_by"]
    assert reason == {"id": "general.enterprise", "why": fixed.en, "fix": remedy.en}


def test_what_is_only_supposed_has_no_place_in_the_file(tmp_path: Path) -> None:
    profile = write(tmp_path / "vendor.toml", vendor())
    supposed = '{ name = "新", markets = ["api"], test_account = false, website_test_passed = true }'
    (market,) = document(profile, "-m", "api", "--set", f"products=[{supposed}]")["markets"]
    (change,) = market["changes"]
    assert (change["key"], change["write"]) == ("products[0].test_account", None)
    page = invoke("plan", profile, *AT, "-m", "api", "--lang", "en", "--set", f"products=[{supposed}]").stdout
    assert "no → yes" in page
    assert "line" not in page.partition("Change")[2].partition("evidence")[0]


def test_evidence_is_the_catalogues(tmp_path: Path) -> None:
    (market,) = document(write(tmp_path / "vendor.toml", NEEDS_TWO), "-m", "website")["markets"]
    (change,) = market["changes"]
    assert change["evidence"] == [CATALOGUE.requirement("website.team-size").evidence.en]
    assert change["distance"] == {"amount": 2.0, "unit": "people"}
    assert change["write"] == {
        "action": "set",
        "below": "[team]",
        "lines": [[25, 25]],
        "toml": "technical_and_service = 10",
    }
    assert change["edits"] == [{"key": "team.technical_and_service", "value": 10}]
