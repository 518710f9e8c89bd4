"""The plan of the profile at hand, made once for all outputs and reports of a run."""

from cloudmkt_cli.planning.plan import Plan, make_plan
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


class _Last:
    """The last plan. Every output takes its part of a profile before the next profile is checked."""

    made: tuple[CheckedProfile, Plan] | None = None


def plan_of(checked: CheckedProfile, run: RunContext) -> Plan:
    """The plan of a profile."""
    if _Last.made is None or _Last.made[0] is not checked:
        _Last.made = checked, make_plan(checked.loaded, checked.result, run.catalogue, run.as_of)
    return _Last.made[1]
