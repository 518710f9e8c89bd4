"""What a plan comes to for one market: the changes, what they take, and what they serve."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple, get_args

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Requirement, leaves
from cloudmkt_cli.checking.facts import PRODUCT, IndexedProduct
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.planning.goals import Choice, Goal, MinimumCapital, NewAttestation, Wait, intersect

_RANKS: Final[Mapping[Effort, int]] = {effort: rank for rank, effort in enumerate(get_args(Effort))}


class Cost(NamedTuple):
    """What orders sets of changes, the smallest first."""

    changes: int
    fixed: int
    """How many facts must simply turn out so, as nothing changes them."""
    efforts: tuple[int, ...]
    """The ranks of the efforts, the hardest first."""

    @classmethod
    def of(cls, changes: Iterable[tuple[bool, Effort]]) -> "Cost":
        """The cost of some changes: of each, whether its fact is fixed, and its effort."""
        each = list(changes)
        ranks = sorted((_RANKS[effort] for _, effort in each), reverse=True)
        return cls(len(each), sum(is_fixed for is_fixed, _ in each), tuple(ranks))


class PlannedChange(NamedTuple):
    """One change, with all that it serves in its market."""

    path: KeyPath
    fact: str
    """Its name in the catalogue's list of facts."""
    goal: Goal
    requirements: tuple[Requirement, ...]
    overrides: tuple[Override, ...]
    """What to write; nothing where it is only to be waited for."""
    stated: object
    """What the profile states now, of cases how many; None where it states nothing."""
    effort: Effort
    is_fixed: bool
    """Whether it must simply turn out so, as nothing changes the fact."""
    earliest: date
    also: tuple[str, ...] = ()
    """Other markets that it serves too."""

    @property
    def exempts(self) -> bool:
        """Whether it shows that its requirements do not apply, instead of meeting them."""
        looked_at = {getattr(leaf, "fact", self.fact) for item in self.requirements for leaf in leaves(item.condition)}
        return isinstance(self.goal, Choice) and self.fact not in looked_at

    def covers(self, other: "PlannedChange") -> bool:
        """Whether another change needs nothing beyond this one."""
        return self.path == other.path and intersect(self.goal, other.goal) == self.goal

    @property
    def is_wait(self) -> bool:
        """Whether time alone brings it."""
        return isinstance(self.goal, Wait)

    @property
    def is_attestation(self) -> bool:
        """Whether it is an attestation, at which a reviewer will look again."""
        return isinstance(self.goal, NewAttestation)

    @property
    def is_answer(self) -> bool:
        """Whether the fact is not stated: it may be so already, and then saying so is all there is to do."""
        if isinstance(self.goal, MinimumCapital):
            return self.stated is None or self.goal.stated is not None
        return self.stated is None and not self.is_wait and not self.is_attestation


class Solution(NamedTuple):
    """What opens a market and when, or what keeps it shut."""

    changes: tuple[PlannedChange, ...]
    day: date | None
    """The first day on which the vendor is eligible, the changes made; None where no change helps."""
    product: IndexedProduct | None = None
    """The product, of those in the profile, that it is about."""
    infeasible: tuple[Requirement, ...] = ()
    """What no change meets."""
    opens_on: date | None = None
    """The first day on which the market is open with nothing changed: at the most, time has to pass."""

    @property
    def rank(self) -> tuple[bool, Cost, date]:
        """How much is left, the least first: whether anything helps, then what orders the solutions of one market."""
        cost = Cost.of((change.is_fixed, change.effort) for change in self.changes)
        return self.day is None, cost, self.day or date.max


def fact_of(path: KeyPath) -> str:
    """What the catalogue calls the fact at a key."""
    match path:
        case ("products", int(), str() as name, *_):
            return f"{PRODUCT}.{name}"
        case ("products" | "cases" | "attestations" as table, *_):
            return table
        case _:
            return dotted(path)
