"""Markets and requirements as text."""

from typing import TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.conditions import AnyCase, CasesAtLeast, Condition, ManualReview, leaves
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.phrases import clause
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
    for market in (catalogue.general, *markets):
        page.heading(Text(page.word(market.name), "bold"), Text(), Text(market.id, "dim"))
        page.rows([_row(page, requirement) for requirement in market.requirements])
        page.line()
    page.edition(catalogue)
    return page.text()


def render_requirement(
    catalogue: Catalogue, requirement: Requirement, language: Language, target: TextIO | None
) -> str:
    """One requirement in full."""
    page = Page(language, target)
    page.heading(Text(page.word(requirement.title), "bold"), Text(), Text(requirement.id, "dim"))
    market = next(item for item in (catalogue.general, *catalogue.markets) if item.id == requirement.market)
    place = requirement.section or clause(requirement, language)
    source = page.join((page.word(catalogue.source), page.word(market.name), page.word(place)))
    about = {
        "source": source,
        "level": page.join((page.tr(f"level.{requirement.level}"), page.tr(f"scope.{requirement.scope}"))),
        "expected_of": page.word(requirement.expected),
        "why": page.word(requirement.why),
        "how": page.word(requirement.how),
        "evidence": page.word(requirement.evidence),
        "decided_by": _decided_by(page, requirement),
    }
    if requirement.applies_when:
        about["applies_when"] = page.tr("text.by_product", keys=_facts(requirement.applies_when))
    page.rows([Row([Text(page.tr(f"text.{name}"), "bold"), Text(text)]) for name, text in about.items()])
    page.line()
    page.edition(catalogue)
    return page.text()


def _row(page: Page, requirement: Requirement) -> Row:
    place, title = Text(clause(requirement, page.language), "dim"), Text(page.word(requirement.title))
    return Row([place, title, Text(page.word(requirement.expected))])


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
