"""What decides a condition: one short function a kind, in Kleene's logic. ``None`` is unknown, never no."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, assert_never

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
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    YearsSince,
)
from cloudmkt_cli.checking.facts import CASES, Facts, StatedCase, StatedFile
from cloudmkt_cli.checking.proof import Doubt, doubt_of_file, doubt_of_number, doubt_of_word
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.model import Capital

Truth = bool | None


class Outcome(NamedTuple):
    """The truth of a condition, the key that decided it, and what there is to say beyond the facts."""

    truth: Truth
    decided_by: KeyPath | None
    notes: tuple[Message, ...] = ()
    remedies: tuple[Message, ...] = ()
    """What to do about what is stated and decides nothing."""


class Decision(NamedTuple):
    """The truth of a condition whose fact is stated, and what there is to say about it."""

    truth: Truth
    note: Message | None = None
    remedy: Message | None = None


def evaluate(condition: Condition, facts: Facts) -> Outcome:
    """Decide a condition on the facts; a judged one is always unknown here."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return _group(condition, facts)
        case CasesAtLeast():
            cases = facts.cases(CASES)
            return Outcome(None if cases is None else len(cases) >= condition.minimum, (CASES,))
        case AnyCase():
            return _any_case(condition, facts)
        case ManualReview():
            return Outcome(None, None)
        case _:
            value, path = facts.value(condition.fact), facts.path(condition.fact)
            return Outcome(None, path) if value is None else _outcome(_decide(condition, value, facts), path)


def case_says(case: StatedCase, fact: str) -> Decision:
    """What a case says of a fact; a blank text says no."""
    value = case.value
    if value is None or isinstance(value, bool):
        return Decision(value)
    return _unless(doubt_of_word(value, (CASES, case.position, fact))) if value.strip() else Decision(truth=False)


def anniversary(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February falls on 28 February in a common year (Civil Code, art. 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _outcome(decision: Decision, path: KeyPath) -> Outcome:
    truth, note, remedy = decision
    return Outcome(truth, path, (note,) if note else (), (remedy,) if remedy else ())


def _decide(condition: FactCondition, value: Any, facts: Facts) -> Decision:
    match condition:
        case IsTrue():
            return _is_true(condition, value=value)
        case OneOf():
            return Decision(value in condition.values)
        case AtLeast():
            return Decision(value >= condition.minimum)
        case MoreThan():
            return _more_than(value, condition.limit)
        case CnyMoreThan():
            return _cny_more_than(value, condition.limit)
        case YearsSince():
            return _years_since(value, condition.years, facts.as_of)
        case Certificate():
            return _certificate(value, facts.as_of)
        case Document() | Registration():
            return _proof(value, facts.path(condition.fact))
        case _:
            assert_never(condition)


def _proof(value: bool | str | StatedFile, path: KeyPath) -> Decision:  # noqa: FBT001  as stated
    match value:
        case bool():
            return Decision(value)
        case StatedFile():
            return _unless(doubt_of_file(value, path))
        case str():
            return _unless(doubt_of_number(value, path))


def _unless(doubt: Doubt | None) -> Decision:
    """Proved, unless there is something wrong with the proof: then nothing is decided."""
    return Decision(None, *doubt) if doubt else Decision(truth=True)


def _is_true(condition: IsTrue, *, value: bool) -> Decision:
    if not value and condition.when_false == "unknown":
        return Decision(None, Message("check.source_silent"))
    return Decision(value)


def _more_than(value: float | Decimal, limit: int) -> Decision:
    if value == limit:
        return Decision(truth=False, note=Message("check.exactly_the_limit", {"limit": limit}))
    return Decision(value > limit)


def _cny_more_than(capital: Capital, limit: int) -> Decision:
    if capital.in_cny is None:
        return Decision(None, Message("check.no_cny_equivalent", {"currency": capital.currency}))
    return _more_than(capital.in_cny, limit)


def _years_since(since: date, years: int, as_of: date) -> Decision:
    if since > as_of:
        return Decision(truth=False, note=Message("check.after_as_of", {"day": since, "as_of": as_of}))
    met_on = anniversary(since, years)
    return (
        Decision(truth=True)
        if met_on <= as_of
        else Decision(truth=False, note=Message("check.met_on", {"day": met_on}))
    )


def _certificate(value: bool | date, as_of: date) -> Decision:  # noqa: FBT001  as stated
    if isinstance(value, bool):
        return Decision(value)
    if as_of <= value:
        return Decision(truth=True)
    return Decision(truth=False, note=Message("check.certificate_expired", {"day": value}))


def _any_case(condition: AnyCase, facts: Facts) -> Outcome:
    said: list[tuple[int, Decision]] = []
    for fact in condition.facts:
        cases = facts.cases(f"case.{fact}")
        if cases is None:
            return Outcome(None, (CASES,))
        said += [(case.position, case_says(case, fact)) for case in cases]
    # A yes decides; else what was put in the wrong words comes before what was not said: there is more to say about it.
    open_or_yes = (item for item in said if item[1].truth is not False)
    decisive = min(open_or_yes, key=lambda item: (item[1].truth is None, item[1].note is None, item[0]), default=None)
    if decisive is None:
        return Outcome(truth=False, decided_by=(CASES,))
    index, decision = decisive
    return _outcome(decision, (CASES, index))


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
    remedies = tuple(remedy for outcome in decisive for remedy in outcome.remedies)
    return Outcome(truth, decisive[0].decided_by, notes, remedies)
