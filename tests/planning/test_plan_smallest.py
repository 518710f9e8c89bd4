"""Which changes a plan chooses: the fewest, then the easiest; and how far each is, to the unit."""

from datetime import date
from typing import Any

import pytest
from support.samples import AS_OF, CATALOGUE, Values, facts_of_vendor, finding, stating, vendor, without

from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.planning.solution import PlannedChange, Solution
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.render.plan_phrases import distance

PRODUCT = ("products", 0)


def solution(values: Values, market: str, as_of: date = AS_OF) -> Solution:
    return solve(CATALOGUE.market(market), facts_of_vendor(values, as_of=as_of), CATALOGUE)


def only(values: Values, market: str, as_of: date = AS_OF) -> PlannedChange:
    (change,) = solution(values, market, as_of).changes
    return change


def written(found: Solution) -> dict[str, Any]:
    return {override.key: override.value for change in found.changes for override in change.overrides}


@pytest.mark.parametrize(
    ("path", "stated", "market", "far", "unit"),
    [
        (("team", "technical_and_service"), 12, "miniprogram", 8, "people"),
        (("team", "technical_and_service"), 19, "miniprogram", 1, "person"),
        (("team", "technical_and_service"), 14, "image", 1, "person"),
        (("team", "marketplace_operators"), 0, "website", 1, "person"),
        (("team", "senior_ops_certified"), 1, "service", 2, "people"),
        (("support", "days_per_week"), 5, "api", 2, "days"),
        (("support", "hours_per_day"), 7.5, "api", 0.5, "hours"),
        (("company", "registered_capital"), "50万元", "api", 500_001, "yuan"),
        (("company", "registered_capital"), "100万元", "api", 1, "yuan"),
        ((*PRODUCT, "registered_users"), 5000, "miniprogram", 1, "user"),
        ((*PRODUCT, "registered_users"), 3000, "miniprogram", 2001, "users"),
        (("cases",), [{"customer": "示例客户"}] * 3, "website", 2, "cases"),
        (("cases",), [], "website", 5, "cases"),
    ],
)
def test_how_far_it_is(path: tuple[str | int, ...], stated: Any, market: str, far: float, unit: str) -> None:
    change = only(stating(path, stated), market)
    found = distance(change, CATALOGUE)
    assert dotted(change.path) == dotted(path)
    assert found is not None
    assert (float(found.amount), found.unit.en) == (far, unit)


@pytest.mark.parametrize(
    "path",
    [("team", "technical_and_service"), ("company", "registered_capital"), ("cases",), (*PRODUCT, "registered_users")],
    ids=dotted,
)
def test_how_far_it_is_from_nothing_stated_is_not_known(path: tuple[str | int, ...]) -> None:
    change = only(without(path), "miniprogram")
    assert (distance(change, CATALOGUE), change.is_answer) == (None, True)


def test_cases_of_other_markets_do_not_count() -> None:
    mine = [{"customer": f"示例客户{number}", "markets": ["website"]} for number in range(3)]
    theirs = [{"customer": f"示例客户{number}", "markets": ["miniprogram"]} for number in range(3, 7)]
    found = solution(stating(("cases",), mine + theirs), "website")
    assert list(written(found)) == ["cases[7]", "cases[8]"]


@pytest.mark.parametrize(
    ("established", "as_of", "opens"),
    [
        (date(2024, 2, 29), date(2026, 2, 27), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2025, 1, 1), date(2026, 2, 28)),
        (date(2025, 6, 18), AS_OF, date(2027, 6, 18)),
        (AS_OF, AS_OF, date(2028, 11, 23)),
    ],
)
def test_a_company_too_young_can_only_wait(established: date, as_of: date, opens: date) -> None:
    values = stating(("company", "established"), established)
    found = solution(
        stating(
            ("attestations",),
            {slug: item | {"on": date(2020, 1, 1)} for slug, item in vendor()["attestations"].items()},
            values,
        ),
        "website",
        as_of,
    )
    assert (found.day, found.opens_on, written(found)) == (opens, opens, {})
    assert [change.effort for change in found.changes] == ["wait"]


@pytest.mark.parametrize(
    ("as_of", "latest"),
    [
        (date(2026, 11, 23), date(2024, 11, 23)),
        (date(2026, 2, 28), date(2024, 2, 29)),
        (date(2026, 3, 1), date(2024, 3, 1)),
        (date(2028, 2, 28), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_day_that_is_not_stated_must_be_so_early(as_of: date, latest: date) -> None:
    change = next(
        item
        for item in solution(without(("company", "established")), "website", as_of).changes
        if "company" in item.path
    )
    assert change.overrides[0].value == latest


def test_what_is_waited_for_may_outlast_what_holds_today() -> None:
    values = stating(("company", "established"), date(2025, 6, 18))
    values["attestations"]["renown"]["expires"] = date(2027, 6, 17)
    found = solution(values, "website")
    assert [change.fact for change in found.changes] == ["company.established", "attestations"]
    assert (found.day, found.opens_on) == (date(2027, 6, 18), None)
    values["attestations"]["renown"]["expires"] = date(2027, 6, 18)
    assert solution(values, "website").opens_on == date(2027, 6, 18)


def test_an_attestation_to_come_is_given_today_or_comes_by_itself() -> None:
    found = solution(stating(("attestations", "renown", "on"), date(2026, 12, 24)), "website")
    assert [(change.fact, change.is_attestation) for change in found.changes] == [("attestations", True)]
    assert (found.day, found.opens_on) == (AS_OF, date(2026, 12, 24))


def test_an_attestation_to_come_is_given_today_where_another_expires_before_it() -> None:
    """One change: to wait for the first would take a new one of the other as well."""
    values = stating(("attestations", "renown", "on"), date(2026, 12, 24))
    values["attestations"]["market-image"]["expires"] = date(2026, 12, 1)
    found = solution(values, "website")
    assert [dotted(change.path) for change in found.changes] == ["attestations.renown"]
    assert (found.day, found.opens_on) == (AS_OF, None)


def test_an_attestation_that_comes_before_all_else_is_ready_is_waited_for() -> None:
    values = stating(("attestations", "renown", "on"), date(2026, 12, 24))
    found = solution(stating(("company", "established"), date(2025, 6, 18), values), "website")
    assert (found.day, written(found)) == (date(2027, 6, 18), {})
    assert [dotted(change.path) for change in found.changes] == ["company.established", "attestations.renown"]


@pytest.mark.parametrize("changed", [{"holds": False}, {"expires": date(2026, 11, 22)}], ids=["no", "expired"])
def test_an_attestation_that_does_not_count_needs_a_new_one(changed: Values) -> None:
    values = vendor()
    values["attestations"]["renown"] |= changed
    change = only(values, "website")
    assert change.is_attestation
    assert change.overrides[0].value["on"] == AS_OF


def test_of_two_ways_the_easier_one() -> None:
    values = stating(("documents",), {"business_licence": True})
    assert written(solution(values, "api")) == {"documents.basic_account_information": True}


def test_a_way_that_is_open_already_costs_nothing() -> None:
    values = stating((*PRODUCT, "on_tencent_cloud"), False)
    assert written(solution(values, "website")) == {}


def test_of_two_products_the_one_that_lacks_less() -> None:
    poor = vendor()["products"][0] | {"name": "甲", "on_tencent_cloud": False, "software_copyright": False}
    better = poor | {"name": "乙", "on_tencent_cloud": True}
    found = solution(stating(("products",), [poor, better]), "miniprogram")
    assert written(found) == {"products[1].software_copyright": True}
    assert found.product is not None
    assert found.product[1].name == "乙"


def test_a_product_that_fits_and_is_offered_elsewhere_is_listed() -> None:
    change = only(stating((*PRODUCT, "markets"), ["website"]), "api")
    assert (change.overrides[0].key, change.overrides[0].value) == ("products[0].markets[1]", "api")
    assert (change.effort, change.is_answer) == ("low", False)
    assert [item.slug for item in change.requirements] == ["test-account", "website-test"]


def test_of_products_offered_elsewhere_the_one_that_lacks_nothing() -> None:
    fits = vendor()["products"][0] | {"markets": ["website"]}
    poor = fits | {"name": "甲", "test_account": False}
    found = solution(stating(("products",), [poor, fits]), "api")
    assert written(found) == {"products[1].markets[1]": "api"}
    assert found.product
    assert found.product[0] == 1


def test_listing_a_product_that_fits_is_easier_than_a_hard_change_of_one_that_is_listed() -> None:
    fits = vendor()["products"][0] | {"markets": ["website"]}
    lacking = vendor()["products"][0] | {"name": "甲", "software_copyright": False}
    assert written(solution(stating(("products",), [lacking, fits]), "enterprise")) == {
        "products[1].markets[1]": "enterprise"
    }


def test_of_products_that_take_as_much_the_one_that_is_listed() -> None:
    listed = vendor()["products"][0] | {"name": "甲", "test_account": False}
    fits = vendor()["products"][0] | {"markets": ["website"]}
    assert written(solution(stating(("products",), [fits, listed]), "api")) == {"products[1].test_account": True}


@pytest.mark.parametrize(
    "offered", [[], [{"test_account": False}]], ids=["no product", "one that would take two changes"]
)
def test_a_market_for_which_no_product_fits_needs_one_with_all_that_it_asks(offered: list[Values]) -> None:
    products = [vendor()["products"][0] | {"markets": ["website"]} | facts for facts in offered]
    product = {"name": "…", "markets": ["api"], "test_account": True, "website_test_passed": True}
    assert written(solution(stating(("products",), products), "api")) == {f"products[{len(offered)}]": product}


def test_a_product_that_is_listed_is_made_to_fit_whatever_it_takes() -> None:
    lacking = vendor()["products"][0] | {"test_account": False, "website_test_passed": False}
    found = written(solution(stating(("products",), [lacking]), "api"))
    assert found == {"products[0].test_account": True, "products[0].website_test_passed": True}


def test_a_product_that_nothing_makes_fit_is_left_for_a_new_one() -> None:
    values = stating((*PRODUCT, "self_developed"), False)
    (change,) = solution(values, "miniprogram").changes
    assert dotted(change.path) == "products[1]"


def test_no_kind_of_product_is_changed_to_get_around_a_requirement() -> None:
    values = stating((*PRODUCT, "software_copyright"), False)
    assert written(solution(values, "enterprise")) == {"products[0].software_copyright": True}


def test_what_is_not_stated_may_show_that_much_does_not_apply() -> None:
    unknown = {key: vendor()["products"][0][key] for key in ("name", "markets")}
    found = solution(stating(("products",), [unknown]), "miniprogram")
    assert written(found) == {"products[0].kind": "custom"}
    assert found.changes[0].effort == "none"


def test_an_individual_finds_no_way_in_and_an_individual_business_verifies_its_account() -> None:
    individual = solution(stating(("company", "legal_form"), "individual"), "website")
    assert (individual.day, [item.id for item in individual.infeasible]) == (None, ["general.enterprise"])
    business = stating(("company", "legal_form"), "individual-business", stating(("account",), {}))
    assert written(solution(business, "website")) == {"account.enterprise_verified": True}


def test_capital_in_another_currency_lacks_its_worth_in_yuan() -> None:
    change = only(stating(("company", "registered_capital"), "50(万美元)"), "api")
    assert change.is_answer
    assert change.overrides[0].value == {"amount": 500_000, "currency": "USD", "cny_equivalent": 1_000_001}


@pytest.mark.parametrize(
    ("state", "changes"),
    [(FileState.PRESENT, []), (FileState.MISSING, ["attestations.renown"]), (FileState.EMPTY, ["attestations.renown"])],
)
def test_an_attestation_whose_evidence_proves_nothing_is_made_anew(state: FileState, changes: list[str]) -> None:
    profile = validate(VendorProfile, stating(("attestations", "renown", "evidence"), ["news.pdf"]))
    found = solve(CATALOGUE.market("website"), facts_of_vendor(profile, files={"news.pdf": state}), CATALOGUE)
    assert [dotted(change.path) for change in found.changes] == changes


def test_what_a_plan_writes_as_evidence_is_taken_for_evidence() -> None:
    values = without(("attestations", "renown"))
    ((key, attestation),) = written(solution(values, "website")).items()
    assert key == "attestations.renown"
    assert finding(stating(("attestations", "renown"), attestation, values), "website.renown").status == "pass"
