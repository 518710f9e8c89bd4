"""Onboarding: the state of each step of an edition, and warnings about facts that contradict each other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import dropwhile, pairwise
from typing import Any

from cloudmkt_cli.catalogue.onboarding import OnboardingStep, Wait
from cloudmkt_cli.checking.facts import stated_value
from cloudmkt_cli.checking.results import OPEN_STATUSES, MarketResult, ProfileWarning, Status, Step, Verdict
from cloudmkt_cli.checking.workdays import add_working_days
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.profile.model import VendorProfile


class _Progress:
    """How far a vendor has come in the steps of an edition by a day. What is dated in the future has not happened."""

    def __init__(self, profile: VendorProfile, steps: Sequence[OnboardingStep], as_of: date) -> None:
        self._profile = profile
        self.as_of = as_of
        self._apply = next((step for step in steps if step.kind == "apply"), None)
        self._review = next((step for step in steps if step.kind == "review"), None)

    def stated(self, fact: str | None) -> Any:
        """The value of a fact; None if it is not stated."""
        return stated_value(self._profile, fact) if fact else None

    def happened(self, fact: str | None) -> bool:
        """Whether a day is stated and has come."""
        day = self.stated(fact)
        return day is not None and day <= self.as_of

    @property
    def applied(self) -> bool:
        """Whether the vendor has applied, whatever came of it."""
        return self._apply is not None and self.happened(self._apply.fact)

    @property
    def applied_on(self) -> date | None:
        """The day of the application; None if there has been none."""
        return self.stated(self._apply.fact) if self._apply and self.applied else None

    @property
    def outcome(self) -> str | None:
        """The outcome of the review on the day; an outcome dated in the future is still pending."""
        if self._review is None or (outcome := self.stated(self._review.fact)) is None:
            return None
        decided = self.stated(self._review.decided_on)
        return outcome if decided is None or decided <= self.as_of else "pending"


def onboarding_steps(
    profile: VendorProfile, targets: Sequence[MarketResult], steps: Sequence[OnboardingStep], as_of: date
) -> tuple[Step, ...]:
    """The state of every step on ``as_of``. A fact that is not stated, or a date in the future, means not done."""
    progress = _Progress(profile, steps, as_of)
    states: list[Step] = []
    for step in steps:
        match step.kind:
            case "answered":
                states.append(_answered(step, progress.stated(step.fact)))
            case "qualify":
                states.append(_qualify(step, progress, targets))
            case "apply" if progress.applied and progress.outcome == "rejected":
                states.append(_apply_again(step, targets))
            case "apply" | "dated":
                states.append(_dated(step, progress))
            case "review":
                states.append(_review(step, progress))
            case "complete":
                states.append(_state(step, done=all(state.done for state in states)))
    return tuple(states)


def lint_onboarding(
    profile: VendorProfile,
    targets: Sequence[MarketResult],
    steps: Sequence[OnboardingStep],
    states: Sequence[Step],
    as_of: date,
) -> Iterator[ProfileWarning]:
    """Warnings about onboarding facts that contradict each other, and about facts that the next step needs."""
    progress = _Progress(profile, steps, as_of)
    next_step = next((step for step, state in zip(steps, states, strict=True) if not state.done), None)
    if next_step:
        yield from _lint_order(next_step, steps, states)
    yield from _lint_dates(steps, progress)
    if progress.applied and progress.outcome != "rejected" and (failing := _blocker_ids(targets, Status.FAIL)):
        applied = next(step.fact for step in steps if step.kind == "apply")
        yield _warning("no-longer-qualifies", applied or "", {"ids": failing})
    for fact in next_step.needs if next_step else ():
        if progress.stated(fact) is None:
            yield _warning("missing-email", fact, {"key": fact})


def _lint_order(
    next_step: OnboardingStep, steps: Sequence[OnboardingStep], states: Sequence[Step]
) -> Iterator[ProfileWarning]:
    """A step that is done although an earlier one is not."""
    following = dropwhile(lambda pair: pair[0] is not next_step, zip(steps, states, strict=True))
    done_too_early = tuple(step.fact for step, state in following if state.done and step.fact)
    if done_too_early:
        yield _warning("onboarding-order", done_too_early[0], {"step": next_step.title, "keys": done_too_early})


def _lint_dates(steps: Sequence[OnboardingStep], progress: _Progress) -> Iterator[ProfileWarning]:
    """A date before that of an earlier step."""
    facts = [step.decided_on or step.fact for step in steps if step.kind in {"apply", "review", "dated"}]
    stated = [(fact, day) for fact in facts if fact and (day := progress.stated(fact)) is not None]
    for (earlier, before), (later, after) in pairwise(stated):
        if before > after:
            yield _warning("onboarding-dates", later, {"earlier": earlier, "later": later})


def _qualify(step: OnboardingStep, progress: _Progress, targets: Sequence[MarketResult]) -> Step:
    """Done if every target market is eligible, or once the vendor has applied, whatever the outcome."""
    markets = tuple(result.market.name for result in targets if result.verdict is not Verdict.ELIGIBLE)
    details = (Message("onboarding.qualify", {"markets": markets}),) if markets else ()
    done = not markets or progress.applied
    return Step(step.id, step.title, done, details, blocked_by=_blocker_ids(targets, *OPEN_STATUSES))


def _apply_again(step: OnboardingStep, targets: Sequence[MarketResult]) -> Step:
    details = Message("onboarding.again"), step.about
    return Step(step.id, step.title, done=False, details=details, blocked_by=_blocker_ids(targets, Status.FAIL))


def _review(step: OnboardingStep, progress: _Progress) -> Step:
    if progress.outcome in {"approved", "rejected"}:
        return _answered(step, answer=progress.outcome == "approved")
    notes = [] if progress.stated(step.fact) else [_not_stated(step)]
    decided_on = progress.stated(step.decided_on)
    if decided_on is not None and decided_on > progress.as_of:
        notes.append(_in_future(step.decided_on, decided_on))
    if step.wait is None or progress.applied_on is None:
        return _state(step, *notes, done=False)
    return _waiting(step, step.wait, progress.applied_on, progress.as_of, notes)


def _waiting(step: OnboardingStep, wait: Wait, applied_on: date, as_of: date, notes: list[Message]) -> Step:
    due = add_working_days(applied_on, wait.working_days)
    key = "overdue" if as_of > due.day else "promised" if wait.promise else "expected"
    values = {"day": due.day, "days": wait.working_days, "channels": wait.channels}
    details = [Message(f"onboarding.{key}", values), *notes]
    if due.is_estimate:
        details.insert(1, Message("onboarding.estimate"))
    state = Step(step.id, step.title, done=False, details=tuple(details), due=due.day)
    return state._replace(due_is_estimate=due.is_estimate)


@cache
def _answered(step: OnboardingStep, answer: bool | None) -> Step:  # noqa: FBT001  a fact, not a flag
    notes = [_not_stated(step)] if answer is None else []
    return _state(step, *notes, done=answer is True)


def _dated(step: OnboardingStep, progress: _Progress) -> Step:
    day = progress.stated(step.fact)
    if day is not None and day > progress.as_of:
        return _state(step, _in_future(step.fact, day), done=False)
    return _answered(step, answer=None if day is None else True)


def _not_stated(step: OnboardingStep) -> Message:
    return Message("onboarding.not_stated", {"key": step.fact})


def _in_future(key: str | None, day: date) -> Message:
    return Message("onboarding.later", {"key": key, "day": day})


def _state(step: OnboardingStep, *notes: Message, done: bool) -> Step:
    return Step(step.id, step.title, done, (step.about, *notes))


def _blocker_ids(targets: Sequence[MarketResult], *statuses: Status) -> tuple[str, ...]:
    """The ids of the blockers of the target markets that have one of the statuses, each once."""
    blockers = (finding for result in targets for finding in result.blockers if finding.status in statuses)
    return tuple(dict.fromkeys(finding.requirement.id for finding in blockers))


def _warning(code: str, about: str, values: Mapping[str, object]) -> ProfileWarning:
    return ProfileWarning(code, Message(f"warning.{code}", values), tuple(about.split(".")))
