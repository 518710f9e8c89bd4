"""``cloudmkt schema``: the JSON Schema of a document, for editors and for scripts that check what they read."""

from typing import Annotated, Literal

import typer

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import Output
from cloudmkt_cli.cli.output import write_text

SchemaName = Annotated[
    Literal["profile", "report"], typer.Argument(metavar="DOCUMENT", help=tr("help.schema_of"), show_default=False)
]


@handle_errors
def schema(document: SchemaName, output: Output = None) -> None:
    if document == "profile":
        from cloudmkt_cli.catalogue.loader import load_catalogue
        from cloudmkt_cli.profile.json_schema import render_profile_schema

        text = render_profile_schema(load_catalogue())
    else:
        from cloudmkt_cli.render.json_report.report_schema import render_report_schema

        text = render_report_schema()
    write_text(text, "json", output)
