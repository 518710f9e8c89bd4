"""How everybody stood in a report of ``check``, and none of its words: what is compared."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status, Verdict


class Origin(NamedTuple):
    """Where a report comes from: its file, the edition of the rules, and the day that it was made for."""

    path: str
    catalogue: str
    checked_on: date
    as_of: date


class PastRequirement(NamedTuple):
    """How a requirement stood."""

    id: str
    level: Level
    status: Status
    waived: bool = False
    """Whether somebody answered for its failure."""


class PastMarket(NamedTuple):
    """How a vendor stood in a market."""

    targeted: bool
    verdict: Verdict
    requirements: tuple[PastRequirement, ...]


class PastProfile(NamedTuple):
    """How a vendor stood. An input that could not be checked has neither name nor verdict."""

    path: str
    vendor: str | None = None
    verdict: Verdict | None = None
    markets: Mapping[str, PastMarket] = {}  # never changed

    @property
    def targets(self) -> Mapping[str, PastMarket]:
        """The markets that the vendor aims at: the targets, or all where no target is named."""
        return {name: market for name, market in self.markets.items() if market.targeted} or self.markets


class PastReport(NamedTuple):
    """What a report says: every input once, those that could not be checked too."""

    origin: Origin
    profiles: tuple[PastProfile, ...]
