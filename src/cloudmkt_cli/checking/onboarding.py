"""The way in: eight steps from an account to a listing, which one is next, and what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

from cloudmkt_cli.checking.results import MarketResult, ProfileWarning, Status, Step, Verdict
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
"""The steps in their order, each with the key of the profile that says it is done."""
REVIEW_WORKING_DAYS: Final = 7
"""Within which an answer is expected, the day of applying not counted (vendor FAQ, on the review)."""

_DATES: Final = ("applied_on", "reviewed_on", "contract_signed_on", "deposit_paid_on")


def onboarding_steps(profile: VendorProfile, targets: Sequence[MarketResult], as_of: date) -> tuple[Step, ...]:
    """Every step as it stands on ``as_of``, for a vendor that aims at some markets.

    A fact that is not stated counts as not done, and so does a date still to come.
    """
    facts = profile.onboarding
    steps = (
        _said("register-account", profile.account.registered),
        _said("verify-enterprise", profile.account.enterprise_verified),
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
    """Facts that contradict each other, and what the next step will miss."""
    facts = profile.onboarding
    open_at = next((index for index, step in enumerate(onboarding) if not step.done), len(onboarding))
    ahead = [key for step in onboarding[open_at + 1 :] if step.done and (key := STEPS[step.id])]
    if ahead:
        title = Message(f"onboarding.{onboarding[open_at].id}.title")
        yield _warning("onboarding-order", ahead[0], {"step": title, "keys": tuple(ahead)})
    for (earlier, before), (later, after) in pairwise(_dates_stated(facts)):
        if before > after:
            keys = {"earlier": f"onboarding.{earlier}", "later": f"onboarding.{later}"}
            yield _warning("onboarding-dates", keys["later"], keys)
    applied = _happened(facts.applied_on, as_of) and _review(facts, as_of) != "rejected"
    if applied and (failing := _ids(targets, Status.FAIL)):
        yield _warning("no-longer-qualifies", "onboarding.applied_on", {"ids": failing})
    if open_at < len(onboarding) and onboarding[open_at].id == "sign-contract":
        for key in ("contact_email", "service_email"):
            if getattr(profile.account, key) is None:
                yield _warning("missing-email", f"account.{key}", {"key": f"account.{key}"})


def _qualify(facts: Onboarding, targets: Sequence[MarketResult], as_of: date) -> Step:
    """Done once every aim is eligible; an application that was made has passed this step, whatever became of it."""
    eligible = all(aim.verdict is Verdict.ELIGIBLE for aim in targets)
    markets = tuple(aim.market.name for aim in targets if aim.verdict is not Verdict.ELIGIBLE)
    details = () if eligible else (Message("onboarding.qualify.do", {"markets": markets}),)
    blocked_by = _ids(targets, Status.FAIL, Status.UNKNOWN, Status.MANUAL)
    return Step("qualify", eligible or _happened(facts.applied_on, as_of), details, blocked_by=blocked_by)


def _apply(facts: Onboarding, targets: Sequence[MarketResult], as_of: date) -> Step:
    if _happened(facts.applied_on, as_of) and _review(facts, as_of) == "rejected":
        failing = _ids(targets, Status.FAIL)
        details = Message("onboarding.apply.again"), Message("onboarding.apply.about")
        return Step("apply", done=False, details=details, blocked_by=failing)
    return _dated("apply", facts.applied_on, as_of)


def _await_review(facts: Onboarding, as_of: date) -> Step:
    review = _review(facts, as_of)
    if review in {"approved", "rejected"}:
        return _said("await-review", said=review == "approved")
    notes = [] if facts.review else [_not_stated("await-review")]
    if facts.reviewed_on is not None and facts.reviewed_on > as_of:
        notes.append(_later("onboarding.reviewed_on", facts.reviewed_on))
    if facts.applied_on is None or facts.applied_on > as_of:
        return _step("await-review", *notes, done=False)
    due = add_working_days(facts.applied_on, REVIEW_WORKING_DAYS)
    what = "overdue" if as_of > due.day else "do"
    expected = Message(f"onboarding.await-review.{what}", {"day": due.day, "days": REVIEW_WORKING_DAYS})
    if due.is_estimate:
        notes.insert(0, Message("onboarding.estimate"))
    return Step("await-review", done=False, details=(expected, *notes), due=due.day, due_is_estimate=due.is_estimate)


def _review(facts: Onboarding, as_of: date) -> str | None:
    """How the review stands on the day: an answer that is dated later has not come yet."""
    still_to_come = facts.reviewed_on is not None and facts.reviewed_on > as_of
    return "pending" if still_to_come and facts.review else facts.review


@cache
def _said(step: str, said: bool | None) -> Step:  # noqa: FBT001  as the profile has it
    return _step(step, *([_not_stated(step)] if said is None else []), done=said is True)


def _not_stated(step: str) -> Message:
    return Message("onboarding.not_stated", {"key": STEPS[step]})


def _later(key: str | None, day: date) -> Message:
    return Message("onboarding.later", {"key": key, "day": day})


def _dated(step: str, day: date | None, as_of: date) -> Step:
    if day is None or day <= as_of:
        return _said(step, None if day is None else True)
    return _step(step, _later(STEPS[step], day), done=False)


def _step(step: str, *notes: Message, done: bool) -> Step:
    return Step(step, done, (Message(f"onboarding.{step}.about"), *notes))


def _happened(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def _ids(targets: Sequence[MarketResult], *statuses: Status) -> tuple[str, ...]:
    """The required requirements of the markets aimed at that have one of the statuses, each once."""
    blockers = (finding for aim in targets for finding in aim.blockers if finding.status in statuses)
    return tuple(dict.fromkeys(finding.requirement.id for finding in blockers))


def _dates_stated(facts: Onboarding) -> list[tuple[str, date]]:
    return [(name, day) for name in _DATES if (day := getattr(facts, name)) is not None]


def _warning(code: str, about: str, values: Mapping[str, object]) -> ProfileWarning:
    return ProfileWarning(code, Message(f"warning.{code}", values), tuple(about.split(".")))
