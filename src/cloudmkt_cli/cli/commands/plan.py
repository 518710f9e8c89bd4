"""``cloudmkt plan``: the fewest changes that open each market."""

from cloudmkt_cli.cli.edition import chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import (
    AsOf,
    ConfigOption,
    EditionOption,
    FormatOption,
    Lang,
    Markets,
    NoConfig,
    Output,
    Overrides,
    PackFolders,
    ProfilePath,
)
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings


@handle_errors
def plan(
    path: ProfilePath = None,
    market: Markets = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    as_of: AsOf = None,
    overrides: Overrides = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.profile_keys import require_known_keys
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.core.diagnostics import InputError
    from cloudmkt_cli.planning.plan import make_plan
    from cloudmkt_cli.runs.batch import check_path
    from cloudmkt_cli.runs.exclusions import exclusions_of
    from cloudmkt_cli.runs.profile_paths import find_profiles, only_profile

    settings = effective_settings(
        paths=[path] if path else None,
        markets=market,
        lang=lang,
        edition=edition,
        packs=pack,
        config=config_file,
        no_config=no_config,
    )
    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    require_known_keys(overrides or (), catalogue)
    markets = chosen_markets(settings.markets.value, catalogue)
    path = path or only_profile(settings.paths.value, exclusions_of(settings))
    if path is None:
        raise InputError(*find_profiles(()).errors)
    checked = check_path(path, catalogue, day, markets, overrides or ())._replace(
        configuration=settings.file_for("paths", "markets", "edition", "packs")
    )
    made = make_plan(checked.loaded, checked.result, catalogue, day)
    publish(lambda to, *how: to.render_plan(checked, made, catalogue, *how), output_format, output, settings.lang.value)
