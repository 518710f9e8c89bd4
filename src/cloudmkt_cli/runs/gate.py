"""What a run lets through: the verdict that counts of every profile, and what became of the waivers."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.waivers import InForce, waive

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import Baseline

Digest = TypeVar("Digest")


_NONE: Final[frozenset[Position]] = frozenset()


class GateOutcome(NamedTuple, Generic[Digest]):
    """What is made of a profile, with what the gate has to know of it; small, as it travels between processes."""

    transform: Digest
    gate: Verdict
    used: frozenset[Position]


def apply_gate(
    checked: CheckedProfile,
    transform: Callable[[CheckedProfile], Digest],
    waivers: InForce,
    baseline: "Baseline | None" = None,
) -> GateOutcome[Digest]:
    """Waive what is waived of a profile, and hold it against the baseline: so its gate is decided.

    Only then is made of it what ``digest`` does.
    """
    used = _NONE
    if waivers:
        result, used = waive(checked.result, checked.loaded.profile.company, waivers)
        checked = checked._replace(result=result)
    if baseline is not None:
        checked = checked._replace(baseline_result=baseline.baseline_result(checked.path, checked.result))
    return GateOutcome(transform(checked), checked.gate, used)


class GateTally:
    """What has come through so far; it grows while profiles are checked."""

    def __init__(self) -> None:
        self.verdicts: Counter[Verdict] = Counter()
        self.used: set[Position] = set()

    def take(self, weighed: GateOutcome[Digest]) -> Digest:
        """Count a profile, each once."""
        self.verdicts[weighed.gate] += 1
        self.used |= weighed.used
        return weighed.transform
