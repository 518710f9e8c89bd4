"""The editions, and what differs between two of them, as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TextIO

from cloudmkt_cli.catalogue.edition_diff import MarketPair
from cloudmkt_cli.catalogue.editions import EditionDates
from cloudmkt_cli.catalogue.model import Catalogue, Requirement, Source
from cloudmkt_cli.catalogue.thresholds import thresholds
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.catalogue import note_entry, phase_entry
from cloudmkt_cli.render.json_report.envelope import write_document
from cloudmkt_cli.runs.edition_diff import DifferenceGroup, EditionDiff


def render_editions(
    editions: Sequence[EditionDates],
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """The editions of each marketplace, oldest first; null for what is not known."""
    return write_document({"editions": [_edition(edition, language) for edition in editions]}, catalogue, language)


def render_edition_diff(diff: EditionDiff, language: Language, target: TextIO | None = None) -> str:  # noqa: ARG001
    """What differs between two editions; with a vendor, its verdicts and statuses under both."""
    body = {
        "old": _catalogue(diff.old, language),
        "new": _catalogue(diff.new, language),
        "markets_only_in_old": list(diff.only_in_old),
        "markets_only_in_new": list(diff.only_in_new),
        "vendor": _vendor(diff),
        "differences": [_group(group, language) for group in diff.groups],
        "notes": [note_entry(note, language) for note in diff.notes],
    }
    return write_document(body, diff.new, language)


def _edition(edition: EditionDates, language: Language) -> dict[str, Any]:
    return {
        "id": edition.id,
        "marketplace": edition.marketplace,
        "name": edition.name.get(language),
        "summary": edition.summary.get(language),
        "from": _day(edition.since),
        "last_seen": _day(edition.last_seen),
        "until": _day(edition.until),
        "date_basis": edition.date_basis,
        "grade": edition.grade,
        "sources": [_source(source) for source in edition.sources],
    }


def _source(source: Source) -> dict[str, Any]:
    return {**source._asdict(), "shown": _day(source.shown), "address": source.address}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _catalogue(catalogue: Catalogue, language: Language) -> dict[str, Any]:
    edition = catalogue.edition
    return {
        "id": catalogue.id,
        "marketplace": edition.marketplace,
        "name": catalogue.source.get(language),
        "in_force": catalogue.in_force.get(language),
        "from": _day(edition.since),
        "last_seen": _day(edition.last_seen),
        "grade": edition.grade,
    }


def _vendor(diff: EditionDiff) -> dict[str, Any] | None:
    if diff.checked is None:
        return None
    old, new = diff.checked
    return {
        "path": new.path,
        "name": new.result.vendor,
        "verdict": {"old": old.result.verdict.value, "new": new.result.verdict.value},
        "markets": [
            {
                "market": _pair(verdicts.pair),
                "targeted": verdicts.targeted,
                "verdict": {"old": verdicts.old.value, "new": verdicts.new.value},
            }
            for verdicts in diff.verdicts
        ],
    }


def _group(group: DifferenceGroup, language: Language) -> dict[str, Any]:
    statuses = group.statuses
    return {
        "kind": group.kind.value,
        "slug": group.slug,
        "markets": [_pair(pair) for pair in group.pairs],
        "old": _requirement(group.old, language),
        "new": _requirement(group.new, language),
        "status": {"old": statuses[0], "new": statuses[1]} if statuses else None,
    }


def _pair(pair: MarketPair) -> dict[str, str]:
    return {"old": pair.old.id, "new": pair.new.id}


def _requirement(requirement: Requirement | None, language: Language) -> dict[str, Any] | None:
    """What an edition asks for; of several markets, in the words of the first."""
    if requirement is None:
        return None
    return {
        "title": requirement.title.get(language),
        "clause": requirement.clause,
        "level": requirement.level,
        "phase": phase_entry(requirement.phase),
        "expected": requirement.expected.get(language),
        "thresholds": [threshold._asdict() for threshold in thresholds(requirement.condition)],
    }
