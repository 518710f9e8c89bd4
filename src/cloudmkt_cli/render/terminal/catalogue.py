"""Markets and requirements as text."""

from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.conditions import AnyCase, CasesAtLeast, Condition, ManualReview, leaves
from cloudmkt_cli.catalogue.lookup import side_by_side
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.phrases import clause
from cloudmkt_cli.render.result_phrases import (
    edition_option,
    exception_line,
    level_heading,
    level_words,
    note_line,
    requirement_remarks,
)
from cloudmkt_cli.render.terminal.layout import Page, Row


def render_markets(catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """The markets, with what is sold in each."""
    page = Page(language, target)
    page.rows(
        [
            Row(
                [
                    Text(market.id, "bold"),
                    Text(page.word(market.name)),
                    Text(page.tr("text.clauses", count=len(catalogue.required_of(market))), "dim"),
                    Text(page.word(market.summary)),
                ]
            )
            for market in catalogue.markets
        ]
    )
    page.line()
    page.edition(catalogue)
    return page.text()


def render_requirements(
    catalogue: Catalogue, markets: tuple[Market, ...], language: Language, target: TextIO | None
) -> str:
    """The general requirements, and those of each market."""
    page = Page(language, target)
    shown = (catalogue.general, *markets)
    every = [_row(page, requirement) for market in shown for requirement in market.requirements]
    for market in shown:
        _add_market_heading(page, market)
        page.rows([_row(page, item) for item in market.requirements if item.phase is None], like=every)
        for heading, later in _later(page, market).items():
            page.line(heading, "bold")
            page.rows([_row(page, item) for item in later], like=every)
        page.line()
    _add_notes(page, catalogue, markets)
    page.edition(catalogue)
    return page.text()


def render_index(catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """The ids and titles of all requirements."""
    page = Page(language, target)
    every = [_titled_id(page, requirement) for requirement in catalogue.requirements()]
    for market in (catalogue.general, *catalogue.markets):
        _add_market_heading(page, market)
        page.rows([_titled_id(page, requirement) for requirement in market.requirements], like=every)
        page.line()
    page.line(page.tr("explain.names"))
    return page.text()


def render_requirement(
    catalogue: Catalogue, requirement: Requirement, language: Language, target: TextIO | None
) -> str:
    """One requirement in full."""
    page = Page(language, target)
    page.heading(Text(page.word(requirement.title), "bold"), Text(), Text(requirement.id, "dim"))
    market = next(item for item in (catalogue.general, *catalogue.markets) if item.id == requirement.market)
    place = requirement.section or clause(requirement, language)
    source = page.join(filter(None, (page.word(catalogue.source), page.word(market.name), page.word(place))))
    _add_parts(page, {"source": source} | _parts(page, requirement))
    _add_remarks(page, requirement, catalogue)
    page.line()
    if address := page_address(requirement, catalogue, language):
        page.whole_line(Text(page.tr("explain.page", url=address)))
        page.line()
    page.edition(catalogue)
    return page.text()


def render_variants(
    catalogue: Catalogue, requirements: tuple[Requirement, ...], language: Language, target: TextIO | None
) -> str:
    """What each market asks for under a name, and what they have in common; a single requirement in full."""
    first = requirements[0]
    if len(requirements) == 1:
        return render_requirement(catalogue, first, language, target)
    page = Page(language, target)
    for slug in dict.fromkeys(item.slug for item in requirements):
        variants = [item for item in requirements if item.slug == slug]
        page.heading(Text(page.word(variants[0].title), "bold"), Text(), Text(slug, "dim"))
        page.rows([_variant(page, item) for item in variants])
        asking = side_by_side(catalogue)[slug]
        if others := tuple(market.name for market in catalogue.markets if market.id not in asking):
            page.line(page.tr("explain.not_in", markets=others), indent=2)
        page.line()
        _add_parts(page, _common_parts(page, variants))
        page.line()
    page.line(page.tr("explain.one", id=first.id + edition_option(catalogue)))
    page.line()
    page.edition(catalogue)
    return page.text()


def _add_market_heading(page: Page, market: Market) -> None:
    page.heading(Text(page.word(market.name), "bold"), Text(), Text(market.id, "dim"))


def _later(page: Page, market: Market) -> dict[str, list[Requirement]]:
    """The requirements of a market that are due later, by when."""
    found: dict[str, list[Requirement]] = {}
    for requirement in market.requirements:
        if requirement.phase:
            found.setdefault(page.word(level_heading(requirement, page.language)), []).append(requirement)
    return found


def _add_notes(page: Page, catalogue: Catalogue, markets: Sequence[Market]) -> None:
    """Add the published exceptions and the notes of the edition, but for those on other markets alone."""
    ids = {market.id for market in markets} or set(catalogue.market_ids)
    notes = [note for note in catalogue.notes if not note.markets or ids.intersection(note.markets)]
    if catalogue.exceptions or notes:
        page.line(page.tr("text.notes"), "bold")
        for exception in catalogue.exceptions:
            page.line(page.word(exception_line(exception, page.language)), indent=2)
        for note in notes:
            page.line(page.word(note_line(note, page.language)), indent=2)
        page.line()


def _add_remarks(page: Page, requirement: Requirement, catalogue: Catalogue) -> None:
    """Add the published exceptions and the notes that are about a requirement."""
    for line in requirement_remarks(requirement, catalogue, page.language):
        page.line(page.word(line), indent=2)


def _row(page: Page, requirement: Requirement) -> Row:
    """A requirement on one line, or on a narrow page with what is expected below."""
    place, expected = Text(clause(requirement, page.language), "dim"), Text(page.word(requirement.expected))
    cells = [place, *_titled_id(page, requirement).cells]
    return Row([*cells, expected]) if page.is_wide else Row(cells, [expected])


def _titled_id(page: Page, requirement: Requirement) -> Row:
    return Row([Text(requirement.id, "cyan"), Text(page.word(requirement.title))])


def _variant(page: Page, requirement: Requirement) -> Row:
    place = Text(clause(requirement, page.language), "dim")
    return Row([Text(requirement.id), place, Text(page.word(requirement.expected))])


def _parts(page: Page, requirement: Requirement) -> dict[str, str]:
    """What there is to say of a requirement, by the name of its label."""
    parts = {
        "level": page.join((level_words(requirement, page.language), page.tr(f"scope.{requirement.scope}"))),
        "expected_of": page.word(requirement.expected),
        "why": page.word(requirement.why),
        "how": page.word(requirement.how),
        "evidence": page.word(requirement.evidence),
        "decided_by": _decided_by(page, requirement),
    }
    if requirement.applies_when:
        parts["applies_when"] = page.tr("text.by_product", keys=_facts(requirement.applies_when))
    return parts


def _common_parts(page: Page, variants: Sequence[Requirement]) -> dict[str, str]:
    """What is the same for all variants, without what is expected, which each shows."""
    first, *others = (_parts(page, item) for item in variants)
    same = {name: text for name, text in first.items() if all(other.get(name) == text for other in others)}
    return {name: text for name, text in same.items() if name != "expected_of"}


def _add_parts(page: Page, parts: Mapping[str, str]) -> None:
    page.rows([Row([Text(page.tr(f"text.{name}"), "bold"), Text(text)]) for name, text in parts.items()])


def _decided_by(page: Page, requirement: Requirement) -> str:
    if requirement.manual_review:
        return page.tr("text.judged", slug=requirement.slug)
    return page.word(_facts(requirement.condition))


def _facts(condition: Condition) -> tuple[str, ...]:
    """The profile keys that a condition reads."""
    found: list[str] = []
    for leaf in leaves(condition):
        if isinstance(leaf, CasesAtLeast):
            found.append("cases")
        elif isinstance(leaf, AnyCase):
            found += (f"case.{fact}" for fact in leaf.facts)
        elif not isinstance(leaf, ManualReview):
            found.append(leaf.fact)
    return tuple(dict.fromkeys(found))
