"""Every requirement of every pack in every status that it can have, and the bounds on which packs differ."""

from datetime import date
from typing import Any, Final

import pytest
from support.packs import CATALOGUES, PACKS, REQUIREMENTS, Stated, facts_for, profile_of, statuses
from support.samples import AS_OF

from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import Finding, MarketResult, Status
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.model import VendorProfile

CAPITAL: Final = "company.registered_capital"
PAIRS: Final = [(pack, item, status) for pack, item in REQUIREMENTS for status in sorted(statuses(item))]
MARKETS: Final = [(pack, market) for pack in PACKS for market in CATALOGUES[pack].markets]
every_market: Final = pytest.mark.parametrize(
    ("pack", "market"), MARKETS, ids=[f"{pack}-{market.id}" for pack, market in MARKETS]
)


def check(pack: str, stated: Stated, market: str, as_of: date = AS_OF) -> MarketResult:
    profile = validate(VendorProfile, profile_of(stated, CATALOGUES[pack]))
    result = check_profile(profile, CATALOGUES[pack], as_of)
    return next(item for item in result.markets if item.market.id == market)


def finding(pack: str, requirement: str, stated: Stated, market: str, as_of: date = AS_OF) -> Finding:
    found = check(pack, stated, market, as_of).findings
    return next(item for item in found if item.requirement.slug == requirement)


@pytest.mark.parametrize(
    ("pack", "requirement", "status"), PAIRS, ids=[f"{pack}-{item.id}-{status}" for pack, item, status in PAIRS]
)
def test_status(pack: str, requirement: Requirement, status: str) -> None:
    market = CATALOGUES[pack].market_ids[0] if requirement.market == "general" else requirement.market
    stated = facts_for(requirement, status)
    assert finding(pack, requirement.slug, stated, market).status == status


def all_met(pack: str, market: Market) -> Stated:
    """What states that everything is met for a market."""
    stated: Stated = {CAPITAL: "1亿元"}
    cases = [{"customer": f"示例客户{number}", "china_500": True, "award": "示例奖"} for number in range(5)]
    for item in CATALOGUES[pack].required_of(market):
        for fact, value in facts_for(item, "pass").items():
            if fact == "cases":
                stated[fact] = cases
            elif fact != CAPITAL:
                assert stated.setdefault(fact, value) == value
    return stated


@every_market
def test_a_vendor_that_meets_everything_is_eligible(pack: str, market: Market) -> None:
    result = check(pack, all_met(pack, market), market.id)
    assert result.verdict == "eligible"
    assert {item.status for item in result.findings} == {Status.PASS}


@every_market
def test_what_is_asked_for_later_or_preferred_never_changes_a_verdict(pack: str, market: Market) -> None:
    met = all_met(pack, market)
    required = [item for item in CATALOGUES[pack].required_of(market) if item.level == "required"]
    needed = {fact for item in required for fact in facts_for(item, "pass")}
    for item in CATALOGUES[pack].required_of(market):
        if item.level == "required" or needed & facts_for(item, "pass").keys():
            continue
        for status in statuses(item):
            stated = {fact: value for fact, value in met.items() if fact not in facts_for(item, "pass")}
            result = check(pack, stated | facts_for(item, status), market.id)
            (found,) = (each for each in result.findings if each.requirement.id == item.id)
            assert (found.status, result.verdict) == (status, "eligible")


@every_market
def test_a_requirement_that_fails_makes_a_vendor_not_eligible(pack: str, market: Market) -> None:
    met = all_met(pack, market)
    for item in CATALOGUES[pack].required_of(market):
        if item.level == "required" and "fail" in statuses(item):
            stated = {fact: value for fact, value in met.items() if fact not in facts_for(item, "pass")}
            assert check(pack, stated | facts_for(item, "fail"), market.id).verdict == "not_eligible", item.id


def test_both_levels_that_change_no_verdict_occur() -> None:
    levels = {(pack, item.slug, item.level) for pack, item in REQUIREMENTS if item.level != "required"}
    assert {entry for entry in levels if entry[2] == "later"} == {
        ("tencent-2019-03", "customer-cases", "later"),
        ("tencent-2019-03", "certified-engineers", "later"),
    }
    assert ("tencent-2018-10", "higher-capital", "preferred") in levels


QING: Final = ("qingcloud", "qingcloud")
HUAWEI: Final = [(pack, "koogallery") for pack in ("huawei-15", "huawei-15-individual", "huawei-5")]


@pytest.mark.parametrize(
    ("pack", "market", "capital", "status"),
    [
        *((pack, market, "50万元", "pass") for pack, market in [QING, *HUAWEI]),
        *((pack, market, "499,999.99元", "fail") for pack, market in [QING, *HUAWEI]),
        ("tencent-six-market", "website", "100万元", None),
        ("tencent-six-market", "enterprise", "100万元", "fail"),
        ("tencent-six-market", "enterprise", "1,000,000.01元", "pass"),
        ("tencent-six-market", "enterprise", "50万元", "fail"),
        ("tencent-2018-10", "miniprogram", "100万元", "fail"),
        ("tencent-2018-10", "miniprogram", "101万元", "pass"),
    ],
)
def test_capital_on_the_bound(pack: str, market: str, capital: str, status: str | None) -> None:
    found = check(pack, {CAPITAL: capital}, market).findings
    assert [item.status for item in found if item.requirement.slug == "registered-capital"] == (
        [status] if status else []
    )


@pytest.mark.parametrize(
    ("pack", "market", "days", "hours", "status"),
    [
        ("qingcloud", "qingcloud", 6, 10, "pass"),
        ("qingcloud", "qingcloud", 7, 8, "fail"),
        ("qingcloud", "qingcloud", 5, 24, "fail"),
        ("tencent-six-market", "website", 7, 8, "pass"),
        ("tencent-six-market", "website", 6, 10, "fail"),
        ("tencent-2019-08", "saas", 7, 8, "pass"),
        ("tencent-2019-08", "saas", 6, 10, "fail"),
        ("tencent-general", "ai", 5, 8, "pass"),
        ("tencent-general", "ai", 5, 7.5, "fail"),
        ("tencent-2017", "software", 5, 8, "pass"),
        ("tencent-2017", "software", 4, 10, "fail"),
        ("jd", "jd-website", 5, 8, "pass"),
        *((pack, "koogallery", 5, 8, "pass") for pack, _ in HUAWEI),
        *((pack, "koogallery", 7, 7, "fail") for pack, _ in HUAWEI),
    ],
)
def test_days_and_hours_do_not_make_up_for_each_other(
    pack: str, market: str, days: int, hours: float, status: str
) -> None:
    stated = {"support.days_per_week": days, "support.hours_per_day": hours}
    assert finding(pack, "support-hours", stated, market).status == status


@pytest.mark.parametrize("pack", ["tencent-2019-01", "tencent-2019-01-29"])
@pytest.mark.parametrize(
    ("launched", "as_of", "status"),
    [
        (date(2026, 5, 23), date(2026, 11, 23), "fail"),
        (date(2026, 5, 23), date(2026, 11, 24), "pass"),
        (date(2026, 5, 24), date(2026, 11, 24), "fail"),
        (date(2025, 8, 31), date(2026, 2, 28), "fail"),
        (date(2025, 8, 31), date(2026, 3, 1), "pass"),
        (date(2026, 12, 1), date(2026, 11, 23), "fail"),
    ],
)
def test_more_than_six_months_online(pack: str, launched: date, as_of: date, status: str) -> None:
    stated = {"product.kind": "saas", "product.launched_on": launched}
    assert finding(pack, "saas-online", stated, "miniprogram", as_of).status == status


@pytest.mark.parametrize(
    ("pack", "market", "key", "count", "status"),
    [
        ("tencent-six-market", "website", "technical_and_service", 10, "pass"),
        ("tencent-six-market", "website", "technical_and_customer_service", 100, "unknown"),
        ("tencent-2018-10", "website", "technical_and_customer_service", 10, "pass"),
        ("tencent-2018-10", "website", "technical_and_service", 100, "unknown"),
        ("qingcloud", "qingcloud", "technical_and_customer_service", 15, "pass"),
        ("qingcloud", "qingcloud", "technical_and_customer_service", 14, "fail"),
        ("qingcloud", "qingcloud", "technical_and_service", 100, "unknown"),
        ("huawei-15", "koogallery", "technical_and_customer_service", 14, "fail"),
        ("huawei-5", "koogallery", "technical_and_customer_service", 5, "pass"),
        ("huawei-5", "koogallery", "technical_and_customer_service", 4, "fail"),
        ("huawei-5", "koogallery", "technical_and_service", 100, "unknown"),
        ("tencent-2019-01", "miniprogram", "technical_and_service", 19, "fail"),
        ("tencent-2019-01-29", "miniprogram", "technical_and_service", 10, "pass"),
        ("tencent-2019-01", "image", "technical_and_service", 14, "fail"),
        ("tencent-2019-01-29", "image", "technical_and_service", 10, "pass"),
    ],
)
def test_two_counts_of_people_are_not_one(pack: str, market: str, key: str, count: int, status: str) -> None:
    assert finding(pack, "team-size", {f"team.{key}": count}, market).status == status


EU: Final = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)


@pytest.mark.parametrize(
    ("pack", "others"),
    [
        ("aws-2018-09", "GB US"),
        ("aws-2020-06", "AE AU BH CH GB NO NZ US"),
        ("aws-2021-08", "AE AU BH CH GB HK JP NO NZ QA US"),
        ("aws-2022-04", "AE AU BH CH GB HK IL JP NO NZ QA US"),
        ("aws-2022-06", "AE AU BH CH GB HK IL JP NO NZ QA US"),
    ],
)
def test_the_countries_whose_companies_may_sell_paid_products(pack: str, others: str) -> None:
    tried = {*EU, *others.split(), "CN", "HK", "JP", "QA", "IL", "AE", "SG", "CA"}
    found = {code: finding(pack, "jurisdiction", {"company.jurisdiction": code}, "paid").status for code in tried}
    assert {code for code, status in found.items() if status == "pass"} == {*EU, *others.split()}
    assert set(found.values()) == {Status.PASS, Status.FAIL}


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({"product.runs_on": ["jd"]}, "pass"),
        ({"product.bundled_with": ["aws", "jd"]}, "pass"),
        ({"product.runs_on": ["tencent"], "product.bundled_with": []}, "fail"),
        ({"product.runs_on": ["tencent"]}, "unknown"),
        ({"product.on_tencent_cloud": True, "product.bundled_with": []}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_clouds_that_jd_asks_for(stated: dict[str, Any], status: str) -> None:
    assert finding("jd", "runs-on-or-bundled", stated, "jd-website").status == status


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({"product.runs_on": ["tencent", "jd"]}, "pass"),
        ({"product.bundled_with": ["tencent"]}, "pass"),
        ({"product.runs_on": ["jd"], "product.bundled_with_tencent_cloud": True}, "pass"),
        ({"product.runs_on": ["jd"], "product.bundled_with": []}, "fail"),
        ({"product.runs_on": ["jd"], "product.bundled_with_tencent_cloud": False}, "fail"),
        ({"product.runs_on": ["jd"]}, "unknown"),
    ],
)
def test_the_default_edition_reads_the_lists_of_clouds(stated: dict[str, Any], status: str) -> None:
    found = finding("tencent-six-market", "runs-on-or-bundled", stated, "website")
    assert found.status == status
    assert {item.key for item in found.observations if item.value is not None} == {
        f"products[0].{fact.removeprefix('product.')}" for fact in stated
    }
