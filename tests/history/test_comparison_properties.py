"""What holds of any two reports."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.samples_diff import market, profile, report, requirement, unchecked
from support.strategies import Strategy

from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.history.diff import Change, ProfileChange, Transition, compare
from cloudmkt_cli.history.model import PastMarket, PastProfile, PastReport

IDS = ("general.enterprise", "website.team-size", "website.award")
MIRRORED = {Transition.LOST: Transition.GAINED, Transition.GAINED: Transition.LOST, Transition.OTHER: Transition.OTHER}
OPEN = {"fail", "unknown", "manual"}

requirements: Strategy = st.builds(
    lambda identity, status: requirement(identity, status, "preferred" if "award" in identity else "required"),
    st.sampled_from(IDS),
    st.sampled_from(list(Status)),
)
markets: Strategy = st.builds(
    lambda verdict, asked, targeted: market(verdict, *asked, targeted=targeted),
    st.sampled_from(list(Verdict)),
    st.lists(requirements, max_size=3, unique_by=lambda item: item.id),
    st.booleans(),
)
paths: Strategy = st.builds("{}{}.toml".format, st.sampled_from(["", "old/", "new/", "new/x/"]), st.sampled_from("abc"))
checked: Strategy = st.builds(
    lambda path, name, verdict, held: profile(path, name, verdict, **held),
    paths,
    st.sampled_from("甲乙丙丁"),
    st.sampled_from(list(Verdict)),
    st.dictionaries(st.sampled_from(["website", "api"]), markets),
)
same_file: Strategy = st.tuples(checked, checked).map(lambda pair: [side._replace(path="a.toml") for side in pair])
reports: Strategy = st.lists(
    checked | checked | paths.map(unchecked), max_size=6, unique_by=lambda item: item.path
).map(lambda profiles: report(*profiles))


def is_worse(old: PastProfile, new: PastProfile) -> bool:
    """The regressions of the documents, said once more and another way."""
    if old.verdict is None or new.verdict is None:
        return old.verdict is not None and new.verdict is None
    targets = [name for name, held in new.markets.items() if held.targeted] or list(new.markets)
    return new.verdict.rank < old.verdict.rank or any(
        new.markets[name].verdict.rank < old.markets[name].verdict.rank
        or not _settled(old.markets[name]).isdisjoint(_open(new.markets[name]))
        for name in targets
        if name in old.markets
    )


def _settled(held: PastMarket) -> set[str]:
    return {item.id for item in held.requirements if item.status not in OPEN}


def _open(held: PastMarket) -> set[str]:
    return {item.id for item in held.requirements if item.level == "required" and item.status in OPEN}


def sides(change: ProfileChange) -> tuple[str | None, str | None]:
    return change.old and change.old.path, change.new and change.new.path


def turns(change: ProfileChange) -> set[tuple[str, str, Transition]]:
    return {(item.market, one.id, one.transition) for item in change.markets for one in item.requirements}


@given(reports)
def test_a_report_against_itself_is_no_change(recorded: PastReport) -> None:
    done = compare(recorded, recorded)
    assert (done.profiles, done.only_in_old, done.only_in_new) == ((), (), ())
    assert done.totals == Counter({Change.UNCHANGED: len(recorded.profiles)})


@given(reports, reports)
def test_swapping_the_reports_swaps_what_is_said(old: PastReport, new: PastReport) -> None:
    there, back = compare(old, new), compare(new, old)
    assert there.unchanged == back.unchanged
    assert there.totals[Change.NEW] == back.totals[Change.MISSING]
    assert set(there.only_in_old) == set(back.only_in_new)
    assert set(there.only_in_new) == set(back.only_in_old)
    said = {sides(change): turns(change) for change in there.profiles}
    assert said == {
        sides(change)[::-1]: {(name, identity, MIRRORED[transition]) for name, identity, transition in turns(change)}
        for change in back.profiles
    }


@given(reports, reports)
def test_everybody_of_both_reports_is_told_of_or_counted_once(old: PastReport, new: PastReport) -> None:
    done = compare(old, new)
    pairs = [sides(change) for change in done.profiles]
    for side, recorded in enumerate((old, new)):
        told = [pair[side] for pair in pairs if pair[side] is not None]
        assert len(set(told)) == len(told)
        assert set(told) <= {item.path for item in recorded.profiles}
        assert len(told) + done.unchanged == len(recorded.profiles)
    assert done.totals.total() == len(pairs) + done.unchanged


@given(same_file)
def test_a_regression_of_one_profile_is_what_the_documents_call_one(pair: tuple[PastProfile, ...]) -> None:
    old, new = pair
    assert (compare(report(old), report(new)).totals[Change.WORSE] == 1) is is_worse(old, new)


@given(reports, reports)
def test_a_regression_is_what_the_documents_call_one(old: PastReport, new: PastReport) -> None:
    for change in compare(old, new).profiles:
        if change.old is None or change.new is None:
            assert change.change is (Change.NEW if change.old is None else Change.MISSING)
        else:
            assert (change.change is Change.WORSE) is is_worse(change.old, change.new)


@given(reports, reports)
def test_every_status_that_differs_is_told(old: PastReport, new: PastReport) -> None:
    for change in compare(old, new).profiles:
        before, after = (side.markets if side else {} for side in (change.old, change.new))
        differing = {
            (name, item.id)
            for name in before.keys() & after.keys()
            for item in {*before[name].requirements} ^ {*after[name].requirements}
        }
        assert {(name, identity) for name, identity, _ in turns(change)} == differing


@given(reports, reports, st.randoms())
def test_the_order_within_a_report_changes_nothing(old: PastReport, new: PastReport, random: Random) -> None:
    shuffled = [recorded._replace(profiles=_shuffled(recorded.profiles, random)) for recorded in (old, new)]
    one, other = compare(old, new), compare(*shuffled)
    assert (one.profiles, one.unchanged) == (other.profiles, other.unchanged)


def _shuffled(profiles: tuple[PastProfile, ...], random: Random) -> tuple[PastProfile, ...]:
    return tuple(random.sample(profiles, len(profiles)))
