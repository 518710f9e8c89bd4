"""What the markets ask for, side by side, as JSON."""

from typing import Any, TextIO

from cloudmkt_cli.catalogue.lookup import side_by_side
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.thresholds import thresholds
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.catalogue import phase_entry
from cloudmkt_cli.render.json_report.envelope import write_document
from cloudmkt_cli.render.thresholds import threshold_unit


def render_market_comparison(catalogue: Catalogue, language: Language, target: TextIO | None = None) -> str:  # noqa: ARG001
    """What each market asks for under every name; null where it asks for nothing."""
    rows = [
        {
            "slug": slug,
            "title": next(iter(by_market.values())).title.get(language),
            "markets": {
                market: _variant(by_market[market], catalogue, language) if market in by_market else None
                for market in catalogue.market_ids
            },
        }
        for slug, by_market in side_by_side(catalogue).items()
    ]
    return write_document({"comparison": rows}, catalogue, language)


def _variant(requirement: Requirement, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    numbers = []
    for threshold in thresholds(requirement.condition):
        unit = threshold_unit(threshold, catalogue)
        numbers.append(
            {
                "fact": threshold.fact,
                "operator": threshold.operator,
                "value": threshold.value,
                "unit": unit.many.get(language) if unit else None,
            }
        )
    return {
        "id": requirement.id,
        "clause": requirement.clause,
        "level": requirement.level,
        "phase": phase_entry(requirement.phase),
        "thresholds": numbers,
        "depends_on_product": requirement.applies_when is not None,
        "expected": requirement.expected.get(language),
    }
