"""The onboarding of an edition: its steps in order, the fact that ends each, waiting times and fees."""

from typing import Literal, NamedTuple

from cloudmkt_cli.core.messages import Text

StepKind = Literal["answered", "qualify", "apply", "review", "dated", "complete"]
"""What ends a step: a yes, all requirements met, the day of an application, its approval, a day, or all before it."""


WITHDRAWAL = "withdrawal"
"""When income is first paid out, which is no step."""


class Wait(NamedTuple):
    """How long a review takes, the day of the application not counted."""

    working_days: int
    channels: Text
    """How the vendor is told."""
    promise: bool = False


class OnboardingStep(NamedTuple):
    """One step, and the facts of the profile that it depends on."""

    id: str
    kind: StepKind
    title: Text
    about: Text
    fact: str | None = None
    """The fact that ends it; for a review, its outcome."""
    decided_on: str | None = None
    """The fact that holds the day of a review's outcome."""
    wait: Wait | None = None
    needs: tuple[str, ...] = ()
    """Facts that must be stated for the step to be taken."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that its state depends on."""
        return tuple(fact for fact in (self.fact, self.decided_on) if fact)

    @property
    def day_fact(self) -> str | None:
        """The fact that holds the day on which the step was taken or decided; None if it has none."""
        return self.fact if self.kind in {"apply", "dated"} else self.decided_on


class Fee(NamedTuple):
    """What a vendor pays; the amount is None where the edition names none."""

    id: str
    name: Text
    currency: str
    amount: int | None
    refundable: bool | None
    """None where the source does not say."""
    every: Literal["once", "year"]
    before: str
    """The id of the step that it is due before, or by which it is paid; or ``withdrawal``, that of the first income."""
    markets: tuple[str, ...] = ()
    """The markets that it is for; none means all."""
