"""The plan of the profile at hand, made once for all outputs and reports of a run."""

from cloudmkt_cli.planning.plan import Plan, make_plan
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


class _Last:
    """The last plan of each kind. Every output takes its part of a profile before the next profile is checked."""

    made: tuple[CheckedProfile, dict[bool, Plan]] | None = None


def plan_of(checked: CheckedProfile, run: RunContext, *, only_targets: bool = True) -> Plan:
    """The plan of a profile. The other markets take most of the time, and only JSON shows them beside targets."""
    if _Last.made is None or _Last.made[0] is not checked:
        _Last.made = checked, {}
    plans = _Last.made[1]
    if only_targets not in plans:
        plans[only_targets] = make_plan(
            checked.loaded, checked.result, run.catalogue, run.as_of, only_targets=only_targets
        )
    return plans[only_targets]
