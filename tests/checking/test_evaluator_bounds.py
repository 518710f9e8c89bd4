"""Durations, capital and clouds, on the bound and beside it."""

from datetime import date, timedelta

import pytest

from cloudmkt_cli.catalogue.conditions import Cny, Contains, FactCondition, IsTrue, Since
from cloudmkt_cli.checking.clouds import StatedClouds
from cloudmkt_cli.checking.evaluator import Truth, evaluate, latest_start, met_from, months_later
from cloudmkt_cli.checking.facts import Facts
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.profile.values import Capital

AS_OF = date(2026, 11, 23)


def truth(condition: FactCondition, value: object, as_of: date = AS_OF) -> Truth:
    return evaluate(condition, Facts({condition.fact: value, "product": 0}, as_of, "website")).truth


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 5, 23), 6, date(2026, 11, 23)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 15), 14, date(2028, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


@pytest.mark.parametrize(
    ("condition", "since", "first"),
    [
        (Since("x", years=2), date(2024, 11, 23), date(2026, 11, 23)),
        (Since("x", months=6), date(2026, 5, 23), date(2026, 11, 23)),
        (Since("x", months=6, strict=True), date(2026, 5, 23), date(2026, 11, 24)),
        (Since("x", months=6, strict=True), date(2025, 8, 31), date(2026, 3, 1)),
        (Since("x", months=6, strict=True), date(2027, 8, 31), date(2028, 3, 1)),
        (Since("x", years=1, months=6), date(2025, 5, 23), date(2026, 11, 23)),
        (Since("x", years=1), date(2024, 2, 29), date(2025, 2, 28)),
        (Since("x", years=1, strict=True), date(2024, 2, 29), date(2025, 3, 1)),
    ],
)
def test_the_first_day_on_which_a_duration_is_met(condition: Since, since: date, first: date) -> None:
    assert met_from(condition, since) == first
    assert truth(condition, since, first) is True
    assert truth(condition, since, first - timedelta(days=1)) is False


@pytest.mark.parametrize(
    ("condition", "day", "latest"),
    [
        (Since("x", years=2), date(2026, 11, 23), date(2024, 11, 23)),
        (Since("x", months=6, strict=True), date(2026, 11, 24), date(2026, 5, 23)),
        (Since("x", months=6), date(2026, 2, 28), date(2025, 8, 31)),
        (Since("x", months=6, strict=True), date(2026, 3, 1), date(2025, 8, 31)),
        (Since("x", months=1), date(2026, 9, 30), date(2026, 8, 31)),
        (Since("x", months=1), date(2026, 3, 31), date(2026, 2, 28)),
        (Since("x", months=1, strict=True), date(2026, 3, 31), date(2026, 2, 28)),
        (Since("x", years=1), date(2025, 2, 28), date(2024, 2, 29)),
        (Since("x", years=1), date(2024, 2, 29), date(2023, 2, 28)),
        (Since("x", years=4), date(2028, 2, 29), date(2024, 2, 29)),
    ],
)
def test_the_latest_day_to_start_on(condition: Since, day: date, latest: date) -> None:
    assert latest_start(condition, day) == latest


@pytest.mark.parametrize(
    "condition",
    [Since("x", years=1), Since("x", months=6), Since("x", months=1), Since("x", months=6, strict=True)],
    ids=["a-year", "six-months", "a-month", "more-than-six-months"],
)
def test_the_latest_start_is_the_last_day_that_is_met_and_no_other(condition: Since) -> None:
    for days in range(1500):
        day = date(2024, 1, 1) + timedelta(days=days)
        latest = latest_start(condition, day)
        assert met_from(condition, latest) <= day < met_from(condition, latest + timedelta(days=1))


def test_a_day_to_come_is_no_duration() -> None:
    tomorrow = AS_OF + timedelta(days=1)
    found = evaluate(Since("x", months=6), Facts({"x": tomorrow}, AS_OF, "website"))
    assert (found.truth, found.notes) == (False, (Message("check.after_as_of", {"day": tomorrow, "as_of": AS_OF}),))


def test_the_day_on_which_it_is_met_is_told() -> None:
    found = evaluate(Since("x", months=6, strict=True), Facts({"x": date(2026, 5, 23)}, AS_OF, "website"))
    assert (found.truth, found.notes) == (False, (Message("check.met_on", {"day": date(2026, 11, 24)}),))


@pytest.mark.parametrize(
    ("operator", "amount", "expected"),
    [
        (">", 500_000, False),
        (">", 500_000.01, True),
        (">", 499_999.99, False),
        (">=", 500_000, True),
        (">=", 499_999.99, False),
        (">=", 500_000.01, True),
    ],
)
def test_capital_above_a_limit_or_from_it_on(operator: str, amount: float, expected: bool) -> None:
    condition = Cny("x", operator, 500_000)  # type: ignore[arg-type]
    assert truth(condition, Capital(amount=amount, currency="CNY")) is expected
    in_dollars = Capital(amount=1, currency="USD", cny_equivalent=amount)
    assert truth(condition, in_dollars) is expected
    assert truth(condition, Capital(amount=amount, currency="USD")) is None
    assert truth(condition, None) is None


def test_the_limit_itself_is_told_only_where_it_fails() -> None:
    capital = Capital(amount=500_000, currency="CNY")
    strict, inclusive = (
        evaluate(condition, Facts({"x": capital}, AS_OF, "website"))
        for condition in (Cny("x", ">", 500_000), Cny("x", ">=", 500_000))
    )
    assert strict.notes == (Message("check.exactly_the_limit", {"limit": 500_000}),)
    assert inclusive.notes == ()


@pytest.mark.parametrize(
    ("value", "expected"), [(("a", "b"), True), (("b",), False), ((), False), (None, None), (("A",), False)]
)
def test_a_list_contains_a_word(value: object, expected: Truth) -> None:
    assert truth(Contains("x", "a"), value) is expected


LIST, YES_NO = "product.runs_on", "product.on_tencent_cloud"


@pytest.mark.parametrize(
    ("stated", "truths", "decided_by"),
    [
        (StatedClouds(None, True), [True, None, True], ("on_tencent_cloud", "runs_on", "on_tencent_cloud")),
        (StatedClouds(None, False), [False, None, False], ("on_tencent_cloud", "runs_on", "on_tencent_cloud")),
        (StatedClouds(("tencent",), None), [True, False, True], ("runs_on", "runs_on", "runs_on")),
        (StatedClouds(("huawei",), None), [False, True, False], ("runs_on", "runs_on", "runs_on")),
        (StatedClouds((), None), [False, False, False], ("runs_on", "runs_on", "runs_on")),
        (StatedClouds(("huawei", "tencent"), True), [True, True, True], ("runs_on", "runs_on", "on_tencent_cloud")),
        (StatedClouds(("huawei",), False), [False, True, False], ("runs_on", "runs_on", "on_tencent_cloud")),
    ],
)
def test_a_list_of_clouds_and_a_yes_or_no_say_the_same(
    stated: StatedClouds, truths: list[Truth], decided_by: tuple[str, str, str]
) -> None:
    facts = Facts({LIST: stated, YES_NO: stated, "product": 0}, AS_OF, "website")
    conditions: tuple[FactCondition, ...] = (Contains(LIST, "tencent"), Contains(LIST, "huawei"), IsTrue(YES_NO))
    found = [evaluate(condition, facts) for condition in conditions]
    assert [item.truth for item in found] == truths
    assert [item.decided_by for item in found] == [("products", 0, key) for key in decided_by]
