"""Who is who beside a baseline, and that it agrees with what ``diff`` and the gate say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, Values, check, stating, without
from support.samples_diff import SITE, UNDERSTAFFED, report, unchecked
from support.samples_waivers import stated, waiver
from support.strategies import profiles

from cloudmkt_cli.checking.results import ProfileResult, Status, Verdict
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.history.baseline import baseline_of, comparability_warnings, past_profile, with_waived_met
from cloudmkt_cli.history.diff import Change, compare
from cloudmkt_cli.history.model import PastProfile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.runs.waivers import active_waivers, apply_waivers

GOOD = past_profile("a/one.toml", check(SITE))


def change(path: str, *paths: str, then: tuple[PastProfile, ...]) -> Change:
    """What is said of the understaffed vendor at a path, in a run over that path and others."""
    return baseline_of(report(*then), (path, *paths)).baseline_result(path, check(UNDERSTAFFED)).change


@pytest.mark.parametrize(
    ("path", "then", "expected"),
    [
        ("a/one.toml", GOOD, Change.WORSE),
        ("a/one.toml", GOOD._replace(vendor="又名"), Change.WORSE),
        ("b/one.toml", GOOD, Change.WORSE),
        ("b/one.toml", GOOD._replace(vendor="又名"), Change.NEW),
        ("b/two.toml", GOOD, Change.WORSE),
        ("b/two.toml", GOOD._replace(vendor="又名"), Change.NEW),
        ("a/one.toml", unchecked("a/one.toml"), Change.BETTER),
        ("b/two.toml", unchecked("a/one.toml"), Change.NEW),
    ],
)
def test_by_path_then_by_path_within_then_by_name(path: str, then: PastProfile, expected: Change) -> None:
    assert change(path, then=(then,)) is expected


def test_a_name_that_two_have_is_nobodys() -> None:
    assert change("b/two.toml", then=(GOOD, GOOD._replace(path="a/three.toml"))) is Change.NEW
    assert change("b/two.toml", "a/one.toml", then=(GOOD,)) is Change.NEW
    assert change("b/two.toml", "a/one.toml", then=(GOOD, GOOD._replace(path="a/three.toml"))) is Change.WORSE


def test_markets_of_one_side_are_told_with_what_to_do_unless_nothing_could_be_checked_then() -> None:
    (remark,) = comparability_warnings(
        report(past_profile("x", check(SITE, markets=("website", "api")))), CATALOGUE, ["website"]
    )
    assert (remark.message, remark.path) == (Message("baseline.only_then", {"markets": ("api",)}), "report.json")
    assert remark.hint == Message("baseline.make_another")
    (remark,) = comparability_warnings(
        report(past_profile("x", check(SITE, markets=("api",)))), CATALOGUE, ["website", "api"]
    )
    assert remark.message == Message("baseline.only_now", {"markets": ("website",)})
    assert comparability_warnings(report(unchecked("x")), CATALOGUE, ["website"]) == []


def test_what_is_worse_where_the_verdict_is_not_about_counts_all_of_the_verdict() -> None:
    """Without a target, any market is in question, and the verdict is about the best."""
    values = stating(("agreements", "consignment"), value=False)
    worse = stating(("team", "senior_ops_certified"), 0, values)  # which the service market alone asks for
    then, now = check(values), check(worse)
    assert [aim.market.id for aim in then.targets] == [aim.market.id for aim in now.targets]
    baseline_result = baseline_of(report(past_profile("x", then)), ["x"]).baseline_result("x", now)
    assert baseline_result.change is Change.WORSE
    assert baseline_result.regressions != ()
    assert {loss.new.id for loss in baseline_result.regressions}.isdisjoint(
        item.requirement.id for item in now.targets[0].blockers
    )
    assert baseline_result.tolerated == frozenset()


def test_who_waives_in_one_market_and_gets_nearer_to_another_is_not_worse() -> None:
    """Without a target: of as many failures the first market is the nearest, and it is not the one that is waived."""
    unsigned = stating(("agreements", "consignment"), value=False)
    understaffed = stating(("team", "technical_and_service"), 12, unsigned)  # miniprogram asks for 20
    then, now = (weighed(values, ["website.agreements"]) for values in (understaffed, unsigned))
    baseline_result = baseline_of(report(past_profile("x", then)), ["x"]).baseline_result("x", now)
    assert (baseline_result.change, baseline_result.old, baseline_result.new) == (
        Change.BETTER,
        Verdict.ELIGIBLE,
        Verdict.ELIGIBLE,
    )


def test_what_stood_is_spared_and_what_is_lost_is_not() -> None:
    both = stating(("agreements", "consignment"), value=False, values=UNDERSTAFFED)
    baseline_result = baseline_of(report(past_profile("x", check(UNDERSTAFFED))), ["x"]).baseline_result(
        "x", check(both)
    )
    (loss,) = baseline_result.regressions
    assert loss.old is not None
    assert (loss.new.id, loss.old.status, loss.new.status) == ("website.agreements", Status.PASS, Status.FAIL)
    assert baseline_result.tolerated == {"website.team-size"}
    assert baseline_result.change_since("website.team-size", Status.FAIL) is Change.UNCHANGED
    assert baseline_result.change_since("website.team-size", Status.UNKNOWN) is Change.CHANGED
    assert baseline_result.change_since("website.agreements", Status.FAIL) is Change.NEW
    assert baseline_result.change_since("image.cvm-image", Status.FAIL) is Change.NEW


def weighed(one: Values, slugs: list[str]) -> ProfileResult:
    company = validate(VendorProfile, one).company
    waivers = active_waivers(stated(*(waiver(slug, company.name) for slug in slugs)), AS_OF)
    return apply_waivers(check(one), company, waivers)[0]


def test_who_aims_at_a_market_that_is_not_open_is_worse_by_what_is_missing_there() -> None:
    values = without(("products", 0, "cvm_image"))
    anywhere = stating(("target_markets",), [], values)
    elsewhere = stating(("target_markets",), ["image"], values)
    result = check(elsewhere)
    baseline_result = baseline_of(report(past_profile("x", check(anywhere))), ["x"]).baseline_result("x", result)
    assert (check(anywhere).verdict, result.verdict) == (Verdict.ELIGIBLE, Verdict.INCOMPLETE)
    assert baseline_result.is_worse
    assert [loss.new.id for loss in baseline_result.regressions] == ["image.cvm-image"]
    assert baseline_result.tolerated == frozenset()


slugs = st.lists(st.sampled_from(sorted({item.slug for item in CATALOGUE.requirements()})), max_size=6, unique=True)


@given(profiles(), slugs, slugs)
def test_the_same_vendor_is_as_before_and_only_waivers_make_a_difference(
    one: Values, before: list[str], now: list[str]
) -> None:
    then, today = weighed(one, before), weighed(one, now)
    assert with_waived_met(past_profile("x", then)).verdict is then.verdict_with_waivers
    baseline = baseline_of(report(past_profile("x", then)), ["x"])
    assert baseline.baseline_result("x", then).change is Change.UNCHANGED
    baseline_result = baseline.baseline_result("x", today)
    if {*before} <= {*now}:
        assert not baseline_result.is_worse
    if today.verdict_with_waivers.rank < then.verdict_with_waivers.rank:
        assert baseline_result.is_worse


@given(profiles(), profiles())
def test_it_is_worse_when_diff_says_so_and_then_something_counts(one: Values, other: Values) -> None:
    old, new = past_profile("x", check(one)), past_profile("x", check(other))
    result = check(other)
    baseline_result = baseline_of(report(old), ["x"]).baseline_result("x", result)
    told = compare(report(old), report(new)).profiles
    assert baseline_result.change is (told[0].change if told else Change.UNCHANGED)
    blockers = {item.requirement.id for aim in result.targets for item in aim.blockers}
    assert baseline_result.tolerated <= blockers
    assert bool(baseline_result.regressions) <= baseline_result.is_worse
    if baseline_result.is_worse:
        assert baseline_result.regressions
        assert baseline_result.tolerated < blockers or not blockers
    else:
        assert baseline_result.tolerated == blockers
