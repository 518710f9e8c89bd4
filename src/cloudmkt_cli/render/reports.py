"""Reports for clients: which kinds there are, and the bytes of each."""

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.choices import ReportFormat
from cloudmkt_cli.language import Language


def report_bytes(kind: ReportFormat, batch: Batch, language: Language) -> bytes:
    """The content of a report file; only the module of its kind is imported."""
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
