"""What is a change and for whom: who is matched with whom, and which changes are regressions."""

from collections import Counter

import pytest
from support.samples_diff import market, profile, report, requirement, unchecked

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.history.diff import Change, Comparison, Transition, compare
from cloudmkt_cli.history.model import PastProfile, PastReport


def between(*sides: PastProfile) -> Comparison:
    """Two reports with a profile each."""
    old, new = sides
    return compare(report(old), report(new))


def matched(old: PastReport, new: PastReport) -> set[tuple[str | None, str | None]]:
    """Who is taken for whom; every pair counts as changed here."""
    changed = compare(old, new).profiles
    return {(item.old.path if item.old else None, item.new.path if item.new else None) for item in changed}


def good(path: str, name: str) -> PastProfile:
    return profile(path, name, "eligible")


def poor(path: str, name: str) -> PastProfile:
    return profile(path, name, "incomplete")


def test_a_path_says_who_it_is_whatever_the_names() -> None:
    old, new = report(good("a", "甲"), good("b", "乙")), report(poor("a", "乙"), poor("b", "甲"))
    assert matched(old, new) == {("a", "a"), ("b", "b")}


def test_elsewhere_a_name_says_who_it_is() -> None:
    old, new = report(good("old/a", "甲"), good("old/b", "乙")), report(poor("x/1", "乙"), poor("y/2", "甲"))
    assert matched(old, new) == {("old/a", "y/2"), ("old/b", "x/1")}


def test_a_name_that_two_bear_says_nothing() -> None:
    old, new = report(good("a", "甲")), report(poor("b", "甲"), poor("c", "甲"))
    assert matched(old, new) == {("a", None), (None, "b"), (None, "c")}


def test_a_name_that_two_bear_says_who_it_is_when_one_of_them_is_found() -> None:
    old, new = report(good("a", "甲"), good("b", "甲")), report(poor("a", "甲"), poor("c", "甲"))
    assert matched(old, new) == {("a", "a"), ("b", "c")}


def test_another_folder_keeps_the_paths_below_it() -> None:
    old = report(good("monday/x/a", "甲"), good("monday/y/a", "甲"), good("monday/b", "乙"), unchecked("monday/c"))
    new = report(poor("tuesday/x/a", "甲"), poor("tuesday/y/a", "甲"), unchecked("tuesday/b"), poor("tuesday/c", "丙"))
    pairs = {("monday/" + path, "tuesday/" + path) for path in ("x/a", "y/a", "b", "c")}
    assert matched(old, new) == pairs


def test_another_folder_with_another_company_is_another_client() -> None:
    old, new = report(good("acme/cloudmkt.toml", "甲")), report(good("beta/cloudmkt.toml", "乙"))
    assert matched(old, new) == {("acme/cloudmkt.toml", None), (None, "beta/cloudmkt.toml")}


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (profile("a", "甲", "eligible"), profile("a", "甲", "incomplete"), Change.WORSE),
        (profile("a", "甲", "incomplete"), profile("a", "甲", "not_eligible"), Change.WORSE),
        (profile("a", "甲", "not_eligible"), profile("a", "甲", "incomplete"), Change.BETTER),
        (profile("a", "甲", "not_eligible"), unchecked("a"), Change.WORSE),
        (unchecked("a"), profile("a", "甲", "not_eligible"), Change.BETTER),
        (unchecked("a"), unchecked("a"), Change.UNCHANGED),
        (profile("a", "甲"), profile("a", "乙"), Change.CHANGED),
        (profile("a", "甲"), profile("a", "甲"), Change.UNCHANGED),
    ],
)
def test_what_becomes_of_a_profile(old: PastProfile, new: PastProfile, change: Change) -> None:
    assert between(old, new).totals == Counter({change: 1})


@pytest.mark.parametrize("targeted", [True, False])
def test_a_market_with_a_worse_verdict_is_a_regression_where_it_is_a_target(targeted: bool) -> None:
    aim = market("incomplete")
    old, new = (
        profile("a", "甲", "incomplete", api=aim, website=market(verdict, targeted=targeted))
        for verdict in ("incomplete", "not_eligible")
    )
    assert between(old, new).profiles[0].change is (Change.WORSE if targeted else Change.CHANGED)


def test_where_no_target_is_named_every_market_counts() -> None:
    old, new = (
        profile("a", "甲", "eligible", api=market("eligible", targeted=False), website=market(verdict, targeted=False))
        for verdict in ("incomplete", "not_eligible")
    )
    assert between(old, new).profiles[0].change is Change.WORSE


def test_it_is_the_new_report_that_says_what_is_a_target() -> None:
    lost, kept = (
        market("not_eligible", requirement("website.team-size", status), targeted=status == "pass")
        for status in ("fail", "pass")
    )
    aim = market("not_eligible")
    assert (
        between(
            profile("a", "甲", "not_eligible", api=aim, website=kept),
            profile("a", "甲", "not_eligible", api=aim, website=lost),
        )
        .profiles[0]
        .change
        is Change.CHANGED
    )


def test_another_target_is_a_change_though_nothing_stands_differently() -> None:
    held = [market("not_eligible", targeted=targeted) for targeted in (True, False)]
    old, new = (profile("a", "甲", "not_eligible", api=one, website=other) for one, other in (held, reversed(held)))
    (changed,) = between(old, new).profiles
    assert changed.change is Change.CHANGED
    assert [(item.market, item.new.targeted) for item in changed.markets] == [("api", False), ("website", True)]


def test_without_its_last_target_every_market_of_a_profile_counts() -> None:
    old, new = (
        profile(
            "a",
            "甲",
            "eligible",
            api=market("eligible", targeted=targeted),
            website=market("eligible", requirement("website.x", status), targeted=False),
        )
        for targeted, status in ((True, "pass"), (False, "fail"))
    )
    assert between(old, new).profiles[0].change is Change.WORSE


@pytest.mark.parametrize(
    ("level", "there", "back"),
    [("required", Change.WORSE, Change.BETTER), ("preferred", Change.CHANGED, Change.CHANGED)],
)
@pytest.mark.parametrize("status", ["fail", "unknown", "manual"])
@pytest.mark.parametrize("settled", ["pass", "not_applicable"])
def test_a_lost_requirement_is_a_regression_if_it_is_required(
    settled: str, status: str, level: Level, there: Change, back: Change
) -> None:
    old, new = (
        profile("a", "甲", "not_eligible", website=market("not_eligible", requirement("website.x", state, level)))
        for state in (settled, status)
    )
    (lost,), (gained,) = between(old, new).profiles, between(new, old).profiles
    assert (lost.change, gained.change) == (there, back)
    assert lost.markets[0].requirements[0].transition is Transition.LOST
    assert gained.markets[0].requirements[0].transition is Transition.GAINED


@pytest.mark.parametrize(
    ("old", "new"),
    [("fail", "unknown"), ("manual", "fail"), ("pass", "not_applicable"), ("not_applicable", "pass")],
)
def test_other_changes_are_no_regression(old: str, new: str) -> None:
    sides = [
        profile("a", "甲", "not_eligible", website=market("not_eligible", requirement("website.x", status)))
        for status in (old, new)
    ]
    (changed,) = between(*sides).profiles
    assert changed.change is Change.CHANGED
    assert changed.markets[0].requirements[0].transition is Transition.OTHER


@pytest.mark.parametrize(("worse", "better"), [("not_eligible", "incomplete"), ("incomplete", "eligible")])
def test_a_target_market_with_a_better_verdict_is_better_though_another_holds_the_profile_back(
    worse: str, better: str
) -> None:
    old, new = (
        profile("a", "甲", "not_eligible", website=market(verdict), api=market("not_eligible"))
        for verdict in (worse, better)
    )
    assert between(old, new).profiles[0].change is Change.BETTER
    assert between(new, old).profiles[0].change is Change.WORSE


def test_what_is_lost_weighs_more_than_what_is_gained() -> None:
    old, new = (
        profile("a", "甲", "incomplete", website=market("incomplete", *map(requirement, ("x", "y", "z"), statuses)))
        for statuses in (("pass", "fail", "fail"), ("unknown", "pass", "pass"))
    )
    assert between(old, new).profiles[0].change is Change.WORSE
    assert between(new, old).profiles[0].change is Change.WORSE


def test_a_requirement_of_one_edition_alone_stands_for_itself() -> None:
    old = profile("a", "甲", "incomplete", website=market("incomplete", requirement("website.gone", "pass")))
    new = profile("a", "甲", "incomplete", website=market("incomplete", requirement("website.fresh", "fail")))
    (changed,) = between(old, new).profiles
    assert changed.change is Change.CHANGED
    assert [(item.id, item.old, item.new) for item in changed.markets[0].requirements] == [
        ("website.gone", Status.PASS, None),
        ("website.fresh", None, Status.FAIL),
    ]


def test_markets_of_one_report_alone_are_named_and_not_compared() -> None:
    api, website = market("eligible"), market("not_eligible")
    done = between(profile("a", "甲", "not_eligible", website=website), profile("a", "甲", "not_eligible", api=api))
    assert (done.only_in_old, done.only_in_new, done.profiles) == (("website",), ("api",), ())
    assert compare(report(unchecked("a")), report(profile("a", "甲", api=api))).only_in_new == ()


def test_the_worse_come_first_then_by_path() -> None:
    old = report(good("e", "戊"), poor("d", "丁"), poor("c", "丙"), good("b", "乙"), good("z", "己"))
    new = report(good("a", "甲"), poor("e", "戊"), good("d", "丁"), good("c", "丙"), poor("b", "乙"))
    told = [(item.change.value, (item.new or item.old or unchecked("")).path) for item in compare(old, new).profiles]
    assert told == [("worse", "b"), ("worse", "e"), ("better", "c"), ("better", "d"), ("missing", "z"), ("new", "a")]
