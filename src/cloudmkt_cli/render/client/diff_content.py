"""What changed between two reports, as clients read it: vendors, markets and requirements by their names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.history.diff import Change, Comparison, MarketChange, ProfileChange, RequirementChange, Transition
from cloudmkt_cli.history.model import Origin, PastProfile


class Turn(NamedTuple):
    """A verdict before and after; None for a report that does not have it, or could not check it."""

    before: Verdict | None
    after: Verdict | None

    @property
    def steps(self) -> tuple[Verdict | None, ...]:
        """Both, or one of them if they are the same."""
        return self if self.before is not self.after else (self.after,)


class ChangedRequirement(NamedTuple):
    """A requirement whose status changed."""

    title: Text | str
    turn: Message


class ChangedMarket(NamedTuple):
    """A market in which something changed for a vendor."""

    name: Text | str
    turn: Turn
    notes: tuple[Message, ...]
    lost: tuple[ChangedRequirement, ...]
    gained: tuple[ChangedRequirement, ...]
    other: tuple[ChangedRequirement, ...]

    @property
    def groups(self) -> tuple[tuple[Message, tuple[ChangedRequirement, ...]], ...]:
        """The requirements by what became of them, with headings."""
        groups = (("diff.now_open", self.lost), ("diff.now_met", self.gained), ("diff.otherwise", self.other))
        return tuple((Message(key), requirements) for key, requirements in groups if requirements)


class ChangedVendor(NamedTuple):
    """A vendor for which something changed."""

    vendor: str
    notes: tuple[Message, ...]
    turn: Turn | None
    """None if only one report has the vendor."""
    verdict: Verdict | None
    """The verdict in the latest report that has the vendor."""
    targets: tuple[ChangedMarket, ...]
    others: tuple[ChangedMarket, ...]


class DiffContent(NamedTuple):
    """What changed."""

    head: tuple[Message, ...]
    """The days, the totals, and what keeps the reports from being compared."""
    groups: tuple[tuple[Message, tuple[ChangedVendor, ...]], ...]
    """The vendors by how they changed, with headings."""


def diff_content(comparison: Comparison, catalogue: Catalogue) -> DiffContent:
    """What changed between two reports."""
    names: dict[str, Text] = {market.id: market.name for market in catalogue.markets}
    known = {requirement.id: requirement for requirement in catalogue.requirements()}
    groups = (
        (change, tuple(_vendor(item, names, known) for item in comparison.profiles if item.change is change))
        for change in Change
    )
    return DiffContent(
        head=tuple(_head(comparison, catalogue)),
        groups=tuple((Message(f"diff.{change}"), vendors) for change, vendors in groups if vendors),
    )


def _head(comparison: Comparison, catalogue: Catalogue) -> Iterator[Message]:
    old, new = comparison.old, comparison.new
    names = {market.id: market.name for market in catalogue.markets}
    yield Message("diff.between", {"old": old.as_of, "new": new.as_of})
    counts = {change.value: comparison.totals[change] for change in Change}
    yield Message("diff.totals", {"profiles": comparison.totals.total(), **counts})
    if _edition(old) != _edition(new):
        yield Message("diff.other_edition", {"old": _edition(old), "new": _edition(new)})
    elif new.catalogue != catalogue.id:  # a pack of the user, of which no more is known here
        yield Message("check.stated", {"label": Message("report.edition"), "value": _edition(new)})
    if new.as_of < old.as_of:
        yield Message("diff.backwards")
    for side, markets in (("old", comparison.only_in_old), ("new", comparison.only_in_new)):
        if markets:
            yield Message(f"diff.only_in_{side}", {"markets": tuple(names.get(market, market) for market in markets)})


def _edition(origin: Origin) -> Message:
    return Message("diff.edition", {"id": origin.catalogue, "day": origin.checked_on})


def _vendor(profile: ProfileChange, names: Mapping[str, Text], known: Mapping[str, Requirement]) -> ChangedVendor:
    old, new = profile.old, profile.new
    sides = [side for side in (old, new) if side]
    markets = [(market.is_target, _market(market, names, known)) for market in profile.markets]
    return ChangedVendor(
        vendor=_name(sides),
        notes=(Message("diff.formerly", {"name": sides[0].vendor}),) if profile.renamed else (),
        turn=Turn(old.verdict, new.verdict) if old and new else None,
        verdict=sides[-1].verdict,
        targets=tuple(market for is_target, market in markets if is_target),
        others=tuple(market for is_target, market in markets if not is_target),
    )


def _name(sides: list[PastProfile]) -> str:
    """The latest name of the vendor; the path if no report has one."""
    return next((side.vendor for side in reversed(sides) if side.vendor), sides[-1].path)


def _market(change: MarketChange, names: Mapping[str, Text], known: Mapping[str, Requirement]) -> ChangedMarket:
    turns = {
        transition: tuple(_requirement(item, known) for item in change.requirements if item.transition is transition)
        for transition in Transition
    }
    return ChangedMarket(
        name=names.get(change.market, change.market),
        turn=Turn(change.old.verdict, change.new.verdict),
        notes=tuple(_notes(change)),
        lost=turns[Transition.LOST],
        gained=turns[Transition.GAINED],
        other=turns[Transition.OTHER],
    )


def _notes(change: MarketChange) -> Iterator[Message]:
    """Whether a market became a target; of one that is none, how many requirements changed in which way."""
    if change.old.targeted != change.new.targeted:
        yield Message("diff.now_targeted" if change.new.targeted else "diff.no_longer_targeted")
    if not change.is_target:
        counts = Counter(item.transition for item in change.requirements)
        yield from (Message(f"diff.{turn}", {"count": counts[turn]}) for turn in Transition if counts[turn])


def _requirement(change: RequirementChange, known: Mapping[str, Requirement]) -> ChangedRequirement:
    """A requirement by its title; by its id if the catalogue does not have it."""
    old, new = (Message(f"status.{status}" if status else "diff.not_asked") for status in (change.old, change.new))
    turn = Message("diff.preferred_turn" if change.level == "preferred" else "diff.turn", {"old": old, "new": new})
    return ChangedRequirement(known[change.id].title if change.id in known else change.id, turn)
