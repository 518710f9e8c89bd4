"""The solution for one market: its changes, their cost, and the requirements that they meet."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple, get_args

from cloudmkt_cli.catalogue.conditions import leaves
from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.clouds import either_key
from cloudmkt_cli.checking.facts import PRODUCT, IndexedProduct
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.planning.goals import Choice, Goal, MinimumCapital, NewAttestation, Wait, intersect

_RANKS: Final[Mapping[Effort, int]] = {effort: rank for rank, effort in enumerate(get_args(Effort))}


class Cost(NamedTuple):
    """The sort key of sets of changes, smallest first."""

    changes: int
    fixed: int
    """Number of changes to facts that the vendor cannot change: they must simply turn out so."""
    efforts: tuple[int, ...]
    """Ranks of the efforts, hardest first."""

    @classmethod
    def of(cls, changes: Iterable[tuple[bool, Effort]]) -> "Cost":
        """The cost of changes, given whether the fact of each is fixed, and its effort."""
        each = list(changes)
        ranks = sorted((_RANKS[effort] for _, effort in each), reverse=True)
        return cls(len(each), sum(is_fixed for is_fixed, _ in each), tuple(ranks))


class PlannedChange(NamedTuple):
    """One change, with the requirements of its market that it helps to meet."""

    path: KeyPath
    fact: str
    """Name in the catalogue's list of facts."""
    goal: Goal
    requirements: tuple[Requirement, ...]
    overrides: tuple[Override, ...]
    """What to write; empty if it only takes time."""
    stated: object
    """The current value, for cases their number; None if nothing is stated."""
    effort: Effort
    is_fixed: bool
    """Whether the vendor cannot change the fact: it must simply turn out so."""
    earliest: date
    also: tuple[str, ...] = ()
    """Ids of other markets whose plan needs the same change, or less of it."""

    @property
    def exempts(self) -> bool:
        """Whether it shows that its requirements do not apply, instead of meeting them."""
        read_facts = {getattr(leaf, "fact", self.fact) for item in self.requirements for leaf in leaves(item.condition)}
        return isinstance(self.goal, Choice) and read_facts.isdisjoint(either_key(self.fact))

    def covers(self, other: "PlannedChange") -> bool:
        """Whether another change is done once this one is."""
        return self.path == other.path and intersect(self.goal, other.goal) == self.goal

    @property
    def is_wait(self) -> bool:
        """Whether it only takes time."""
        return isinstance(self.goal, Wait)

    @property
    def is_attestation(self) -> bool:
        """Whether it is an attestation, which a reviewer will verify."""
        return isinstance(self.goal, NewAttestation)

    @property
    def is_answer(self) -> bool:
        """Whether the fact is not stated: if it is true already, stating it is enough."""
        if isinstance(self.goal, MinimumCapital):
            return self.stated is None or self.goal.stated is not None
        return self.stated is None and not self.is_wait and not self.is_attestation


class Solution(NamedTuple):
    """The changes that make a vendor eligible for a market and the day on which they do, or what is infeasible."""

    changes: tuple[PlannedChange, ...]
    day: date | None
    """First day on which the vendor is eligible after the changes; None if the market is infeasible."""
    product: IndexedProduct | None = None
    """The product of the profile that meets the requirements on products; None for a new product or none."""
    infeasible: tuple[Requirement, ...] = ()
    """Requirements that no change can meet."""
    opens_on: date | None = None
    """First day on which the vendor is eligible without any change; None if there is none."""

    @property
    def rank(self) -> tuple[bool, Cost, date]:
        """Sort key, smallest solution first; an infeasible market comes last."""
        cost = Cost.of((change.is_fixed, change.effort) for change in self.changes)
        return self.day is None, cost, self.day or date.max


def fact_of(path: KeyPath) -> str:
    """The catalogue's name for the fact at a profile key."""
    match path:
        case ("products", int(), str() as name, *_):
            return f"{PRODUCT}.{name}"
        case ("products" | "attestations" as table, *_):
            return table
        case _:
            return dotted(path)
