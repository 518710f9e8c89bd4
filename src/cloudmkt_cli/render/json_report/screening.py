"""The summary of a screened table as JSON."""

from typing import Any, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.thresholds import thresholds
from cloudmkt_cli.catalogue.usage import label_of
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.json_report.envelope import write_document
from cloudmkt_cli.render.screening_phrases import rejected_reason, still_open_means
from cloudmkt_cli.screening.changes import Changes
from cloudmkt_cli.screening.masked import NOT_SHOWN
from cloudmkt_cli.screening.model import Basis, State
from cloudmkt_cli.screening.near_misses import NearMiss
from cloudmkt_cli.screening.summary import GroupCount, MarketSummary, StateCounts, Summary


def render_screening(
    summary: Summary,
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """All counts. Beside every number of rows that are still open is what is known of them."""
    screening = summary.screening
    body = {
        "as_of": screening.as_of.isoformat(),
        "table": {
            "files": list(screening.files),
            "rows": screening.rows,
            "notes": [translate(note, language) for note in screening.notes],
            "rejected_lines": screening.rejected_lines,
            "rejected": [
                {"file": one.file, "line": one.line, "reason": translate(rejected_reason(one), language)}
                for one in screening.rejected
            ],
            "refused_cells": sum(one.rows for one in screening.refused),
            "refused": [
                {"heading": one.heading, "form": None if one.form == NOT_SHOWN else one.form, "rows": one.rows}
                for one in screening.refused
            ],
            "listed_in": summary.listed_in,
            "ended": [{"status": one.way, "rows": one.rows} for one in screening.ended],
        },
        "decided_by": {
            "way": "patterns" if screening.processes == 1 else "batches",
            "patterns": screening.patterns,
            "processes": screening.processes,
        },
        "states": {state.value: translate(f"summary.{state}_means", language) for state in State},
        "markets": [_market(market, language) for market in summary.markets],
        "near_misses": [_near_miss(miss) for miss in summary.near_misses],
        "missing_facts": [
            {
                "fact": one.fact,
                "label": label_of(one.fact, catalogue).get(language),
                "rows": one.rows,
                "requirements": one.requirements,
                "asked_first": one.asked_first,
            }
            for one in summary.missing
        ],
        "changes": summary.changes and _changes(summary.changes),
        "groupings": [
            {"heading": one.heading, "groups": [_group(group, screening.markets, language) for group in one.groups]}
            for one in summary.groupings
        ],
    }
    return write_document(body, catalogue, language)


def _market(of: MarketSummary, language: Language) -> dict[str, Any]:
    return {
        "market": of.market.id,
        "name": of.market.name.get(language),
        **_counts(of.counts, language),
        "ruled_out_by": [
            {
                "id": one.requirement.id,
                "title": one.requirement.title.get(language),
                "expected": one.requirement.expected.get(language),
                "rows": one.rows,
                "alone": one.alone,
            }
            for one in of.ruled_out_by
        ],
        "openings": [one._asdict() for one in of.openings],
    }


def _counts(counts: StateCounts, language: Language) -> dict[str, Any]:
    means = still_open_means(counts)
    return {
        "ruled_out": counts.ruled_out,
        "still_open": {
            "rows": counts.still_open,
            "known": counts.known and counts.known.decided._asdict(),
            "required": counts.known and counts.known.required._asdict(),
            "meaning": means and translate(means, language),
        },
        "eligible": counts.eligible,
    }


def _changes(changes: Changes) -> dict[str, Any]:
    last = changes.last_basis._asdict() if changes.last_basis else dict.fromkeys(Basis._fields)
    return {
        "last": changes.last,
        **{f"last_{key}": value for key, value in last.items()},
        "before": changes.before,
        "now": changes.now,
        "new": changes.new,
        "gone": changes.gone,
        "changed": changes.changed,
        "states": [one._asdict() for one in changes.states],
        "listed_in": changes.listed_in,
    }


def _near_miss(miss: NearMiss) -> dict[str, Any]:
    (limit,) = thresholds(miss.condition)
    return {
        "fact": limit.fact,
        "operator": limit.operator,
        "limit": limit.value,
        "requirements": [requirement.id for requirement in miss.requirements],
        "bands": [one._asdict() for one in miss.bands],
    }


def _group(group: GroupCount, markets: tuple[str, ...], language: Language) -> dict[str, Any]:
    return {
        "value": group.value,
        "rows": group.rows,
        "markets": [
            {"market": market, **_counts(counts, language)}
            for market, counts in zip(markets, group.markets, strict=True)
        ],
    }
