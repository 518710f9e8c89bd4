"""The headings and words that are recognised: the catalogue's labels and the aliases in ``aliases.toml``."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message, Text
from cloudmkt_cli.core.toml.document import dotted, read_shipped
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
    labels: Mapping[str, tuple[Text, ...]]
    """By the name of a key, and of ``target_markets`` for all lists of markets: its values with their labels."""


def normalize(text: str) -> str:
    """Remove differences that do not matter: case, spaces, full-width forms, surrounding colons and asterisks.

    A text longer than any word is returned unchanged.
    """
    if len(text) > _MAX_WORD:
        return text
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("*:")


def load_vocabulary(catalogue: Catalogue) -> Vocabulary:
    """Load the words for the markets and keys of an edition."""
    aliases = read_shipped(Path(__file__).with_name("aliases.toml").read_bytes())
    words = {name: frozenset(map(normalize, said)) for name, said in aliases["words"].items()}
    choices = {field.fact: _choices(field, catalogue) for field in fields().values() if field.choices}
    choices[LEGAL_FORM] |= _inverted(aliases["legal_forms"])
    names = {market.id: [market.id, *market.name] for market in catalogue.markets}
    return Vocabulary(
        headings=dict(_headings(catalogue, aliases)),
        **words,
        choices=choices,
        markets=_inverted(names) | _inverted(aliases["markets"]),
        branches=tuple(aliases["branches"]["words"]),
        labels={
            "target_markets": tuple(_labelled(market.id, market.name) for market in catalogue.markets),
            **{
                fact: tuple(_labelled(value, _label(catalogue, fact, value)) for value in fields()[fact].choices)
                for fact in choices
            },
        },
    )


def accepted(field: Field, words: Vocabulary) -> Message:
    """Describe the values that a key accepts."""
    choices = words.labels.get("target_markets" if field.kind is Kind.MARKETS else field.fact, ())
    return Message(f"import.takes_{field.kind}", {"choices": choices, "examples": ("500万元", "300,000美元")})


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
