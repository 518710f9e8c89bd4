"""What vendors lack in their target markets, as all reports for clients list it."""

from typing import NamedTuple

from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Market
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, ProfileResult, Status
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client.phrases import client_actual, client_fix
from cloudmkt_cli.render.phrases import clause, waived


class Gap(NamedTuple):
    """A requirement that is not met, once for all target markets that word it alike."""

    status: Status
    title: Text
    ids: tuple[str, ...]
    clauses: tuple[str, ...]
    page: str | None
    """The address of the page that describes the requirement, for the first of the markets."""
    expected: str
    actual: str
    fix: str
    evidence: str
    """The papers that the source asks for."""
    waived: str
    """The waiver in words; empty if there is none."""


def gaps(result: ProfileResult, catalogue: Catalogue, language: Language) -> tuple[Gap, ...]:
    """What is not met in the target markets: failures, then what is unknown, then what a reviewer decides."""
    found: dict[tuple[str, Status, str, str, str, str, str], dict[str, str]] = {}
    titles: dict[str, Text] = {}
    pages: dict[str, str | None] = {}
    for target in result.targets:
        for finding in target.blockers:
            requirement = finding.requirement
            texts = (
                requirement.expected.get(language),
                client_actual(finding, catalogue, language),
                client_fix(finding, catalogue, language) or "",
                requirement.evidence.get(language),
                waived(finding, language) or "",
            )
            titles[requirement.slug] = requirement.title
            pages[requirement.id] = page_address(requirement, catalogue, language)
            same = found.setdefault((requirement.slug, finding.status, *texts), {})
            same[requirement.id] = _clause_of(finding, target.market, language)
    listed = [
        Gap(status, titles[slug], tuple(places), tuple(places.values()), pages[next(iter(places))], *texts)
        for (slug, status, *texts), places in found.items()
    ]
    return tuple(sorted(listed, key=lambda gap: OPEN_STATUSES.index(gap.status)))


def _clause_of(finding: Finding, market: Market, language: Language) -> str:
    place = clause(finding.requirement, language)
    if finding.requirement.market == GENERAL:  # it belongs to no market
        return place
    if not place:
        return market.name.get(language)
    return translate(Message("report.clause_of", {"market": market.name, "clause": place}), language)


def waived_titles(result: MarketResult) -> tuple[Text, ...]:
    """The required requirements of a market that fail and are waived, by title."""
    return tuple(finding.requirement.title for finding in result.required if finding.waived)
