"""``cloudmkt markets``, ``requirements`` and ``explain``: the catalogue, readable without a profile."""

from cloudmkt_cli.cli.errors import guarded
from cloudmkt_cli.cli.options import FormatOption, Lang, MarketId, Output, RequirementId
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import settings_of


@guarded
def markets(output_format: FormatOption = "text", output: Output = None, lang: Lang = None) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue

    language = settings_of(lang=lang).lang.value
    catalogue = load_catalogue()
    publish(lambda to, *how: to.render_markets(catalogue, *how), output_format, output, language)


@guarded
def requirements(
    market: MarketId = None, output_format: FormatOption = "text", output: Output = None, lang: Lang = None
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue

    language = settings_of(lang=lang).lang.value
    catalogue = load_catalogue()
    chosen = (catalogue.market(market),) if market else catalogue.markets
    publish(lambda to, *how: to.render_requirements(catalogue, chosen, *how), output_format, output, language)


@guarded
def explain(
    requirement_id: RequirementId, output_format: FormatOption = "text", output: Output = None, lang: Lang = None
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue

    language = settings_of(lang=lang).lang.value
    catalogue = load_catalogue()
    requirement = catalogue.requirement(requirement_id)
    publish(lambda to, *how: to.render_requirement(catalogue, requirement, *how), output_format, output, language)
