"""Facts that are not stated, as open questions: those that most markets and requirements depend on come first."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.checking.facts import VendorFacts
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.planning.alternatives import EvaluationContext, denials
from cloudmkt_cli.planning.goals import Goal, NewProduct
from cloudmkt_cli.planning.solution import Solution, fact_of


class Answer(NamedTuple):
    """An answer that one market needs, or one that exempts the vendor from some of its requirements."""

    market: str
    goal: Goal
    requirements: tuple[Requirement, ...]
    exempts: bool = False
    """Whether the requirements do not apply with this answer, instead of being met."""
    opens: bool = False
    """Whether this answer alone makes the vendor eligible for the market."""


class OpenQuestion(NamedTuple):
    """A fact that is not stated, with the answers that markets need."""

    path: KeyPath
    fact: str
    answers: tuple[Answer, ...]

    @property
    def markets(self) -> tuple[str, ...]:
        """The ids of the markets that depend on it."""
        return tuple(dict.fromkeys(answer.market for answer in self.answers))

    @property
    def requirements(self) -> tuple[str, ...]:
        """The ids of the requirements that depend on it."""
        return tuple(dict.fromkeys(item.id for answer in self.answers for item in answer.requirements))

    @property
    def opens(self) -> tuple[str, ...]:
        """The ids of the markets for which it is the only open point."""
        return tuple(answer.market for answer in self.answers if answer.opens)


def questions(
    solved: Sequence[tuple[Market, Solution]], vendor: VendorFacts, catalogue: Catalogue
) -> tuple[OpenQuestion, ...]:
    """All open questions, sorted by the number of markets, then of requirements, that depend on them."""
    asked: dict[KeyPath, list[Answer]] = {}
    for market, solution in solved:
        for path, answer in (*_needed(market, solution), *_exempting(market, solution, vendor, catalogue)):
            asked.setdefault(path, []).append(answer)
    found = [OpenQuestion(path, fact_of(path), tuple(answers)) for path, answers in asked.items()]
    return tuple(sorted(found, key=lambda question: (-len(question.markets), -len(question.requirements))))


def _needed(market: Market, solution: Solution) -> Iterator[tuple[KeyPath, Answer]]:
    """The facts that a solution needs and the profile does not state."""
    opens = len(solution.changes) == 1
    for change in solution.changes:
        if change.is_answer:
            path = change.path[:1] if isinstance(change.goal, NewProduct) else change.path
            yield path, Answer(market.id, change.goal, change.requirements, change.exempts, opens)


def _exempting(
    market: Market, solution: Solution, vendor: VendorFacts, catalogue: Catalogue
) -> Iterator[tuple[KeyPath, Answer]]:
    """The unstated facts that could show that requirements which a solution meets do not apply."""
    if solution.day is None or solution.product is None:
        return
    facts = vendor.for_market(market.id, solution.product)._replace(as_of=solution.day)
    context = EvaluationContext(facts, solution.product, vendor.as_of, catalogue.facts)
    planned = {change.path for change in solution.changes}
    met = dict.fromkeys(item for change in solution.changes for item in change.requirements)
    exempted: dict[tuple[KeyPath, Goal], list[Requirement]] = {}
    for item in met:
        for assignment in denials(item.applies_when, context) if item.applies_when else ():
            for path, goal in assignment.items():
                if len(assignment) == 1 and path not in planned:
                    exempted.setdefault((path, goal), []).append(item)
    for (path, goal), items in exempted.items():
        yield path, Answer(market.id, goal, tuple(items), exempts=True)
