"""Markets and requirements as JSON."""

from typing import Any, TextIO

from cloudmkt_cli.catalogue.conditions import Condition, Group
from cloudmkt_cli.catalogue.lookup import notes_about
from cloudmkt_cli.catalogue.model import Catalogue, Market, Note, Phase, PublishedException, Requirement
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
        "requirements": [_requirement(item, catalogue, language) for market in listed for item in market.requirements],
        "notes": [note_entry(note, language) for note in catalogue.notes],
        "exceptions": [exception_entry(exception, language) for exception in catalogue.exceptions],
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


def note_entry(note: Note, language: Language) -> dict[str, Any]:
    """A note of the edition."""
    return {
        "kind": note.kind,
        "text": note.text.get(language),
        "slugs": list(note.slugs),
        "markets": list(note.markets),
    }


def exception_entry(exception: PublishedException, language: Language) -> dict[str, Any]:
    """A published way in for vendors that fail certain requirements only."""
    return {
        "id": exception.id,
        "slugs": list(exception.slugs),
        "title": exception.title.get(language),
        "about": exception.about.get(language),
        "answer_within": exception.answer_within,
    }


def phase_entry(phase: Phase | None) -> dict[str, Any] | None:
    """When a requirement is due; null if it must be met before applying."""
    return phase._asdict() if phase else None


def _requirement(requirement: Requirement, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    texts = ("title", "expected", "why", "how", "evidence")
    return {
        "id": requirement.id,
        "market": requirement.market,
        "slug": requirement.slug,
        "clause": requirement.clause,
        "section": requirement.section.get(language) if requirement.section else None,
        "level": requirement.level,
        "phase": phase_entry(requirement.phase),
        "scope": requirement.scope,
        **{text: getattr(requirement, text).get(language) for text in texts},
        "condition": _condition(requirement.condition),
        "applies_when": _condition(requirement.applies_when) if requirement.applies_when else None,
        "notes": [note_entry(note, language) for note in notes_about(requirement, catalogue)],
        "url": page_address(requirement, catalogue, language),
    }


def _condition(condition: Condition) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": condition.kind, **condition._asdict()}
    if isinstance(condition, Group):
        fields["conditions"] = [_condition(part) for part in condition.conditions]
    return fields
