"""Every requirement in every status that it can have, one case or more for each."""

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

import pytest
from support.samples import AS_OF, CATALOGUE, Values, finding, stating, vendor, without

from cloudmkt_cli.catalogue.conditions import AllOf, AnyOf, Condition, IsTrue, NoneOf
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.evaluator import Truth

ABSENT: Final = object()
"""A fact that the profile does not state."""
EVERY: Final = "miniprogram website image enterprise api service"
OLD: Final = AS_OF.replace(year=2024)
YOUNG: Final = OLD.replace(day=24)
YES_OR_NO: Final[Values] = {"pass": True, "fail": False, "unknown": ABSENT}

JUDGED: Final = {
    "lawful": EVERY,
    "independent-rd": EVERY,
    "after-sales": EVERY,
    "support-team": EVERY,
    "case-quality": "miniprogram",
    "mature-software": "image",
    "renown": "website enterprise api service",
    "market-image": EVERY,
    "product-experience": "api",
}


def _bound(met: Any, short: Any) -> Values:
    return {"pass": met, "fail": short, "unknown": ABSENT}


def _named(count: int) -> list[Values]:
    return [{"customer": f"示例客户{number}"} for number in range(count)]


# Slug, markets, the fact that is varied, and its value for each status; everything else is met.
ONE_FACT: Final[list[tuple[str, str, str, Values]]] = [
    ("business-licence", "general", "documents.business_licence", YES_OR_NO),
    (
        "registered-capital",
        "miniprogram enterprise api service",
        "company.registered_capital",
        {"pass": "1,000,001元", "fail": "100万元", "unknown": "5000万美元"},
    ),
    ("external-funding", "miniprogram", "company.external_funding", YES_OR_NO),
    ("company-age", "website image enterprise api service", "company.established", _bound(OLD, YOUNG)),
    ("industry-experience", "image", "experience.application_software", _bound(OLD, YOUNG)),
    ("industry-experience", "service", "experience.operations", _bound(OLD, YOUNG)),
    ("team-size", "miniprogram", "team.technical_and_service", _bound(20, 19)),
    ("team-size", "image", "team.technical_and_service", _bound(15, 14)),
    ("team-size", "website enterprise api service", "team.technical_and_service", _bound(10, 9)),
    ("marketplace-operator", "miniprogram website enterprise", "team.marketplace_operators", _bound(1, 0)),
    ("certified-engineers", "service", "team.senior_ops_certified", _bound(3, 2)),
    ("support-hours", EVERY, "support.days_per_week", _bound(7, 6)),
    ("support-hours", EVERY, "support.hours_per_day", _bound(8, 7.5)),
    ("saas-users", "miniprogram", "products.0.registered_users", _bound(5001, 5000)),
    ("self-developed", "miniprogram", "products.0.self_developed", YES_OR_NO),
    (
        "software-copyright",
        "miniprogram website enterprise",
        "products.0.software_copyright",
        _bound("2023SR0123456", False),
    ),
    ("runs-on-tencent-cloud", "miniprogram", "products.0.on_tencent_cloud", YES_OR_NO),
    ("cvm-image", "image", "products.0.cvm_image", YES_OR_NO),
    ("test-account", "api", "products.0.test_account", YES_OR_NO),
    ("website-test", "api", "products.0.website_test_passed", YES_OR_NO),
    ("high-tech-enterprise", "miniprogram", "certificates.high_tech_enterprise", _bound(AS_OF, False)),
    ("dual-software", "miniprogram", "certificates.software_enterprise", YES_OR_NO),
    ("dual-software", "miniprogram", "certificates.software_product", YES_OR_NO),
    ("customer-cases", "miniprogram website enterprise", "cases", _bound(_named(5), _named(4))),
    (
        "top-500-case",
        "miniprogram",
        "cases",
        {
            "pass": [{"customer": "甲"}, {"customer": "乙", "china_500": True}],
            "fail": [{"customer": "甲", "china_500": False, "fortune_global_500": False}],
            "unknown": [{"customer": "甲", "china_500": False}],
        },
    ),
    (
        "award",
        "miniprogram",
        "cases",
        {
            "pass": [{"customer": "甲", "award": ""}, {"customer": "乙", "award": "示例奖"}],
            "fail": [{"customer": "甲", "award": ""}],
            "unknown": [{"customer": "甲", "award": ""}, {"customer": "乙"}],
        },
    ),
    ("agreements", EVERY, "agreements.consignment", YES_OR_NO),
    ("agreements", EVERY, "agreements.marketplace", YES_OR_NO),
    ("agreements", EVERY, "agreements.management_rules", YES_OR_NO),
]

# Slug, markets, status, and all the facts that are varied.
MANY_FACTS: Final[list[tuple[str, str, str, Values]]] = [
    ("enterprise", "general", "pass", {"company.legal_form": "enterprise", "account.enterprise_verified": False}),
    ("enterprise", "general", "fail", {"company.legal_form": "individual", "account.enterprise_verified": True}),
    (
        "enterprise",
        "general",
        "unknown",
        {"company.legal_form": "individual-business", "account.enterprise_verified": False},
    ),
    *(
        (
            "bank-account-proof",
            "general",
            status,
            {
                "documents.bank_account_permit": False,
                "documents.basic_account_information": False,
                "documents.bank_account_certificate": value,
            },
        )
        for status, value in (("pass", True), ("fail", False), ("unknown", ABSENT))
    ),
    *(
        (
            "runs-on-or-bundled",
            "website enterprise",
            status,
            {"products.0.on_tencent_cloud": False, "products.0.bundled_with_tencent_cloud": value},
        )
        for status, value in (("pass", True), ("fail", False), ("unknown", ABSENT))
    ),
    *(
        (slug, "miniprogram", "not_applicable", {"products.0.kind": "custom"})
        for slug in ("saas-users", "self-developed", "software-copyright", "runs-on-tencent-cloud")
    ),
    (
        "software-copyright",
        "website",
        "not_applicable",
        {"products.0.kind": "custom", "products.0.open_source_based": True},
    ),
    ("software-copyright", "enterprise", "not_applicable", {"products.0.kind": "service"}),
]


def _all_cases() -> Iterator[tuple[str, str, Values]]:
    """Requirement id, status, and the facts that bring it about."""
    for slug, markets in JUDGED.items():
        for market in markets.split():
            yield f"{market}.{slug}", "pass", {f"attestations.{slug}.holds": True}
            yield f"{market}.{slug}", "fail", {f"attestations.{slug}.holds": False}
            yield f"{market}.{slug}", "manual", {f"attestations.{slug}": ABSENT}
    for slug, markets, fact, values in ONE_FACT:
        for market, (status, value) in product(markets.split(), values.items()):
            yield f"{market}.{slug}", status, {fact: value}
    for slug, markets, status, facts in MANY_FACTS:
        for market in markets.split():
            yield f"{market}.{slug}", status, facts


CASES: Final = list(_all_cases())


def _vendor_with(facts: Values) -> Values:
    values = vendor()
    for key, value in facts.items():
        path = tuple(int(part) if part.isdecimal() else part for part in key.split("."))
        values = without(path, values) if value is ABSENT else stating(path, value, values)
    return values


def _truths(condition: Condition) -> set[Truth]:
    """The truths that a condition can take."""
    match condition:
        case IsTrue(when_false="unknown"):
            return {True, None}
        case AllOf() | AnyOf():
            lowest = isinstance(condition, AllOf)
            ranks: dict[Truth, int] = {False: 0, None: 1, True: 2}
            choose = min if lowest else max
            parts = [_truths(part) for part in condition.conditions]
            return {choose(combination, key=ranks.__getitem__) for combination in product(*parts)}
        case NoneOf():
            return {None if truth is None else not truth for truth in _truths(AnyOf(condition.conditions))}
        case _:
            return {True, False, None}


def _statuses(requirement: Requirement) -> set[str]:
    if requirement.manual_review:
        return {"pass", "fail", "manual"}
    words: dict[Truth, str] = {True: "pass", False: "fail", None: "unknown"}
    statuses = {words[truth] for truth in _truths(requirement.condition)}
    if requirement.applies_when is not None and False in _truths(requirement.applies_when):
        statuses.add("not_applicable")
    return statuses


@pytest.mark.parametrize(
    ("requirement", "status", "facts"), CASES, ids=[f"{requirement}-{status}" for requirement, status, _ in CASES]
)
def test_status(requirement: str, status: str, facts: Values) -> None:
    market = "website" if requirement.startswith("general.") else None
    assert finding(_vendor_with(facts), requirement, market=market).status == status


def test_every_pair_that_can_occur_has_a_case_and_no_other() -> None:
    can_occur = {(item.id, status) for item in CATALOGUE.requirements() for status in _statuses(item)}
    covered = {(requirement, status) for requirement, status, _ in CASES}
    assert sorted(can_occur - covered) == [], "without a case"
    assert sorted(covered - can_occur) == [], "cannot occur"
