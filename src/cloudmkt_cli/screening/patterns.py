"""Decides patterns: the unchanged checker, on a profile that states a value of each class."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from cloudmkt_cli.catalogue.conditions import Since
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import Finding, MarketResult, Status, Verdict
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.screening.cells import profile_of
from cloudmkt_cli.screening.model import Decision, MarketDecision, Pattern, State, ValueClass

_STATES: Final = {
    Verdict.NOT_ELIGIBLE: State.RULED_OUT,
    Verdict.INCOMPLETE: State.STILL_OPEN,
    Verdict.ELIGIBLE: State.ELIGIBLE,
}


def decide(
    pattern: Pattern, classes: Sequence[Sequence[ValueClass]], catalogue: Catalogue, markets: Sequence[str], as_of: date
) -> Decision:
    """What the facts of a pattern decide. ``classes`` are those of each source."""
    stated = (of_source[number].value for number, of_source in zip(pattern, classes, strict=True))
    values = {path: value for part in stated for path, value in part.items()}
    return decide_profile(profile_of(values, catalogue), catalogue, markets, as_of)


def decide_profile(profile: VendorProfile, catalogue: Catalogue, markets: Sequence[str], as_of: date) -> Decision:
    """The result of the checker for a profile, in the words of a screening."""
    result = check_profile(profile, catalogue, as_of, markets=markets)
    names = [product.name for product in profile.products]
    return Decision(tuple(_market(one, names) for one in result.markets), _ask_first(result.markets))


def _market(result: MarketResult, products: Sequence[str]) -> MarketDecision:
    failed = [one for one in result.required if one.status is Status.FAIL]
    return MarketDecision(
        market=result.market.id,
        state=_STATES[result.verdict],
        ruled_out_by=tuple(one.requirement.id for one in failed),
        unknown=tuple(one.requirement.id for one in result.required if one.status in {Status.UNKNOWN, Status.MANUAL}),
        decided=result.decided,
        required=result.applicable,
        age=_age(failed),
        product=None if result.product is None else products.index(result.product),
    )


def _age(failed: Sequence[Finding]) -> Since | None:
    """The condition on a duration of the only requirement that fails."""
    conditions = [one.requirement.condition for one in failed]
    return conditions[0] if len(conditions) == 1 and isinstance(conditions[0], Since) else None


def _ask_first(results: Sequence[MarketResult]) -> str | None:
    """The fact, not stated, that decides most requirements of the markets that nothing rules out."""
    asked = Counter(fact for result in results if result.verdict is Verdict.INCOMPLETE for fact in _not_stated(result))
    return max(asked, key=asked.__getitem__) if asked else None  # of equals the first, in the order of the markets


def _not_stated(result: MarketResult) -> Iterator[str]:
    for finding in result.required:
        if finding.status is Status.UNKNOWN:
            yield from (one.fact for one in finding.observations if one.value is None)
