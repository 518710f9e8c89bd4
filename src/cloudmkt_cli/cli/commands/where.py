"""``cloudmkt where``: where a vendor could sell, by the newest known text of every marketplace."""

from typing import Annotated

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import (
    AsOf,
    ConfigOption,
    Excludes,
    FormatOrEnding,
    Lang,
    NoConfig,
    Output,
    Overrides,
    PlanReports,
    ProfilePaths,
)
from cloudmkt_cli.cli.resolve_settings import effective_settings

_Details = Annotated[
    bool,
    typer.Option("--details", help="help.full_placements", show_default=False, rich_help_panel="typer.output_options"),
]


@handle_errors
def where(
    paths: ProfilePaths = None,
    as_of: AsOf = None,
    overrides: Overrides = None,
    exclude: Excludes = None,
    output_format: FormatOrEnding = None,
    output: Output = None,
    lang: Lang = None,
    details: _Details = False,
    report: PlanReports = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.cli.profile_documents import document_options, run_of, write_documents

    settings = effective_settings(paths=paths, lang=lang, config=config_file, no_config=no_config)
    wanted = document_options(output_format, output, report or (), settings.lang.value, details=details)
    run = run_of(
        settings,
        load_catalogue(),
        as_of or today_in_china(),
        overrides or (),
        exclude or (),
        configured_by=("paths",),
    )
    garbage_collection.resume()
    raise typer.Exit(write_documents(run, "where", wanted))
