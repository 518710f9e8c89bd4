"""``cloudmkt config``: what is in force, and from where."""

from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import (
    BaselineOption,
    ConfigOption,
    EditionOption,
    FailOnOption,
    FormatOption,
    Lang,
    Markets,
    NoConfig,
    NoWaivers,
    Output,
    ProfilePaths,
    WaiversOption,
)
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings


@handle_errors
def config(
    paths: ProfilePaths = None,
    market: Markets = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    fail_on: FailOnOption = None,
    waivers: WaiversOption = None,
    no_waivers: NoWaivers = False,
    baseline: BaselineOption = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    settings = effective_settings(
        paths=paths,
        markets=market,
        fail_on=fail_on,
        lang=lang,
        waivers=waivers,
        no_waivers=no_waivers,
        baseline=baseline,
        edition=edition,
        packs=pack,
        config=config_file,
        no_config=no_config,
    )
    catalogue = chosen_catalogue(settings)
    if settings.edition_of_packs:
        settings = settings.with_edition(catalogue.id)
    chosen_markets(settings.markets.value, catalogue)
    publish(lambda to, *how: to.render_settings(settings, catalogue, *how), output_format, output, settings.lang.value)
