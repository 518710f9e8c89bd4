"""Plans for what the editions ask for beyond the default one: lists of clouds, capital from a bound on, months."""

from datetime import date
from typing import Any, Final

import pytest
from support.packs import CATALOGUES, profile_of
from support.samples import AS_OF, Values
from support.strategies_runs import as_toml

from cloudmkt_cli.catalogue.conditions import Cny, Condition, Contains, IsTrue, Since
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.facts import IndexedProduct, vendor_facts
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.planning.alternatives import NOTHING, EvaluationContext, alternatives, denials
from cloudmkt_cli.planning.goals import Choice, Goal, Includes, MinimumCapital, NoLaterThan, intersect, overrides
from cloudmkt_cli.planning.plan import make_plan
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.references import reference_issues

JD: Final = CATALOGUES["jd"]
RUNS_ON: Final = ("products", 0, "runs_on")
ON_TENCENT: Final = ("products", 0, "on_tencent_cloud")
YES: Final = Choice((True,))


def context(stated: Values) -> EvaluationContext:
    """The facts of a vendor with one product, as a catalogue that reads both keys about clouds would read them."""
    jd, tencent = JD, CATALOGUES["tencent-2019-01"]
    profile = validate(VendorProfile, profile_of(stated, jd))
    product = IndexedProduct(0, profile.products[0])
    values: dict[str, Any] = {}
    for catalogue in (jd, tencent):
        values |= vendor_facts(profile, {}, AS_OF, catalogue).for_market("website", product).values
    facts = vendor_facts(profile, {}, AS_OF, tencent).for_market("website", product)._replace(values=values)
    return EvaluationContext(facts, product, AS_OF, jd.facts)


@pytest.mark.parametrize(
    ("condition", "stated", "goals"),
    [
        (Contains("product.runs_on", "jd"), {}, {RUNS_ON: Includes((), ("jd",))}),
        (Contains("product.runs_on", "jd"), {"product.runs_on": ["aws"]}, {RUNS_ON: Includes(("aws",), ("jd",))}),
        (Contains("product.runs_on", "jd"), {"product.runs_on": ["jd"]}, NOTHING),
        (
            Contains("product.runs_on", "jd"),
            {"product.on_tencent_cloud": True},
            {RUNS_ON: Includes((), ("tencent", "jd"))},
        ),
        (Contains("product.runs_on", "jd"), {"product.on_tencent_cloud": False}, {RUNS_ON: Includes((), ("jd",))}),
        (Contains("product.runs_on", "tencent"), {}, {RUNS_ON: Includes((), ("tencent",))}),
        (Contains("product.runs_on", "tencent"), {"product.on_tencent_cloud": True}, NOTHING),
        (Contains("product.runs_on", "tencent"), {"product.on_tencent_cloud": False}, {ON_TENCENT: YES}),
        (IsTrue("product.on_tencent_cloud"), {}, {ON_TENCENT: YES}),
        (IsTrue("product.on_tencent_cloud"), {"product.on_tencent_cloud": False}, {ON_TENCENT: YES}),
        (IsTrue("product.on_tencent_cloud"), {"product.runs_on": ["aws", "tencent"]}, NOTHING),
        (IsTrue("product.on_tencent_cloud"), {"product.runs_on": ["aws"]}, {RUNS_ON: Includes(("aws",), ("tencent",))}),
        (
            IsTrue("product.on_tencent_cloud"),
            {"product.runs_on": ["aws"], "product.on_tencent_cloud": False},
            {RUNS_ON: Includes(("aws",), ("tencent",)), ON_TENCENT: YES},
        ),
        (
            Cny("company.registered_capital", ">=", 500_000),
            {"company.registered_capital": "49万元"},
            {("company", "registered_capital"): MinimumCapital(500_000)},
        ),
        (
            Cny("company.registered_capital", ">", 500_000),
            {"company.registered_capital": "50万元"},
            {("company", "registered_capital"): MinimumCapital(500_001)},
        ),
        (Cny("company.registered_capital", ">=", 500_000), {"company.registered_capital": "50万元"}, NOTHING),
        (
            Since("product.launched_on", months=6, strict=True),
            {},
            {("products", 0, "launched_on"): NoLaterThan(date(2026, 5, 22))},
        ),
        (Since("product.launched_on", months=6), {}, {("products", 0, "launched_on"): NoLaterThan(date(2026, 5, 23))}),
    ],
)
def test_what_meets_a_condition(condition: Condition, stated: Values, goals: dict[KeyPath, Goal]) -> None:
    assert alternatives(condition, context(stated)) == (goals,)


@pytest.mark.parametrize("stated", [{}, {"product.runs_on": ["jd", "tencent"]}])
def test_a_cloud_is_never_left_to_meet_a_condition(stated: Values) -> None:
    assert denials(Contains("product.runs_on", "jd"), context(stated)) == ()


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"product.runs_on": ["aws"]},
        {"product.runs_on": ["aws"], "product.on_tencent_cloud": False},
        {"product.on_tencent_cloud": True},
        {"product.on_tencent_cloud": False},
    ],
)
@pytest.mark.parametrize(
    "condition",
    [Contains("product.runs_on", "jd"), Contains("product.runs_on", "tencent"), IsTrue("product.on_tencent_cloud")],
)
def test_following_a_plan_meets_the_condition_and_contradicts_nothing(stated: Values, condition: Condition) -> None:
    values = profile_of(stated, JD)
    (goals,) = alternatives(condition, context(stated))
    edits: list[Override] = []
    for path, goal in goals.items():
        edits += overrides(path, goal, validate(VendorProfile, values))
    changed = apply_overrides(values, edits)
    assert [*reference_issues(changed, JD)] == []
    product = changed["products"][0]
    after = {f"product.{key}": product[key] for key in ("runs_on", "on_tencent_cloud") if key in product}
    assert alternatives(condition, context(after)) == (NOTHING,)


def test_two_lists_that_must_include_something_are_one() -> None:
    one, other = Includes(("aws",), ("jd",)), Includes(("aws",), ("huawei", "jd"))
    assert intersect(one, other) == Includes(("aws",), ("jd", "huawei"))
    assert intersect(one, one) == one
    assert intersect(one, Choice((True,))) is None


def test_a_list_is_written_whole() -> None:
    profile = validate(VendorProfile, profile_of({"product.runs_on": ["aws"]}, JD))
    assert overrides(RUNS_ON, Includes(("aws",), ("jd",)), profile) == (Override(RUNS_ON, ["aws", "jd"]),)


@pytest.mark.parametrize("pack", CATALOGUES)
def test_a_vendor_that_states_nothing_gets_a_plan_that_opens_every_market(pack: str) -> None:
    catalogue = CATALOGUES[pack]
    loaded = load_profile(as_toml(profile_of({}, catalogue)).encode(), ".", catalogue)
    plan = make_plan(loaded, check_profile(loaded.profile, catalogue, AS_OF), catalogue, AS_OF)
    assert {item.result.market.id for item in plan.markets} == set(catalogue.market_ids)
    for item in plan.markets:
        assert item.solution.day is not None, item.result.market.id
        edits = [edit for change in item.solution.changes for edit in change.overrides]
        after = load_profile(as_toml(profile_of({}, catalogue)).encode(), ".", catalogue, edits).profile
        results = check_profile(after, catalogue, item.solution.day).markets
        (result,) = (each for each in results if each.market.id == item.result.market.id)
        assert result.verdict == "eligible"
