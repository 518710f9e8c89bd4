"""What changed since an earlier screening: companies that are new or gone, and states that are no longer the same."""

from typing import NamedTuple

from cloudmkt_cli.screening.model import Basis, State


class StateChange(NamedTuple):
    """Companies whose state in a market is no longer the same."""

    market: str
    before: State
    now: State
    companies: int


class Changes(NamedTuple):
    """The companies of two screenings, told apart by credit code, else by name."""

    last: str
    """The file of the earlier screening, as messages show it."""
    before: int
    now: int
    new: int
    gone: int
    changed: int
    """Companies whose state changed in at least one market."""
    states: tuple[StateChange, ...]
    """Market by market, in the order of the states."""
    listed_in: str | None = None
    """The file that lists these companies."""
    last_basis: Basis | None = None
    """What the earlier screening was made by; None if its file does not say."""
    basis: Basis | None = None
    """What this one was made by."""
