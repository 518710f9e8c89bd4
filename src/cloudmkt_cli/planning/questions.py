"""What nobody has said yet, as questions: the answers that most markets and requirements wait for come first."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.checking.facts import VendorFacts
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.planning.alternatives import EvaluationContext, denials
from cloudmkt_cli.planning.goals import Goal, NewProduct
from cloudmkt_cli.planning.solution import Solution, fact_of


class Answer(NamedTuple):
    """What the answer must be for one market; or which requirements of it would not apply, if it were."""

    market: str
    goal: Goal
    requirements: tuple[Requirement, ...]
    exempts: bool = False
    """Whether the requirements fall away with this answer; with another one they stay, and take other changes."""
    opens: bool = False
    """Whether the market is open with this answer and nothing else."""


class OpenQuestion(NamedTuple):
    """A fact that is not stated, and what hangs on it."""

    path: KeyPath
    fact: str
    answers: tuple[Answer, ...]

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets that wait for it."""
        return tuple(dict.fromkeys(answer.market for answer in self.answers))

    @property
    def requirements(self) -> tuple[str, ...]:
        """The ids of the requirements that wait for it."""
        return tuple(dict.fromkeys(item.id for answer in self.answers for item in answer.requirements))

    @property
    def opens(self) -> tuple[str, ...]:
        """The markets that it alone opens."""
        return tuple(answer.market for answer in self.answers if answer.opens)


def questions(
    solved: Sequence[tuple[Market, Solution]], vendor: VendorFacts, catalogue: Catalogue
) -> tuple[OpenQuestion, ...]:
    """Every question: what most markets, then most requirements, wait for comes first."""
    asked: dict[KeyPath, list[Answer]] = {}
    for market, solution in solved:
        for path, answer in (*_needed(market, solution), *_exempting(market, solution, vendor, catalogue)):
            asked.setdefault(path, []).append(answer)
    found = [OpenQuestion(path, fact_of(path), tuple(answers)) for path, answers in asked.items()]
    return tuple(sorted(found, key=lambda question: (-len(question.markets), -len(question.requirements))))


def _needed(market: Market, solution: Solution) -> Iterator[tuple[KeyPath, Answer]]:
    """The facts of a solution that are not stated."""
    opens = len(solution.changes) == 1
    for change in solution.changes:
        if change.is_answer:
            path = change.path[:1] if isinstance(change.goal, NewProduct) else change.path
            yield path, Answer(market.id, change.goal, change.requirements, change.exempts, opens)


def _exempting(
    market: Market, solution: Solution, vendor: VendorFacts, catalogue: Catalogue
) -> Iterator[tuple[KeyPath, Answer]]:
    """The facts that are not stated and would show that what a solution meets does not apply."""
    if solution.day is None or solution.product is None:
        return
    facts = vendor.of(market.id, solution.product)._replace(as_of=solution.day)
    context = EvaluationContext(facts, solution.product, vendor.as_of, catalogue.facts)
    settled = {change.path for change in solution.changes}
    met = dict.fromkeys(item for change in solution.changes for item in change.requirements)
    exempted: dict[tuple[KeyPath, Goal], list[Requirement]] = {}
    for item in met:
        for assignment in denials(item.applies_when, context) if item.applies_when else ():
            for path, goal in assignment.items():
                if len(assignment) == 1 and path not in settled:
                    exempted.setdefault((path, goal), []).append(item)
    for (path, goal), items in exempted.items():
        yield path, Answer(market.id, goal, tuple(items), exempts=True)
