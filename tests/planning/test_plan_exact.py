"""Every plan, and the order of the markets, is what brute force finds; ``benchmarks/plan_exactness.py`` tries more."""

from datetime import date

from hypothesis import given
from support.plan_brute_force import disagreements
from support.samples import Values
from support.strategies import plannable, profiles_to_plan


@given(values=profiles_to_plan(), as_of=plannable)
def test_a_plan_is_the_smallest_and_markets_are_in_the_order_of_their_plans(values: Values, as_of: date) -> None:
    assert list(disagreements(values, as_of)) == []
