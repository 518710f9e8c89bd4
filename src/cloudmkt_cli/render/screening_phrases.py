"""Words for what a screening decides. "Still open" never stands without how much is known of the rows."""

from typing import Final, NamedTuple

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.screening.model import RejectedLine, State
from cloudmkt_cli.screening.summary import Known, Range, StateCounts


class StateLine(NamedTuple):
    """A state, and what it means."""

    state: State
    symbol: str
    name: Message
    means: Message

    @property
    def head(self) -> Message:
        """The symbol and the name."""
        return Message("summary.state", {"symbol": self.symbol, "name": self.name})


STATES: Final = tuple(
    StateLine(state, symbol, Message(f"summary.{state}"), Message(f"summary.{state}_means"))
    for state, symbol in (
        (State.RULED_OUT, SYMBOLS[Verdict.NOT_ELIGIBLE]),
        (State.STILL_OPEN, SYMBOLS[Verdict.INCOMPLETE]),
        (State.ELIGIBLE, SYMBOLS[Verdict.ELIGIBLE]),
    )
)


def still_open_means(counts: StateCounts) -> Message | None:
    """What is known of the rows that are still open; None if there are none."""
    if counts.known is None:
        return None
    return Message("summary.beside_open", known_values(counts.known))


def known_values(known: Known) -> dict[str, object]:
    """How many requirements are known, and of how many, for a message."""
    return {"decided": _range(known.decided), "required": _range(known.required)}


def _range(of: Range) -> Message | int:
    return of.least if of.least == of.most else Message("summary.range", of._asdict())


def rejected_reason(line: RejectedLine) -> Message:
    """Why a line is no row."""
    return Message(f"screen.rejected_{line.reason}")
