"""A plan as clients read it: facts, papers and dates, without keys of the profile."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.planning.instructions import ProfileFile
from cloudmkt_cli.planning.plan import MarketPlan, Plan
from cloudmkt_cli.planning.tasks import MarketTasks, Task, TaskKind, further_questions, tasks_of
from cloudmkt_cli.planning.timeline import Milestone
from cloudmkt_cli.render.plan_phrases import answers, evidence, left_to_do, need, reason, timeline_heading, title
from cloudmkt_cli.runs.batch import CheckedProfile

KIND_TITLES: Final[Mapping[TaskKind, Message]] = {
    TaskKind.CHANGE: Message("plan.change"),
    TaskKind.ANSWER: Message("plan.confirm"),
    TaskKind.ATTEST: Message("plan.attest"),
    TaskKind.WAIT: Message("plan.wait"),
}


class Item(NamedTuple):
    """One thing to do."""

    number: int
    kind: TaskKind
    title: Text | Message
    need: Message
    effort: Message
    evidence: tuple[Text, ...]
    also: tuple[Text, ...]
    """The other markets that it serves."""


class Obstacle(NamedTuple):
    """A requirement that no change can meet."""

    title: Text
    reason: Text
    remedy: Text


class Day(NamedTuple):
    """A step that is to come, and its earliest day."""

    step: Text
    day: date | Message | None


class MarketContent(NamedTuple):
    """What a market takes."""

    name: Text
    verdict: Verdict
    left: Message
    eligible_from: date | None
    notes: tuple[Message, ...]
    """The product, and by when the vendor is eligible without any change."""
    obstacles: tuple[Obstacle, ...]
    items: tuple[Item, ...]
    """Those that no market before it has."""
    earlier: tuple[Item, ...]
    """Those of markets before it that it needs as well."""
    timeline: Message
    """What the days mean."""
    days: tuple[Day, ...]

    def of_kind(self, kind: TaskKind) -> tuple[Item, ...]:
        """The items of a kind."""
        return tuple(item for item in self.items if item.kind is kind)

    @property
    def as_above(self) -> Message:
        """Which items of markets before it are needed as well."""
        return Message("plan.as_above", {"numbers": tuple(item.number for item in self.earlier)})


class Other(NamedTuple):
    """A market that is no target, and how much is left to do for it."""

    name: Text
    verdict: Verdict
    left: Message


class Question(NamedTuple):
    """A fact that is not known, and what each market needs it to be."""

    title: Text
    answers: tuple[tuple[Message, ...], ...]


class PlanContent(NamedTuple):
    """The plan of a vendor."""

    vendor: str
    path: str
    verdict: Verdict
    markets: tuple[MarketContent, ...]
    """The target markets, nearest first."""
    others: tuple[Other, ...]
    """The other markets; only if no target is named."""
    questions: tuple[Question, ...]
    """Those about facts that are no item of a market."""


def plan_content(checked: CheckedProfile, plan: Plan, catalogue: Catalogue) -> PlanContent:
    """The plan of a vendor."""
    names = {market.id: market.name for market in catalogue.markets}
    tasks = tasks_of(plan, ProfileFile.of(checked.loaded))
    return PlanContent(
        vendor=checked.result.vendor,
        path=checked.path,
        verdict=checked.result.verdict,
        markets=tuple(_market(of_market, plan.as_of, catalogue, names) for of_market in tasks),
        others=tuple(
            Other(other.result.market.name, other.result.verdict, left_to_do(other.solution)) for other in plan.others
        ),
        questions=tuple(
            Question(catalogue.facts[question.fact].label, answers(question, catalogue, names))
            for question in further_questions(plan, tasks)
        ),
    )


def _market(tasks: MarketTasks, as_of: date, catalogue: Catalogue, names: Mapping[str, Text]) -> MarketContent:
    market = tasks.market
    solution = market.solution
    return MarketContent(
        name=market.result.market.name,
        verdict=market.result.verdict,
        left=left_to_do(solution),
        eligible_from=solution.day,
        notes=tuple(_notes(market)),
        obstacles=tuple(Obstacle(item.title, reason(item, catalogue), item.how) for item in solution.infeasible),
        items=tuple(_item(task, as_of, catalogue, names) for task in tasks.new),
        earlier=tuple(_item(task, as_of, catalogue, names) for task in tasks.earlier),
        timeline=timeline_heading(catalogue),
        days=tuple(_day(milestone) for milestone in market.timeline if not milestone.done),
    )


def _notes(market: MarketPlan) -> Iterator[Message]:
    solution = market.solution
    if solution.product:
        yield Message("plan.product", {"name": solution.product[1].name})
    if solution.opens_on and solution.opens_on != solution.day:
        yield Message("plan.opens_unchanged", {"day": solution.opens_on})


def _item(task: Task, as_of: date, catalogue: Catalogue, names: Mapping[str, Text]) -> Item:
    change = task.change
    return Item(
        number=task.number,
        kind=task.kind,
        title=title(change, catalogue),
        need=need(change, as_of, catalogue),
        effort=Message(f"plan.effort_{change.effort}"),
        evidence=evidence(change),
        also=tuple(names[market] for market in change.also),
    )


def _day(milestone: Milestone) -> Day:
    day = Message("plan.estimate", {"day": milestone.day}) if milestone.is_estimate else milestone.day
    return Day(milestone.title, day)
