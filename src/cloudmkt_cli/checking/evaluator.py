"""Evaluates conditions in Kleene's three-valued logic: true, false, or ``None`` for unknown. Unknown is not false."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, assert_never

from cloudmkt_cli.catalogue.conditions import (
    CASES,
    AllOf,
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Certificate,
    Cny,
    Condition,
    Contains,
    Document,
    FactCondition,
    Group,
    IsTrue,
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    Since,
)
from cloudmkt_cli.checking.clouds import as_asked, deciding_fact
from cloudmkt_cli.checking.evidence import EvidenceIssue, file_issue, registration_number_issue, text_issue
from cloudmkt_cli.checking.facts import Facts, StatedCase, StatedFile
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.values import Capital

Truth = bool | None


class Evaluation(NamedTuple):
    """The truth of a condition, the key that decided it, and notes for the reader."""

    truth: Truth
    decided_by: KeyPath | None
    notes: tuple[Message, ...] = ()
    remedies: tuple[Message, ...] = ()
    """How to fix stated values that are not accepted as evidence."""


class FactDecision(NamedTuple):
    """The truth of a condition on one stated fact, with at most one note and one remedy."""

    truth: Truth
    note: Message | None = None
    remedy: Message | None = None


def evaluate(condition: Condition, facts: Facts) -> Evaluation:
    """Evaluate a condition. Manual review is always unknown here: attestations are not facts of a condition."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return _evaluate_group(condition, facts)
        case CasesAtLeast():
            return _evaluate_number_of_cases(condition, facts)
        case AnyCase():
            return _evaluate_any_case(condition, facts)
        case ManualReview():
            return Evaluation(None, None)
        case _:
            return _evaluate_fact(condition, facts)


def evaluate_case(case: StatedCase, fact: str) -> FactDecision:
    """Whether a customer case shows a fact; a blank text means no."""
    if case.value is None or isinstance(case.value, bool):
        return FactDecision(case.value)
    if not case.value.strip():
        return FactDecision(truth=False)
    return _true_unless(text_issue(case.value, (CASES, case.position, fact)))


def months_later(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the last day of a month without it (Civil Code, art. 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        next_month = date(day.year + years, month + 1, 28) + timedelta(days=4)
        return next_month - timedelta(days=next_month.day)


def met_from(condition: Since, since: date) -> date:
    """The first day on which a condition on a duration is met."""
    return months_later(since, condition.years * 12 + condition.months) + timedelta(days=int(condition.strict))


def latest_start(condition: Since, day: date) -> date:
    """The last day to start on for a duration that is met on ``day``."""
    months = condition.years * 12 + condition.months
    start = months_later(day, -months) - timedelta(days=1)
    while met_from(condition, start + timedelta(days=1)) <= day:  # the last days of a month share an anniversary
        start += timedelta(days=1)
    return start


def kleene_and(truths: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true."""
    known = set(truths)
    if False in known:
        return False
    return None if None in known else True


def kleene_or(truths: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false."""
    known = set(truths)
    if True in known:
        return True
    return None if None in known else False


def kleene_not(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if truth is None else not truth


def _evaluate_group(group: Group, facts: Facts) -> Evaluation:
    parts = [evaluate(part, facts) for part in group.conditions]
    truths = [part.truth for part in parts]
    combined = kleene_and(truths) if isinstance(group, AllOf) else kleene_or(truths)
    decisive = [part for part in parts if part.truth is combined]
    return Evaluation(
        truth=kleene_not(combined) if isinstance(group, NoneOf) else combined,
        decided_by=decisive[0].decided_by,
        notes=tuple(note for part in decisive for note in part.notes),
        remedies=tuple(remedy for part in decisive for remedy in part.remedies),
    )


def _evaluate_number_of_cases(condition: CasesAtLeast, facts: Facts) -> Evaluation:
    cases = facts.cases(CASES)
    return Evaluation(None if cases is None else len(cases) >= condition.minimum, (CASES,))


def _evaluate_any_case(condition: AnyCase, facts: Facts) -> Evaluation:
    """True if one case shows one of the facts; what is not accepted as evidence is more telling than silence."""
    decisions: list[tuple[int, FactDecision]] = []
    for fact in condition.facts:
        cases = facts.cases(f"case.{fact}")
        if cases is None:
            return Evaluation(None, (CASES,))
        decisions += [(case.position, evaluate_case(case, fact)) for case in cases]
    decisions.sort(key=lambda item: item[0])
    shown = [item for item in decisions if item[1].truth]
    not_accepted = [item for item in decisions if item[1].truth is None and item[1].note]
    not_stated = [item for item in decisions if item[1].truth is None and not item[1].note]
    by_weight = [*shown, *not_accepted, *not_stated]
    if not by_weight:
        return Evaluation(truth=False, decided_by=(CASES,))
    position, decision = by_weight[0]
    return _from_decision(decision, (CASES, position))


def _evaluate_fact(condition: FactCondition, facts: Facts) -> Evaluation:
    stated = facts.value(condition.fact)
    value, path = as_asked(condition, stated), facts.path(deciding_fact(condition, stated))
    if value is None:
        return Evaluation(None, path)
    return _from_decision(_decide(condition, value, path, facts.as_of), path)


def _from_decision(decision: FactDecision, path: KeyPath) -> Evaluation:
    truth, note, remedy = decision
    return Evaluation(truth, path, (note,) if note else (), (remedy,) if remedy else ())


def _decide(condition: FactCondition, value: Any, path: KeyPath, as_of: date) -> FactDecision:
    match condition:
        case IsTrue():
            return _is_true(condition, value=value)
        case OneOf():
            return FactDecision(value in condition.values)
        case AtLeast():
            return FactDecision(value >= condition.minimum)
        case MoreThan():
            return _more_than(value, condition.limit)
        case Contains():
            return FactDecision(condition.value in value)
        case Cny():
            return _cny(value, condition)
        case Since():
            return _since(value, condition, as_of)
        case Certificate():
            return _certificate(value, as_of)
        case Document() | Registration():
            return _document(value, path)
        case _:
            assert_never(condition)


def _is_true(condition: IsTrue, *, value: bool) -> FactDecision:
    if not value and condition.when_false == "unknown":
        return FactDecision(None, Message("check.source_silent"))
    return FactDecision(value)


def _more_than(value: float | Decimal, limit: int) -> FactDecision:
    if value == limit:
        return FactDecision(truth=False, note=Message("check.exactly_the_limit", {"limit": limit}))
    return FactDecision(value > limit)


def _cny(capital: Capital, condition: Cny) -> FactDecision:
    if capital.in_cny is None:
        return FactDecision(None, Message("check.no_cny_equivalent", {"currency": capital.currency}))
    if condition.operator == ">=":
        return FactDecision(capital.in_cny >= condition.limit)
    return _more_than(capital.in_cny, condition.limit)


def _since(since: date, condition: Since, as_of: date) -> FactDecision:
    if since > as_of:
        return FactDecision(truth=False, note=Message("check.after_as_of", {"day": since, "as_of": as_of}))
    met_on = met_from(condition, since)
    if met_on > as_of:
        return FactDecision(truth=False, note=Message("check.met_on", {"day": met_on}))
    return FactDecision(truth=True)


def _certificate(value: bool | date, as_of: date) -> FactDecision:  # noqa: FBT001  a fact, not a flag
    if isinstance(value, bool):
        return FactDecision(value)
    if value < as_of:
        return FactDecision(truth=False, note=Message("check.certificate_expired", {"day": value}))
    return FactDecision(truth=True)


def _document(value: bool | str | StatedFile, path: KeyPath) -> FactDecision:  # noqa: FBT001  as above
    match value:
        case bool():
            return FactDecision(value)
        case StatedFile():
            return _true_unless(file_issue(value, path))
        case str():
            return _true_unless(registration_number_issue(value, path))


def _true_unless(issue: EvidenceIssue | None) -> FactDecision:
    """True if the evidence is accepted; unknown, not false, if there is an issue with it."""
    return FactDecision(None, issue.reason, issue.remedy) if issue else FactDecision(truth=True)
