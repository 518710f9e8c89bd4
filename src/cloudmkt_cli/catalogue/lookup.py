"""Requirements found by what people call them, and those of the markets side by side."""

from collections import defaultdict
from typing import Final

from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Note, Requirement
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import closest_matches

_MOST_NEAR: Final = 6


def requirements_named(catalogue: Catalogue, name: str) -> tuple[Requirement, ...]:
    """The requirements with this id, with or without its marketplace, slug, or title in either language.

    Raises:
        InputError: there is none; the hint names what looks like it.
    """
    wanted = name.strip().casefold()
    found = tuple(
        item
        for item in catalogue.requirements()
        if name in {item.id, item.slug, f"{item.market}.{item.slug}"}
        or wanted in {item.title.zh.casefold(), item.title.en.casefold()}
    )
    if found:
        return found
    slug = name.rpartition(".")[2]
    dropped = next((note for note in catalogue.notes if note.kind == "dropped" and slug in note.slugs), None)
    if dropped:
        message = Message("error.unknown_requirement", {"found": name})
        raise InputError(Diagnostic(message, Message("hint.dropped", {"note": dropped.text})))
    if "." in name:
        return (catalogue.requirement(name),)
    names = {known.casefold(): known for known in _names(catalogue)}
    near = closest_matches(wanted, names, at_most=3) or [known for known in names if wanted and wanted in known]
    meant = Message("hint.near", {"near": tuple(names[known] for known in near[:_MOST_NEAR])})
    hint = meant if near else Message("hint.list_requirements")
    raise InputError(Diagnostic(Message("error.unknown_requirement", {"found": name}), hint))


def side_by_side(catalogue: Catalogue) -> dict[str, dict[str, Requirement]]:
    """By slug, and then by market: every requirement in the order of the catalogue, the general ones in each market."""
    found: defaultdict[str, dict[str, Requirement]] = defaultdict(dict)
    for market in catalogue.markets:
        for requirement in catalogue.required_of(market):
            found[requirement.slug][market.id] = requirement
    return dict(found)


def notes_about(requirement: Requirement, catalogue: Catalogue) -> tuple[Note, ...]:
    """The notes of the edition that are about a requirement; a general one is of every market."""
    return tuple(
        note
        for note in catalogue.notes
        if requirement.slug in note.slugs and (not note.markets or requirement.market in {GENERAL, *note.markets})
    )


def _names(catalogue: Catalogue) -> tuple[str, ...]:
    """What ``explain`` takes besides ids: slugs, markets and titles."""
    requirements = tuple(catalogue.requirements())
    titles = (title for item in requirements for title in item.title)
    return (*(item.slug for item in requirements), GENERAL, *catalogue.market_ids, *titles)
