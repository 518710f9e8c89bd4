"""Reports as files, and the formats for CI: which kinds there are, and the bytes of each."""

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.choices import GateFormat, ReportFormat
from cloudmkt_cli.language import Language


def report_bytes(kind: ReportFormat, batch: Batch, language: Language, *, sarif_all: bool = False) -> bytes:
    """The content of a report; only the module of its kind is imported. ``sarif_all`` is about SARIF alone."""
    match kind:
        case "html":
            from cloudmkt_cli.render.report_html import render_html

            return render_html(batch, language).encode()
        case "xlsx":
            from cloudmkt_cli.render.report_xlsx import render_xlsx

            return render_xlsx(batch, language)
        case "csv":
            from cloudmkt_cli.render.report_csv import render_csv

            return render_csv(batch, language).encode("utf-8-sig")  # Excel knows UTF-8 by its mark alone
        case "md":
            from cloudmkt_cli.render.report_markdown import render_markdown

            return render_markdown(batch, language).encode()
        case "json":
            from cloudmkt_cli.render.as_json import render_batch

            return render_batch(batch, language).encode()
        case _:
            return _for_the_gate(kind, batch, language, sarif_all=sarif_all).encode()


def _for_the_gate(kind: GateFormat, batch: Batch, language: Language, *, sarif_all: bool) -> str:
    match kind:
        case "junit":
            from cloudmkt_cli.render.report_junit import render_junit

            return render_junit(batch, language)
        case "sarif":
            from cloudmkt_cli.render.report_sarif import render_sarif

            return render_sarif(batch, language, everything=sarif_all)
        case "github":
            from cloudmkt_cli.render.report_github import render_github

            return render_github(batch, language)
        case "gitlab":
            from cloudmkt_cli.render.report_gitlab import render_gitlab

            return render_gitlab(batch, language)
        case "tap":
            from cloudmkt_cli.render.report_tap import render_tap

            return render_tap(batch, language)
        case "markdown":
            from cloudmkt_cli.render.report_comment import render_comment

            return render_comment(batch, language)
