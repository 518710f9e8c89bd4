"""The onboarding of a vendor as clients read it: steps, papers and dates, without keys of the profile."""

from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import ProfileResult, Status, Step, Verdict
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.render.client.phrases import step_details
from cloudmkt_cli.runs.batch import CheckedProfile


class StepContent(NamedTuple):
    """A step, and whether it is done or the next."""

    title: Text
    done: bool
    is_next: bool


class OpenRequirement(NamedTuple):
    """A requirement that keeps the vendor from going on."""

    title: Text
    status: Status
    expected: Text
    evidence: Text
    markets: tuple[Text, ...]

    @property
    def standing(self) -> Message:
        """The status, and the markets that it is about."""
        return Message("report.status_for", {"status": Message(f"status.{self.status}"), "markets": self.markets})


class NextContent(NamedTuple):
    """The next step of a vendor, and the way there."""

    vendor: str
    path: str
    verdict: Verdict
    step: Text
    due: Message | None
    due_on: date | None
    due_is_estimate: bool
    details: tuple[Message | Text, ...]
    open: tuple[OpenRequirement, ...]
    steps: tuple[StepContent, ...]


def next_content(checked: CheckedProfile, catalogue: Catalogue) -> NextContent:
    """The onboarding of a vendor."""
    result = checked.result
    step = result.next_step
    return NextContent(
        vendor=result.vendor,
        path=checked.path,
        verdict=result.verdict,
        step=step.title,
        due=_due(step),
        due_on=step.due,
        due_is_estimate=step.due_is_estimate,
        details=step_details(step, catalogue),
        open=_open(result, step),
        steps=tuple(StepContent(item.title, item.done, item is step) for item in result.onboarding),
    )


def _due(step: Step) -> Message | None:
    if step.due is None:
        return None
    return Message("text.due_estimate" if step.due_is_estimate else "text.due", {"day": step.due})


def _open(result: ProfileResult, step: Step) -> tuple[OpenRequirement, ...]:
    """The requirements that block a step, once for all target markets that word them alike."""
    found: dict[OpenRequirement, list[Text]] = {}
    for target in result.targets:
        for finding in target.blockers:
            item = finding.requirement
            if item.id in step.blocked_by:
                key = OpenRequirement(item.title, finding.status, item.expected, item.evidence, ())
                found.setdefault(key, []).append(target.market.name)
    return tuple(key._replace(markets=tuple(markets)) for key, markets in found.items())
