"""The headings and words that are recognised: the catalogue's labels and the aliases in ``aliases.toml``."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.facts import Unit
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.toml.shipped import read_shipped
from cloudmkt_cli.profile.examples import EXAMPLES
from cloudmkt_cli.profile.fields import CAPITAL, Field, Kind, fields

_MAX_WORD: Final = 1000
"""Characters, spaces included: each can become 18 in its compatible form, and a million cells can share a text."""
LEGAL_FORM: Final = "company.legal_form"
_IN_LISTS: Final = {"case": "cases[0]", "attestation": "attestations"}
"""Lists that a row cannot hold, and the prefix of their keys."""


class Heading(NamedTuple):
    """The meaning of a heading: a key, with the unit of bare numbers if it names one; or why it has no key."""

    field: Field | None
    unit: str = ""
    reason: Text | Message | None = None


class RegistrationStatus(NamedTuple):
    """The column of a company's registration status, and the words of companies that no longer exist."""

    headings: frozenset[str]
    still_there: tuple[str, ...]
    """Words that contain one of the others and say the opposite: 未注销."""
    ended: Mapping[str, tuple[str, ...]]
    """By the way in which a company ended: ``deregistered``, ``revoked``."""

    def ended_by(self, text: str) -> tuple[str, ...]:
        """The ways in which a company of this status ended; none if it still exists."""
        status = normalize(text)
        for word in self.still_there:
            status = status.replace(word, "")
        return tuple(way for way, words in self.ended.items() if any(word in status for word in words))


class Vocabulary(NamedTuple):
    """All recognised words, in the form that ``normalize`` returns."""

    headings: Mapping[str, Heading]
    yes: frozenset[str]
    no: frozenset[str]
    not_stated: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]
    """By the name of a key: its values by the words for them."""
    markets: Mapping[str, str]
    branches: tuple[str, ...]
    """Words for branches and offices, which are not vendors of their own."""
    enterprise: re.Pattern[str]
    """Legal forms of enterprises that are put together from several words."""
    code_columns: tuple[str, ...]
    """Words of headings under which a credit code may stand, besides the company's own."""
    status: RegistrationStatus
    labels: Mapping[str, tuple[Text, ...]]
    """By the name of a key, and of ``target_markets`` for all lists of markets: its values with their labels."""
    units: Mapping[str, tuple[str, ...]] = {}
    """By the name of a key: the units that may follow its number, the longest first. Cells of tables have none."""


def normalize(text: str) -> str:
    """Remove differences that do not matter: case, spaces, full-width forms, surrounding colons and asterisks.

    A text longer than any word is returned unchanged.
    """
    if len(text) > _MAX_WORD:
        return text
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("*:")


def load_vocabulary(catalogue: Catalogue) -> Vocabulary:
    """Load the words for the markets and keys of an edition."""
    aliases = _aliases()
    words = {name: frozenset(map(normalize, said)) for name, said in aliases["words"].items()}
    choices = {field.fact: _choices(field, catalogue) for field in fields().values() if field.choices}
    choices[LEGAL_FORM] |= _inverted(aliases["legal_forms"])
    names = {market.id: [market.id, *market.name] for market in catalogue.markets}
    return Vocabulary(
        headings=dict(_headings(catalogue, aliases)),
        yes=words["yes"],
        no=words["no"],
        not_stated=words["not_stated"],
        choices=choices,
        markets=_inverted(names) | _inverted(aliases["markets"]),
        branches=tuple(aliases["branches"]["words"]),
        enterprise=_enterprise(**aliases["enterprises"]),
        code_columns=tuple(aliases["code_columns"]["words"]),
        status=_registration_status(**aliases["registration_status"]),
        labels={
            "target_markets": tuple(_labelled(market.id, market.name) for market in catalogue.markets),
            **{
                fact: tuple(_labelled(value, _label(catalogue, fact, value)) for value in fields()[fact].choices)
                for fact in choices
            },
        },
    )


def load_conversation(catalogue: Catalogue) -> tuple[Vocabulary, Mapping[str, int], frozenset[str]]:
    """The words of answers: beyond those of tables, words for days before today, and for all markets."""
    words = load_vocabulary(catalogue)
    aliases = _aliases()
    more = aliases["answers"]
    known = {name: getattr(words, name) | set(map(normalize, more[name])) for name in ("yes", "no", "not_stated")}
    units = {
        fact: _unit_words(item.unit, aliases["units"].get(item.unit.one.zh, ()))
        for fact, item in catalogue.facts.items()
        if item.unit
    }
    days = {normalize(word): days for days, said in enumerate(more["days_ago"]) for word in said}
    return words._replace(**known, units=units), days, frozenset(map(normalize, more["all_markets"]))


def home_key(fact: str) -> str:
    """The key whose words a key has: those of another marketplace have the words of the same keys at the top."""
    return fact.split(".", 2)[2] if fact.startswith("marketplaces.") else fact


def accepted(field: Field, words: Vocabulary) -> Message:
    """Describe the values that a key accepts."""
    choices = words.labels.get("target_markets" if field.kind is Kind.MARKETS else home_key(field.fact), ())
    values = {"choices": choices, "examples": ("500万元", "300,000美元"), "example": _example(field)}
    if field.kind is Kind.TEXT and values["example"]:
        return Message("import.takes_text_such_as", values)
    return Message(f"import.takes_{field.kind}", values)


def _enterprise(forms: list[str], qualifiers: list[str]) -> re.Pattern[str]:
    """A pattern of words in a row, at least one of them a form. The longest word wins: nothing is retried."""

    def one_of(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))

    form, other, every = one_of(forms), one_of(qualifiers), one_of([*forms, *qualifiers])
    return re.compile(f"(?:(?!{form})(?:{other}))*+(?:{form})(?:{every})*+")


def _registration_status(
    headings: list[str], still_there: list[str], deregistered: list[str], revoked: list[str]
) -> RegistrationStatus:
    ended = {"deregistered": deregistered, "revoked": revoked}
    return RegistrationStatus(
        frozenset(map(normalize, headings)),
        tuple(map(normalize, still_there)),
        {way: tuple(map(normalize, words)) for way, words in ended.items()},
    )


def _unit_words(unit: Unit, aliases: Iterable[str]) -> tuple[str, ...]:
    """The words for a unit, the longest first."""
    words = {normalize(word) for word in (*unit.one, *unit.many, *aliases)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _example(field: Field) -> str:
    """An example of a value that fits the key."""
    example = EXAMPLES.get(field.fact, [24 if field.kind is Kind.COUNT else ""])[0]
    return str(example[0] if isinstance(example, list) else example)


def _aliases() -> dict[str, Any]:
    return read_shipped(Path(__file__).with_name("aliases.toml"))


def _headings(catalogue: Catalogue, aliases: dict[str, Any]) -> Iterator[tuple[str, Heading]]:
    known = fields()
    for fact, field in known.items():
        for said in (fact, dotted(field.path), *catalogue.facts[fact].label, *aliases["headings"].get(fact, ())):
            yield normalize(said), Heading(field)
    for entry in aliases["capital_in"]:
        for said in entry["headings"]:
            yield normalize(said), Heading(known[CAPITAL], unit=entry["unit"])
    for entry in aliases["no_key"]:
        for said in entry["headings"]:
            yield normalize(said), Heading(None, reason=Text(**entry["reason"]))
    for fact, label in catalogue.facts.items():
        table, _, key = fact.partition(".")
        if key and table in _IN_LISTS:
            for said in (fact, f"{_IN_LISTS[table]}.{key}", *label.label):
                yield normalize(said), Heading(None, reason=Message("import.no_room"))


def _choices(field: Field, catalogue: Catalogue) -> dict[str, str]:
    return _inverted({value: [value, *_label(catalogue, field.fact, value)] for value in field.choices})


def _label(catalogue: Catalogue, fact: str, value: str) -> Text:
    return catalogue.facts[fact].values.get(value, Text(value, value))


def _labelled(value: str, label: Text) -> Text:
    """A value with its label in each language, unless they are the same."""
    return Text(*(said if said == value else f"{value} ({said})" for said in label))


def _inverted(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {normalize(word): value for value, said in words.items() for word in said}
