"""Goals: what reaches two of them, that kinds are never mixed up, and what happens to those that contradict."""

from datetime import date
from itertools import combinations

import pytest
from support.samples import AS_OF, CATALOGUE, Values, facts_of_vendor, stating, vendor, without
from support.samples_catalogue import requirements, website

from cloudmkt_cli.catalogue.conditions import AllOf, IsTrue, NoneOf, OneOf, Since
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.facts import PRODUCT, VendorFacts
from cloudmkt_cli.planning.alternatives import (
    Assignment,
    EvaluationContext,
    alternatives,
    alternatives_to_meet,
    merge,
)
from cloudmkt_cli.planning.goals import (
    Choice,
    Goal,
    Listing,
    Minimum,
    MinimumCapital,
    MoreCases,
    NewAttestation,
    NewProduct,
    NoLaterThan,
    Wait,
    intersect,
)
from cloudmkt_cli.planning.solver import solve

EACH_KIND: list[Goal] = [
    Minimum(5),
    MinimumCapital(5),
    MoreCases(5),
    NoLaterThan(AS_OF),
    Wait(AS_OF),
    NewAttestation(AS_OF, "low"),
    Choice((True,)),
    Listing("api"),
    NewProduct("api", ()),
]
PATH = ("company", "established")


def facts(values: Values) -> VendorFacts:
    return facts_of_vendor(values)


@pytest.mark.parametrize(("one", "other"), [*combinations(EACH_KIND, 2)], ids=repr)
def test_goals_of_two_kinds_are_never_equal_and_contradict_each_other(one: Goal, other: Goal) -> None:
    assert one != other
    assert intersect(one, other) is None
    assert merge({PATH: one}, {PATH: other}) is None


@pytest.mark.parametrize("goal", EACH_KIND, ids=repr)
def test_a_goal_intersected_with_itself_is_that_goal(goal: Goal) -> None:
    assert intersect(goal, goal) == goal
    assert merge({PATH: goal}, {PATH: goal}) == {PATH: goal}


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Minimum(10), Minimum(20), Minimum(20)),
        (MinimumCapital(10), MinimumCapital(20), MinimumCapital(20)),
        (NoLaterThan(date(2024, 1, 1)), NoLaterThan(date(2024, 1, 2)), NoLaterThan(date(2024, 1, 1))),
        (Wait(date(2027, 1, 1)), Wait(date(2027, 1, 2)), Wait(date(2027, 1, 2))),
        (Choice(("saas", "api")), Choice(("api", "custom")), Choice(("api",))),
        (Choice((True,)), Choice((False,)), None),
        (MoreCases(2, frozenset({"award"})), MoreCases(3), MoreCases(3, frozenset({"award"}))),
        (Listing("api"), Listing("image"), None),
    ],
    ids=repr,
)
def test_the_intersection_of_two_goals(one: Goal, other: Goal, both: Goal | None) -> None:
    assert intersect(one, other) == intersect(other, one) == both


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OneOf("company.legal_form", ("enterprise",)), OneOf("company.legal_form", ("individual",))),
        (IsTrue("company.external_funding"), NoneOf((IsTrue("company.external_funding"),))),
    ],
)
def test_conditions_that_contradict_have_no_alternative(one: OneOf | IsTrue, other: OneOf | NoneOf) -> None:
    nothing = {"profile_version": 1, "company": {"name": "示例"}}
    context = EvaluationContext(facts(nothing).for_market("website"), None, AS_OF, CATALOGUE.facts)
    assert alternatives(one, context)
    assert alternatives(other, context)
    assert alternatives(AllOf((one, other)), context) == ()


def test_a_market_whose_requirements_contradict_is_infeasible_and_says_which() -> None:
    forms = [OneOf("company.legal_form", ("enterprise",)), OneOf("company.legal_form", ("individual",))]
    market, catalogue = website(*requirements(*forms, OneOf("product.kind", ("saas",))))
    found = solve(market, facts(without(("company", "legal_form"))), catalogue)
    assert (found.day, found.changes) == (None, ())
    assert [item.slug for item in found.infeasible] == ["0", "1"]
    assert (
        solve(website(*requirements(forms[0]))[0], facts(without(("company", "legal_form"))), catalogue).infeasible
        == ()
    )


def test_a_stated_day_is_waited_for_and_not_asked_for() -> None:
    """The same fact, once as a day that must be early enough and once as one to wait for."""
    young = stating(("company", "established"), date(2026, 1, 1))
    context = EvaluationContext(
        facts(young).for_market("website")._replace(as_of=date(2028, 1, 1)), None, AS_OF, CATALOGUE.facts
    )
    (found,) = alternatives(AllOf((Since("company.established", 1), Since("company.established", 2))), context)
    assert found == {("company", "established"): Wait(date(2028, 1, 1))}


def test_requirements_on_products_read_facts_of_the_product_and_others_read_none() -> None:
    """So the solver can look at each product by itself."""
    for item in CATALOGUE.requirements():
        about_product = {fact.startswith(f"{PRODUCT}.") for fact in item.facts}
        assert about_product == {item.scope == "product"}, item.id


@pytest.mark.parametrize(("alike", "different"), [(True, 1), (False, 40)], ids=["alike", "all different"])
def test_steps_grow_with_the_products_that_differ(monkeypatch: pytest.MonkeyPatch, alike: bool, different: int) -> None:
    """Four requirements of a mini program are looked at for each product, and for the first one of all again."""
    looked_at: list[Requirement] = []

    def counted(requirement: Requirement, context: EvaluationContext) -> tuple[Assignment, ...]:
        if requirement.scope == "product":
            looked_at.append(requirement)
        return alternatives_to_meet(requirement, context)

    monkeypatch.setattr("cloudmkt_cli.planning.solver.alternatives_to_meet", counted)
    whole = vendor()["products"][0] | {"on_tencent_cloud": False}
    products = [whole | {"name": f"产品{n}", "registered_users": 1 if alike else n} for n in range(40)]
    solve(CATALOGUE.market("miniprogram"), facts(vendor() | {"products": products}), CATALOGUE)
    assert len(looked_at) == 4 * different + 4
