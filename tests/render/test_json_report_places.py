"""What a JSON report says of single requirements: their place in the file, who attested them, and what warns."""

import json
from typing import Any

import pytest
from support.samples import vendor
from support.strategies_runs import as_toml, invoke

VENDOR = """\
profile_version = 1
target_markets = ["website"]

[company]
name = "厦门云舟网络科技有限公司"
uscc = "91350100M000100Y43"
legal_form = "enterprise"
established = 2025-03-15

[documents]
bank_account_permit = false
bank_account_certificate = true

[team]
technical_and_service = 8

[support]
days_per_week = 7
hours_per_day = 7.5

[[products]]
name = "云舟相册"
markets = ["api"]

[[products]]
name = "云舟建站"
markets = ["website"]
software_copyright = "2023SR0123456"
on_tencent_cloud = false

[[cases]]
customer = "鹭岛超市"

[attestations.market-image]
holds = true
by = "法务部"
on = 2026-11-01
evidence = ["https://example.com/news", "https://example.com/press"]
expires = 2026-11-23

[attestations.renown]
holds = false
by = "市场部"
on = 2026-11-02
evidence = ["https://example.com/search"]

[attestations.lawful]
holds = true
by = "法务部"
on = 2026-11-03
evidence = ["https://example.com/licence"]
expires = 2026-11-22

[attestations.after-sales]
holds = true
by = "客服部"
on = 2026-11-24
evidence = ["https://example.com/help"]
"""

# Requirement, status, and where what decided it stands: the value; the table that lacks it; nothing without a table.
PLACES = [
    ("general.enterprise", "pass", (7, 14)),
    ("general.business-licence", "unknown", (10, 1)),
    ("general.bank-account-proof", "pass", (12, 28)),
    ("website.company-age", "fail", (8, 15)),
    ("website.lawful", "manual", (52, 11)),
    ("website.independent-rd", "manual", None),
    ("website.after-sales", "manual", (57, 6)),
    ("website.team-size", "fail", (15, 25)),
    ("website.marketplace-operator", "unknown", (14, 1)),
    ("website.support-hours", "fail", (19, 17)),
    ("website.software-copyright", "pass", (28, 22)),
    ("website.runs-on-or-bundled", "unknown", (25, 1)),
    ("website.renown", "fail", (42, 9)),
    ("website.market-image", "pass", (35, 9)),
    ("website.agreements", "unknown", None),
]


def report(text: str, *arguments: str) -> dict[str, Any]:
    """The report on one profile."""
    done = invoke("check", "-", *arguments, "--as-of", "2026-11-23", "-f", "json", given=text)
    (profile,) = json.loads(done.stdout)["profiles"]
    assert isinstance(profile, dict)
    return profile


def statuses(profile: dict[str, Any]) -> list[tuple[str, str]]:
    return [(item["id"], item["status"]) for market in profile["markets"] for item in market["requirements"]]


def requirements(text: str) -> dict[str, dict[str, Any]]:
    (market,) = report(text, "-m", "website")["markets"]
    return {item["id"]: item for item in market["requirements"]}


@pytest.mark.parametrize(("name", "status", "place"), PLACES, ids=[name for name, _, _ in PLACES])
def test_where_what_decided_a_requirement_stands(name: str, status: str, place: tuple[int, int] | None) -> None:
    found = requirements(VENDOR)[name]
    assert found["status"] == status
    assert found["location"] == (place and {"line": place[0], "column": place[1]})


def test_columns_count_characters_and_a_byte_order_mark_is_none() -> None:
    text = '\ufeffcompany = { name = "厦门云舟", legal_form = "individual" }\nprofile_version = 1\n'
    assert requirements(text)["general.enterprise"]["location"] == {"line": 1, "column": 41}


def test_a_report_on_standard_input_says_so() -> None:
    assert report(VENDOR)["path"] == "<stdin>"


def test_who_attested_what() -> None:
    found = {name: item["attested"] for name, item in requirements(VENDOR).items() if item["attested"] is not None}
    assert found == {
        "website.market-image": {
            "by": "法务部",
            "on": "2026-11-01",
            "expires": "2026-11-23",
            "evidence": ["https://example.com/news", "https://example.com/press"],
        },
        "website.renown": {
            "by": "市场部",
            "on": "2026-11-02",
            "expires": None,
            "evidence": ["https://example.com/search"],
        },
    }


def test_an_attestation_that_does_not_count_says_why() -> None:
    found = requirements(VENDOR)
    assert "2026-11-22" in found["website.lawful"]["actual"]
    assert "2026-11-24" in found["website.after-sales"]["actual"]


def test_what_is_met_needs_no_fix_and_what_is_not_has_one() -> None:
    for item in requirements(VENDOR).values():
        assert (item["fix"] is None) is (item["status"] == "pass"), item["id"]


def test_the_product_that_stands_for_a_market() -> None:
    (market,) = report(VENDOR, "-m", "website")["markets"]
    assert (market["product"], market["other_products"]) == ("云舟建站", [])
    (market,) = report(VENDOR, "-m", "image")["markets"]
    assert (market["product"], market["other_products"]) == (None, [])


@pytest.mark.parametrize(
    ("code", "warned"),
    [
        pytest.param("91350100M000100Y4Z", True, id="a wrong check digit"),
        pytest.param("91350100M000100Y43", False, id="a right one"),
        pytest.param("91000000MA00000030", False, id="another right one"),
    ],
)
def test_a_credit_code_with_a_wrong_check_digit_warns_and_fails_nothing(code: str, warned: bool) -> None:
    profile = report(VENDOR.replace("91350100M000100Y43", code))
    found = [warning["location"] for warning in profile["warnings"] if warning["code"] == "uscc-check-digit"]
    assert found == ([{"line": 6, "column": 8}] if warned else [])
    assert profile["markets"] == report(VENDOR)["markets"]


def test_what_is_no_registration_number_warns_and_decides_nothing() -> None:
    usual, odd = report(VENDOR), report(VENDOR.replace("2023SR0123456", "软著登字第0123456号"))
    added = [warning["location"] for warning in odd["warnings"] if warning not in usual["warnings"]]
    assert added == [{"line": 28, "column": 22}]
    changed = [pair for pair in zip(statuses(usual), statuses(odd), strict=True) if pair[0] != pair[1]]
    copyright_ = "website.software-copyright"
    assert changed == [((copyright_, "pass"), (copyright_, "unknown"))]


def test_a_vendor_with_nothing_odd_gets_no_warning() -> None:
    assert report(as_toml(vendor()))["warnings"] == []
