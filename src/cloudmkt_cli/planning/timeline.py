"""The onboarding timeline: the earliest day of each step, from today on."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.onboarding import OnboardingStep
from cloudmkt_cli.checking.facts import VendorFacts
from cloudmkt_cli.checking.onboarding import Progress, onboarding_steps
from cloudmkt_cli.checking.results import MarketResult
from cloudmkt_cli.checking.workdays import add_working_days
from cloudmkt_cli.core.messages import Text


class Milestone(NamedTuple):
    """An onboarding step, with its earliest day or, if it is done, the stated day; None if none is stated."""

    step: str
    title: Text
    done: bool
    day: date | None
    is_estimate: bool = False
    """Whether the calendar does not cover a year on the way."""


def timeline(
    vendor: VendorFacts, result: MarketResult, steps: Sequence[OnboardingStep], eligible_on: date
) -> Iterator[Milestone]:
    """All steps for a vendor that is eligible for a market from the day ``eligible_on``.

    Only the review takes time by the rules; every other step can follow on the same day.
    """
    as_of = vendor.as_of
    day, is_estimate = as_of, False
    progress = Progress(vendor.values, steps, as_of)
    for step, state in zip(steps, onboarding_steps(progress, (result,)), strict=True):
        stated: date | None = progress.stated(step.day_fact)
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
