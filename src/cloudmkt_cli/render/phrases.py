"""Words that all formats use for a finding or an onboarding step."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from cloudmkt_cli.catalogue.conditions import AnyOf, Group
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Phase, Requirement
from cloudmkt_cli.catalogue.usage import clause_name
from cloudmkt_cli.checking.results import Finding, Observation, Status, Step, Verdict
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.profile.registered_capital import CNY
from cloudmkt_cli.profile.values import Capital

SYMBOLS: Final = {
    Status.PASS: "✓",
    Status.FAIL: "✗",
    Status.UNKNOWN: "?",
    Status.MANUAL: "☐",
    Status.NOT_APPLICABLE: "-",
    Verdict.ELIGIBLE: "✓",
    Verdict.NOT_ELIGIBLE: "✗",
    Verdict.INCOMPLETE: "?",
}
"""Symbols that need no colour to be told apart, and are one column wide in every font."""
WAIVED: Final = "*"
"""The mark for a vendor or a market with a waived failure."""


def sentences(parts: Iterable[str], language: Language) -> str:
    """Several sentences one after the other."""
    return translate("word.space", language).join(parts)


def clause(requirement: Requirement, language: Language) -> str:
    """The clause of the source that a requirement comes from; empty if it has none and is not general."""
    if requirement.clause is None:
        return translate("clause.general", language) if requirement.market == GENERAL else ""
    return word(clause_name(requirement.clause), language)


def phase(stated: Phase) -> Message:
    """When a requirement of the level ``later`` must be met."""
    values = {"phase": Message(f"phase.{stated.when}"), "days": stated.working_days, "months": stated.months}
    if stated.working_days is not None:
        return Message("phase.within_days", values)
    return Message("phase.within_months" if stated.months is not None else f"phase.{stated.when}", values)


def actual(finding: Finding, catalogue: Catalogue, language: Language, *, with_units: bool = False) -> str:
    """What the profile states about a requirement, with attestations and notes."""
    parts = [_observed(observation, catalogue, language, with_units) for observation in finding.observations]
    if finding.attested:
        values = {"by": finding.attested.by, "day": finding.attested.on}
        said = "check.attested" if finding.attested.holds else "check.attested_not_to_hold"
        parts.append(translate(Message(said, values), language))
    elif finding.status is Status.MANUAL and not finding.notes:
        parts.append(translate("check.not_attested", language))
    parts += [translate(note, language) for note in finding.notes]
    return translate("word.semicolon", language).join(parts)


def fix(finding: Finding, language: Language) -> str | None:
    """What to do about a requirement that is not met; None if there is nothing to do."""
    requirement = finding.requirement
    match finding.status:
        case Status.PASS | Status.NOT_APPLICABLE:
            return None
        case Status.UNKNOWN | Status.MANUAL if finding.remedies:
            return sentences((translate(remedy, language) for remedy in finding.remedies), language)
        case Status.UNKNOWN:
            return _state(finding, language)
        case Status.MANUAL if finding.notes:
            return translate(Message("check.renew_attestation", {"slug": requirement.slug}), language)
        case _:
            return requirement.how.get(language)


def waived(finding: Finding, language: Language) -> str | None:
    """Until when a failure is waived, by whom and why; None if it is not waived."""
    if finding.waived is None:
        return None
    _, _, reason, approved_by, expires = finding.waived
    values = {"reason": reason, "by": approved_by, "day": expires}
    return translate(Message("check.waived", values), language)


def _state(finding: Finding, language: Language) -> str:
    """Which facts to state so that an unknown requirement can be decided."""
    requirement, condition = finding.requirement, finding.requirement.condition
    if not finding.observations:
        return translate(Message("check.offer_product", {"market": requirement.market}), language)
    missing = tuple(item for item in finding.observations if item.value is None)
    if not missing:
        return requirement.how.get(language)
    capital = finding.observations[0].value
    if isinstance(capital, Capital):
        values = {"amount": f"{capital.amount:.0f}", "currency": capital.currency}
        return translate(Message("check.state_cny_equivalent", values), language)
    keys = {"keys": tuple(item.key for item in missing)}
    if isinstance(condition, AnyOf) and not any(isinstance(part, Group) for part in condition.conditions):
        state = translate(Message("check.state_one", keys), language)
        if len(missing) == len(finding.observations):
            return state
        # What is stated did not do: the remedy says what else there is.
        return sentences((state, requirement.how.get(language)), language)
    return translate(Message("check.state", keys), language)


def details(step: Step, language: Language) -> str:
    """The details of an onboarding step in one text."""
    return sentences((word(detail, language) for detail in step.details), language)


def _observed(observation: Observation, catalogue: Catalogue, language: Language, with_unit: bool) -> str:  # noqa: FBT001  as above
    label = catalogue.facts[observation.fact]
    value = observation.value
    if value is None:
        said = translate("word.not_stated", language)
    elif isinstance(value, Capital):
        said = _capital(value, language)
    elif isinstance(value, str) and value in label.values:
        said = label.values[value].get(language)
    elif isinstance(value, tuple):
        named = tuple(label.values.get(str(item), item) for item in value)
        said = word(named or Message("word.none"), language)
    elif with_unit and label.unit and isinstance(value, int | float | Decimal):
        unit = label.unit.one if value == 1 else label.unit.many
        said = translate(Message("client.counted", {"number": value, "unit": unit}), language)
    else:
        said = word(value, language)
    return translate(Message("check.stated", {"label": label.label, "value": said}), language)


def _capital(capital: Capital, language: Language) -> str:
    values = {"amount": capital.amount, "currency": capital.currency, "cny": capital.cny_equivalent}
    if capital.currency == CNY:
        stated = "check.capital_cny"
    else:
        stated = "check.capital" if capital.cny_equivalent is None else "check.capital_in_cny"
    return translate(Message(stated, values), language)
