"""Markets and requirements as JSON."""

from typing import Any, TextIO

from cloudmkt_cli.catalogue.conditions import Condition, Group
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.envelope import write_document


def render_markets(catalogue: Catalogue, language: Language, target: TextIO | None = None) -> str:  # noqa: ARG001  for text
    """The markets."""
    body = {"markets": [_market(market, language) for market in catalogue.markets]}
    return write_document(body, catalogue, language)


def render_requirements(
    catalogue: Catalogue,
    markets: tuple[Market, ...],
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001
) -> str:
    """The general requirements, and those of each market."""
    listed = (catalogue.general, *markets)
    body = {
        "requirements": [_requirement(item, catalogue, language) for market in listed for item in market.requirements]
    }
    return write_document(body, catalogue, language)


def render_requirement(
    catalogue: Catalogue,
    requirement: Requirement,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001
) -> str:
    """One requirement in full."""
    return write_document({"requirement": _requirement(requirement, catalogue, language)}, catalogue, language)


def render_variants(
    catalogue: Catalogue,
    requirements: tuple[Requirement, ...],
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001
) -> str:
    """The requirements that share a name, each in full."""
    return write_document(
        {"requirements": [_requirement(item, catalogue, language) for item in requirements]}, catalogue, language
    )


def render_index(catalogue: Catalogue, language: Language, target: TextIO | None = None) -> str:  # noqa: ARG001
    """The ids and titles of all requirements."""
    listed = [{"id": item.id, "title": item.title.get(language)} for item in catalogue.requirements()]
    return write_document({"requirements": listed}, catalogue, language)


def _market(market: Market, language: Language) -> dict[str, Any]:
    return {
        "id": market.id,
        "name": market.name.get(language),
        "summary": market.summary.get(language),
        "requirements": [requirement.id for requirement in market.requirements],
    }


def _requirement(requirement: Requirement, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    texts = ("title", "expected", "why", "how", "evidence")
    return {
        "id": requirement.id,
        "market": requirement.market,
        "slug": requirement.slug,
        "clause": requirement.clause,
        "section": requirement.section.get(language) if requirement.section else None,
        "level": requirement.level,
        "scope": requirement.scope,
        **{text: getattr(requirement, text).get(language) for text in texts},
        "condition": _condition(requirement.condition),
        "applies_when": _condition(requirement.applies_when) if requirement.applies_when else None,
        "url": page_address(requirement, catalogue, language),
    }


def _condition(condition: Condition) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": condition.kind, **condition._asdict()}
    if isinstance(condition, Group):
        fields["conditions"] = [_condition(part) for part in condition.conditions]
    return fields
