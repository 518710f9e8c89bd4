"""``cloudmkt schema``: the JSON Schema of a document, for editors and for scripts that check what they read."""

from typing import Annotated, Literal

import typer

from cloudmkt_cli.cli.boundary import guarded
from cloudmkt_cli.cli.options import Output
from cloudmkt_cli.cli.output import write_text
from cloudmkt_cli.cli.speech import say

Document = Annotated[
    Literal["profile", "report"], typer.Argument(metavar="DOCUMENT", help=say("help.schema_of"), show_default=False)
]


@guarded
def schema(document: Document, output: Output = None) -> None:
    if document == "profile":
        from cloudmkt_cli.catalogue import load_catalogue
        from cloudmkt_cli.profile_schema import render_profile_schema

        text = render_profile_schema(load_catalogue())
    else:
        from cloudmkt_cli.render.as_json.schema import render_report_schema

        text = render_report_schema()
    write_text(text, "json", output)
