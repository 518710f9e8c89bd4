"""The gate: the verdict that the exit code follows for each profile, what makes it so, and the count over a run."""

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from cloudmkt_cli.checking.results import Finding, Verdict
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.waivers import ActiveWaivers, apply_waivers

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import Baseline

Transformed = TypeVar("Transformed")


class GateReason(StrEnum):
    """What makes the gate better than the verdict."""

    WAIVED = "waived"
    NO_WORSE = "no_worse"
    """The baseline."""


def gate_of(checked: CheckedProfile) -> Verdict:
    """The verdict with waived failures counted as met and, given a baseline, with what is no worse than in it."""
    compared = checked.baseline_result
    return checked.result.verdict_with_waivers if compared is None or compared.counts else Verdict.ELIGIBLE


def gate_reasons(checked: CheckedProfile) -> tuple[GateReason, ...]:
    """Why the gate is not the verdict; empty if it is."""
    verdict, with_waivers = checked.result.verdict, checked.result.verdict_with_waivers
    waived = (GateReason.WAIVED,) if with_waivers is not verdict else ()
    return (*waived, GateReason.NO_WORSE) if gate_of(checked) is not with_waivers else waived


def is_tolerated(checked: CheckedProfile, finding: Finding) -> bool:
    """Whether the baseline lets a finding pass."""
    return checked.baseline_result is not None and finding.requirement.id in checked.baseline_result.tolerated


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
    return GateOutcome(transform(checked), gate_of(checked), used)


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
