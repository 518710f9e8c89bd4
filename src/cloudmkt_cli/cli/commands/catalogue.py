"""``cloudmkt markets``, ``requirements`` and ``explain``: the catalogue, readable without a profile."""

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import ConfigOption, FormatOption, Lang, MarketId, NoConfig, Output, RequirementId
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings


@handle_errors
def markets(
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue

    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    catalogue = load_catalogue()
    publish(lambda to, *how: to.render_markets(catalogue, *how), output_format, output, language)


@handle_errors
def requirements(
    market: MarketId = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue

    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    catalogue = load_catalogue()
    chosen = (catalogue.market(market),) if market else catalogue.markets
    publish(lambda to, *how: to.render_requirements(catalogue, chosen, *how), output_format, output, language)


@handle_errors
def explain(
    requirement_id: RequirementId,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue

    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    catalogue = load_catalogue()
    requirement = catalogue.requirement(requirement_id)
    publish(lambda to, *how: to.render_requirement(catalogue, requirement, *how), output_format, output, language)
