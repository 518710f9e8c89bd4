"""The onboarding timeline: the earliest day of each step, from today on."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.checking.onboarding import REVIEW_WORKING_DAYS, onboarding_steps
from cloudmkt_cli.checking.results import MarketResult
from cloudmkt_cli.checking.workdays import add_working_days
from cloudmkt_cli.profile.model import VendorProfile


class Milestone(NamedTuple):
    """An onboarding step, with its earliest day or, if it is done, the stated day; None if none is stated."""

    step: str
    done: bool
    day: date | None
    is_estimate: bool = False
    """Whether the calendar does not cover a year on the way."""


def timeline(profile: VendorProfile, result: MarketResult, eligible_on: date, as_of: date) -> Iterator[Milestone]:
    """All steps for a vendor that is eligible for a market from the day ``eligible_on``.

    Only the review takes time by the rules; every other step can follow on the same day.
    """
    facts = profile.onboarding
    dates = {
        "apply": facts.applied_on,
        "await-review": facts.reviewed_on,
        "sign-contract": facts.contract_signed_on,
        "pay-deposit": facts.deposit_paid_on,
    }
    day, is_estimate = as_of, False
    for step in onboarding_steps(profile, (result,), as_of):
        if step.done:
            yield Milestone(step.id, done=True, day=dates.get(step.id))
            continue
        stated = dates.get(step.id)
        if stated is not None and stated > as_of:
            day = max(day, stated)
        elif step.id == "qualify":
            day = max(day, eligible_on)
        elif step.due is not None:
            day, is_estimate = max(day, step.due), step.due_is_estimate
        elif step.id == "await-review":
            day, is_estimate = add_working_days(day, REVIEW_WORKING_DAYS)
        yield Milestone(step.id, done=False, day=day, is_estimate=is_estimate)
