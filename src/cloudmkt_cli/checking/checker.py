"""Checks a profile against the catalogue. Pure: the same profile, catalogue and day give the same result."""

from collections.abc import Mapping, Sequence
from datetime import date

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.checking.facts import IndexedProduct, Values
from cloudmkt_cli.checking.finding_cache import FindingCache, finding_cache
from cloudmkt_cli.checking.lint import lint_profile
from cloudmkt_cli.checking.onboarding import lint_onboarding, onboarding_steps
from cloudmkt_cli.checking.results import (
    Finding,
    MarketResult,
    ProfileResult,
    Status,
    overall_verdict,
    target_results,
    verdict_from_counts,
)
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.model import VendorProfile

_PASS, _FAIL, _NOT_APPLICABLE = Status.PASS, Status.FAIL, Status.NOT_APPLICABLE
"""Names of this module, as members of enumerations are slow to look up in Python 3.11."""


def check_profile(
    profile: VendorProfile,
    catalogue: Catalogue,
    as_of: date,
    *,
    markets: Sequence[str] = (),
    files: Mapping[str, FileState] | None = None,
) -> ProfileResult:
    """Check a vendor on the day ``as_of``.

    Args:
        profile: the vendor.
        catalogue: the markets and their requirements.
        as_of: the day on which certificates, attestations and periods are evaluated.
        markets: ids of the markets to check; none means all.
        files: the states of files that the profile names; a file that is missing here counts as not looked at.
    """
    target_ids = tuple(markets) or profile.target_markets
    files = files or {}
    cache = finding_cache(catalogue, as_of)
    values = cache.reader.vendor_values(profile, files)
    checker = _MarketChecker(profile, values, cache)
    results = tuple(
        [
            checker.check(market, targeted=market.id in target_ids)
            for market in catalogue.markets
            if not markets or market.id in markets
        ]
    )
    targets = target_results(results)
    progress = cache.progress(values)
    onboarding = onboarding_steps(progress, targets)
    return ProfileResult(
        vendor=profile.company.name,
        verdict=overall_verdict((result.targeted, result.verdict) for result in results),
        markets=results,
        onboarding=onboarding,
        warnings=(
            *lint_profile(profile, target_ids, as_of, files),
            *lint_onboarding(progress, values, targets, onboarding),
        ),
    )


class _MarketChecker:
    """Checks one vendor against one market after another."""

    def __init__(self, profile: VendorProfile, values: Values, cache: FindingCache) -> None:
        self._cache = cache
        self._values = values
        self._findings = cache.vendor_findings(values)
        self._products = [IndexedProduct(index, product) for index, product in enumerate(profile.products)]

    def check(self, market: Market, *, targeted: bool) -> MarketResult:
        """The result for a market, with the best of the products offered in it."""
        candidates = [
            self._with_product(offered, market, targeted=targeted)
            for offered in (self._products if self._cache.is_about_products(market.id) else ())
            if market.id in offered.product.markets
        ]
        if not candidates:
            return self._with_product(None, market, targeted=targeted)
        if len(candidates) == 1:
            return candidates[0]
        best = max(candidates, key=lambda candidate: (candidate.verdict.rank, candidate.satisfied))
        others = tuple((other.product or "", other.verdict) for other in candidates if other is not best)
        return best._replace(other_products=others)

    def _with_product(self, offered: IndexedProduct | None, market: Market, *, targeted: bool) -> MarketResult:
        """The result for a market with one product, or with none."""
        values = self._cache.reader.product_values(offered, self._values) if offered else self._values
        findings = self._cache.market_findings(market.id, self._findings, values)
        name = offered.product.name if offered else None
        return _market_result(market, findings, targeted=targeted, product=name)


def _market_result(
    market: Market, findings: tuple[Finding, ...], *, targeted: bool, product: str | None
) -> MarketResult:
    """The findings with their counts and the verdict that follows from them."""
    required = [finding.status for finding in findings if finding.requirement.level == "required"]
    satisfied, failed = required.count(_PASS), required.count(_FAIL)
    applicable = len(required) - required.count(_NOT_APPLICABLE)
    if not applicable:
        raise ValueError(f"the catalogue has no applicable requirement for the market {market.id}")
    decided = satisfied + failed
    verdict = verdict_from_counts(failed=failed, undecided=applicable - decided)
    preferred_satisfied = _preferred_satisfied(findings) if len(required) < len(findings) else 0
    return MarketResult(  # by position, which takes half the time
        market, targeted, verdict, findings, satisfied, decided, applicable, preferred_satisfied, product
    )


def _preferred_satisfied(findings: Sequence[Finding]) -> int:
    preferred = [finding.status for finding in findings if finding.requirement.level == "preferred"]
    return preferred.count(_PASS)
