"""What reports about profiles can be about, beside their check."""

from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.render.client.next_content import NextContent, next_content
from cloudmkt_cli.render.client.plan_content import PlanContent, plan_content
from cloudmkt_cli.render.planned import plan_of
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext


def content_of(subject: Subject, checked: CheckedProfile, run: RunContext) -> PlanContent | NextContent:
    """What a report says about a profile."""
    if subject == "next":
        return next_content(checked)
    return plan_content(checked, plan_of(checked, run), run.catalogue)


def title_of(subject: Subject) -> Message:
    """The title of a report."""
    return Message(f"report.{subject}_title")


def date_line(run: RunContext, subject: Subject) -> Message:
    """The day that a report is made for."""
    return Message("plan.from" if subject == "plan" else "text.as_of", {"day": run.as_of})


def heads_of(subject: Subject) -> tuple[Message, ...]:
    """The headings of the table of vendors."""
    of_plan = ("report.vendor", "report.market", "text.verdict", "plan.left")
    keys = of_plan if subject == "plan" else ("report.vendor", "text.verdict", "text.next_step", "report.due")
    return tuple(map(Message, keys))
