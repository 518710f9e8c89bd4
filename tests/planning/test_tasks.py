"""What a plan for named targets lists, and how its tasks are told."""

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, stating, without
from support.strategies_runs import as_toml

from cloudmkt_cli.planning.instructions import ProfileFile
from cloudmkt_cli.planning.plan import Plan, make_plan
from cloudmkt_cli.planning.tasks import MarketTasks, TaskKind, further_questions, tasks_of
from cloudmkt_cli.profile.loader import load_profile


def planned(values: Values, markets: tuple[str, ...] = ()) -> tuple[Plan, tuple[MarketTasks, ...]]:
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    plan = make_plan(loaded, check(values, markets=markets), CATALOGUE, AS_OF)
    return plan, tasks_of(plan, ProfileFile.of(loaded))


FEW = without(("support", "days_per_week"), stating(("team", "technical_and_service"), 5))
"""Every market needs more people and support on more days."""


@pytest.mark.parametrize("named", ["target_markets", "--market"])
def test_a_plan_for_named_targets_asks_and_tells_of_no_other_market(named: str) -> None:
    if named == "target_markets":
        plan, tasks = planned(FEW | {"target_markets": ["website", "image"]})
    else:
        plan, tasks = planned(FEW, ("website", "image"))
    assert plan.others == ()
    assert {of.market.result.market.id for of in tasks} == {"website", "image"}
    assert {market for question in plan.questions for market in question.markets} == {"website", "image"}
    assert {market for of in tasks for task in of.new for market in task.change.also} <= {"website", "image"}


def test_a_plan_without_targets_shows_the_nearest_market_and_the_others() -> None:
    plan, tasks = planned(FEW)
    assert (len(tasks), len(plan.others)) == (1, 5)
    assert {market for question in plan.questions for market in question.markets} == set(CATALOGUE.market_ids)


def test_a_task_of_several_targets_is_told_once() -> None:
    _, (first, second) = planned(FEW | {"target_markets": ["website", "enterprise"]})
    numbers = [task.number for task in first.new]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {task.change.fact for task in second.earlier} >= {"support.days_per_week", "team.technical_and_service"}
    assert {task.change.path for task in second.new}.isdisjoint(task.change.path for task in first.new)


def test_a_key_that_exists_is_changed_and_one_that_does_not_is_answered() -> None:
    """Capital in another currency is not known in yuan, but its key is there."""
    capital = {"amount": 500_000, "currency": "USD"}
    _, (tasks,) = planned(stating(("company", "registered_capital"), capital, FEW) | {"target_markets": ["service"]})
    kinds = {task.change.fact: task.kind for task in tasks.new}
    assert kinds["company.registered_capital"] is TaskKind.CHANGE
    assert kinds["team.technical_and_service"] is TaskKind.CHANGE
    assert kinds["support.days_per_week"] is TaskKind.ANSWER


def test_what_a_task_is_about_is_no_further_question() -> None:
    plan, tasks = planned(FEW | {"target_markets": ["website"]})
    assert [question.fact for question in plan.questions] == ["support.days_per_week"]
    assert further_questions(plan, tasks) == ()
