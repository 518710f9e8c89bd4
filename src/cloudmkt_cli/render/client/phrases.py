"""Words for clients: papers and facts, where the other formats name the keys of a profile."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cloudmkt_cli.catalogue.conditions import AnyOf, Group
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.results import Finding, Status, Step
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.profile.values import Capital
from cloudmkt_cli.render.phrases import actual, sentences
from cloudmkt_cli.runs.batch import RunContext

_FOR_CLIENTS: Final[Mapping[str, str]] = {
    "check.no_product": "client.no_product",
    "check.file_outside": "check.file_unseen",
    "check.file_profile": "client.no_paper",
    "remedy.file_missing": "client.give_paper",
    "remedy.file_not_a_file": "client.give_paper",
    "remedy.file_outside": "client.give_paper",
    "remedy.file_empty": "client.give_paper",
    "remedy.file_profile": "client.give_paper",
    "remedy.file_unseen": "client.give_paper",
    "remedy.says_no": "client.confirm_none",
    "remedy.says_pending": "client.give_later",
    "remedy.no_evidence": "client.give_evidence",
    "remedy.registration": "client.registration",
    "onboarding.not_stated": "client.not_stated",
    "onboarding.later": "client.later",
    "warning.uscc-prefix": "client.uscc-prefix",
    "warning.file-missing": "client.file-missing",
    "warning.file-not-a-file": "client.file-not-a-file",
    "warning.file-outside": "client.file-unseen",
    "warning.file-profile": "client.file-no-paper",
    "warning.capital-equivalent": "client.capital-equivalent",
    "warning.product-not-in-target": "client.product-not-in-target",
    "warning.attestation-expired": "client.attestation-expired",
    "warning.attestation-expires-soon": "client.attestation-expires-soon",
    "warning.missing-email": "client.missing-email",
}
"""What clients read instead of a message. Others stay, with their keys, ids and slugs in words."""
_KEY_VALUES: Final = {"key", "keys", "earlier", "later"}
_ENTRY: Final = re.compile(r"(product|case)s\[(\d*)\]\.(.+)")


def for_client(message: Message, catalogue: Catalogue) -> Message:
    """A message in words of papers and facts."""
    values = {name: _value(name, value, catalogue) for name, value in message.values.items()}
    return Message(_FOR_CLIENTS.get(message.key, message.key), values)


def _value(name: str, value: object, catalogue: Catalogue) -> object:
    """A value of a message. Only its name says whether it is a key: untrusted text may look like one."""
    match value:
        case Message():
            return for_client(value, catalogue)
        case Text():  # a tuple of both languages
            return value
        case tuple():
            return tuple(_value(name, one, catalogue) for one in value)
        case str() if name in _KEY_VALUES:
            return key_label(value, catalogue)
        case str() if name == "ids":
            return catalogue.requirement(value).title
        case str() if name == "slug":
            return _title(value, catalogue)
        case str() if name == "market":
            return catalogue.market(value).name
        case str() if name == "legal_form":
            return catalogue.facts["company.legal_form"].values[value]
        case _:
            return value


def key_label(key: str, catalogue: Catalogue) -> Text | Message | str:
    """What a key of a profile, such as ``products[0].name``, is called; an unknown key stays as it is."""
    fact = catalogue.facts.get(_ENTRY.sub(r"\1.\3", key).partition("[")[0])
    if fact and (entry := _ENTRY.fullmatch(key)) and entry[2]:
        return Message(f"client.of_{entry[1]}", {"number": int(entry[2]) + 1, "label": fact.label})
    table, *rest = key.split(".")
    if table == "attestations" and rest:
        return Message("client.attestation", {"title": _title(rest[0], catalogue)})
    return fact.label if fact else key


def _title(slug: str, catalogue: Catalogue) -> Text | str:
    return next((item.title for item in catalogue.requirements() if item.slug == slug), slug)


def client_actual(finding: Finding, catalogue: Catalogue, language: Language) -> str:
    """What is stated about a requirement, numbers with their units."""
    notes = tuple(for_client(note, catalogue) for note in finding.notes)
    return actual(finding._replace(notes=notes), catalogue, language, with_units=True)


def client_fix(finding: Finding, catalogue: Catalogue, language: Language) -> str | None:
    """What a client does about a requirement that is not met; None if there is nothing to do."""
    match finding.status:
        case Status.PASS | Status.NOT_APPLICABLE:
            return None
        case Status.UNKNOWN | Status.MANUAL if finding.remedies:
            parts = [translate(for_client(remedy, catalogue), language) for remedy in finding.remedies]
        case Status.UNKNOWN:
            parts = [word(item, language) for item in _needed(finding, catalogue)]
        case Status.MANUAL if finding.notes:
            parts = [translate("client.sign_off_again", language)]
        case _:
            return client_remedy(finding.requirement, language)
    return sentences(parts, language)


def client_remedy(requirement: Requirement, language: Language) -> str:
    """How to meet a requirement."""
    parts = [requirement.remedy.get(language)]
    if requirement.manual_review:
        parts.append(translate("client.sign_off", language))
    return sentences(parts, language)


def _needed(finding: Finding, catalogue: Catalogue) -> Iterator[Message | Text]:
    """Which facts decide an unknown requirement, and what to do where those stated are not enough."""
    requirement, condition = finding.requirement, finding.requirement.condition
    missing = tuple(item for item in finding.observations if item.value is None)
    if not finding.observations:
        yield Message("client.needed_product", {"market": catalogue.market(requirement.market).name})
    elif missing and isinstance(capital := finding.observations[0].value, Capital):
        yield Message("client.needed_in_cny", {"amount": capital.amount, "currency": capital.currency})
    elif missing:
        facts = {"facts": tuple(catalogue.facts[item.fact].label for item in missing)}
        one_will_do = isinstance(condition, AnyOf) and not any(isinstance(part, Group) for part in condition.conditions)
        yield Message("client.needed_one" if one_will_do else "client.needed", facts)
        if one_will_do and len(missing) < len(finding.observations):
            yield requirement.remedy
    else:
        yield requirement.remedy


def step_details(step: Step, catalogue: Catalogue) -> tuple[Message | Text, ...]:
    """The details of an onboarding step."""
    return tuple(detail if isinstance(detail, Text) else for_client(detail, catalogue) for detail in step.details)


def client_details(step: Step, catalogue: Catalogue, language: Language) -> str:
    """The details of an onboarding step as one text."""
    return sentences((word(detail, language) for detail in step_details(step, catalogue)), language)


def assumptions(run: RunContext) -> tuple[Message, ...]:
    """The values given by ``--set``, each with the name of its fact."""
    return tuple(
        Message("check.stated", {"label": key_label(key, run.catalogue), "value": value})
        for override in run.overrides
        for key, value in _facts_of(override.key, override.value, run.catalogue)
    )


def _facts_of(key: str, value: object, catalogue: Catalogue) -> Iterator[tuple[str, object]]:
    """The facts in a value that is read from TOML."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _facts_of(f"{key}.{name}", part, catalogue)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for index, part in enumerate(value):
            yield from _facts_of(f"{key}[{index}]", part, catalogue)
    else:
        yield key, _value_of(key, value, catalogue)


def _value_of(key: str, value: object, catalogue: Catalogue) -> object:
    if isinstance(value, list):
        return tuple(_value_of(key, part, catalogue) for part in value)
    if key.endswith("markets"):
        return next((market.name for market in catalogue.markets if market.id == value), value)
    fact = catalogue.facts.get(_ENTRY.sub(r"\1.\3", key))
    return fact.values.get(value, value) if fact and isinstance(value, str) else value
