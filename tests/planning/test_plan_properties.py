"""A plan is exact: it makes its market eligible on its day, nothing in it can be left out, and nothing be less."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import reduce
from itertools import chain, combinations
from operator import getitem
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.samples import (
    AS_OF,
    CATALOGUE,
    MARKETS,
    Path,
    Values,
    check,
    facts_of_vendor,
    market_of,
    stating,
    vendor,
    without,
)
from support.strategies import days, days_to_plan_on, plannable, profiles

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.planning.goals import Minimum, MinimumCapital, MoreCases, NewProduct, NoLaterThan
from cloudmkt_cli.planning.solution import PlannedChange, Solution
from cloudmkt_cli.planning.solver import solve
from cloudmkt_cli.profile.references import reference_issues
from cloudmkt_cli.profile.values import LATEST

ONE_DAY = timedelta(days=1)
every_market = pytest.mark.parametrize("market", MARKETS)


def solution(values: Values, market: str, as_of: date) -> Solution:
    facts = facts_of_vendor(values, as_of=as_of)
    return solve(CATALOGUE.market(market), facts, CATALOGUE)


def is_eligible(values: Values, overrides: Iterable[Override], market: str, day: date) -> bool:
    planned = apply_overrides(values, overrides)
    assert list(reference_issues(planned, CATALOGUE)) == []
    return market_of(check(planned, as_of=day, markets=(market,)), market).verdict is Verdict.ELIGIBLE


def edits_of(changes: Iterable[PlannedChange]) -> list[Override]:
    return [override for change in changes for override in change.overrides]


@every_market
@given(values=profiles(), as_of=plannable)
def test_a_plan_opens_its_market_and_none_of_it_can_be_left_out(market: str, values: Values, as_of: date) -> None:
    found = solution(values, market, as_of)
    if found.day is None:
        assert [item.id for item in found.infeasible] == ["general.enterprise"]
        assert values["company"]["legal_form"] == "individual"
        return
    changes = found.changes
    assert found.day == max([as_of, *(change.earliest for change in changes)])
    assert is_eligible(values, edits_of(changes), market, found.day)
    for change in changes:
        if change.is_wait:  # it can be left out in one way only: by not waiting
            assert not is_eligible(values, edits_of(changes), market, change.earliest - ONE_DAY)
        else:
            rest = edits_of(other for other in changes if other is not change)
            assert not is_eligible(values, rest, market, found.day)


def test_an_attestation_to_come_is_waited_for_even_if_it_then_expires() -> None:
    """On the day after, which the plan has no need to wait for, it would have to be made anew."""
    values = stating(("experience", "operations"), AS_OF.replace(year=AS_OF.year - 2) + 2 * ONE_DAY)
    to_come = values["attestations"]["lawful"] | {"on": AS_OF + ONE_DAY, "expires": AS_OF + 2 * ONE_DAY}
    later = values["attestations"]["after-sales"] | {"on": AS_OF + 3 * ONE_DAY, "holds": False}
    values["attestations"] |= {"lawful": to_come, "after-sales": later}
    found = solution(values, "service", AS_OF)
    assert [(change.path, change.earliest) for change in found.changes if change.is_wait] == [
        (("experience", "operations"), AS_OF + 2 * ONE_DAY),
        (("attestations", "lawful"), AS_OF + ONE_DAY),
    ]
    assert found.day == AS_OF + 2 * ONE_DAY


def lesser(change: PlannedChange) -> Iterator[tuple[Override, ...]]:
    """What is written, each time with a little less of something."""
    match change.goal:
        case Minimum(least):
            yield (change.overrides[0]._replace(value=least - 1),)
        case MinimumCapital(least, stated):
            low = {"amount": stated.amount if stated else least - 1, "currency": stated.currency if stated else "CNY"}
            yield (change.overrides[0]._replace(value=low | {"cny_equivalent": least - 1}),)
        case NoLaterThan(latest) if latest < LATEST:
            yield (change.overrides[0]._replace(value=latest + ONE_DAY),)
        case MoreCases():
            yield change.overrides[:-1]
        case NewProduct():
            (override,) = change.overrides
            for name in set(override.value) - {"name", "markets"}:
                yield (override._replace(value={key: value for key, value in override.value.items() if key != name}),)


@every_market
@given(values=profiles(), as_of=plannable)
def test_no_change_of_a_plan_can_be_any_less(market: str, values: Values, as_of: date) -> None:
    found = solution(values, market, as_of)
    assume(found.day is not None and found.changes)
    for change in found.changes:
        rest = edits_of(other for other in found.changes if other is not change)
        for less in lesser(change):
            assert not is_eligible(values, [*rest, *less], market, found.day or as_of)


def at(path: Path, values: Any) -> Any:
    return reduce(getitem, path, values)


FACTS: list[Path] = [
    *(
        (table, key)
        for table in ("documents", "team", "support", "experience", "agreements")
        for key in vendor()[table]
    ),
    *(("company", key) for key in ("legal_form", "established", "registered_capital")),
    *(("products", 0, key) for key in vendor()["products"][0] if key not in {"name", "markets"}),
    *(("attestations", slug) for slug in vendor()["attestations"]),
    ("cases",),
]
"""All that requirements look at, in a profile with one product."""


@every_market
@given(gone=st.lists(st.sampled_from(FACTS), unique=True, min_size=1, max_size=6))
def test_no_fewer_facts_put_back_would_do(market: str, gone: list[Path]) -> None:
    """Every set of the facts that were taken away is tried, the small ones first."""
    values = vendor()
    for path in gone:
        values = without(path, values)
    whole = [Override(path, at(path, vendor())) for path in gone]
    sets = chain.from_iterable(combinations(whole, size) for size in range(len(whole) + 1))
    fewest = next(len(some) for some in sets if is_eligible(values, some, market, AS_OF))
    assert len(solution(values, market, AS_OF).changes) <= fewest


@every_market
@given(values=profiles(), as_of=plannable)
def test_what_is_fixed_is_never_changed_and_dates_are_only_waited_for(market: str, values: Values, as_of: date) -> None:
    for change in solution(values, market, as_of).changes:
        fixed = CATALOGUE.facts[change.fact].fixed is not None
        assert change.is_wait or not fixed or change.stated is None, change
        assert change.is_wait is (change.effort == "wait")


@every_market
@given(established=days, served=days, attested=days, as_of=days_to_plan_on)
def test_a_market_that_only_time_keeps_shut_opens_on_a_day_and_on_none_before(
    market: str, established: date, served: date, attested: date, as_of: date
) -> None:
    values = stating(("company", "established"), established)
    values["experience"] = dict.fromkeys(values["experience"], served)
    for attestation in values["attestations"].values():
        attestation["on"] = attested
    opens_on = solution(values, market, as_of).opens_on
    assert opens_on is not None
    assert is_eligible(values, (), market, opens_on)
    assert opens_on == as_of or not is_eligible(values, (), market, opens_on - ONE_DAY)


@every_market
@given(values=profiles(), as_of=plannable)
def test_a_market_is_open_without_a_change_if_and_only_if_the_check_says_eligible(
    market: str, values: Values, as_of: date
) -> None:
    found = solution(values, market, as_of)
    assert is_eligible(values, (), market, as_of) is (found.day == as_of and not found.changes)
