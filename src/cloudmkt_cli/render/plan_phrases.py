"""Words that all formats use for a plan: what a fact must be, how far it is from that, and what proves it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, assert_never, get_args

from cloudmkt_cli.catalogue.conditions import FactCondition, leaves
from cloudmkt_cli.catalogue.facts import Effort, FactLabel
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.clouds import either_key
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.planning.goals import (
    Choice,
    Goal,
    Includes,
    Listing,
    Minimum,
    MinimumCapital,
    MoreCases,
    NewAttestation,
    NewProduct,
    NoLaterThan,
    Wait,
)
from cloudmkt_cli.planning.questions import Answer, OpenQuestion
from cloudmkt_cli.planning.solution import PlannedChange, Solution, fact_of
from cloudmkt_cli.profile.values import Capital

_EFFORTS: Final[tuple[Effort, ...]] = get_args(Effort)


class Distance(NamedTuple):
    """How far a stated number is from ``least``, the smallest one that is enough."""

    stated: Decimal
    least: Decimal
    unit: Text

    @property
    def amount(self) -> Decimal:
        """The difference."""
        return self.least - self.stated


def left_to_do(solution: Solution) -> Message:
    """How much is left to do for a market, and by when."""
    if solution.day is None:
        return Message("plan.shut")
    if not solution.changes:
        return Message("plan.open_already")
    if solution.opens_on == solution.day:
        return Message("plan.opens_by_itself", {"day": solution.opens_on})
    return Message("plan.opens", {"count": len(solution.changes), "day": solution.day})


def efforts(solution: Solution) -> Message:
    """How many of the changes take which effort, the most first."""
    counts = Counter(change.effort for change in solution.changes)
    counted = tuple(
        Message("plan.effort_count", {"effort": Message(f"plan.effort_{effort}"), "count": counts[effort]})
        for effort in reversed(_EFFORTS)
        if counts[effort]
    )
    return Message("plan.efforts", {"efforts": counted})


def title(change: PlannedChange, catalogue: Catalogue) -> Text | Message:
    """The title of a change."""
    if isinstance(change.goal, NewProduct):
        return Message("plan.new_product")
    return change.requirements[0].title if change.fact == "attestations" else catalogue.facts[change.fact].label


def need(change: PlannedChange, as_of: date, catalogue: Catalogue) -> Message:
    """What must change, and how far the stated value is from it."""
    if far := distance(change, catalogue):
        return Message("plan.short_by", {**far._asdict(), "distance": far.amount})
    match change.goal:
        case Wait(until=day):
            what = "plan.attested_from" if change.fact == "attestations" else "plan.met_on"
            return Message(what, {"day": day, "days": _days((day - as_of).days)})
        case _ if change.exempts:
            return exempted(change.goal, change.fact, change.requirements, catalogue)
        case Choice() if change.stated is not None:
            label = catalogue.facts[change.fact]
            stated = label.values.get(str(change.stated), change.stated)
            return Message("plan.becomes", {"stated": stated, "values": _any_of(change.goal, label)})
        case _:
            return asked(change.goal, change.fact, catalogue)


def distance(change: PlannedChange, catalogue: Catalogue) -> Distance | None:
    """How far a stated number is from the goal; None if nothing, or no number, is stated."""
    stated, unit = change.stated, catalogue.facts[change.fact].unit
    known = stated.in_cny if isinstance(stated, Capital) else stated
    if unit is None or not isinstance(known, int | float | Decimal):
        return None
    now = Decimal(str(known))
    match change.goal:
        case Minimum(least) | MinimumCapital(least):
            needed = Decimal(least)
        case MoreCases(more):
            needed = now + more
        case _:
            return None
    return Distance(now, needed, unit.one if needed - now == 1 else unit.many)


def asked(goal: Goal, fact: str, catalogue: Catalogue) -> Message:
    """What a goal asks of a fact."""
    label = catalogue.facts[fact]
    match goal:
        case MinimumCapital(stated=Capital() as stated):
            values = {"amount": stated.amount, "currency": stated.currency, "least": goal.yuan}
            return Message("plan.worth", values)
        case Minimum(least) | MinimumCapital(least) | MoreCases(least):
            return Message("plan.at_least", {"least": least, "unit": _unit(label, least)})
        case Choice():
            return Message("plan.must_be", {"values": _any_of(goal, label)})
        case Includes():
            return Message("plan.includes", {"values": tuple(label.values.get(value, value) for value in goal.added)})
        case NoLaterThan():
            return Message("plan.not_after", {"day": goal.latest})
        case Wait():
            return Message("plan.from", {"day": goal.until})
        case NewAttestation():
            return Message("plan.attested")
        case Listing():
            return Message("plan.listed", {"market": catalogue.market(goal.market).name})
        case NewProduct():
            facts = tuple(_stating(path, part, catalogue) for path, part in goal.facts)
            return Message("plan.all_of", {"facts": facts})
        case _:
            assert_never(goal)


def timeline_heading(catalogue: Catalogue) -> Message:
    """What the days of a timeline mean: how long the review takes, if the edition says so."""
    wait = next((step.wait for step in catalogue.onboarding if step.wait), None)
    return Message("plan.timeline", {"days": wait.working_days}) if wait else Message("plan.timeline_without_review")


def exempted(goal: Goal, fact: str, requirements: Sequence[Requirement], catalogue: Catalogue) -> Message:
    """What a fact must be so that some requirements do not apply."""
    values = _any_of(goal, catalogue.facts[fact]) if isinstance(goal, Choice) else asked(goal, fact, catalogue)
    return Message("plan.exempts", {"values": values, "titles": tuple(item.title for item in requirements)})


def answers(question: OpenQuestion, catalogue: Catalogue, names: Mapping[str, Text]) -> tuple[tuple[Message, ...], ...]:
    """What an open question must be answered with, once for all markets that need the same answer."""
    alike: dict[object, list[Answer]] = {}
    for answer in question.answers:
        exempt = tuple(item.slug for item in answer.requirements) if answer.exempts else None
        alike.setdefault((answer.goal, exempt), []).append(answer)
    return tuple(_answer(same, question.fact, catalogue, names) for same in alike.values())


def _answer(same: Sequence[Answer], fact: str, catalogue: Catalogue, names: Mapping[str, Text]) -> tuple[Message, ...]:
    """The answer that several markets need, and those that it alone opens."""
    answer = same[0]
    if answer.exempts:
        words = exempted(answer.goal, fact, answer.requirements, catalogue)
    else:
        words = asked(answer.goal, fact, catalogue)
    needed = Message("plan.answer_for", {"answer": words, "markets": tuple(names[item.market] for item in same)})
    alone = tuple(names[item.market] for item in same if item.opens)
    return (needed, Message("plan.opens_alone", {"markets": alone})) if alone else (needed,)


def evidence(change: PlannedChange) -> tuple[Text, ...]:
    """The evidence for a change, each text once. Requirements that will not apply need none."""
    parts = change.goal.facts if isinstance(change.goal, NewProduct) else [(change.path, change.goal)]
    facts = {fact_of(path) for path, _ in parts}
    shown = (item for item in change.requirements if facts & {*_keys(item), "cases", "attestations"})
    return tuple(dict.fromkeys(item.evidence for item in shown))


def reason(requirement: Requirement, catalogue: Catalogue) -> Text:
    """Why no change meets a requirement."""
    fixed = (catalogue.facts[fact].fixed for fact in _facts(requirement))
    return next((why for why in fixed if why), requirement.how)


def _facts(requirement: Requirement) -> tuple[str, ...]:
    return tuple(leaf.fact for leaf in leaves(requirement.condition) if isinstance(leaf, FactCondition))


def _keys(requirement: Requirement) -> tuple[str, ...]:
    """The facts of a requirement, and those that say the same."""
    return tuple(key for fact in _facts(requirement) for key in either_key(fact))


def _stating(path: KeyPath, goal: Goal, catalogue: Catalogue) -> Message | Text:
    fact = fact_of(path)
    label = catalogue.facts[fact].label
    if goal == Choice((True,)):
        return label
    return Message("check.stated", {"label": label, "value": asked(goal, fact, catalogue)})


def _days(count: int) -> Message:
    return Message("plan.one_day") if count == 1 else Message("plan.days", {"count": count})


def _any_of(goal: Choice, label: FactLabel) -> object:
    """The values that meet a goal, as one phrase."""
    *some, last = (label.values.get(str(value), value) for value in goal.values)
    return Message("plan.or", {"some": tuple(some), "last": last}) if some else last


def _unit(label: FactLabel, number: int) -> Text | str:
    if label.unit is None:
        return ""
    return label.unit.one if number == 1 else label.unit.many
