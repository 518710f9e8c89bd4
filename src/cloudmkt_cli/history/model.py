"""A report of ``check`` as it is read back: statuses and verdicts, without texts."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status, Verdict

STATUS_LETTERS: Final = {
    "p": Status.PASS,
    "f": Status.FAIL,
    "w": Status.FAIL,
    "u": Status.UNKNOWN,
    "m": Status.MANUAL,
    "n": Status.NOT_APPLICABLE,
}
"""The statuses as brief lines write them."""
WAIVED_LETTER: Final = "w"
"""The letter of a failure that is waived."""


class Origin(NamedTuple):
    """The file of a report, its catalogue, and the date that it was made for."""

    path: str
    catalogue: str
    checked_on: date
    as_of: date


class PastRequirement(NamedTuple):
    """A requirement in a report."""

    id: str
    level: Level
    status: Status
    waived: bool = False
    """Whether its failure was waived."""


class PastMarket(NamedTuple):
    """A market of a profile in a report."""

    targeted: bool
    verdict: Verdict
    requirements: tuple[PastRequirement, ...]


class PastProfile(NamedTuple):
    """A profile in a report. An input that could not be checked has neither vendor nor verdict."""

    path: str
    vendor: str | None = None
    verdict: Verdict | None = None
    markets: Mapping[str, PastMarket] = {}  # never changed

    @property
    def targets(self) -> Mapping[str, PastMarket]:
        """The target markets; all markets if the profile names no target."""
        return {name: market for name, market in self.markets.items() if market.targeted} or self.markets


class PastReport(NamedTuple):
    """A report. Every input is listed once, including those that could not be checked."""

    origin: Origin
    profiles: tuple[PastProfile, ...]
