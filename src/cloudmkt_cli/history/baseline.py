"""Compare checked profiles with an earlier report, the baseline."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import ProfileResult, Status, Verdict, overall_verdict, verdict_from_counts
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.history.diff import Change, may_be_same_vendor, pairs, profile_change
from cloudmkt_cli.history.model import PastMarket, PastProfile, PastReport, PastRequirement

_RANKS: Final = {Status.FAIL: 0, Status.UNKNOWN: 1, Status.MANUAL: 1, Status.PASS: 2, Status.NOT_APPLICABLE: 2}
"""The order of statuses, worst first. Below 2, a requirement is open."""


class Regression(NamedTuple):
    """A required requirement with a worse status than in the baseline."""

    old: PastRequirement | None
    """None if its market was no target, or the catalogue did not have it."""
    new: PastRequirement


class BaselineResult(NamedTuple):
    """How a profile changed since the baseline, as ``diff`` defines it. Waived failures count as met in both."""

    change: Change
    old: Verdict | None = None
    """The verdict in the baseline; None if the profile was not there or could not be checked."""
    new: Verdict | None = None
    regressions: tuple[Regression, ...] = ()
    """What is worse, in the order of the catalogue; empty if the profile is not worse."""
    tolerated: frozenset[str] = frozenset()
    """The ids of open requirements that do not fail the run."""
    old_statuses: Mapping[str, Status] = {}  # never changed
    """The status in the baseline of every requirement of the targets."""

    @property
    def is_worse(self) -> bool:
        """Whether the profile is worse than in the baseline."""
        return self.change is Change.WORSE

    @property
    def counts(self) -> bool:
        """Whether the verdict affects the exit code: the profile is worse, or is not in the baseline."""
        return self.is_worse or self.change is Change.NEW

    def change_since(self, requirement: str, status: Status) -> Change:
        """Whether a requirement that is not met was not met in the baseline, either: unchanged, changed or new."""
        then = self.old_statuses.get(requirement, Status.PASS)
        if then is status:
            return Change.UNCHANGED
        return Change.CHANGED if _RANKS[then] < _RANKS[Status.PASS] else Change.NEW


class Baseline(NamedTuple):
    """The profiles of the baseline. They are sent to every worker process, which compares what it checks."""

    by_path: Mapping[str, PastProfile]
    """The profiles that were matched by path, by their paths in this run."""
    by_name: Mapping[str, PastProfile]
    """The other profiles, by their unique vendor names."""

    def baseline_result(self, path: str, result: ProfileResult) -> BaselineResult:
        """Compare a checked profile."""
        now = past_profile(path, result)
        before = self.by_path.get(path)
        if before is None or not may_be_same_vendor(before, now):
            before = self.by_name.get(result.vendor)
        return _compared(before, now, result) if before else BaselineResult(Change.NEW)


def baseline_of(report: PastReport, paths: Sequence[str]) -> Baseline:
    """The baseline of a run that checks ``paths``.

    Paths are matched before any profile is read, names only afterwards. So several profiles of a run may match the same
    name, where ``diff``, which knows both reports, would match none of them.
    """
    known = pairs(report.profiles, [PastProfile(path) for path in paths])
    left = [old for old, new in known if old and new is None]
    names = Counter(old.vendor for old in left)
    return Baseline(
        by_path={new.path: old for old, new in known if old and new},
        by_name={old.vendor: old for old in left if old.vendor and names[old.vendor] == 1},
    )


def comparability_warnings(report: PastReport, catalogue: Catalogue, markets: Sequence[str]) -> list[Diagnostic]:
    """Warnings about what keeps a run over ``markets`` from being compared with the baseline in full."""
    origin = report.origin
    old, new = (
        Message("diff.edition", {"id": identity, "day": day})
        for identity, day in ((origin.catalogue, origin.checked_on), (catalogue.id, catalogue.checked_on))
    )
    then = dict.fromkeys(market for profile in report.profiles for market in profile.markets)
    only_then = tuple(market for market in then if market not in markets)
    only_now = tuple(market for market in markets if market not in then)
    said = [Message("baseline.other_edition", {"old": old, "new": new})] if old != new else []
    said += [Message("baseline.only_then", {"markets": only_then})] if only_then else []
    said += [Message("baseline.only_now", {"markets": only_now})] if only_now and then else []
    return [Diagnostic(message, Message("baseline.make_another"), origin.path) for message in said]


def _compared(before: PastProfile, now: PastProfile, result: ProfileResult) -> BaselineResult:
    old, new = with_waived_met(before), with_waived_met(now)
    change = profile_change(old, new).change
    then, today = _requirements_of_targets(before), _requirements_of_targets(now)
    open_now = [item.requirement.id for market in result.targets for item in market.blockers if not item.waived]
    tolerated = frozenset(open_now)
    regressions: tuple[Regression, ...] = ()
    if change is Change.WORSE:
        # If no requirement is worse, the profile has a new target, and all its open requirements are regressions.
        worse = _worse(old, new) or dict.fromkeys(open_now)
        regressions = tuple(Regression(then.get(identity), today[identity]) for identity in worse)
        # Without a target, a regression may be in a market that does not decide the verdict. Then all blockers count.
        lost = {regression.new.id for regression in regressions}
        tolerated = tolerated - lost if tolerated & lost else frozenset()
    statuses = {identity: item.status for identity, item in then.items()}
    return BaselineResult(change, old.verdict, new.verdict, regressions, tolerated, statuses)


def _worse(old: PastProfile, new: PastProfile) -> list[str]:
    """The ids of required requirements with a worse status, or that are open and new."""
    then = {identity: _RANKS[item.status] for identity, item in _requirements_of_targets(old).items()}
    return [
        item.id
        for item in _requirements_of_targets(new).values()
        if item.level == "required" and _RANKS[item.status] < then.get(item.id, _RANKS[Status.PASS])
    ]


def _requirements_of_targets(profile: PastProfile) -> dict[str, PastRequirement]:
    """The requirements of the target markets."""
    return {item.id: item for market in profile.targets.values() for item in market.requirements}


def past_profile(path: str, result: ProfileResult) -> PastProfile:
    """A result in the form in which a report is read back."""
    markets = {
        market.market.id: PastMarket(
            market.targeted,
            market.verdict,
            tuple(
                [
                    PastRequirement(item.requirement.id, item.requirement.level, item.status, item.waived is not None)
                    for item in market.findings
                ]
            ),
        )
        for market in result.markets
    }
    return PastProfile(path, result.vendor, result.verdict, markets)


def with_waived_met(profile: PastProfile) -> PastProfile:
    """A profile with waived failures counted as met, so that a waiver that has expired is a regression."""
    if not any(item.waived for market in profile.markets.values() for item in market.requirements):
        return profile
    markets = {name: _market_counted(market) for name, market in profile.markets.items()}
    verdict = overall_verdict((market.targeted, market.verdict) for market in markets.values())
    return profile._replace(verdict=verdict, markets=markets)


def _market_counted(market: PastMarket) -> PastMarket:
    items = tuple(
        item._replace(status=Status.PASS) if item.waived and item.status is Status.FAIL else item
        for item in market.requirements
    )
    required = [item.status for item in items if item.level == "required"]
    undecided = required.count(Status.UNKNOWN) + required.count(Status.MANUAL)
    verdict = verdict_from_counts(failed=required.count(Status.FAIL), undecided=undecided)
    return market._replace(verdict=verdict, requirements=items)
