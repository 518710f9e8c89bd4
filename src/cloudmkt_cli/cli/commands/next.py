"""``cloudmkt next``: the next onboarding step."""

import typer

from cloudmkt_cli.cli.edition import chosen_catalogue
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import (
    AsOf,
    ConfigOption,
    EditionOption,
    FormatOption,
    Lang,
    NoConfig,
    Output,
    Overrides,
    PackFolders,
    ProfilePath,
)
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings


@handle_errors
def next_step(
    path: ProfilePath = None,
    as_of: AsOf = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    overrides: Overrides = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.profile_keys import require_known_keys
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.runs.batch import check_path
    from cloudmkt_cli.runs.exclusions import exclusions_of
    from cloudmkt_cli.runs.profile_paths import only_profile

    settings = effective_settings(
        paths=[path] if path else None, lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config
    )
    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    require_known_keys(overrides or (), catalogue)
    path = path or only_profile(settings.paths.value, exclusions_of(settings))
    if overrides and path is None:
        raise typer.BadParameter(tr("usage.set_what"))
    checked = check_path(path, catalogue, day, overrides=overrides or ()) if path else None
    checked = checked and checked._replace(configuration=settings.file_for("paths", "edition", "packs"))
    publish(lambda to, *how: to.render_onboarding(checked, catalogue, *how), output_format, output, settings.lang.value)
