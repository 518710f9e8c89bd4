"""The gate: the verdict that the exit code follows for each profile, and the count over a run."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.waivers import ActiveWaivers, apply_waivers

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import Baseline

Transformed = TypeVar("Transformed")


class GateOutcome(NamedTuple, Generic[Transformed]):
    """A transformed profile, its gate, and the positions of the waivers that it used.

    It is sent between processes, so it does not contain the profile itself.
    """

    transformed: Transformed
    gate: Verdict
    used: frozenset[Position]


def apply_gate(
    checked: CheckedProfile,
    transform: Callable[[CheckedProfile], Transformed],
    waivers: ActiveWaivers,
    baseline: "Baseline | None" = None,
) -> GateOutcome[Transformed]:
    """Apply the waivers and the baseline to a checked profile, then transform it."""
    result, used = apply_waivers(checked.result, checked.loaded.profile.company, waivers)
    if used:
        checked = checked._replace(result=result)
    if baseline is not None:
        checked = checked._replace(baseline_result=baseline.baseline_result(checked.path, result))
    return GateOutcome(transform(checked), checked.gate, used)


class GateTally:
    """Counts gate verdicts and collects used waivers while profiles are checked."""

    def __init__(self) -> None:
        self.verdicts: Counter[Verdict] = Counter()
        self.used: set[Position] = set()

    def add(self, outcome: GateOutcome[Transformed]) -> Transformed:
        """Count one profile, and return what was made of it."""
        self.verdicts[outcome.gate] += 1
        self.used |= outcome.used
        return outcome.transformed
