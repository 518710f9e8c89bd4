"""What nobody has said yet, as questions: the answers that most markets and requirements wait for come first."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.planning.demands import Demand, NewProduct
from cloudmkt_cli.planning.solution import Solution, fact_of
from cloudmkt_cli.planning.ways import Outlook, ways
from cloudmkt_cli.toml_reader import KeyPath


class Answer(NamedTuple):
    """What the answer must be for one market; or which requirements of it would not apply, if it were."""

    market: str
    demand: Demand
    requirements: tuple[Requirement, ...]
    spares: bool = False
    """Whether the requirements fall away with this answer; with another one they stay, and take other changes."""
    opens: bool = False
    """Whether the market is open with this answer and nothing else."""


class Question(NamedTuple):
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


def questions(solved: Sequence[tuple[Market, Solution]], vendor: Facts, catalogue: Catalogue) -> tuple[Question, ...]:
    """Every question: what most markets, then most requirements, wait for comes first."""
    asked: dict[KeyPath, list[Answer]] = {}
    for market, solution in solved:
        for path, answer in (*_needed(market, solution), *_sparing(market, solution, vendor, catalogue)):
            asked.setdefault(path, []).append(answer)
    found = [Question(path, fact_of(path), tuple(answers)) for path, answers in asked.items()]
    return tuple(sorted(found, key=lambda question: (-len(question.markets), -len(question.requirements))))


def _needed(market: Market, solution: Solution) -> Iterator[tuple[KeyPath, Answer]]:
    """The facts of a solution that are not stated."""
    opens = len(solution.changes) == 1
    for change in solution.changes:
        if change.is_answer:
            path = change.path[:1] if isinstance(change.demand, NewProduct) else change.path
            yield path, Answer(market.id, change.demand, change.requirements, change.spares, opens)


def _sparing(
    market: Market, solution: Solution, vendor: Facts, catalogue: Catalogue
) -> Iterator[tuple[KeyPath, Answer]]:
    """The facts that are not stated and would show that what a solution meets does not apply."""
    if solution.day is None or solution.offer is None:
        return
    outlook = Outlook(vendor.of(market.id, solution.offer)._replace(as_of=solution.day), vendor.as_of, catalogue.facts)
    settled = {change.path for change in solution.changes}
    met = dict.fromkeys(item for change in solution.changes for item in change.requirements)
    spared: dict[tuple[KeyPath, Demand], list[Requirement]] = {}
    for item in met:
        for way in ways(item.applies_when, outlook, wanted=False) if item.applies_when else ():
            for path, demand in way.items():
                if len(way) == 1 and path not in settled:
                    spared.setdefault((path, demand), []).append(item)
    for (path, demand), items in spared.items():
        yield path, Answer(market.id, demand, tuple(items), spares=True)
