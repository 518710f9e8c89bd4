"""What decides a condition: one short function a kind, in Kleene's logic. ``None`` is unknown, never no."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple, assert_never

from cloudmkt_cli.catalogue.model import (
    AllOf,
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Certificate,
    CnyMoreThan,
    Condition,
    Document,
    FactCondition,
    Group,
    IsTrue,
    Judged,
    Leaf,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    YearsSince,
    leaves,
)
from cloudmkt_cli.files import FileState
from cloudmkt_cli.language import Message
from cloudmkt_cli.profile import Capital, Case, Product, VendorProfile
from cloudmkt_cli.report import Observation
from cloudmkt_cli.toml_reader import KeyPath, dotted

Truth = bool | None
PRODUCT: Final = "product."
"""What the name of a fact of a product starts with."""


class Outcome(NamedTuple):
    """The truth of a condition, the key that decided it, and what there is to say beyond the facts."""

    truth: Truth
    decided_by: KeyPath | None
    notes: tuple[Message, ...] = ()


class Facts(NamedTuple):
    """What conditions are evaluated on: a vendor, one market, and at most one product offered in it."""

    profile: VendorProfile
    files: Mapping[str, FileState]
    as_of: date
    market: str = ""
    product: tuple[int, Product] | None = None

    def of(self, market: str, product: tuple[int, Product] | None = None) -> "Facts":
        """The same vendor, looked at by one market, with a product of its own or none."""
        return Facts(self.profile, self.files, self.as_of, market, product)

    def value(self, fact: str) -> Any:
        """What is stated of a fact; None where nothing is."""
        if fact.startswith(PRODUCT):
            return getattr(self.product[1], fact.removeprefix(PRODUCT)) if self.product else None
        return _getter(fact)(self.profile)

    def path(self, fact: str) -> KeyPath:
        """Where the fact stands in the profile, or would."""
        if fact.startswith(PRODUCT):
            return ("products", self.product[0], fact.removeprefix(PRODUCT)) if self.product else ("products",)
        return tuple(fact.split("."))

    def cases(self) -> list[tuple[int, Case]] | None:
        """The cases that count for the market, with their place in the file; None where the profile lists none."""
        stated = self.profile.cases
        if stated is None:
            return None
        return [(index, case) for index, case in enumerate(stated) if not case.markets or self.market in case.markets]


def evaluate(condition: Condition, facts: Facts) -> Outcome:
    """Decide a condition on the facts; a judged one is always unknown here."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return _group(condition, facts)
        case CasesAtLeast():
            cases = facts.cases()
            return Outcome(None if cases is None else len(cases) >= condition.minimum, ("cases",))
        case AnyCase():
            return _any_case(condition, facts)
        case Judged():
            return Outcome(None, None)
        case _:
            value = facts.value(condition.fact)
            if value is None:
                return Outcome(None, facts.path(condition.fact))
            truth, *notes = _decide(condition, value, facts)
            return Outcome(truth, facts.path(condition.fact), tuple(notes))


def observe(condition: Condition, facts: Facts) -> tuple[Observation, ...]:
    """What the profile states of each fact that a condition looks at."""
    observed = {item.fact: item for leaf in leaves(condition) for item in _observe(leaf, facts)}
    return tuple(observed.values())


def anniversary(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February falls on 28 February in a common year (Civil Code, art. 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _decide(condition: FactCondition, value: Any, facts: Facts) -> tuple[Truth, *tuple[Message, ...]]:
    """The truth of a condition whose fact is stated, and notes on it."""
    match condition:
        case IsTrue():
            return _is_true(condition, value=value)
        case OneOf():
            return (value in condition.values,)
        case AtLeast():
            return (value >= condition.minimum,)
        case MoreThan():
            return _more_than(value, condition.limit)
        case CnyMoreThan():
            return _cny_more_than(value, condition.limit)
        case YearsSince():
            return _years_since(value, condition.years, facts.as_of)
        case Document():
            return _document(value, facts.files)
        case Certificate():
            return _certificate(value, facts.as_of)
        case Registration():
            return (value is not False,)
        case _:
            assert_never(condition)


def _is_true(condition: IsTrue, *, value: bool) -> tuple[Truth, *tuple[Message, ...]]:
    if not value and condition.when_false == "unknown":
        return None, Message("check.source_silent")
    return (value,)


def _more_than(value: float | Decimal, limit: int) -> tuple[Truth, *tuple[Message, ...]]:
    if value == limit:
        return False, Message("check.exactly_the_limit", {"limit": limit})
    return (value > limit,)


def _cny_more_than(capital: Capital, limit: int) -> tuple[Truth, *tuple[Message, ...]]:
    if capital.in_cny is None:
        return None, Message("check.no_cny_equivalent", {"currency": capital.currency})
    return _more_than(capital.in_cny, limit)


def _years_since(since: date, years: int, as_of: date) -> tuple[Truth, *tuple[Message, ...]]:
    if since > as_of:
        return False, Message("check.after_as_of", {"day": since, "as_of": as_of})
    met_on = anniversary(since, years)
    return (True,) if met_on <= as_of else (False, Message("check.met_on", {"day": met_on}))


def _document(value: bool | str, files: Mapping[str, FileState]) -> tuple[Truth, *tuple[Message, ...]]:  # noqa: FBT001  as stated
    if isinstance(value, bool):
        return (value,)
    state = files.get(value)
    if state is None:
        return (None,)
    if state is FileState.PRESENT:
        return (True,)
    return False, Message(f"check.file_{state}", {"file": value})


def _certificate(value: bool | date, as_of: date) -> tuple[Truth, *tuple[Message, ...]]:  # noqa: FBT001  as stated
    if isinstance(value, bool):
        return (value,)
    return (True,) if as_of <= value else (False, Message("check.certificate_expired", {"day": value}))


def _any_case(condition: AnyCase, facts: Facts) -> Outcome:
    cases = facts.cases()
    if cases is None:
        return Outcome(None, ("cases",))
    stated = [(index, _says(case, fact)) for index, case in cases for fact in condition.facts]
    for truth in (True, None):
        for index, said in stated:
            if said is truth:
                return Outcome(truth, ("cases", index))
    return Outcome(truth=False, decided_by=("cases",))


def _says(case: Case, fact: str) -> Truth:
    """Whether a case says yes to a fact; a blank text is none."""
    value = getattr(case, fact)
    return value if value is None or isinstance(value, bool) else bool(value.strip())


def _group(group: Group, facts: Facts) -> Outcome:
    outcomes = [evaluate(part, facts) for part in group.conditions]
    truths = {outcome.truth for outcome in outcomes}
    if isinstance(group, AllOf):
        truth = deciding = False if False in truths else None if None in truths else True
    else:
        deciding = True if True in truths else None if None in truths else False
        truth = not deciding if isinstance(group, NoneOf) and deciding is not None else deciding
    decisive = [outcome for outcome in outcomes if outcome.truth is deciding]
    notes = tuple(note for outcome in decisive for note in outcome.notes)
    return Outcome(truth, decisive[0].decided_by, notes)


def _observe(leaf: Leaf, facts: Facts) -> Iterator[Observation]:
    match leaf:
        case Judged():
            return
        case CasesAtLeast():
            cases = facts.cases()
            yield Observation("cases", None if cases is None else len(cases), "cases")
        case AnyCase():
            cases = facts.cases()
            for fact in leaf.facts:
                said = [_says(case, fact) for _, case in cases or ()]
                counted = None if cases is None or (None in said and True not in said) else said.count(True)
                yield Observation(f"case.{fact}", counted, f"cases[].{fact}")
        case _:
            value, key = facts.value(leaf.fact), dotted(facts.path(leaf.fact))
            yield Observation(leaf.fact, value, key)
            if isinstance(value, Capital) and value.in_cny is None:
                yield Observation(f"{leaf.fact}.cny_equivalent", None, f"{key}.cny_equivalent")


@cache
def _getter(fact: str) -> Callable[[VendorProfile], Any]:
    return attrgetter(fact)
