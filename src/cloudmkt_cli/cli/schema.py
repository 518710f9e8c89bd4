"""``cloudmkt schema``: the JSON Schema of a document, for editors and for scripts that check what they read."""

from typing import Annotated, Literal

import typer

from cloudmkt_cli.cli.boundary import guarded
from cloudmkt_cli.cli.options import Output
from cloudmkt_cli.cli.output import write_text
from cloudmkt_cli.cli.speech import say

Document = Annotated[
    Literal["report"], typer.Argument(metavar="DOCUMENT", help=say("help.schema_of"), show_default=False)
]


@guarded
def schema(document: Document, output: Output = None) -> None:
    from cloudmkt_cli.render.as_json.schema import render_report_schema

    write_text({"report": render_report_schema}[document](), "json", output)
