"""A profile against the catalogue: pure, so the same profile, catalogue and day give the same result."""

from collections.abc import Mapping, Sequence
from datetime import date

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.files import FileState
from cloudmkt_cli.memory import Memory, Offer, OfVendor, memory
from cloudmkt_cli.oddities import odd_in_profile
from cloudmkt_cli.onboarding import odd_in_way_in, walk_way_in
from cloudmkt_cli.profile import VendorProfile
from cloudmkt_cli.report import Finding, MarketResult, ProfileResult, Status, Verdict, markets_aimed_at, verdict_over


def check_profile(
    profile: VendorProfile,
    catalogue: Catalogue,
    as_of: date,
    *,
    markets: Sequence[str] = (),
    files: Mapping[str, FileState] | None = None,
) -> ProfileResult:
    """Check a vendor against every market, or against ``markets`` alone, as things stand on ``as_of``.

    ``files`` holds the state of the files that the profile names; the state of one it does not hold is unknown.
    """
    targets = tuple(markets) or profile.target_markets
    facts = Facts(profile, files or {}, as_of)
    remembered = memory(catalogue, as_of)
    of_vendor = remembered.of_vendor(facts)
    offers: dict[str, list[Offer]] = {}
    for offer in enumerate(profile.products):
        for market_id in dict.fromkeys(offer[1].markets):
            offers.setdefault(market_id, []).append(offer)
    results = tuple(
        [
            _check_market(market, remembered, of_vendor, offers.get(market.id, ()), targeted=market.id in targets)
            for market in catalogue.markets
            if not markets or market.id in markets
        ]
    )
    aims = markets_aimed_at(results)
    way_in = walk_way_in(profile, aims, as_of)
    return ProfileResult(
        vendor=profile.company.name,
        verdict=verdict_over((result.targeted, result.verdict) for result in results),
        markets=results,
        way_in=way_in,
        warnings=(
            *odd_in_profile(profile, targets, as_of, facts.files),
            *odd_in_way_in(profile, aims, way_in, as_of),
        ),
    )


def _check_market(
    market: Market, remembered: Memory, of_vendor: OfVendor, offers: Sequence[Offer], *, targeted: bool
) -> MarketResult:
    def judge(offer: Offer | None) -> MarketResult:
        findings = remembered.of_market(market.id, of_vendor, offer)
        return _result(market, findings, targeted=targeted, product=offer[1].name if offer else None)

    if not offers or not remembered.asks_of_products(market.id):
        return judge(None)
    candidates = [judge(offer) for offer in offers]
    best = max(candidates, key=lambda candidate: (candidate.verdict.rank, candidate.satisfied))
    others = tuple((other.product or "", other.verdict) for other in candidates if other is not best)
    return best._replace(other_products=others)


def _result(
    market: Market, findings: tuple[Finding, ...], *, targeted: bool, product: str | None = None
) -> MarketResult:
    """The findings with what they come to."""
    statuses = [finding.status for finding in findings]
    preferred = [finding.status for finding in findings if finding.requirement.level == "preferred"]
    preferred_satisfied = preferred.count(Status.PASS)
    satisfied = statuses.count(Status.PASS) - preferred_satisfied
    failed = statuses.count(Status.FAIL) - preferred.count(Status.FAIL)
    ignored = len(preferred) + statuses.count(Status.NOT_APPLICABLE) - preferred.count(Status.NOT_APPLICABLE)
    applicable = len(statuses) - ignored
    if not applicable:
        raise ValueError(f"the catalogue has no applicable requirement for the market {market.id}")
    short_of_eligible = Verdict.NOT_ELIGIBLE if failed else Verdict.INCOMPLETE
    return MarketResult(
        market=market,
        targeted=targeted,
        verdict=Verdict.ELIGIBLE if satisfied == applicable else short_of_eligible,
        findings=findings,
        satisfied=satisfied,
        decided=satisfied + failed,
        applicable=applicable,
        preferred_satisfied=preferred_satisfied,
        product=product,
    )
