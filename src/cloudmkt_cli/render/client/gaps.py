"""What vendors lack in their target markets, as all reports for clients list it."""

from collections.abc import Mapping
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Market
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.gaps import Gap as SharedGap
from cloudmkt_cli.checking.gaps import blocking_gaps
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, ProfileResult, Status
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client.phrases import client_actual, client_fix
from cloudmkt_cli.render.phrases import clause, waived
from cloudmkt_cli.render.result_phrases import finding_remarks


class Gap(NamedTuple):
    """A gap in words."""

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
    remarks: tuple[str, ...]
    """What the edition says of it: published exceptions that are open to the vendor, and notes."""


def gaps(result: ProfileResult, catalogue: Catalogue, language: Language) -> tuple[Gap, ...]:
    """What is not met in the target markets: failures, then what is unknown, then what a reviewer decides."""
    of_market = {target.market.id: target for target in result.targets}
    found = (_gap(shared, of_market, catalogue, language) for shared in blocking_gaps(result))
    return tuple(sorted(found, key=lambda gap: OPEN_STATUSES.index(gap.status)))


def _gap(shared: SharedGap, of_market: Mapping[str, MarketResult], catalogue: Catalogue, language: Language) -> Gap:
    finding, requirement = shared.finding, shared.finding.requirement
    clauses = {one.requirement.id: _clause_of(one, market, language) for market, one in shared.findings}
    return Gap(
        status=finding.status,
        title=requirement.title,
        ids=shared.ids,
        clauses=tuple(clauses.values()),
        page=page_address(requirement, catalogue, language),
        expected=requirement.expected.get(language),
        actual=client_actual(finding, catalogue, language),
        fix=client_fix(finding, catalogue, language) or "",
        evidence=requirement.evidence.get(language),
        waived=waived(finding, language) or "",
        remarks=tuple(
            dict.fromkeys(
                line
                for market, one in shared.findings
                for line in finding_remarks(one, of_market[market.id], catalogue, language)
            )
        ),
    )


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
