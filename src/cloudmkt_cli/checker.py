"""A profile against the catalogue: pure, so the same profile, catalogue and day give the same result."""

from collections.abc import Mapping, Sequence
from datetime import date

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.files import FileState
from cloudmkt_cli.findings import memory
from cloudmkt_cli.oddities import odd_in_profile
from cloudmkt_cli.onboarding import odd_in_way_in, walk_way_in
from cloudmkt_cli.profile import Product, VendorProfile
from cloudmkt_cli.report import Finding, MarketResult, ProfileResult, Status, Verdict, best_market


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
    of_vendor = memory(catalogue, as_of).of_vendor(facts)
    results = tuple(
        _check_market(market, catalogue, facts, of_vendor, targeted=market.id in targets)
        for market in catalogue.markets
        if not markets or market.id in markets
    )
    aims = tuple(result for result in results if result.targeted) or (best_market(results),)
    way_in = walk_way_in(profile, aims, as_of)
    return ProfileResult(
        vendor=profile.company.name,
        verdict=min((aim.verdict for aim in aims), key=lambda verdict: verdict.rank),
        markets=results,
        aims=aims,
        way_in=way_in,
        warnings=(
            *odd_in_profile(profile, targets, as_of, facts.files),
            *odd_in_way_in(profile, aims, way_in, as_of),
        ),
    )


def _check_market(
    market: Market, catalogue: Catalogue, facts: Facts, of_vendor: Mapping[str, Finding], *, targeted: bool
) -> MarketResult:
    requirements = catalogue.required_of(market)
    of_product = memory(catalogue, facts.as_of).of_product

    def judge(product: tuple[int, Product] | None) -> MarketResult:
        offer = facts.of(market.id, product)
        findings = tuple([of_vendor.get(item.id) or of_product(item, offer) for item in requirements])
        return _result(market, findings, targeted=targeted, product=product[1].name if product else None)

    offered = [(index, product) for index, product in enumerate(facts.profile.products) if market.id in product.markets]
    if not offered or all(item.scope == "vendor" for item in requirements):
        return judge(None)
    candidates = [judge(product) for product in offered]
    best = max(candidates, key=lambda candidate: (candidate.verdict.rank, candidate.satisfied))
    others = tuple((other.product or "", other.verdict) for other in candidates if other is not best)
    return best._replace(other_products=others)


def _result(
    market: Market, findings: tuple[Finding, ...], *, targeted: bool, product: str | None = None
) -> MarketResult:
    """The findings with what they come to."""
    applicable = satisfied = failed = preferred_satisfied = 0
    for requirement, status, *_ in findings:
        if requirement.level == "preferred":
            preferred_satisfied += status is Status.PASS
        elif status is not Status.NOT_APPLICABLE:
            applicable += 1
            satisfied += status is Status.PASS
            failed += status is Status.FAIL
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
