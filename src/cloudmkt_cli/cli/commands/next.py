"""``cloudmkt next``: the next onboarding step."""

from pathlib import Path

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import (
    AsOf,
    ConfigOption,
    EditionOption,
    Excludes,
    FormatOrEnding,
    FullSteps,
    Lang,
    NoConfig,
    Output,
    Overrides,
    PlanReports,
    ProfilePaths,
)
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.input import DEFAULT_PROFILE


@handle_errors
def next_step(
    paths: ProfilePaths = None,
    as_of: AsOf = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    overrides: Overrides = None,
    exclude: Excludes = None,
    output_format: FormatOrEnding = None,
    output: Output = None,
    lang: Lang = None,
    details: FullSteps = False,
    report: PlanReports = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.cli.profile_documents import document_options, run_of, write_documents

    settings = effective_settings(
        paths=paths, lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config
    )
    wanted = document_options(output_format, output, report or (), settings.lang.value, details=details)
    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    if not paths and (*settings.paths.value,) == (DEFAULT_PROFILE,) and not Path(DEFAULT_PROFILE).exists():
        if overrides or report or wanted.output_format not in {"text", "json"}:
            raise typer.BadParameter(tr("usage.needs_profile"))
        publish(
            lambda to, *how: to.render_onboarding(catalogue, *how),
            "json" if wanted.output_format == "json" else "text",
            output,
            settings.lang.value,
        )
        return
    run = run_of(settings, catalogue, day, overrides or (), exclude or (), configured_by=("paths", "edition", "packs"))
    garbage_collection.resume()
    raise typer.Exit(write_documents(run, "next", wanted))
