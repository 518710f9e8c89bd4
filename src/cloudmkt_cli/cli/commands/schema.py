"""``cloudmkt schema``: the JSON Schema of a document, for editors and for scripts that check what they read."""

from typing import Annotated, Literal

import typer

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import Output
from cloudmkt_cli.cli.output import write_text

SchemaName = Annotated[
    Literal["profile", "report", "config", "waivers", "pack", "screen"],
    typer.Argument(metavar="DOCUMENT", help="help.schema_of", show_default=False),
]


@handle_errors
def schema(document: SchemaName, output: Output = None) -> None:
    write_text(_schema_of(document), "json", output)


def _schema_of(document: str) -> str:
    match document:
        case "profile":
            from cloudmkt_cli.catalogue.loader import load_catalogue
            from cloudmkt_cli.profile.json_schema import render_profile_schema

            return render_profile_schema(load_catalogue())
        case "config":
            from cloudmkt_cli.config.file import render_configuration_schema

            return render_configuration_schema()
        case "waivers":
            from cloudmkt_cli.runs.waiver_file import render_waiver_schema

            return render_waiver_schema()
        case "pack":
            from cloudmkt_cli.packs.json_schema import render_pack_schema

            return render_pack_schema()
        case "screen":
            from cloudmkt_cli.render.json_report.screening_schema import render_screening_schema

            return render_screening_schema()
        case _:
            from cloudmkt_cli.render.json_report.report_schema import render_report_schema

            return render_report_schema()
