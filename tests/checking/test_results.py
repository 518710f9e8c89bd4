"""Verdicts from counts and over markets, and which markets are the targets."""

import pytest
from support.samples import check, stating, vendor, without

from cloudmkt_cli.checking.results import Verdict, overall_verdict, targets_or_all, verdict_from_counts

NOT_ELIGIBLE, INCOMPLETE, ELIGIBLE = Verdict


@pytest.mark.parametrize(
    ("failed", "undecided", "expected"),
    [(0, 0, ELIGIBLE), (0, 1, INCOMPLETE), (1, 0, NOT_ELIGIBLE), (1, 1, NOT_ELIGIBLE)],
)
def test_verdict_from_counts(failed: int, undecided: int, expected: Verdict) -> None:
    assert verdict_from_counts(failed=failed, undecided=undecided) is expected


@pytest.mark.parametrize(
    ("markets", "expected"),
    [
        ([(True, ELIGIBLE), (True, NOT_ELIGIBLE), (True, INCOMPLETE)], NOT_ELIGIBLE),
        ([(True, ELIGIBLE), (False, NOT_ELIGIBLE)], ELIGIBLE),
        ([(True, INCOMPLETE), (False, ELIGIBLE)], INCOMPLETE),
        ([(False, NOT_ELIGIBLE), (False, ELIGIBLE), (False, INCOMPLETE)], ELIGIBLE),
        ([(False, NOT_ELIGIBLE)], NOT_ELIGIBLE),
    ],
)
def test_the_worst_target_or_the_best_market_decides(markets: list[tuple[bool, Verdict]], expected: Verdict) -> None:
    assert overall_verdict(markets) is expected


def test_there_is_no_verdict_over_no_markets() -> None:
    with pytest.raises(ValueError, match="empty"):
        overall_verdict([])


def test_targets_or_all_markets_if_there_are_none() -> None:
    markets = check(stating(("target_markets",), ["api"])).markets
    assert [market.market.id for market in targets_or_all(markets)] == ["api"]
    no_target = check(without(("target_markets",), vendor() | {"target_markets": ["api"]})).markets
    assert targets_or_all(no_target) == no_target
