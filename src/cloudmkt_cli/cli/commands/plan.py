"""``cloudmkt plan``: the fewest changes that open each market."""

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import (
    AsOf,
    ConfigOption,
    EditionOption,
    Excludes,
    FormatOrEnding,
    FullPlans,
    Lang,
    Markets,
    NoConfig,
    Output,
    Overrides,
    PlanReports,
    ProfilePaths,
)
from cloudmkt_cli.cli.resolve_settings import effective_settings


@handle_errors
def plan(
    paths: ProfilePaths = None,
    market: Markets = None,
    as_of: AsOf = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    overrides: Overrides = None,
    exclude: Excludes = None,
    output_format: FormatOrEnding = None,
    output: Output = None,
    lang: Lang = None,
    details: FullPlans = False,
    report: PlanReports = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.cli.profile_documents import document_options, run_of, write_documents

    settings = effective_settings(
        paths=paths, markets=market, lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config
    )
    day = as_of or today_in_china()
    wanted = document_options(output_format, output, report or (), settings.lang.value, details=details)
    run = run_of(
        settings,
        chosen_catalogue(settings, day),
        day,
        overrides or (),
        exclude or (),
        configured_by=("paths", "markets", "edition", "packs"),
    )
    garbage_collection.resume()
    raise typer.Exit(write_documents(run, "plan", wanted))
