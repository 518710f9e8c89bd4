"""A profile against the catalogue: pure, so the same profile, catalogue and day give the same result."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.conditions import Facts, Outcome, evaluate, observe
from cloudmkt_cli.files import FileState
from cloudmkt_cli.language import Message
from cloudmkt_cli.oddities import odd_in_profile
from cloudmkt_cli.onboarding import odd_in_way_in, walk_way_in
from cloudmkt_cli.profile import Product, VendorProfile
from cloudmkt_cli.report import Finding, MarketResult, ProfileResult, Status, Verdict, best_market

_STATUS = {True: Status.PASS, False: Status.FAIL, None: Status.UNKNOWN}


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
    results = tuple(
        _check_market(market, catalogue, facts, targeted=market.id in targets)
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


def _check_market(market: Market, catalogue: Catalogue, facts: Facts, *, targeted: bool) -> MarketResult:
    requirements = catalogue.required_of(market)
    of_vendor = {item.id: _find(item, facts.of(market.id)) for item in requirements if item.scope == "vendor"}
    if len(of_vendor) == len(requirements):
        return _result(market, tuple(of_vendor.values()), targeted=targeted)

    def judge(product: tuple[int, Product] | None) -> MarketResult:
        offer = facts.of(market.id, product)
        findings = tuple(of_vendor.get(item.id) or _find(item, offer) for item in requirements)
        return _result(market, findings, targeted=targeted, product=product[1].name if product else None)

    offered = [(index, product) for index, product in enumerate(facts.profile.products) if market.id in product.markets]
    candidates = [judge(product) for product in offered] or [judge(None)]
    best = max(candidates, key=lambda candidate: (candidate.verdict.rank, candidate.satisfied))
    others = tuple((other.product or "", other.verdict) for other in candidates if other is not best)
    return best._replace(other_products=others)


def _result(
    market: Market, findings: tuple[Finding, ...], *, targeted: bool, product: str | None = None
) -> MarketResult:
    return MarketResult(market, targeted, _verdict(market, findings), findings, product)


def _verdict(market: Market, findings: Iterable[Finding]) -> Verdict:
    statuses = {finding.status for finding in findings if finding.requirement.level == "required"}
    statuses.discard(Status.NOT_APPLICABLE)
    if not statuses:
        raise ValueError(f"the catalogue has no applicable requirement for the market {market.id}")
    if Status.FAIL in statuses:
        return Verdict.NOT_ELIGIBLE
    return Verdict.ELIGIBLE if statuses == {Status.PASS} else Verdict.INCOMPLETE


def _find(requirement: Requirement, facts: Facts) -> Finding:
    if requirement.judged:
        return _find_judged(requirement, facts)
    if requirement.scope == "product" and facts.product is None:
        note = Message("check.no_product", {"market": facts.market})
        return Finding(requirement, Status.UNKNOWN, notes=(note,), decided_by=("products",))
    outcome = evaluate(requirement.condition, facts)
    observations = observe(requirement.condition, facts)
    if requirement.applies_when is not None:
        applies = evaluate(requirement.applies_when, facts)
        if applies.truth is False:
            observations = observe(requirement.applies_when, facts)
            return Finding(requirement, Status.NOT_APPLICABLE, observations, decided_by=applies.decided_by)
        if applies.truth is None and outcome.truth is not True:
            # One that is met needs no answer to whether it applies; any other waits for it.
            observations += observe(requirement.applies_when, facts)
            outcome = Outcome(None, applies.decided_by, (*outcome.notes, Message("check.may_not_apply")))
    return Finding(requirement, _STATUS[outcome.truth], observations, outcome.notes, outcome.decided_by)


def _find_judged(requirement: Requirement, facts: Facts) -> Finding:
    """Manual, until an attestation that is valid on the day says otherwise."""
    attestation = facts.profile.attestations.get(requirement.slug)
    if attestation is None:
        return Finding(requirement, Status.MANUAL)
    place = ("attestations", requirement.slug)
    if attestation.on > facts.as_of:
        note = Message("check.attested_after_as_of", {"day": attestation.on, "as_of": facts.as_of})
        return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=(*place, "on"))
    if attestation.expires is not None and attestation.expires < facts.as_of:
        note = Message("check.attestation_expired", {"day": attestation.expires})
        return Finding(requirement, Status.MANUAL, notes=(note,), decided_by=(*place, "expires"))
    status = Status.PASS if attestation.holds else Status.FAIL
    return Finding(requirement, status, decided_by=(*place, "holds"), attested=attestation)
