"""The solver on markets of few requirements: groups, products, days and the fields of each change."""

from datetime import date
from itertools import pairwise

import pytest
from support.samples import AS_OF, CATALOGUE, Values, facts_of_vendor, stating, vendor, without
from support.samples_catalogue import requirement, requirements, website

from cloudmkt_cli.catalogue.conditions import AllOf, AnyOf, IsTrue, NoneOf, OneOf, Since
from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.planning.solution import Cost, Solution
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.profile.attachments import FileState

TOMORROW = date(2026, 11, 24)
YOUNG = stating(("company", "established"), date(2024, 11, 24))
TWO_YEARS_OLD = Since("company.established", 2)
LICENCE, PERMIT = IsTrue("documents.business_licence"), IsTrue("documents.bank_account_permit")


def solved(values: Values, *requirements: Requirement) -> Solution:
    market, catalogue = website(*requirements)
    return solve(market, facts_of_vendor(values), catalogue)


def shipped(values: Values, market: str, **files: FileState) -> Solution:
    return solve(CATALOGUE.market(market), facts_of_vendor(values, files=files), CATALOGUE)


def keys(found: Solution) -> list[str]:
    return [dotted(change.path) for change in found.changes]


def test_a_market_without_requirements_on_products_names_no_product() -> None:
    assert solved(vendor(), requirement(LICENCE)) == Solution((), AS_OF, opens_on=AS_OF)


def test_no_product_of_the_profile_belongs_to_a_solution_with_a_new_one() -> None:
    found = shipped(without(("products",)), "api")
    assert (keys(found), found.product) == (["products[0]"], None)


def test_waiting_is_chosen_over_a_fixed_fact_that_is_not_stated() -> None:
    either = AnyOf((OneOf("company.legal_form", ("enterprise",)), TWO_YEARS_OLD))
    found = solved(without(("company", "legal_form"), YOUNG), requirement(either))
    (change,) = found.changes
    assert (dotted(change.path), change.is_fixed, change.effort) == ("company.established", False, "wait")
    assert (change.earliest, found.day, found.opens_on) == (TOMORROW, TOMORROW, TOMORROW)


def test_a_change_can_be_made_today_even_if_another_takes_time() -> None:
    found = solved(stating(("documents", "business_licence"), False, YOUNG), *requirements(TWO_YEARS_OLD, LICENCE))
    assert {dotted(change.path): change.earliest for change in found.changes} == {
        "company.established": TOMORROW,
        "documents.business_licence": AS_OF,
    }


def test_a_new_attestation_takes_the_effort_of_its_requirement() -> None:
    found = shipped(without(("attestations",)), "website")
    efforts = {item.slug: item.effort for item in CATALOGUE.requirements() if item.manual_review}
    assert len({change.effort for change in found.changes}) > 1
    assert [change.effort for change in found.changes] == [efforts[str(change.path[1])] for change in found.changes]


def test_requirements_that_contradict_by_way_of_a_third_are_infeasible_together() -> None:
    nothing = without(("documents",))
    found = solved(nothing, *requirements(AllOf((LICENCE, PERMIT)), AnyOf((LICENCE, TWO_YEARS_OLD)), NoneOf((PERMIT,))))
    assert (found.day, [item.slug for item in found.infeasible]) == (None, ["0", "2"])
    chained = (
        AllOf((LICENCE, PERMIT)),
        AnyOf((LICENCE, IsTrue("documents.bank_account_certificate"))),
        NoneOf((PERMIT,)),
    )
    found = solved(nothing, *requirements(*chained))
    assert (found.day, [item.slug for item in found.infeasible]) == (None, ["0", "1", "2"])


@pytest.mark.parametrize(
    ("values", "market", "key", "stated"),
    [
        (stating(("products", 0, "markets"), ["website"]), "api", "products[0].markets[1]", ("website",)),
        (stating(("documents", "business_licence"), "a.pdf"), "api", "documents.business_licence", "a.pdf"),
        (
            stating(("cases",), [{"customer": f"客户{n}", "markets": [m]} for n, m in enumerate(["website", "api"])]),
            "website",
            "cases",
            1,
        ),
        (without(("cases",)), "website", "cases", None),
        (without(("products",)), "api", "products[0]", None),
        (stating(("team", "technical_and_service"), 4), "api", "team.technical_and_service", 4),
    ],
    ids=["markets of a product", "file", "cases for the market", "no cases", "new product", "number"],
)
def test_a_change_names_the_stated_value(values: Values, market: str, key: str, stated: object) -> None:
    found = shipped(values, market, **{"a.pdf": FileState.MISSING})
    assert {dotted(change.path): change.stated for change in found.changes} == {key: stated}


def test_costs_compare_the_number_of_changes_then_of_fixed_facts_then_the_efforts_from_the_hardest() -> None:
    def cost(*efforts: Effort, fixed: bool = False) -> Cost:
        return Cost.of((fixed, effort) for effort in efforts)

    in_order = [
        cost(),
        cost("none"),
        cost("low"),
        cost("wait"),
        cost("none", fixed=True),
        cost("low", "low"),
        cost("none", "high"),
        cost("medium", "high"),
        cost("none", "none", fixed=True),
    ]
    assert all(one < other for one, other in pairwise(in_order))
    assert cost("none", "high") == cost("high", "none") == Cost(2, 0, (3, 0))
