"""``cloudmkt config``: what is in force, and from where."""

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import (
    BaselineOption,
    ConfigOption,
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
    from cloudmkt_cli.catalogue.loader import load_catalogue

    settings = effective_settings(
        paths=paths,
        markets=market,
        fail_on=fail_on,
        lang=lang,
        waivers=waivers,
        no_waivers=no_waivers,
        baseline=baseline,
        config=config_file,
        no_config=no_config,
    )
    catalogue = load_catalogue()
    for market_id in settings.markets.value:
        catalogue.market(market_id)
    publish(lambda to, *how: to.render_settings(settings, catalogue, *how), output_format, output, settings.lang.value)
