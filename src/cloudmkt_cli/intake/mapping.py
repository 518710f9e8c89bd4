"""Headings that the user maps to keys: ``员工人数=team.technical_and_service``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.intake.vocabulary import Heading, Vocabulary, normalize
from cloudmkt_cli.profile.fields import fields

_NEAR: Final = 3


def mapped_headings(assignments: Iterable[tuple[str, str]], words: Vocabulary) -> dict[str, Heading]:
    """The meaning of every mapped heading. A key may be given by any heading that is known.

    Raises:
        InputError: a key is unknown, or cannot stand in a row.
    """
    mapped: dict[str, Heading] = {}
    faults: list[Diagnostic] = []
    for heading, key in assignments:
        meaning = words.headings.get(normalize(key))
        if meaning is None:
            near = closest_matches(key, key_names(), at_most=_NEAR)
            hint = Message("import.map_near", {"near": near}) if near else Message("import.map_keys")
            faults.append(Diagnostic(Message("import.map_unknown_key", {"key": key}), hint, "--map"))
        elif meaning.field is None:
            unfit = Message("import.map_unfit_key", {"key": key, "reason": meaning.reason})
            faults.append(Diagnostic(unfit, Message("import.map_keys"), "--map"))
        else:
            mapped[heading] = meaning
    if faults:
        raise InputError(*faults)
    return mapped


def check_mapped(mapped: Mapping[str, Heading], headings: Sequence[str]) -> None:
    """Check that the table has every mapped heading.

    Raises:
        InputError: it lacks some.
    """
    there = {normalize(said): said for said in headings if said}
    faults = []
    for heading in mapped:
        if normalize(heading) not in there:
            near = tuple(there[found] for found in closest_matches(normalize(heading), there, at_most=_NEAR))
            found = Message("import.map_headings", {"headings": tuple(there.values())})
            hint = Message("import.map_near", {"near": near}) if near else found
            faults.append(Diagnostic(Message("import.map_unknown_heading", {"heading": heading}), hint))
    if faults:
        raise InputError(*faults)


def key_names() -> list[str]:
    """The keys that a row can give, as a profile writes them, and as the catalogue names those of products."""
    return list(dict.fromkeys(name for field in fields().values() for name in (field.fact, dotted(field.path))))
