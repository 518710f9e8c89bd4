"""Compare two reports."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import takewhile
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Level
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.history.model import Origin, PastMarket, PastProfile, PastReport

_SETTLED: Final = {Status.PASS, Status.NOT_APPLICABLE}
_OPEN: Final = {*Status} - _SETTLED

Pair = tuple[PastProfile | None, PastProfile | None]


class Change(StrEnum):
    """How a profile changed, in the order in which the changes are listed."""

    WORSE = "worse"
    """A regression, even if something else got better."""
    BETTER = "better"
    CHANGED = "changed"
    MISSING = "missing"
    """Only in the old report. No regression: clients leave, and nothing is known to be worse."""
    NEW = "new"
    """Only in the new report."""
    UNCHANGED = "unchanged"


class Transition(StrEnum):
    """How a requirement changed."""

    LOST = "lost"
    """It passed or did not apply, and is open now."""
    GAINED = "gained"
    """It was open, and passes now or does not apply."""
    OTHER = "other"
    """Open or settled in another way, or not in both editions of the catalogue."""


class RequirementChange(NamedTuple):
    """A requirement whose status changed. A status is None if that report does not have the requirement."""

    id: str
    level: Level
    old: Status | None
    new: Status | None

    @property
    def transition(self) -> Transition:
        """The direction of the change."""
        if self.old in _SETTLED and self.new in _OPEN:
            return Transition.LOST
        if self.old in _OPEN and self.new in _SETTLED:
            return Transition.GAINED
        return Transition.OTHER


class MarketChange(NamedTuple):
    """A market whose results changed for a vendor."""

    market: str
    old: PastMarket
    new: PastMarket
    is_target: bool
    """Whether it is a target in the new report, or any market if the profile names no target."""
    requirements: tuple[RequirementChange, ...]

    @property
    def trend(self) -> int:
        """Below 0 if the verdict is worse or a required requirement is lost; above 0 if there are only improvements."""
        ranks = self.new.verdict.rank - self.old.verdict.rank
        turns = {change.transition for change in self.requirements if change.level == "required"}
        if ranks < 0 or Transition.LOST in turns:
            return -1
        return int(ranks > 0 or Transition.GAINED in turns)


class ProfileChange(NamedTuple):
    """A profile that changed, or is in one report only."""

    old: PastProfile | None
    new: PastProfile | None
    markets: tuple[MarketChange, ...] = ()

    @property
    def change(self) -> Change:
        """How the profile changed."""
        if self.old is None:
            return Change.NEW
        if self.new is None:
            return Change.MISSING
        trends = {_rank(self.new) - _rank(self.old), *(market.trend for market in self.markets if market.is_target)}
        if min(trends) < 0:
            return Change.WORSE
        if max(trends) > 0:
            return Change.BETTER
        return Change.CHANGED if self.markets or self.renamed else Change.UNCHANGED

    @property
    def renamed(self) -> bool:
        """Whether the vendor has another name in the new report."""
        names = {profile.vendor for profile in (self.old, self.new) if profile and profile.vendor}
        return len(names) > 1


class Comparison(NamedTuple):
    """What changed between two reports."""

    old: Origin
    new: Origin
    profiles: tuple[ProfileChange, ...]
    """Those that changed, in the order of ``Change``, then by path."""
    unchanged: int
    only_in_old: tuple[str, ...]
    """Markets that only the old report checked, for some vendor of both. They are not compared."""
    only_in_new: tuple[str, ...]

    @property
    def totals(self) -> Counter[Change]:
        """The number of profiles of both reports by change."""
        changed = Counter(profile.change for profile in self.profiles)
        changed[Change.UNCHANGED] = self.unchanged
        return changed


def compare(old: PastReport, new: PastReport) -> Comparison:
    """Compare two reports. Swapping them swaps gained and lost, new and missing, and old and new."""
    paired = pairs(old.profiles, new.profiles)
    both = [(before, after) for before, after in paired if before and after and before.verdict and after.verdict]
    changes = [profile_change(before, after) for before, after in paired]
    told = [change for change in changes if change.change is not Change.UNCHANGED]
    return Comparison(
        old=old.origin,
        new=new.origin,
        profiles=tuple(sorted(told, key=_order)),
        unchanged=len(changes) - len(told),
        only_in_old=_beyond((before.markets, after.markets) for before, after in both),
        only_in_new=_beyond((after.markets, before.markets) for before, after in both),
    )


def profile_change(old: PastProfile | None, new: PastProfile | None) -> ProfileChange:
    """Compare a profile of two reports, one of which may not have it."""
    return ProfileChange(old, new, tuple(_market_changes(old, new)) if old and new else ())


def _order(profile: ProfileChange) -> tuple[int, str]:
    known = profile.new or profile.old
    return list(Change).index(profile.change), known.path if known else ""


def _rank(profile: PastProfile) -> int:
    """The rank of a verdict; below the worst for what could not be checked."""
    return profile.verdict.rank if profile.verdict else -1


def pairs(old: Sequence[PastProfile], new: Sequence[PastProfile]) -> list[Pair]:
    """Match the profiles of two reports; a profile without a match is paired with None.

    Profiles match by path; else by path within the folder of their report; else by vendor name. A key counts only if
    one profile alone has it, among those of its report that are not matched yet.
    """
    matches: list[tuple[PastProfile, PastProfile]] = []
    for old_key, new_key in ((_path, _path), (_path_within(old), _path_within(new)), (_vendor, _vendor)):
        after_by_key = _by_unique_key(new_key, new)
        found = [
            (before, after_by_key[key])
            for key, before in _by_unique_key(old_key, old).items()
            if key in after_by_key and may_be_same_vendor(before, after_by_key[key])
        ]
        matches += found
        old = _without(old, [before for before, _ in found])
        new = _without(new, [after for _, after in found])
    return [*matches, *((before, None) for before in old), *((None, after) for after in new)]


def _without(profiles: Sequence[PastProfile], matched: Iterable[PastProfile]) -> list[PastProfile]:
    paths = {profile.path for profile in matched}
    return [profile for profile in profiles if profile.path not in paths]


def may_be_same_vendor(before: PastProfile, after: PastProfile) -> bool:
    """Whether two profiles may be of the same vendor: they have the same path, or no different names."""
    return before.path == after.path or None in {before.vendor, after.vendor} or before.vendor == after.vendor


def _path(profile: PastProfile) -> Hashable:
    return profile.path


def _vendor(profile: PastProfile) -> Hashable:
    return profile.vendor


def _path_within(profiles: Sequence[PastProfile]) -> Callable[[PastProfile], Hashable]:
    folders = [profile.path.split("/")[:-1] for profile in profiles]
    depth = sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False)))
    return lambda profile: tuple(profile.path.split("/")[depth:])


def _by_unique_key(
    key: Callable[[PastProfile], Hashable], profiles: Iterable[PastProfile]
) -> dict[Hashable, PastProfile]:
    """The profiles by their keys, without those that have no key or share it with another."""
    keyed = [(key(profile), profile) for profile in profiles]
    counts = Counter(value for value, _ in keyed)
    return {value: profile for value, profile in keyed if value is not None and counts[value] == 1}


def _market_changes(old: PastProfile, new: PastProfile) -> Iterator[MarketChange]:
    targets = new.targets
    for market, after in new.markets.items():
        before = old.markets.get(market)
        if before is None or before == after:
            continue
        requirements = tuple(_requirement_changes(before, after))
        if requirements or before[:2] != after[:2]:
            yield MarketChange(market, before, after, market in targets, requirements)


def _requirement_changes(old: PastMarket, new: PastMarket) -> Iterator[RequirementChange]:
    before, after = ({item.id: item for item in market.requirements} for market in (old, new))
    for known in {**before, **after}.values():
        statuses = [side[known.id].status if known.id in side else None for side in (before, after)]
        if statuses[0] is not statuses[1]:
            yield RequirementChange(known.id, known.level, *statuses)


def _beyond(both: Iterable[tuple[Mapping[str, PastMarket], Mapping[str, PastMarket]]]) -> tuple[str, ...]:
    """The markets that the first of a pair has and the second has not."""
    return tuple(dict.fromkeys(market for these, those in both for market in these if market not in those))
