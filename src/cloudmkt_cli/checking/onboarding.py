"""Onboarding: the state of each step of an edition, and warnings about facts that contradict each other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import dropwhile, pairwise
from typing import Any

from cloudmkt_cli.catalogue.onboarding import OnboardingStep, Wait
from cloudmkt_cli.checking.facts import Values
from cloudmkt_cli.checking.results import OPEN_STATUSES, MarketResult, ProfileWarning, Status, Step, Verdict
from cloudmkt_cli.checking.workdays import add_working_days
from cloudmkt_cli.core.messages import Message


class Progress:
    """How far a vendor has come in the steps of an edition by a day. What is dated in the future has not happened.

    Vendors that state the same of the facts of the steps share one.
    """

    def __init__(self, values: Values, steps: Sequence[OnboardingStep], as_of: date) -> None:
        """Read the steps from the values of a vendor's facts."""
        self.steps = steps
        self.as_of = as_of
        self._values = values
        self.applied_on = next((self._past_day(step.fact) for step in steps if step.kind == "apply"), None)
        """The day of the application, whatever came of it; None if there has been none."""
        self.outcome = next((self._outcome(step) for step in steps if step.kind == "review"), None)
        """The outcome of the review on the day; an outcome dated in the future is still pending."""
        self.states = tuple(_state_by_facts(step, self) for step in steps)
        """The state of each step; None if it does not follow from the facts alone."""
        facts = (step.day_fact for step in steps)
        self.days = [(fact, day) for fact in facts if fact and (day := self.stated(fact)) is not None]
        """The days that are stated, and their facts, in the order of the steps."""

    def stated(self, fact: str | None) -> Any:
        """The value of a fact of the steps; None if it is not stated."""
        return self._values[fact] if fact else None

    def _past_day(self, fact: str | None) -> date | None:
        day: date | None = self.stated(fact)
        return day if day is not None and day <= self.as_of else None

    def _outcome(self, review: OnboardingStep) -> str | None:
        outcome: str | None = self.stated(review.fact)
        decided = self.stated(review.decided_on)
        return outcome if outcome is None or decided is None or decided <= self.as_of else "pending"


def onboarding_steps(progress: Progress, targets: Sequence[MarketResult]) -> tuple[Step, ...]:
    """The state of every step. A fact that is not stated, or a date in the future, means not done."""
    states: list[Step] = []
    for step, state in zip(progress.steps, progress.states, strict=True):
        if state is not None:
            states.append(state)
        elif step.kind == "qualify":
            states.append(_qualify(step, progress, targets))
        elif step.kind == "apply":
            states.append(_apply_again(step, targets))
        else:
            states.append(_state(step, done=all(earlier.done for earlier in states)))
    return tuple(states)


def lint_onboarding(
    progress: Progress, values: Values, targets: Sequence[MarketResult], states: Sequence[Step]
) -> Iterator[ProfileWarning]:
    """Warnings about onboarding facts that contradict each other, and about facts that the next step needs."""
    left = list(dropwhile(lambda pair: pair[1].done, zip(progress.steps, states, strict=True)))
    next_step = left[0][0] if left else None
    done_too_early = tuple([step.fact for step, state in left if state.done and step.fact])
    if next_step and done_too_early:
        yield _warning("onboarding-order", done_too_early[0], {"step": next_step.title, "keys": done_too_early})
    for (earlier, before), (later, after) in pairwise(progress.days):
        if before > after:
            yield _warning("onboarding-dates", later, {"earlier": earlier, "later": later})
    if progress.applied_on and progress.outcome != "rejected" and (failing := _blocker_ids(targets, Status.FAIL)):
        applied = next(step.fact for step in progress.steps if step.kind == "apply")
        yield _warning("no-longer-qualifies", applied or "", {"ids": failing})
    for fact in next_step.needs if next_step else ():
        if values[fact] is None:
            yield _warning("missing-email", fact, {"key": fact})


def _state_by_facts(step: OnboardingStep, progress: Progress) -> Step | None:
    """The state of a step; None if it depends on the markets or on the other steps."""
    match step.kind:
        case "answered":
            return _answered(step, progress.stated(step.fact))
        case "apply" if progress.applied_on and progress.outcome == "rejected":
            return None
        case "apply" | "dated":
            return _dated(step, progress)
        case "review":
            return _review(step, progress)
        case "qualify" | "complete":
            return None


def _qualify(step: OnboardingStep, progress: Progress, targets: Sequence[MarketResult]) -> Step:
    """Done if every target market is eligible, or once the vendor has applied, whatever the outcome."""
    markets = tuple([result.market.name for result in targets if result.verdict is not Verdict.ELIGIBLE])
    details = (Message("onboarding.qualify", {"markets": markets}),) if markets else ()
    done = not markets or progress.applied_on is not None
    return Step(step.id, step.title, done, details, blocked_by=_blocker_ids(targets, *OPEN_STATUSES))


def _apply_again(step: OnboardingStep, targets: Sequence[MarketResult]) -> Step:
    details = Message("onboarding.again"), step.about
    return Step(step.id, step.title, done=False, details=details, blocked_by=_blocker_ids(targets, Status.FAIL))


def _review(step: OnboardingStep, progress: Progress) -> Step:
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


def _answered(step: OnboardingStep, answer: bool | None) -> Step:  # noqa: FBT001  a fact, not a flag
    notes = [_not_stated(step)] if answer is None else []
    return _state(step, *notes, done=answer is True)


def _dated(step: OnboardingStep, progress: Progress) -> Step:
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
    blockers = [finding for result in targets for finding in result.blockers if finding.status in statuses]
    return tuple(dict.fromkeys([finding.requirement.id for finding in blockers]))


def _warning(code: str, about: str, values: Mapping[str, object]) -> ProfileWarning:
    return ProfileWarning(code, Message(f"warning.{code}", values), tuple(about.split(".")))
