"""A profile against the catalogue: pure, so the same profile, catalogue and day give the same result."""

from collections.abc import Mapping, Sequence
from datetime import date

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.checking.facts import Values
from cloudmkt_cli.checking.finding_cache import FindingCache, finding_cache
from cloudmkt_cli.checking.lint import lint_profile
from cloudmkt_cli.checking.onboarding import lint_onboarding, onboarding_steps
from cloudmkt_cli.checking.results import (
    Finding,
    MarketResult,
    ProfileResult,
    Status,
    Verdict,
    targets_of,
    verdict_over,
)
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.model import VendorProfile


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
    target_ids = tuple(markets) or profile.target_markets
    files = files or {}
    vendor = _Vendor(profile, files, finding_cache(catalogue, as_of))
    results = tuple(
        [
            vendor.check(market, catalogue.required_of(market), targeted=market.id in target_ids)
            for market in catalogue.markets
            if not markets or market.id in markets
        ]
    )
    targets = targets_of(results)
    onboarding = onboarding_steps(profile, targets, as_of)
    return ProfileResult(
        vendor=profile.company.name,
        verdict=verdict_over((result.targeted, result.verdict) for result in results),
        markets=results,
        onboarding=onboarding,
        warnings=(
            *lint_profile(profile, target_ids, as_of, files),
            *lint_onboarding(profile, targets, onboarding, as_of),
        ),
    )


class _Vendor:
    """A vendor whose markets are checked one after another."""

    def __init__(self, profile: VendorProfile, files: Mapping[str, FileState], cache: FindingCache) -> None:
        self._cache = cache
        self._vendor = cache.facts.of_vendor(profile, files)
        self._findings = cache.of_vendor(self._vendor)
        self._products = profile.products

    def check(self, market: Market, requirements: Sequence[Requirement], *, targeted: bool) -> MarketResult:
        """The market, judged on the best of the products offered in it."""

        def result(values: Values, product: str | None = None) -> MarketResult:
            of = {"vendor": self._findings, "product": self._cache.of_product(market.id, values)}
            findings = tuple([of[item.scope][item.id] for item in requirements])
            return _result(market, findings, targeted=targeted, product=product)

        offered = [item for item in enumerate(self._products) if market.id in item[1].markets]
        if not offered or all(item.scope == "vendor" for item in requirements):
            return result(self._vendor)
        candidates = [result(self._cache.facts.of_product(*item), item[1].name) for item in offered]
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
