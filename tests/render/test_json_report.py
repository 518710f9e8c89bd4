"""The JSON report, version 1: every key of the contract with its type, and what stands in it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.json_shapes import DAY, misfits
from support.samples import MARKETS, Values, stating, vendor, without
from support.strategies_runs import as_toml, invoke, write

from cloudmkt_cli import __version__

AT = ("--as-of", "2026-11-23")
STATUSES = {"pass", "fail", "unknown", "manual", "not_applicable"}
VERDICTS = {"eligible", "not_eligible", "incomplete"}

# A type, a set of words, a function that reads a text, a list of one shape, a table of shapes, or several of them.
TEXT_OR_NULL = (str, None)
DAY_OR_NULL = (DAY, None)
LOCATION = ({"line": int, "column": int}, None)
STEP = {
    "id": str,
    "title": str,
    "detail": str,
    "due": DAY_OR_NULL,
    "due_is_estimate": bool,
    "blocked_by": [str],
}
REQUIREMENT = {
    "id": str,
    "clause": (int, str, None),
    "level": {"required", "preferred", "later"},
    "phase": ({"when": str, "working_days": (int, None), "months": (int, None)}, None),  # was added
    "status": STATUSES,
    "expected": str,
    "actual": TEXT_OR_NULL,
    "fix": TEXT_OR_NULL,
    "attested": ({"by": str, "on": DAY, "expires": DAY_OR_NULL, "evidence": [str]}, None),
    "waived": ({"reason": str, "approved_by": str, "expires": DAY}, None),  # was added
    "location": LOCATION,
}
MARKET = {
    "market": set(MARKETS),
    "targeted": bool,
    "verdict": VERDICTS,
    "satisfied": int,
    "decided": int,
    "applicable": int,
    "preferred": {"satisfied": int, "of": int},
    "product": TEXT_OR_NULL,
    "other_products": [{"name": str, "verdict": VERDICTS}],
    "exceptions": [  # was added
        {"id": str, "slugs": [str], "title": str, "about": str, "answer_within": (int, None)}
    ],
    "notes": [{"kind": str, "text": str, "slugs": [str], "markets": [str]}],  # was added
    "requirements": [REQUIREMENT],
}
PROFILE = {
    "path": str,
    "vendor": str,
    "verdict": VERDICTS,
    "gate": VERDICTS,  # was added
    "baseline": ({"worse", "better", "changed", "unchanged", "new"}, None),  # was added
    "regressions": [{"id": str, "old": (STATUSES | {"waived"}, None), "new": STATUSES}],  # was added
    "markets": [MARKET],
    "next_step": STEP,
    "warnings": [{"code": str, "message": str, "location": LOCATION}],
}
ERROR = {
    "path": str,
    "line": (int, None),
    "column": (int, None),
    "key": TEXT_OR_NULL,
    "message": str,
    "hint": str,
}
WAIVER = {
    "path": str,
    "requirement": str,
    "vendor": str,
    "expires": DAY,
    "state": {"used", "expired", "unused", "unknown"},
    "location": LOCATION,
}
REPORT = {
    "version": int,
    "tool": {"name": str, "version": str},
    "catalogue": {
        "id": str,
        "checked_on": DAY,
        "source_url": str,
        "in_force": str,
        "notice": str,
        "marketplace": str,
        "from": DAY_OR_NULL,
        "last_seen": DAY_OR_NULL,
        "grade": {"A", "B", "C"},
        "newer_edition": TEXT_OR_NULL,
    },  # some added
    "as_of": DAY,
    "configuration": (str, None),
    "hypothetical": [{"key": str, "value": (str, int, float, bool, [str])}],
    "summary": dict.fromkeys(
        ("profiles", "eligible", "not_eligible", "incomplete", "errors", "waived", "worse", "left_out"), int
    ),
    "profiles": [PROFILE],
    "errors": [ERROR],
    "waivers": [WAIVER],  # was added
}


def report(*arguments: str | Path, given: str = "") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(invoke("check", *arguments, *AT, "-f", "json", given=given).stdout)
    return document


def of(values: Values, *arguments: str) -> dict[str, Any]:
    """The report's only profile."""
    (profile,) = report("-", *arguments, given=as_toml(values))["profiles"]
    assert isinstance(profile, dict)
    return profile


def market(values: Values, name: str) -> dict[str, Any]:
    (only,) = of(values, "-m", name)["markets"]
    assert isinstance(only, dict)
    return only


def of_many_states() -> Values:
    """A vendor with something in every part of a report."""
    values = without(("team", "technical_and_service"), stating(("agreements", "consignment"), value=False))
    values["attestations"]["renown"] |= {"expires": date(2026, 11, 23)}
    values["attestations"]["lawful"] |= {"expires": date(2026, 11, 22)}
    product = values["products"][0]
    values["products"] = [
        product | {"name": "甲", "kind": "custom"},
        product | {"name": "乙", "on_tencent_cloud": False},
    ]
    return values | {"onboarding": {"applied_on": date(2026, 11, 20), "deposit_paid_on": date(2026, 11, 21)}}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_and_type_of_the_contract(tmp_path: Path, language: str) -> None:
    write(tmp_path / "many.toml", of_many_states())
    write(tmp_path / "admitted.toml", vendor())
    write(tmp_path / "custom.toml", stating(("products", 0, "kind"), "custom"))
    write(tmp_path / "bare.toml", {"profile_version": 1, "company": {"name": "星海示例"}})
    write(tmp_path / "bad.toml", {"profile_version": 1, "company": {"nam": "星海示例"}})
    (tmp_path / "broken.toml").write_text("[company", encoding="utf-8")
    document = report(tmp_path, tmp_path / "nowhere.toml", "--lang", language)
    assert list(misfits(REPORT, document)) == []
    found = {item["status"] for one in document["profiles"] for part in one["markets"] for item in part["requirements"]}
    assert found == STATUSES
    assert any(one["warnings"] for one in document["profiles"])
    assert any(one["next_step"]["due"] for one in document["profiles"])
    assert any(part["other_products"] for one in document["profiles"] for part in one["markets"])


def test_a_shape_that_does_not_fit_is_noticed() -> None:
    document = report("-", given=as_toml(vendor()))
    document["summary"]["errors"] = "0"
    document["profiles"][0]["markets"][0]["targeted"] = 1
    del document["profiles"][0]["markets"][1]["requirements"][2]["fix"]
    assert sorted(misfits(REPORT, document)) == [
        "report.profiles[0].markets[0].targeted: 1",
        "report.profiles[0].markets[1].requirements[2].fix: in one of them only",
        "report.summary.errors: '0'",
    ]


def test_what_stands_at_the_top(tmp_path: Path) -> None:
    write(tmp_path / "admitted.toml", vendor())
    write(tmp_path / "below" / "refused.toml", stating(("agreements", "consignment"), value=False))
    write(tmp_path / "below" / "open.toml", without(("team",)))
    write(tmp_path / "bad.toml", {"profile_version": 1})
    document = report(tmp_path)
    assert document["version"] == 1
    assert document["tool"] == {"name": "cloudmkt", "version": __version__}
    assert document["catalogue"]["id"] == "tencent-six-market"
    assert document["catalogue"]["checked_on"] == "2026-11-23"
    assert document["as_of"] == "2026-11-23"
    assert document["summary"] == {
        "profiles": 3,
        "eligible": 1,
        "not_eligible": 1,
        "incomplete": 1,
        "errors": 1,
        "waived": 0,
        "worse": 0,
        "left_out": 0,
    }
    assert [Path(one["path"]).name for one in document["profiles"]] == ["admitted.toml", "open.toml", "refused.toml"]
    assert [one["verdict"] for one in document["profiles"]] == ["eligible", "incomplete", "not_eligible"]


def test_the_same_report_whether_printed_in_chinese_or_english() -> None:
    def bare(value: Any) -> Any:
        texts = {"expected", "actual", "fix", "title", "detail", "message", "notice", "in_force"}
        if isinstance(value, dict):
            return {key: bare(part) for key, part in value.items() if key not in texts}
        return [bare(part) for part in value] if isinstance(value, list) else value

    one, other = (report("-", "--lang", language, given=as_toml(of_many_states())) for language in ("zh", "en"))
    assert one != other
    assert bare(one) == bare(other)


def test_every_market_is_there_with_the_general_requirements_first() -> None:
    profile = of(vendor() | {"target_markets": ["service", "website"]})
    assert [one["market"] for one in profile["markets"]] == list(MARKETS)
    assert [one["market"] for one in profile["markets"] if one["targeted"]] == ["website", "service"]
    for one in profile["markets"]:
        ids = [item["id"] for item in one["requirements"]]
        assert ids[:3] == ["general.enterprise", "general.business-licence", "general.bank-account-proof"]
        assert {name.partition(".")[0] for name in ids[3:]} == {one["market"]}
        clauses = [item["clause"] for item in one["requirements"]]
        assert clauses[:3] == [None] * 3
        assert clauses[3:] == sorted(clauses[3:])


def test_market_narrows_the_list_and_takes_the_place_of_the_targets() -> None:
    profile = of(stating(("team", "technical_and_service"), 19) | {"target_markets": ["miniprogram"]}, "-m", "api")
    assert [(one["market"], one["targeted"]) for one in profile["markets"]] == [("api", True)]
    assert profile["verdict"] == "eligible"


def test_without_targets_none_is_targeted_and_the_best_market_counts() -> None:
    profile = of(stating(("team", "technical_and_service"), 10))
    assert [one["targeted"] for one in profile["markets"]] == [False] * 6
    verdicts = {one["market"]: one["verdict"] for one in profile["markets"]}
    refused = {"miniprogram": "not_eligible", "image": "not_eligible"}
    assert verdicts == dict.fromkeys(MARKETS, "eligible") | refused
    assert profile["verdict"] == "eligible"


def test_the_counts_of_a_market() -> None:
    custom = stating(("products", 0, "kind"), "custom")
    admitted, without_saas, many = (market(one, "miniprogram") for one in (vendor(), custom, of_many_states()))
    counts = ("satisfied", "decided", "applicable", "preferred")
    assert [admitted[name] for name in counts] == [19, 19, 19, {"satisfied": 5, "of": 5}]
    # Four of them are for SaaS alone.
    assert [without_saas[name] for name in counts] == [15, 15, 15, {"satisfied": 5, "of": 5}]
    # The SaaS product meets more and stands for the market, though not on Tencent Cloud; the team's size is unknown, an
    # attestation has expired, and the agreements are not all accepted.
    assert [many[name] for name in counts] == [15, 17, 19, {"satisfied": 5, "of": 5}]
    assert (many["product"], many["other_products"]) == ("乙", [{"name": "甲", "verdict": "not_eligible"}])
