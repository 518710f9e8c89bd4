"""What reports about profiles can be about, beside their check."""

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.client.next_content import NextContent, next_content
from cloudmkt_cli.render.client.plan_content import PlanContent, plan_content
from cloudmkt_cli.render.client.where_content import WhereContent, where_content
from cloudmkt_cli.render.placed import placements_of, texts_of
from cloudmkt_cli.render.planned import plan_of
from cloudmkt_cli.render.result_phrases import edition, report_title
from cloudmkt_cli.render.text_phrases import about_text
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext

Content = PlanContent | NextContent | WhereContent


def content_of(subject: Subject, checked: CheckedProfile, run: RunContext) -> Content:
    """What a report says about a profile."""
    match subject:
        case "plan":
            return plan_content(checked, plan_of(checked, run), run.catalogue)
        case "next":
            return next_content(checked, run.catalogue)
        case "where":
            return where_content(checked, placements_of(checked, run), run)


def title_of(subject: Subject, run: RunContext) -> Message:
    """The title of a report."""
    return report_title(f"report.{subject}_title", run.catalogue)


def date_line(run: RunContext, subject: Subject) -> Message:
    """The day that a report is made for."""
    return Message("plan.from" if subject == "plan" else "text.as_of", {"day": run.as_of})


def heads_of(subject: Subject, run: RunContext) -> tuple[Message | str, ...]:
    """The headings of the table of vendors."""
    match subject:
        case "plan":
            return _messages("report.vendor", "report.market", "text.verdict", "plan.left")
        case "next":
            return _messages("report.vendor", "text.verdict", "text.next_step", "report.due")
        case "where":
            return (*_messages("report.vendor"), *(text.edition.marketplace for text in texts_of(run)))


def editions_of(subject: Subject, run: RunContext) -> tuple[Catalogue, ...]:
    """The editions that a report is based on."""
    return texts_of(run) if subject == "where" else (run.catalogue,)


def edition_line(subject: Subject, of: Catalogue, run: RunContext, language: Language) -> Message | str:
    """When an edition was in force, and that it must be confirmed."""
    return about_text(of, run.as_of) if subject == "where" else edition(of, language)


def remarks_of(subject: Subject) -> tuple[Message, ...]:
    """What a verdict and a grade mean, where a report is based on texts of several marketplaces."""
    return _messages("where.intro", "where.grades") if subject == "where" else ()


def _messages(*keys: str) -> tuple[Message, ...]:
    return tuple(map(Message, keys))
