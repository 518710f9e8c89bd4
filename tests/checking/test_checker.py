"""From findings to verdicts and counts."""

from typing import Any, Final

import pytest
from support.samples import AS_OF, CATALOGUE, MARKETS, Path, Values, check, market_of, stating, vendor, without

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import MarketResult, Verdict, target_results
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.model import VendorProfile

REQUIRED: Final = {"miniprogram": 19, "website": 17, "image": 15, "enterprise": 18, "api": 17, "service": 16}
"""How many required requirements each market has, the three general ones among them."""
STAFF: Final[Path] = ("team", "technical_and_service")
FAIL: Final = stating(STAFF, 9)
UNKNOWN: Final = without(STAFF)
MANUAL: Final = without(("attestations", "support-team"))


@pytest.mark.parametrize("market", MARKETS)
def test_a_vendor_that_meets_everything(market: str) -> None:
    result = market_of(check(vendor()), market)
    assert result.verdict == "eligible"
    assert result.applicable == result.decided == result.satisfied == REQUIRED[market]
    assert result.blockers == ()


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("values", "verdict", "unsatisfied", "undecided"),
    [
        (FAIL, "not_eligible", 1, 0),
        (UNKNOWN, "incomplete", 1, 1),
        (MANUAL, "incomplete", 1, 1),
        (without(("attestations", "support-team"), FAIL), "not_eligible", 2, 1),
        (without(("support", "days_per_week"), FAIL), "not_eligible", 2, 1),
        (without(("attestations", "support-team"), UNKNOWN), "incomplete", 2, 2),
        (stating(("attestations", "lawful", "holds"), False), "not_eligible", 1, 0),
        (stating(("documents", "business_licence"), False), "not_eligible", 1, 0),
        (without(("company", "legal_form")), "incomplete", 1, 1),
    ],
    ids=[
        "fail",
        "unknown",
        "manual",
        "fail+manual",
        "fail+unknown",
        "unknown+manual",
        "attested-no",
        "general-fail",
        "general-unknown",
    ],
)
def test_verdict_and_counts(market: str, values: Values, verdict: str, unsatisfied: int, undecided: int) -> None:
    result = market_of(check(values), market)
    total = REQUIRED[market]
    assert result.verdict == verdict
    assert (result.satisfied, result.decided, result.applicable) == (total - unsatisfied, total - undecided, total)
    assert len(result.blockers) == unsatisfied
    assert len(result.required) == total


def test_what_does_not_apply_drops_out_of_every_count() -> None:
    result = market_of(check(stating(("products", 0, "kind"), "custom")), "miniprogram")
    assert (result.verdict, result.satisfied, result.decided, result.applicable) == ("eligible", 15, 15, 15)


ALL_WORST: Final[list[tuple[Path, Any]]] = [
    (("company", "external_funding"), False),
    (("certificates",), {"software_enterprise": False, "software_product": False, "high_tech_enterprise": False}),
    (("cases",), [{"customer": "甲", "award": "", "fortune_global_500": False, "china_500": False}] * 5),
]


def test_preferred_requirements_are_counted_apart_and_never_change_a_verdict() -> None:
    worst = vendor()
    for path, value in ALL_WORST:
        worst = stating(path, value, worst)
    unstated = stating(
        ("cases",), [{"customer": "甲"}] * 5, without(("certificates",), without(("company", "external_funding")))
    )
    for values, satisfied in (
        (vendor(), 5),
        (stating(("company", "external_funding"), False), 4),
        (worst, 0),
        (unstated, 0),
    ):
        result = market_of(check(values), "miniprogram")
        assert (result.verdict, result.satisfied, result.decided, result.applicable) == ("eligible", 19, 19, 19)
        assert (result.preferred_satisfied, len(result.preferred)) == (satisfied, 5)
        assert result.blockers == ()


@pytest.mark.parametrize("market", MARKETS[1:])
def test_only_mini_programs_have_preferred_requirements(market: str) -> None:
    assert market_of(check(vendor()), market).preferred == ()


@pytest.mark.parametrize("market", MARKETS)
def test_the_general_requirements_stand_in_every_list(market: str) -> None:
    ids = [item.requirement.id for item in market_of(check(vendor()), market).findings]
    assert ids[:3] == ["general.enterprise", "general.business-licence", "general.bank-account-proof"]
    assert {name.partition(".")[0] for name in ids[3:]} == {market}
    assert ids == [item.id for item in CATALOGUE.required_of(CATALOGUE.market(market))]


# Twelve people: enough for website, enterprise, api and service, too few for image and mini programs.
TWELVE: Final = stating(STAFF, 12)
NO_CASES: Final = without(("cases",), TWELVE)
"""Besides, website and enterprise are incomplete."""


@pytest.mark.parametrize(
    ("values", "targets", "verdict"),
    [
        (TWELVE, ["website"], "eligible"),
        (TWELVE, ["image"], "not_eligible"),
        (TWELVE, ["website", "image"], "not_eligible"),
        (TWELVE, ["image", "website"], "not_eligible"),
        (NO_CASES, ["api", "service"], "eligible"),
        (NO_CASES, ["api", "website"], "incomplete"),
        (NO_CASES, ["website", "image", "api"], "not_eligible"),
        (vendor(), list(MARKETS), "eligible"),
        (TWELVE, list(MARKETS), "not_eligible"),
        (TWELVE, None, "eligible"),
        (NO_CASES, None, "eligible"),
        (stating(("team",), {"technical_and_service": 9}), None, "not_eligible"),
        (without(("agreements", "marketplace"), TWELVE), None, "incomplete"),
        (TWELVE, [], "eligible"),
    ],
    ids=[
        "eligible-target",
        "failing-target",
        "worst-last",
        "worst-first",
        "two-eligible",
        "eligible+incomplete",
        "one-of-each",
        "all-eligible",
        "all-six",
        "best-of-all",
        "best-is-eligible",
        "best-fails",
        "best-is-incomplete",
        "no-targets-listed",
    ],
)
def test_verdict_of_a_profile(values: Values, targets: list[str] | None, verdict: str) -> None:
    result = check(values if targets is None else stating(("target_markets",), targets, values))
    assert result.verdict == verdict
    assert [item.market.id for item in result.markets] == list(MARKETS)
    assert [item.market.id for item in result.markets if item.targeted] == [
        market for market in MARKETS if market in (targets or ())
    ]


@pytest.mark.parametrize(
    ("markets", "verdict"),
    [(("service", "website"), "eligible"), (("image",), "not_eligible"), (("website", "image"), "not_eligible")],
    ids=["eligible", "failing", "eligible+failing"],
)
@pytest.mark.parametrize("targets", [None, ["image"], ["website"]], ids=str)
def test_markets_asked_for_narrow_the_list_and_override_the_targets(
    markets: tuple[str, ...], verdict: str, targets: list[str] | None
) -> None:
    values = TWELVE if targets is None else stating(("target_markets",), targets, TWELVE)
    result = check(values, markets=markets)
    assert [item.market.id for item in result.markets] == [market for market in MARKETS if market in markets]
    assert all(item.targeted for item in result.markets)
    assert result.verdict == verdict


def test_verdicts_stand_in_their_order() -> None:
    assert sorted(Verdict, key=lambda verdict: verdict.rank) == ["not_eligible", "incomplete", "eligible"]


def _catalogue(*requirements: Requirement) -> Catalogue:
    """A catalogue with a single market, and nothing in general."""
    return Catalogue(
        id="test",
        version="1",
        checked_on=AS_OF,
        edition=CATALOGUE.edition,
        source=CATALOGUE.source,
        in_force=CATALOGUE.in_force,
        notice=CATALOGUE.notice,
        general=CATALOGUE.general._replace(requirements=()),
        markets=(CATALOGUE.market("miniprogram")._replace(requirements=requirements),),
        onboarding=CATALOGUE.onboarding,
        fees=(),
        exceptions=(),
        notes=(),
        facts=CATALOGUE.facts,
    )


@pytest.mark.parametrize("slugs", [(), ("external-funding", "award"), ("saas-users", "self-developed")], ids=str)
def test_a_market_that_asks_for_nothing_is_a_defect_and_never_eligible(slugs: tuple[str, ...]) -> None:
    profile = validate(VendorProfile, stating(("products", 0, "kind"), "custom"))
    catalogue = _catalogue(*(CATALOGUE.requirement(f"miniprogram.{slug}") for slug in slugs))
    with pytest.raises(ValueError, match="miniprogram"):
        check_profile(profile, catalogue, AS_OF)


def test_a_market_that_asks_for_one_thing_is_judged_on_it() -> None:
    profile = validate(VendorProfile, vendor())
    result = check_profile(profile, _catalogue(CATALOGUE.requirement("miniprogram.team-size")), AS_OF)
    assert result.verdict == "eligible"


def _standing(market: str, verdict: Verdict, satisfied: int, applicable: int) -> MarketResult:
    decided = satisfied + (verdict is Verdict.NOT_ELIGIBLE)
    return MarketResult(CATALOGUE.market(market), False, verdict, (), satisfied, decided, applicable, 0)


@pytest.mark.parametrize(
    ("results", "best"),
    [
        ([("website", "not_eligible", 16, 17), ("api", "incomplete", 1, 17)], "api"),
        ([("website", "incomplete", 12, 17), ("api", "eligible", 12, 12)], "api"),
        # The fewest blockers, be there more requirements that are met, or fewer.
        ([("website", "incomplete", 15, 17), ("api", "incomplete", 11, 12)], "api"),
        ([("api", "incomplete", 11, 12), ("website", "incomplete", 15, 17)], "api"),
        ([("website", "incomplete", 14, 17), ("api", "incomplete", 13, 15)], "api"),
        ([("website", "incomplete", 15, 17), ("api", "incomplete", 13, 15)], "website"),
        ([("api", "incomplete", 13, 15), ("website", "incomplete", 15, 17)], "api"),
    ],
    ids=["verdict", "eligible", "fewer-met", "fewer-met-first", "more-missing", "first-of-equals", "order-decides"],
)
def test_the_best_market_has_the_best_verdict_then_the_fewest_blockers(
    results: list[tuple[str, str, int, int]], best: str
) -> None:
    markets = tuple(_standing(market, Verdict(verdict), *counts) for market, verdict, *counts in results)
    assert [result.market.id for result in target_results(markets)] == [best]
