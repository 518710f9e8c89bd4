"""Find the writer of each output and report format of ``check``."""

from cloudmkt_cli.core.formats import ClientFormat, GateFormat, ReportFormat, View
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.writer import Writer, render_document
from cloudmkt_cli.runs.batch import Batch, RunContext


def report_bytes(
    kind: ReportFormat, batch: Batch, language: Language, *, view: View = "full", sarif_all: bool = False
) -> bytes:
    """Render the report of a batch."""
    return render_document(writer_of(kind, batch.context, language, view=view, sarif_all=sarif_all), batch)


def writer_of(
    kind: ReportFormat, run: RunContext, language: Language, *, view: View = "full", sarif_all: bool = False
) -> Writer:
    """The writer of a format. Only its module is imported. ``view`` is for clients, ``sarif_all`` for SARIF only."""
    match kind:
        case "html" | "xlsx" | "csv" | "md":
            return _for_clients(kind, run, language, view)
        case "json":
            from cloudmkt_cli.render.json_report.check import JsonWriter

            return JsonWriter(run, language)
        case _:
            return _for_the_gate(kind, run, language, sarif_all=sarif_all)


def _for_clients(kind: ClientFormat, run: RunContext, language: Language, view: View) -> Writer:
    match kind:
        case "html":
            from cloudmkt_cli.render.client.html_report import HtmlWriter

            return HtmlWriter(run, language, view)
        case "xlsx":
            from cloudmkt_cli.render.client.xlsx_report import XlsxWriter

            return XlsxWriter(run, language, view)
        case "csv":
            from cloudmkt_cli.render.client.csv_report import CsvWriter

            return CsvWriter(run, language, view)
        case "md":
            from cloudmkt_cli.render.client.markdown import MarkdownWriter

            return MarkdownWriter(run, language, view)


def _for_the_gate(kind: GateFormat, run: RunContext, language: Language, *, sarif_all: bool) -> Writer:
    match kind:
        case "junit":
            from cloudmkt_cli.render.ci.junit import JUnitWriter

            return JUnitWriter(run, language)
        case "sarif":
            from cloudmkt_cli.render.ci.sarif import SarifWriter

            return SarifWriter(run, language, sarif_all)
        case "github":
            from cloudmkt_cli.render.ci.github import GitHubWriter

            return GitHubWriter(run, language)
        case "gitlab":
            from cloudmkt_cli.render.ci.gitlab import GitLabWriter

            return GitLabWriter(run, language)
        case "tap":
            from cloudmkt_cli.render.ci.tap import TapWriter

            return TapWriter(run, language)
        case "markdown":
            from cloudmkt_cli.render.ci.comment import CommentWriter

            return CommentWriter(run, language)
