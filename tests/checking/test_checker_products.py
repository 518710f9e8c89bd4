"""A market is judged on the best of the products offered in it."""

from typing import Any, Final

import pytest
from support.samples import MARKETS, Values, check, market_of, stating, vendor

from cloudmkt_cli.checking.results import MarketResult
from cloudmkt_cli.core.messages import Message

PRODUCT_ATOMS: Final = {
    "miniprogram": ("saas-users", "self-developed", "software-copyright", "runs-on-tencent-cloud"),
    "website": ("software-copyright", "runs-on-or-bundled"),
    "image": ("cvm-image",),
    "enterprise": ("software-copyright", "runs-on-or-bundled"),
    "api": ("test-account", "website-test"),
    "service": (),
}


def _offering(*products: Values) -> Values:
    """The sample vendor with products of its own; each is sound but for what is said of it, and None leaves out."""
    sound: Values = vendor()["products"][0]
    offered = [{key: value for key, value in (sound | product).items() if value is not None} for product in products]
    return stating(("products",), offered)


def _statuses(result: MarketResult) -> dict[str, str]:
    return {item.requirement.slug: item.status.value for item in result.findings}


def _others(result: MarketResult) -> list[tuple[str, str]]:
    return [(name, verdict.value) for name, verdict in result.other_products]


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("elsewhere", [False, True], ids=["none-at-all", "for-another-market"])
def test_without_a_product_its_atoms_are_unknown(market: str, elsewhere: bool) -> None:
    other = {"name": "别的产品", "markets": [name for name in MARKETS if name != market]}
    result = market_of(check(_offering(other) if elsewhere else _offering()), market)
    waiting = [item for item in result.findings if item.status != "pass"]
    assert tuple(item.requirement.slug for item in waiting) == PRODUCT_ATOMS[market]
    assert {item.status.value for item in waiting} <= {"unknown"}
    assert all(item.notes == (Message("check.no_product", {"market": market}),) for item in waiting)
    assert result.verdict == ("incomplete" if PRODUCT_ATOMS[market] else "eligible")
    assert (result.product, result.other_products) == (None, ())


def test_the_service_market_looks_at_no_product() -> None:
    bad = {"name": "云舟运维", "markets": ["service"], "kind": "service", "on_tencent_cloud": False}
    result = market_of(check(_offering(bad, {"name": "云舟代维", "markets": ["service"]})), "service")
    assert (result.verdict, result.product, result.other_products) == ("eligible", None, ())


def test_a_product_counts_for_each_market_that_it_names() -> None:
    result = check(_offering({"name": "甲", "markets": ["website", "image"], "cvm_image": False}))
    assert [(item.market.id, item.product, item.verdict.value) for item in result.markets] == [
        ("miniprogram", None, "incomplete"),
        ("website", "甲", "eligible"),
        ("image", "甲", "not_eligible"),
        ("enterprise", None, "incomplete"),
        ("api", None, "incomplete"),
        ("service", None, "eligible"),
    ]


FAILING: Final[Values] = {"name": "failing", "software_copyright": False}
FAILING_TWICE: Final[Values] = {
    "name": "failing-twice",
    "software_copyright": False,
    "on_tencent_cloud": False,
    "bundled_with_tencent_cloud": False,
}
UNKNOWN: Final[Values] = {"name": "unknown", "software_copyright": None}
UNKNOWN_TWICE: Final[Values] = {
    "name": "unknown-twice",
    "software_copyright": None,
    "on_tencent_cloud": None,
    "bundled_with_tencent_cloud": None,
}
SOUND: Final[Values] = {"name": "sound"}
ALSO_SOUND: Final[Values] = {"name": "also-sound"}
ALSO_FAILING: Final[Values] = {
    "name": "also-failing",
    "on_tencent_cloud": False,
    "bundled_with_tencent_cloud": False,
}


@pytest.mark.parametrize(
    ("products", "best", "others"),
    [
        ([SOUND], "sound", []),
        ([FAILING, UNKNOWN, SOUND], "sound", [("failing", "not_eligible"), ("unknown", "incomplete")]),
        ([FAILING, UNKNOWN], "unknown", [("failing", "not_eligible")]),
        ([FAILING, UNKNOWN_TWICE], "unknown-twice", [("failing", "not_eligible")]),
        ([FAILING_TWICE, FAILING], "failing", [("failing-twice", "not_eligible")]),
        ([UNKNOWN_TWICE, UNKNOWN], "unknown", [("unknown-twice", "incomplete")]),
        ([SOUND, ALSO_SOUND], "sound", [("also-sound", "eligible")]),
        ([ALSO_SOUND, SOUND], "also-sound", [("sound", "eligible")]),
        ([FAILING, ALSO_FAILING], "failing", [("also-failing", "not_eligible")]),
        ([ALSO_FAILING, FAILING], "also-failing", [("failing", "not_eligible")]),
        (
            [FAILING_TWICE, ALSO_FAILING, UNKNOWN_TWICE, SOUND, UNKNOWN, ALSO_SOUND, FAILING],
            "sound",
            [
                ("failing-twice", "not_eligible"),
                ("also-failing", "not_eligible"),
                ("unknown-twice", "incomplete"),
                ("unknown", "incomplete"),
                ("also-sound", "eligible"),
                ("failing", "not_eligible"),
            ],
        ),
    ],
    ids=lambda value: "+".join(item["name"] for item in value) if value and isinstance(value[0], dict) else "",
)
@pytest.mark.parametrize("market", ["website", "enterprise"])
def test_choice_of_the_best(market: str, products: list[Values], best: str, others: list[tuple[str, str]]) -> None:
    result = market_of(check(_offering(*products)), market)
    assert result.product == best
    assert _others(result) == others


CUSTOM: Final[Values] = {"name": "定制", "kind": "custom"}
SAAS: Final[Values] = {"name": "软件即服务", "kind": "saas"}


def _miniprogram(*products: Values) -> MarketResult:
    return market_of(check(_offering(*products)), "miniprogram")


def test_the_verdict_comes_before_the_number_of_atoms_satisfied() -> None:
    few_users = SAAS | {"registered_users": 10}
    result = _miniprogram(few_users, CUSTOM)
    assert (result.product, result.verdict, result.satisfied) == ("定制", "eligible", 15)
    assert (_miniprogram(few_users).verdict, _miniprogram(few_users).satisfied) == ("not_eligible", 18)


def test_of_two_that_qualify_the_one_that_satisfies_more_atoms_is_best() -> None:
    result = _miniprogram(CUSTOM, SAAS)
    assert (result.product, result.satisfied) == ("软件即服务", 19)
    assert _others(result) == [("定制", "eligible")]


def test_atoms_are_decided_on_one_product_and_never_gathered_from_several() -> None:
    result = market_of(check(_offering(FAILING, ALSO_FAILING)), "website")
    assert result.verdict == "not_eligible"
    assert _statuses(result)["software-copyright"] == "fail"
    assert _statuses(result)["runs-on-or-bundled"] == "pass"


def test_what_the_vendor_lacks_is_no_matter_of_the_product() -> None:
    values = stating(("team", "technical_and_service"), 9, _offering(UNKNOWN, SOUND))
    result = market_of(check(values), "website")
    assert (result.product, _others(result)) == ("sound", [("unknown", "not_eligible")])


@pytest.mark.parametrize("fact", ["registered_users", "software_copyright", "on_tencent_cloud"])
def test_only_products_for_the_market_are_looked_at(fact: str) -> None:
    elsewhere: dict[str, Any] = {"name": "别处", "markets": ["website"]}
    result = _miniprogram(elsewhere, {"name": "小程序", "markets": ["miniprogram"], fact: None})
    assert (result.product, result.verdict, result.other_products) == ("小程序", "incomplete", ())
