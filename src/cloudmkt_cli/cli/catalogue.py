"""``cloudmkt markets``, ``requirements`` and ``explain``: the catalogue, readable without a profile."""

from cloudmkt_cli.cli.boundary import guarded
from cloudmkt_cli.cli.options import FormatOption, Lang, MarketId, Output, RequirementId
from cloudmkt_cli.cli.output import publish


@guarded
def markets(output_format: FormatOption = "text", output: Output = None, lang: Lang = None) -> None:
    from cloudmkt_cli.catalogue import load_catalogue

    catalogue = load_catalogue()
    publish(lambda to, *how: to.render_markets(catalogue, *how), output_format, output, lang)


@guarded
def requirements(
    market: MarketId = None, output_format: FormatOption = "text", output: Output = None, lang: Lang = None
) -> None:
    from cloudmkt_cli.catalogue import load_catalogue

    catalogue = load_catalogue()
    chosen = (catalogue.market(market),) if market else catalogue.markets
    publish(lambda to, *how: to.render_requirements(catalogue, chosen, *how), output_format, output, lang)


@guarded
def explain(
    requirement_id: RequirementId, output_format: FormatOption = "text", output: Output = None, lang: Lang = None
) -> None:
    from cloudmkt_cli.catalogue import load_catalogue

    catalogue = load_catalogue()
    requirement = catalogue.requirement(requirement_id)
    publish(lambda to, *how: to.render_requirement(catalogue, requirement, *how), output_format, output, lang)
