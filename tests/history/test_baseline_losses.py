"""What is worse of one profile beside a baseline, requirement by requirement, and what that spares."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from support.samples import AS_OF, Values, check, stating, vendor, without
from support.samples_diff import SITE, UNDERSTAFFED, market, profile, report, requirement
from support.samples_waivers import NAME, stated, waiver

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import ProfileResult, Status, Verdict
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.history.baseline import BaselineResult, baseline_of, past_profile, with_waived_met
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.runs.waivers import active_waivers, apply_waivers

UNSIGNED = (("agreements", "consignment"), False)
MINI = vendor() | {"target_markets": ["miniprogram"]}


class Side(NamedTuple):
    """A profile, and the requirements that are waived of it."""

    values: Values
    waived: tuple[str, ...] = ()

    def result(self) -> ProfileResult:
        company = validate(VendorProfile, self.values).company
        waivers = active_waivers(stated(*(waiver(each, NAME) for each in self.waived)), AS_OF)
        return apply_waivers(check(self.values), company, waivers)[0]


def beside(then: Side, now: Side) -> BaselineResult:
    return baseline_of(report(past_profile("x", then.result())), ["x"]).baseline_result("x", now.result())


def losses(baseline_result: BaselineResult) -> list[tuple[str, str | None, str]]:
    return [
        (loss.new.id, loss.old and loss.old.status.value, loss.new.status.value) for loss in baseline_result.regressions
    ]


def test_what_was_met_and_is_unknown_or_for_a_reviewer_is_lost_and_what_failed_is_not() -> None:
    now = without(("agreements", "consignment"), without(("attestations", "renown"), UNDERSTAFFED))
    baseline_result = beside(Side(UNDERSTAFFED), Side(now))
    assert losses(baseline_result) == [("website.renown", "pass", "manual"), ("website.agreements", "pass", "unknown")]
    assert (baseline_result.is_worse, baseline_result.counts) == (True, True)
    assert baseline_result.tolerated == {"website.team-size"}


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (
            without(("agreements", "consignment"), SITE),
            stating(*UNSIGNED, SITE),
            ("website.agreements", "unknown", "fail"),
        ),
        (
            without(("attestations", "renown"), SITE),
            stating(("attestations", "renown", "holds"), False, SITE),
            ("website.renown", "manual", "fail"),
        ),
    ],
    ids=["unknown", "manual"],
)
def test_what_was_open_and_fails_is_told_only_of_who_is_worse(
    then: Values, now: Values, expected: tuple[str, str, str]
) -> None:
    baseline_result = beside(Side(stating(("team", "technical_and_service"), 9, then)), Side(now))
    assert (baseline_result.change, losses(baseline_result), baseline_result.counts) == (Change.BETTER, [], False)
    assert baseline_result.tolerated == {expected[0]}
    baseline_result = beside(Side(then), Side(stating(("team", "technical_and_service"), 9, now)))
    assert sorted(losses(baseline_result)) == sorted([expected, ("website.team-size", "pass", "fail")])
    assert baseline_result.tolerated == frozenset()
    assert baseline_result.change_since(expected[0], Status.FAIL) is Change.CHANGED
    assert baseline_result.change_since("website.team-size", Status.FAIL) is Change.NEW


def test_a_failure_that_is_unknown_now_is_no_loss() -> None:
    then, now = stating(*UNSIGNED, UNDERSTAFFED), without(("agreements", "consignment"), UNDERSTAFFED)
    baseline_result = beside(Side(then), Side(now))
    assert (baseline_result.change, losses(baseline_result)) == (Change.CHANGED, [])
    assert baseline_result.tolerated == {"website.team-size", "website.agreements"}
    worse = beside(Side(then), Side(stating(("team", "marketplace_operators"), 0, now)))
    assert losses(worse) == [("website.marketplace-operator", "pass", "fail")]
    assert worse.tolerated == {"website.team-size", "website.agreements"}


def test_what_is_preferred_is_never_a_loss_nor_spared() -> None:
    cases = [case | {"award": ""} for case in vendor()["cases"]]
    alone = beside(Side(MINI), Side(stating(("cases",), cases, MINI)))
    assert (alone.change, losses(alone), alone.tolerated) == (Change.CHANGED, [], frozenset())
    both = beside(Side(MINI), Side(stating(*UNSIGNED, stating(("cases",), cases, MINI))))
    assert losses(both) == [("miniprogram.agreements", "pass", "fail")]
    assert both.tolerated == frozenset()


def test_of_several_targets_each_tells_its_own_and_what_they_share_stands_once() -> None:
    targets = UNDERSTAFFED | {"target_markets": ["website", "api"]}
    now = stating(("documents", "business_licence"), False, stating(("products", 0, "test_account"), False, targets))
    baseline_result = beside(Side(targets), Side(now))
    assert losses(baseline_result) == [
        ("general.business-licence", "pass", "fail"),
        ("api.test-account", "pass", "fail"),
    ]
    assert baseline_result.tolerated == {"website.team-size", "api.team-size"}
    assert (baseline_result.old, baseline_result.new) == (Verdict.NOT_ELIGIBLE, Verdict.NOT_ELIGIBLE)


def test_without_a_target_what_is_lost_where_the_gate_is_spares_the_rest_of_that_market() -> None:
    anywhere = without(("target_markets",), UNDERSTAFFED | {"target_markets": []})
    baseline_result = beside(Side(anywhere), Side(stating(*UNSIGNED, anywhere)))
    assert [identity for identity, *_ in losses(baseline_result)] == [
        f"{name}.agreements" for name in ("miniprogram", "website", "image", "enterprise", "api", "service")
    ]
    assert baseline_result.tolerated == {"miniprogram.team-size"}


@pytest.mark.parametrize(
    ("then", "now", "change", "lost"),
    [
        (("website.team-size",), ("website.team-size",), Change.UNCHANGED, []),
        (("website.team-size",), (), Change.WORSE, [("website.team-size", "fail", "fail")]),
        ((), ("website.team-size",), Change.BETTER, []),
        (("api.team-size",), (), Change.CHANGED, []),
    ],
    ids=["both", "then", "now", "elsewhere"],
)
def test_what_is_waived_counts_as_met_on_either_side(
    then: tuple[str, ...], now: tuple[str, ...], change: Change, lost: list[tuple[str, str, str]]
) -> None:
    baseline_result = beside(Side(UNDERSTAFFED, then), Side(UNDERSTAFFED, now))
    assert (baseline_result.change, losses(baseline_result)) == (change, lost)
    assert [loss.old and loss.old.waived for loss in baseline_result.regressions] == [True] * len(lost)
    assert baseline_result.tolerated == (frozenset() if now or lost else {"website.team-size"})


def test_who_is_worse_has_what_is_waived_neither_lost_nor_spared() -> None:
    now = stating(*UNSIGNED, without(("support",), UNDERSTAFFED))
    baseline_result = beside(Side(without(("support",), UNDERSTAFFED)), Side(now, ("website.team-size",)))
    assert (baseline_result.change, losses(baseline_result)) == (Change.WORSE, [("website.agreements", "pass", "fail")])
    assert baseline_result.tolerated == {"website.support-hours"}


def test_a_waiver_that_ran_out_beside_one_that_holds() -> None:
    values = stating(*UNSIGNED, UNDERSTAFFED)
    baseline_result = beside(Side(values, ("team-size", "agreements")), Side(values, ("agreements",)))
    assert (baseline_result.old, baseline_result.new) == (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)
    assert (losses(baseline_result), baseline_result.tolerated) == (
        [("website.team-size", "fail", "fail")],
        frozenset(),
    )


@pytest.mark.parametrize(
    ("status", "level", "verdict"),
    [
        ("fail", "required", "eligible"),
        ("unknown", "required", "incomplete"),
        ("manual", "required", "incomplete"),
        ("fail", "preferred", "eligible"),
    ],
)
def test_only_what_fails_and_is_waived_counts_as_met(status: str, level: Level, verdict: str) -> None:
    """Whatever a report says, made by hand or not."""
    item = requirement("website.x", status, level)._replace(waived=True)
    counted = with_waived_met(profile("x", "甲", "not_eligible", website=market("not_eligible", item)))
    assert counted.verdict == counted.markets["website"].verdict == verdict
    (met,) = counted.markets["website"].requirements
    assert met.status == ("pass" if status == "fail" else status)


@pytest.mark.parametrize(("level", "verdict"), [("required", "not_eligible"), ("preferred", "eligible")])
def test_what_is_preferred_and_fails_keeps_no_market_from_counting_as_eligible(level: Level, verdict: str) -> None:
    items = requirement("website.x", "fail")._replace(waived=True), requirement("website.y", "fail", level)
    counted = with_waived_met(profile("x", "甲", "not_eligible", website=market("not_eligible", *items)))
    assert counted.verdict == verdict


@pytest.mark.parametrize(("targeted", "verdict"), [(True, "incomplete"), (False, "eligible")])
def test_what_counts_of_several_markets_is_the_worst_target_or_else_the_best(targeted: bool, verdict: str) -> None:
    waived = requirement("website.x", "fail")._replace(waived=True)
    one = market("not_eligible", waived, targeted=targeted)
    other = market("incomplete", requirement("api.x", "unknown"), targeted=targeted)
    for markets in ({"website": one, "api": other}, {"api": other, "website": one}):
        assert with_waived_met(profile("x", "甲", "not_eligible", **markets)).verdict == verdict


def test_a_failure_on_the_last_day_of_its_waiver_and_the_day_after() -> None:
    company = validate(VendorProfile, UNDERSTAFFED).company
    waivers = stated(waiver("website.team-size", NAME, AS_OF))
    today, tomorrow = (
        apply_waivers(check(UNDERSTAFFED, as_of=day), company, active_waivers(waivers, day))[0]
        for day in (AS_OF, AS_OF + timedelta(days=1))
    )
    baseline_result = baseline_of(report(past_profile("x", today)), ["x"]).baseline_result("x", tomorrow)
    assert (baseline_result.old, baseline_result.new, baseline_result.is_worse) == (
        Verdict.ELIGIBLE,
        Verdict.NOT_ELIGIBLE,
        True,
    )


def test_who_was_not_in_it_has_nothing_to_be_compared_with_and_counts() -> None:
    baseline_result = baseline_of(report(), ["x"]).baseline_result("x", check(UNDERSTAFFED))
    assert (baseline_result.change, baseline_result.old, baseline_result.new, baseline_result.regressions) == (
        Change.NEW,
        None,
        None,
        (),
    )
    assert (baseline_result.is_worse, baseline_result.counts) == (False, True)
    assert baseline_result.tolerated == frozenset()
    assert baseline_result.change_since("website.team-size", Status.FAIL) is Change.NEW
