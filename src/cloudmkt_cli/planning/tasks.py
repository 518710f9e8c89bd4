"""The changes of a plan as tasks: numbered across the target markets, grouped by kind, and each told once."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from cloudmkt_cli.planning.instructions import ProfileFile
from cloudmkt_cli.planning.plan import MarketPlan, Plan
from cloudmkt_cli.planning.questions import OpenQuestion
from cloudmkt_cli.planning.solution import PlannedChange


class TaskKind(StrEnum):
    """What a task asks of the vendor, in the order in which tasks are told."""

    CHANGE = "change"
    """Something that the profile states falls short."""
    ANSWER = "answer"
    """Something that the profile does not state."""
    ATTEST = "attest"
    WAIT = "wait"


class Task(NamedTuple):
    """One change and its number in the plan."""

    number: int
    kind: TaskKind
    change: PlannedChange


class MarketTasks(NamedTuple):
    """The tasks for one market."""

    market: MarketPlan
    new: tuple[Task, ...]
    """Those that no market before it has."""
    earlier: tuple[Task, ...]
    """Those of markets before it that cover the others."""

    def of_kind(self, kind: TaskKind) -> tuple[Task, ...]:
        """The new tasks of a kind."""
        return tuple(task for task in self.new if task.kind is kind)

    @property
    def all(self) -> tuple[Task, ...]:
        """All of them, by number."""
        return (*self.earlier, *self.new)


def tasks_of(plan: Plan, file: ProfileFile) -> tuple[MarketTasks, ...]:
    """The tasks for each target market, nearest first."""
    told: list[Task] = []
    found: list[MarketTasks] = []
    for market in plan.targets:
        known = [(change, _covering(change, told)) for change in market.solution.changes]
        new = [(_kind(change, file), change) for change, task in known if task is None]
        tasks = [(kind, change) for kind in TaskKind for its_kind, change in new if its_kind is kind]
        numbered = tuple(Task(number, *task) for number, task in enumerate(tasks, start=len(told) + 1))
        earlier = tuple(sorted((task for _, task in known if task), key=lambda task: task.number))
        found.append(MarketTasks(market, numbered, earlier))
        told += numbered
    return tuple(found)


def further_questions(plan: Plan, tasks: Sequence[MarketTasks]) -> tuple[OpenQuestion, ...]:
    """The open questions about facts that no task is about."""
    told = {task.change.path for of_market in tasks for task in of_market.new}
    return tuple(
        question for question in plan.questions if not any(path[: len(question.path)] == question.path for path in told)
    )


def _covering(change: PlannedChange, told: list[Task]) -> Task | None:
    """An earlier task that covers a change."""
    return next((task for task in told if task.change.covers(change)), None)


def _kind(change: PlannedChange, file: ProfileFile) -> TaskKind:
    """What a change asks. A key that is in the file is changed, even if its value counts as not stated."""
    if change.is_wait:
        return TaskKind.WAIT
    if change.is_attestation:
        return TaskKind.ATTEST
    return TaskKind.ANSWER if change.is_answer and not file.states(change.path) else TaskKind.CHANGE
