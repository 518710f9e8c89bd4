"""Two editions side by side, and what the difference means for a vendor."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cloudmkt_cli.catalogue.edition_diff import Difference, Kind, MarketPair, differences, market_pairs
from cloudmkt_cli.catalogue.editions import editions_of
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue, Note, Requirement
from cloudmkt_cli.checking.results import MarketResult, Status, Verdict
from cloudmkt_cli.runs.batch import CheckedProfile, check_path

Statuses = tuple[Status | None, Status | None]
"""Under the old and the new edition; None where it does not have the requirement."""


class DifferenceGroup(NamedTuple):
    """A difference that is the same in several markets; with a profile, the statuses are the same as well."""

    kind: Kind
    slug: str
    old: Requirement | None
    new: Requirement | None
    pairs: tuple[MarketPair, ...]
    statuses: Statuses | None


class MarketVerdicts(NamedTuple):
    """The verdicts of a vendor in a market under both editions."""

    pair: MarketPair
    targeted: bool
    old: Verdict
    new: Verdict


class EditionDiff(NamedTuple):
    """What differs between two editions."""

    old: Catalogue
    new: Catalogue
    groups: tuple[DifferenceGroup, ...]
    only_in_old: tuple[str, ...]
    """The ids of markets without a counterpart."""
    only_in_new: tuple[str, ...]
    notes: tuple[Note, ...]
    """What the editions after the old one, up to the new one, say of what was dropped."""
    checked: tuple[CheckedProfile, CheckedProfile] | None
    """The vendor under both editions, if there is one."""

    @property
    def verdicts(self) -> tuple[MarketVerdicts, ...]:
        """The verdicts in each pair of markets; none without a vendor."""
        if self.checked is None:
            return ()
        before, after = (_by_market(checked) for checked in self.checked)
        return tuple(
            MarketVerdicts(pair, after[pair.new.id].targeted, before[pair.old.id].verdict, after[pair.new.id].verdict)
            for pair in market_pairs(self.old, self.new)
        )


def compare_editions(old: Catalogue, new: Catalogue, path: str | None, as_of: date) -> EditionDiff:
    """Compare two editions; with the path of a profile, check it under both.

    Raises:
        InputError: the profile cannot be read or is not valid.
    """
    checked = (check_path(path, old, as_of), check_path(path, new, as_of)) if path else None
    pairs = market_pairs(old, new)
    return EditionDiff(
        old=old,
        new=new,
        groups=tuple(_grouped(differences(old, new), checked)),
        only_in_old=_without_counterpart(old, {pair.old.id for pair in pairs}),
        only_in_new=_without_counterpart(new, {pair.new.id for pair in pairs}),
        notes=_notes_on_dropped(old, new),
        checked=checked,
    )


def _without_counterpart(catalogue: Catalogue, paired: set[str]) -> tuple[str, ...]:
    return tuple(market for market in catalogue.market_ids if market not in paired)


def _grouped(
    found: Iterator[Difference], checked: tuple[CheckedProfile, CheckedProfile] | None
) -> Iterator[DifferenceGroup]:
    """The differences by kind, those that read alike together."""
    results = [_by_market(one) for one in checked or ()]
    groups: dict[object, list[Difference]] = {}
    statuses: dict[object, Statuses | None] = {}
    for one in found:
        of_vendor: Statuses | None = None
        if results:
            old, new = results
            of_vendor = _status(old[one.pair.old.id], one.slug), _status(new[one.pair.new.id], one.slug)
        alike = (one.kind, one.slug, _reads(one.old), _reads(one.new), of_vendor)
        groups.setdefault(alike, []).append(one)
        statuses[alike] = of_vendor
    kinds = list(Kind)
    for key, members in sorted(groups.items(), key=lambda item: kinds.index(item[1][0].kind)):
        first, pairs = members[0], tuple(one.pair for one in members)
        yield DifferenceGroup(first.kind, first.slug, first.old, first.new, pairs, statuses[key])


def _reads(requirement: Requirement | None) -> object:
    return requirement and (requirement.expected, requirement.level, requirement.phase)


def _status(market: MarketResult, slug: str) -> Status | None:
    return next((finding.status for finding in market.findings if finding.requirement.slug == slug), None)


def _by_market(checked: CheckedProfile) -> dict[str, MarketResult]:
    return {market.market.id: market for market in checked.result.markets}


def _notes_on_dropped(old: Catalogue, new: Catalogue) -> tuple[Note, ...]:
    """Of the editions after the old one up to the new one, if they are of the same marketplace in this order."""
    ids = [edition.id for edition in editions_of(new.edition.marketplace)]
    if old.id not in ids or new.id not in ids:
        return ()
    later = [load_catalogue(edition) for edition in ids[ids.index(old.id) + 1 : ids.index(new.id) + 1]]
    return tuple(dict.fromkeys(note for catalogue in later for note in catalogue.notes if note.kind == "dropped"))
