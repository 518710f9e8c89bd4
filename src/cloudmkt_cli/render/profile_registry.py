"""Find the writer of each output and report format of ``plan`` and ``next``."""

from typing import NamedTuple, TextIO

from cloudmkt_cli.core.formats import Format, PlanReportFormat, Subject
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.writer import Writer
from cloudmkt_cli.runs.batch import RunContext


class Screen(NamedTuple):
    """How text is shown."""

    target: TextIO | None
    """The stream that it is printed to; None for a file."""
    is_overview: bool
    """Whether each profile gets a few lines instead of everything."""


def profile_writer_of(
    subject: Subject, kind: Format | PlanReportFormat, run: RunContext, language: Language, screen: Screen
) -> Writer:
    """The writer of a format. Only its module is imported."""
    match kind:
        case "text":
            return _for_a_screen(subject, run, language, screen)
        case "json" if subject == "plan":
            from cloudmkt_cli.render.json_report.plan import PlanJsonWriter

            return PlanJsonWriter(run, language)
        case "json" if subject == "where":
            from cloudmkt_cli.render.json_report.where import WhereJsonWriter

            return WhereJsonWriter(run, language)
        case "json":
            from cloudmkt_cli.render.json_report.next import NextJsonWriter

            return NextJsonWriter(run, language)
        case "html":
            from cloudmkt_cli.render.client.profile_html import ProfileHtmlWriter

            return ProfileHtmlWriter(run, language, subject)
        case "md":
            from cloudmkt_cli.render.client.profile_markdown import ProfileMarkdownWriter

            return ProfileMarkdownWriter(run, language, subject)
        case "xlsx":
            from cloudmkt_cli.render.client.profile_xlsx import ProfileXlsxWriter

            return ProfileXlsxWriter(run, language, subject)


def _for_a_screen(subject: Subject, run: RunContext, language: Language, screen: Screen) -> Writer:
    if subject == "where":
        from cloudmkt_cli.render.terminal.where import WhereOverviewWriter, WhereWriter

        return (WhereOverviewWriter if screen.is_overview else WhereWriter)(run, language, screen.target)
    if subject == "plan":
        if screen.is_overview:
            from cloudmkt_cli.render.terminal.plan_overview import PlanOverviewWriter

            return PlanOverviewWriter(run, language, screen.target)
        from cloudmkt_cli.render.terminal.plan import PlanWriter

        return PlanWriter(run, language, screen.target)
    if screen.is_overview:
        from cloudmkt_cli.render.terminal.onboarding import NextOverviewWriter

        return NextOverviewWriter(run, language, screen.target)
    from cloudmkt_cli.render.terminal.onboarding import NextWriter

    return NextWriter(run, language, screen.target)
