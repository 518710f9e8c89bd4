"""The alternatives that meet a condition or make it false, on conditions of every kind; and the values they write."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.samples import AS_OF, CATALOGUE, Values, facts_of_vendor, stating, vendor, without

from cloudmkt_cli.catalogue.conditions import (
    AllOf,
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Cny,
    Condition,
    IsTrue,
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Since,
)
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.planning.alternatives import (
    NOTHING,
    Assignment,
    EvaluationContext,
    alternatives,
    alternatives_to_meet,
    days_to_wait_for,
    denials,
)
from cloudmkt_cli.planning.goals import (
    BLANK,
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
    overrides,
)
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.values import EARLIEST, Capital

UNSTATED: Values = {"profile_version": 1, "company": {"name": "示例"}}
LICENCE, PERMIT = ("documents", "business_licence"), ("documents", "bank_account_permit")
FORM = ("company", "legal_form")
HAS_LICENCE, HAS_PERMIT = IsTrue("documents.business_licence"), IsTrue("documents.bank_account_permit")
OPERATORS = ("team", "marketplace_operators")


def context(values: Values, *, as_of: date = AS_OF, today: date = AS_OF) -> EvaluationContext:
    facts = facts_of_vendor(values).for_market("website")._replace(as_of=as_of)
    return EvaluationContext(facts, None, today, CATALOGUE.facts)


YES, NO = Choice((True,)), Choice((False,))


@pytest.mark.parametrize(
    ("condition", "to_meet", "to_deny"),
    [
        (HAS_LICENCE, [{LICENCE: YES}], [{LICENCE: NO}]),
        (IsTrue("documents.business_licence", "unknown"), [{LICENCE: YES}], []),
        (AllOf((HAS_LICENCE, HAS_PERMIT)), [{LICENCE: YES, PERMIT: YES}], [{LICENCE: NO}, {PERMIT: NO}]),
        (AnyOf((HAS_LICENCE, HAS_PERMIT)), [{LICENCE: YES}, {PERMIT: YES}], [{LICENCE: NO, PERMIT: NO}]),
        (NoneOf((HAS_LICENCE, HAS_PERMIT)), [{LICENCE: NO, PERMIT: NO}], [{LICENCE: YES}, {PERMIT: YES}]),
        (AtLeast("team.marketplace_operators", 2), [{OPERATORS: Minimum(2)}], []),
        (MoreThan("team.marketplace_operators", 2), [{OPERATORS: Minimum(3)}], []),
        (
            OneOf("company.legal_form", ("enterprise",)),
            [{FORM: Choice(("enterprise",))}],
            [{FORM: Choice(("individual-business", "individual"))}],
        ),
        (OneOf("company.legal_form", ("enterprise", "individual-business", "individual")), None, []),
        (CasesAtLeast(2), [{("cases",): MoreCases(2)}], []),
        (
            AnyCase(("award", "kept_running")),
            [
                {("cases",): MoreCases(1, frozenset({"award"}))},
                {("cases",): MoreCases(1, frozenset({"kept_running"}))},
            ],
            [],
        ),
        (ManualReview(), [], []),
    ],
    ids=lambda value: value.kind if hasattr(value, "kind") else "expected",
)
def test_alternatives_for_a_vendor_that_states_nothing(
    condition: Condition, to_meet: list[Assignment] | None, to_deny: list[Assignment]
) -> None:
    if to_meet is not None:
        assert [*alternatives(condition, context(UNSTATED))] == to_meet
    assert [*denials(condition, context(UNSTATED))] == to_deny


@pytest.mark.parametrize(("value", "condition"), [(True, HAS_LICENCE), (False, NoneOf((HAS_LICENCE,)))])
def test_a_condition_that_is_met_needs_nothing(value: bool, condition: Condition) -> None:
    stated = context(stating(LICENCE, value))
    assert alternatives(condition, stated) == (NOTHING,)
    assert denials(NoneOf((condition,)), stated) == (NOTHING,)


def test_a_fixed_fact_is_asked_for_and_never_changed() -> None:
    condition = OneOf("company.legal_form", ("individual",))
    assert alternatives(condition, context(without(FORM))) == ({FORM: Choice(("individual",))},)
    assert alternatives(condition, context(vendor())) == ()


@pytest.mark.parametrize(
    ("capital", "stated"),
    [
        (None, None),
        ("1万元", None),
        ({"amount": 10, "currency": "USD", "cny_equivalent": 70}, None),
        ({"amount": 10, "currency": "USD"}, Capital(amount=10, currency="USD")),
    ],
    ids=["not-stated", "yuan", "with-equivalent", "without-equivalent"],
)
def test_capital_in_another_currency_is_kept_only_if_its_equivalent_is_missing(
    capital: Any, stated: Capital | None
) -> None:
    path = ("company", "registered_capital")
    values = without(path) if capital is None else stating(path, capital)
    condition = Cny("company.registered_capital", ">", 1_000_000)
    assert alternatives(condition, context(values)) == ({path: MinimumCapital(1_000_001, stated)},)


ESTABLISHED = ("company", "established")


def test_a_day_that_is_not_stated_must_be_early_enough_and_not_before_the_earliest_possible() -> None:
    at_the_limit = EARLIEST.replace(year=EARLIEST.year + 2)
    condition = Since("company.established", 2)
    values = without(ESTABLISHED)
    on_the_day = context(values, as_of=at_the_limit)
    assert alternatives(condition, on_the_day) == ({ESTABLISHED: NoLaterThan(EARLIEST)},)
    assert alternatives(condition, context(values, as_of=at_the_limit - timedelta(days=1))) == ()


@pytest.mark.parametrize(
    ("since", "expected", "days"),
    [
        (date(2024, 11, 23), (NOTHING,), []),
        (date(2024, 11, 24), (), [date(2026, 11, 24)]),
    ],
    ids=["met-today", "met-tomorrow"],
)
def test_a_stated_day_is_waited_for_only_if_it_is_to_come(
    since: date, expected: tuple[Assignment, ...], days: list[date]
) -> None:
    condition = Since("company.established", 2)
    values = stating(ESTABLISHED, since)
    assert alternatives(condition, context(values)) == expected
    requirement = next(item for item in CATALOGUE.requirements() if not item.manual_review)
    requirement = requirement._replace(condition=condition)
    assert [*days_to_wait_for(requirement, context(values).facts)] == days


def test_an_attestation_is_new_from_today_or_waited_for() -> None:
    requirement = next(item for item in CATALOGUE.requirements() if item.manual_review)
    path = ("attestations", requirement.slug)
    tomorrow = AS_OF + timedelta(days=1)
    assert requirement.effort
    assert alternatives_to_meet(requirement, context(without(path))) == (
        {path: NewAttestation(AS_OF, requirement.effort)},
    )
    without_effort = requirement._replace(effort=None)
    assert alternatives_to_meet(without_effort, context(without(path))) == ({path: NewAttestation(AS_OF, "none")},)
    for day, days in ((AS_OF, []), (tomorrow, [tomorrow])):
        values = stating((*path, "on"), day)
        assert [*days_to_wait_for(requirement, context(values).facts)] == days
        expected = (NOTHING,) if day == AS_OF else ({path: Wait(tomorrow)},)
        assert alternatives_to_meet(requirement, context(values, as_of=tomorrow)) == expected


TWO_CASES = {"cases": [{"customer": "甲"}, {"customer": "乙"}]}


@pytest.mark.parametrize(
    ("path", "goal", "values", "expected"),
    [
        (ESTABLISHED, Wait(AS_OF), UNSTATED, []),
        (OPERATORS, Minimum(3), UNSTATED, [(OPERATORS, 3)]),
        (FORM, Choice(("enterprise", "individual")), UNSTATED, [(FORM, "enterprise")]),
        (ESTABLISHED, NoLaterThan(AS_OF), UNSTATED, [(ESTABLISHED, AS_OF)]),
        (("company", "registered_capital"), MinimumCapital(7), UNSTATED, [(("company", "registered_capital"), "7元")]),
        (
            ("company", "registered_capital"),
            MinimumCapital(7, Capital(amount=1, currency="USD")),
            UNSTATED,
            [(("company", "registered_capital"), {"amount": 1, "currency": "USD", "cny_equivalent": 7})],
        ),
        (("products", 0, "markets", 1), Listing("api"), UNSTATED, [(("products", 0, "markets", 1), "api")]),
        (
            ("attestations", "lawful"),
            NewAttestation(AS_OF, "low"),
            UNSTATED,
            [(("attestations", "lawful"), {"holds": True, "by": "…", "on": AS_OF, "evidence": ["https://…"]})],
        ),
        (("cases",), MoreCases(1), UNSTATED, [(("cases", 0), {"customer": "…"})]),
        (
            ("cases",),
            MoreCases(3, frozenset({"kept_running", "award"})),
            UNSTATED | TWO_CASES,
            [
                (("cases", 2), {"customer": "…", "award": "…", "kept_running": True}),
                (("cases", 3), {"customer": "…"}),
                (("cases", 4), {"customer": "…"}),
            ],
        ),
        (
            ("products", 2),
            NewProduct("api", ((("products", 2, "kind"), Choice(("saas",))),)),
            UNSTATED | {"products": [{"name": BLANK, "markets": ["api"]}, {"name": BLANK * 2, "markets": ["api"]}]},
            [(("products", 2), {"name": "………", "markets": ["api"], "kind": "saas"})],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_values_that_a_goal_writes(
    path: tuple[str | int, ...], goal: Goal, values: Values, expected: list[tuple[tuple[str | int, ...], Any]]
) -> None:
    profile = validate(VendorProfile, values)
    assert [*overrides(path, goal, profile)] == [Override(*item) for item in expected]
