"""Onboarding: the eight steps from an account to a listing, and warnings about contradictory facts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import dropwhile, pairwise
from typing import Final

from cloudmkt_cli.checking.results import OPEN_STATUSES, MarketResult, ProfileWarning, Status, Step, Verdict
from cloudmkt_cli.checking.workdays import add_working_days
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.profile.model import Onboarding, VendorProfile

STEPS: Final = {
    "register-account": "account.registered",
    "verify-enterprise": "account.enterprise_verified",
    "qualify": None,
    "apply": "onboarding.applied_on",
    "await-review": "onboarding.review",
    "sign-contract": "onboarding.contract_signed_on",
    "pay-deposit": "onboarding.deposit_paid_on",
    "complete": None,
}
"""The steps in order, each with the profile key that marks it as done."""
REVIEW_WORKING_DAYS: Final = 7
"""Working days for a review, the day of the application not counted (vendor FAQ)."""

_DATES: Final = ("applied_on", "reviewed_on", "contract_signed_on", "deposit_paid_on")


def onboarding_steps(profile: VendorProfile, targets: Sequence[MarketResult], as_of: date) -> tuple[Step, ...]:
    """The state of every step on ``as_of``. A fact that is not stated, or a date in the future, means not done."""
    facts = profile.onboarding
    steps = (
        _answered("register-account", profile.account.registered),
        _answered("verify-enterprise", profile.account.enterprise_verified),
        _qualify(facts, targets, as_of),
        _apply(facts, targets, as_of),
        _await_review(facts, as_of),
        _dated("sign-contract", facts.contract_signed_on, as_of),
        _dated("pay-deposit", facts.deposit_paid_on, as_of),
    )
    return (*steps, Step("complete", all(step.done for step in steps), (Message("onboarding.complete.about"),)))


def lint_onboarding(
    profile: VendorProfile, targets: Sequence[MarketResult], onboarding: Sequence[Step], as_of: date
) -> Iterator[ProfileWarning]:
    """Warnings about onboarding facts that contradict each other, and about addresses that the next step needs."""
    facts = profile.onboarding
    open_steps = [step.id for step in onboarding if not step.done]
    next_step = open_steps[0] if open_steps else None
    if next_step:
        yield from _lint_order(next_step, onboarding)
    yield from _lint_dates(facts)
    applied = _happened(facts.applied_on, as_of) and _review(facts, as_of) != "rejected"
    if applied and (failing := _blocker_ids(targets, Status.FAIL)):
        yield _warning("no-longer-qualifies", "onboarding.applied_on", {"ids": failing})
    if next_step == "sign-contract":
        for key in ("contact_email", "service_email"):
            if getattr(profile.account, key) is None:
                yield _warning("missing-email", f"account.{key}", {"key": f"account.{key}"})


def _lint_order(next_step: str, onboarding: Sequence[Step]) -> Iterator[ProfileWarning]:
    """A step that is done although an earlier one is not."""
    following = dropwhile(lambda step: step.id != next_step, onboarding)
    done_too_early = tuple(key for step in following if step.done and (key := STEPS[step.id]))
    if done_too_early:
        title = Message(f"onboarding.{next_step}.title")
        yield _warning("onboarding-order", done_too_early[0], {"step": title, "keys": done_too_early})


def _lint_dates(facts: Onboarding) -> Iterator[ProfileWarning]:
    """A date before that of an earlier step."""
    stated = [(name, day) for name in _DATES if (day := getattr(facts, name)) is not None]
    for (earlier, before), (later, after) in pairwise(stated):
        if before > after:
            keys = {"earlier": f"onboarding.{earlier}", "later": f"onboarding.{later}"}
            yield _warning("onboarding-dates", keys["later"], keys)


def _qualify(facts: Onboarding, targets: Sequence[MarketResult], as_of: date) -> Step:
    """Done if every target market is eligible, or once the vendor has applied, whatever the outcome."""
    markets = tuple(result.market.name for result in targets if result.verdict is not Verdict.ELIGIBLE)
    details = (Message("onboarding.qualify.do", {"markets": markets}),) if markets else ()
    done = not markets or _happened(facts.applied_on, as_of)
    return Step("qualify", done, details, blocked_by=_blocker_ids(targets, *OPEN_STATUSES))


def _apply(facts: Onboarding, targets: Sequence[MarketResult], as_of: date) -> Step:
    if _happened(facts.applied_on, as_of) and _review(facts, as_of) == "rejected":
        failing = _blocker_ids(targets, Status.FAIL)
        details = Message("onboarding.apply.again"), Message("onboarding.apply.about")
        return Step("apply", done=False, details=details, blocked_by=failing)
    return _dated("apply", facts.applied_on, as_of)


def _await_review(facts: Onboarding, as_of: date) -> Step:
    review = _review(facts, as_of)
    if review in {"approved", "rejected"}:
        return _answered("await-review", answer=review == "approved")
    notes = [] if facts.review else [_not_stated("await-review")]
    if facts.reviewed_on is not None and facts.reviewed_on > as_of:
        notes.append(_in_future("onboarding.reviewed_on", facts.reviewed_on))
    if facts.applied_on is None or facts.applied_on > as_of:
        return _step("await-review", *notes, done=False)
    due = add_working_days(facts.applied_on, REVIEW_WORKING_DAYS)
    key = "overdue" if as_of > due.day else "do"
    expected = Message(f"onboarding.await-review.{key}", {"day": due.day, "days": REVIEW_WORKING_DAYS})
    if due.is_estimate:
        notes.insert(0, Message("onboarding.estimate"))
    return Step("await-review", done=False, details=(expected, *notes), due=due.day, due_is_estimate=due.is_estimate)


def _review(facts: Onboarding, as_of: date) -> str | None:
    """The outcome of the review on the day; an outcome dated in the future is still pending."""
    in_future = facts.reviewed_on is not None and facts.reviewed_on > as_of
    return "pending" if in_future and facts.review else facts.review


@cache
def _answered(step: str, answer: bool | None) -> Step:  # noqa: FBT001  a fact, not a flag
    notes = [_not_stated(step)] if answer is None else []
    return _step(step, *notes, done=answer is True)


def _not_stated(step: str) -> Message:
    return Message("onboarding.not_stated", {"key": STEPS[step]})


def _in_future(key: str | None, day: date) -> Message:
    return Message("onboarding.later", {"key": key, "day": day})


def _dated(step: str, day: date | None, as_of: date) -> Step:
    if day is not None and day > as_of:
        return _step(step, _in_future(STEPS[step], day), done=False)
    return _answered(step, answer=None if day is None else True)


def _step(step: str, *notes: Message, done: bool) -> Step:
    return Step(step, done, (Message(f"onboarding.{step}.about"), *notes))


def _happened(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def _blocker_ids(targets: Sequence[MarketResult], *statuses: Status) -> tuple[str, ...]:
    """The ids of the blockers of the target markets that have one of the statuses, each once."""
    blockers = (finding for result in targets for finding in result.blockers if finding.status in statuses)
    return tuple(dict.fromkeys(finding.requirement.id for finding in blockers))


def _warning(code: str, about: str, values: Mapping[str, object]) -> ProfileWarning:
    return ProfileWarning(code, Message(f"warning.{code}", values), tuple(about.split(".")))
