"""``cloudmkt markets``, ``requirements`` and ``explain``: the catalogue, readable without a profile."""

from typing import Annotated

import typer

from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import (
    ConfigOption,
    EditionOption,
    FormatOption,
    Lang,
    MarketId,
    NoConfig,
    Output,
    RequirementName,
)
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings

Compare = Annotated[bool, typer.Option("--compare", help="help.compare", show_default=False)]


@handle_errors
def markets(
    edition: EditionOption = None,
    pack: PackFolders = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    settings = effective_settings(lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config)
    catalogue, language = chosen_catalogue(settings), settings.lang.value
    publish(lambda to, *how: to.render_markets(catalogue, *how), output_format, output, language)


@handle_errors
def requirements(
    market: MarketId = None,
    compare: Compare = False,
    edition: EditionOption = None,
    pack: PackFolders = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    settings = effective_settings(lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config)
    catalogue, language = chosen_catalogue(settings), settings.lang.value
    named = chosen_markets([market] if market else catalogue.market_ids, catalogue)
    chosen = tuple(catalogue.market(market_id) for market_id in named)
    if compare and market:
        raise typer.BadParameter(tr("compare.alone", market=market))
    if compare:
        publish(lambda to, *how: to.render_market_comparison(catalogue, *how), output_format, output, language)
    else:
        publish(lambda to, *how: to.render_requirements(catalogue, chosen, *how), output_format, output, language)


@handle_errors
def explain(
    name: RequirementName = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.lookup import requirements_named
    from cloudmkt_cli.catalogue.model import GENERAL

    settings = effective_settings(lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config)
    catalogue, language = chosen_catalogue(settings), settings.lang.value
    if name is None:
        publish(lambda to, *how: to.render_index(catalogue, *how), output_format, output, language)
    elif name in {GENERAL, *catalogue.market_ids}:
        chosen = tuple(market for market in catalogue.markets if market.id == name)
        publish(lambda to, *how: to.render_requirements(catalogue, chosen, *how), output_format, output, language)
    else:
        found = requirements_named(catalogue, name)
        if name == found[0].id:
            publish(lambda to, *how: to.render_requirement(catalogue, found[0], *how), output_format, output, language)
        else:
            publish(lambda to, *how: to.render_variants(catalogue, found, *how), output_format, output, language)
