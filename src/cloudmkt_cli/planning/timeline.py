"""The onboarding timeline: the earliest day of each step, from today on."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.onboarding import OnboardingStep
from cloudmkt_cli.checking.facts import stated_value
from cloudmkt_cli.checking.onboarding import onboarding_steps
from cloudmkt_cli.checking.results import MarketResult
from cloudmkt_cli.checking.workdays import add_working_days
from cloudmkt_cli.core.messages import Text
from cloudmkt_cli.profile.model import VendorProfile


class Milestone(NamedTuple):
    """An onboarding step, with its earliest day or, if it is done, the stated day; None if none is stated."""

    step: str
    title: Text
    done: bool
    day: date | None
    is_estimate: bool = False
    """Whether the calendar does not cover a year on the way."""


def timeline(
    profile: VendorProfile, result: MarketResult, steps: Sequence[OnboardingStep], eligible_on: date, as_of: date
) -> Iterator[Milestone]:
    """All steps for a vendor that is eligible for a market from the day ``eligible_on``.

    Only the review takes time by the rules; every other step can follow on the same day.
    """
    day, is_estimate = as_of, False
    for step, state in zip(steps, onboarding_steps(profile, (result,), steps, as_of), strict=True):
        stated = _stated_day(profile, step)
        if state.done:
            yield Milestone(step.id, step.title, done=True, day=stated)
            continue
        if stated is not None and stated > as_of:
            day = max(day, stated)
        elif step.kind == "qualify":
            day = max(day, eligible_on)
        elif state.due is not None:
            day, is_estimate = max(day, state.due), state.due_is_estimate
        elif step.wait is not None:
            day, is_estimate = add_working_days(day, step.wait.working_days)
        yield Milestone(step.id, step.title, done=False, day=day, is_estimate=is_estimate)


def _stated_day(profile: VendorProfile, step: OnboardingStep) -> date | None:
    """The day that a profile states for a step; None if it states none, or the step has none."""
    fact = step.fact if step.kind in {"apply", "dated"} else step.decided_on
    day: date | None = stated_value(profile, fact) if fact else None
    return day
