"""The test cases of a pack: what a vendor states, and the status that a requirement must then have."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import AllOf, AnyOf, Condition, IsTrue, NoneOf
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Requirement
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.packs.conditions import issues_in
from cloudmkt_cli.packs.content import own_entries, unknown
from cloudmkt_cli.packs.files import CASES
from cloudmkt_cli.packs.reading import Pack
from cloudmkt_cli.packs.shape import Issue, Place, refuse, value_at
from cloudmkt_cli.profile.markets import with_included_markets
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.references import reference_issues

_ANYBODY: Final[Mapping[str, Any]] = {"profile_version": 1, "company": {"name": "示例公司"}}
_RANKS: Final[Mapping[bool | None, int]] = {False: 0, None: 1, True: 2}
_STATUSES: Final[Mapping[bool | None, Status]] = {True: Status.PASS, False: Status.FAIL, None: Status.UNKNOWN}

Truths = frozenset[bool | None]


class CaseResult(NamedTuple):
    """The outcome of a case for one requirement."""

    requirement: str
    expected: Status
    found: Status
    position: Position
    """Where the case stands in ``cases.toml``."""

    @property
    def holds(self) -> bool:
        """Whether the status is the expected one."""
        return self.found is self.expected


class PackTest(NamedTuple):
    """The outcome of all cases of a pack."""

    path: str
    """The file of the cases."""
    requirements: int
    """How many the pack itself states."""
    results: tuple[CaseResult, ...]
    missing: tuple[tuple[str, Status], ...]
    """Each requirement with a status that it can have and no case shows."""

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that came out otherwise."""
        return tuple(result for result in self.results if not result.holds)

    @property
    def holds(self) -> bool:
        """Whether all is shown and as expected."""
        return not self.failed and not self.missing


class _Case(NamedTuple):
    place: Place
    requirements: tuple[Requirement, ...]
    expected: Status
    values: dict[str, Any]


def run_cases(pack: Pack) -> PackTest:
    """Run the cases of a pack. They must show each status of every requirement that the pack states or changes.

    Raises:
        InputError: a case names no requirement of the pack, or its profile is not valid.
    """
    own = own_requirements(pack)
    stated: Any = pack.folder.values(CASES)
    cases = [_case(index, case, stated.get("profile") or {}, own) for index, case in enumerate(stated.get("cases", ()))]
    refuse(pack.folder, _case_issues(pack, cases, own))
    day = stated.get("as_of") or pack.catalogue.checked_on
    results = tuple(result for case in cases for result in _results(pack, case, day))
    shown = {(result.requirement, result.expected) for result in results}
    can_occur = [(item.id, status) for item in own for status in possible_statuses(item)]
    missing = tuple(pair for pair in can_occur if pair not in shown)
    return PackTest(pack.folder.file(CASES), len(own), results, missing)


def own_requirements(pack: Pack) -> tuple[Requirement, ...]:
    """The requirements that a pack states or changes itself, in the order of the catalogue."""
    own = own_entries(pack.folder, pack.files)
    return tuple(item for item in pack.catalogue.requirements() if (item.market, item.slug) in own)


def possible_statuses(requirement: Requirement) -> tuple[Status, ...]:
    """The statuses that a requirement can have."""
    if requirement.manual_review:
        return Status.PASS, Status.FAIL, Status.MANUAL
    found = [status for truth, status in _STATUSES.items() if truth in _truths(requirement.condition)]
    if requirement.applies_when is not None and False in _truths(requirement.applies_when):
        found.append(Status.NOT_APPLICABLE)
    return tuple(found)


def _truths(condition: Condition) -> Truths:
    """The truths that a condition can take."""
    match condition:
        case IsTrue(when_false="unknown"):
            return frozenset({True, None})
        case AllOf() | AnyOf():
            lowest = isinstance(condition, AllOf)
            return reduce(_lowest if lowest else _highest, map(_truths, condition.conditions))
        case NoneOf():
            return frozenset(None if truth is None else not truth for truth in _truths(AnyOf(condition.conditions)))
        case _:
            return frozenset({True, False, None})


def _lowest(one: Truths, other: Truths) -> Truths:
    return frozenset(min(first, second, key=_RANKS.__getitem__) for first in one for second in other)


def _highest(one: Truths, other: Truths) -> Truths:
    return frozenset(max(first, second, key=_RANKS.__getitem__) for first in one for second in other)


def _case(index: int, case: Mapping[str, Any], shared: Mapping[str, Any], own: Sequence[Requirement]) -> _Case:
    name, market = case["requirement"], case.get("market")
    named = tuple(
        item
        for item in own
        if name in {item.id, item.slug, f"{item.market}.{item.slug}"} and market in {None, item.market}
    )
    values = _merged(_merged(_ANYBODY, shared), case.get("profile") or {})
    return _Case(Place(CASES, ("cases", index)), named, Status(case["expect"]), values)


def _case_issues(pack: Pack, cases: Sequence[_Case], own: Sequence[Requirement]) -> Iterator[Issue]:
    for case in cases:
        name = value_at(pack.folder, case.place.below("requirement"))
        if not case.requirements:
            known = (*(item.id for item in own), *(item.slug for item in own))
            yield from unknown(case.place.below("requirement"), name, known)
        found = [*issues_in(VendorProfile, case.values), *reference_issues(case.values, pack.catalogue)]
        for one in found:
            at = case.place.below("profile", *one.path)
            yield Issue(CASES, one._replace(path=at.path if value_at(pack.folder, at) is not None else case.place.path))


def _results(pack: Pack, case: _Case, day: date) -> Iterator[CaseResult]:
    catalogue = pack.catalogue
    profile = with_included_markets(validate(VendorProfile, case.values), catalogue)
    position = pack.folder.documents[CASES].position(case.place.path) or Position(1, 1)
    for item in case.requirements:
        found = _status(item, profile, catalogue, day)
        yield CaseResult(item.id, case.expected, found, position)


def _status(requirement: Requirement, profile: VendorProfile, catalogue: Catalogue, day: date) -> Status:
    market = catalogue.market_ids[0] if requirement.market == GENERAL else requirement.market
    (result,) = check_profile(profile, catalogue, day, markets=(market,)).markets
    return next(finding.status for finding in result.findings if finding.requirement is requirement)


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one: tables in them are merged, all else is that of the second."""
    found = dict(one)
    for key, value in other.items():
        under = found.get(key)
        found[key] = _merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return found
