"""Where vendors could sell, as JSON: the text of every marketplace, and each vendor's placement in it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, Status
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.planning.placements import Placement, is_known_in_force, nearest_first
from cloudmkt_cli.render.json_report.check import error_entry
from cloudmkt_cli.render.json_report.envelope import hypothetical, json_bytes, object_with_list, tool_head
from cloudmkt_cli.render.placed import placements_of, texts_of
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


class WhereJsonWriter(NamedTuple):
    """Writes the placements of every vendor."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The entry of a profile."""
        found = nearest_first(placements_of(checked, self.run))
        entry = {
            "path": checked.path,
            "vendor": checked.result.vendor,
            "placements": [_placement(placement, self.language) for placement in found],
        }
        return (json_bytes(entry, indent=2, depth=4),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The texts, the profiles and the errors. No single edition stands at the top: each marketplace has its own."""
        before = tool_head() | {
            "as_of": self.run.as_of.isoformat(),
            "configuration": self.run.configuration,
            "hypothetical": hypothetical(self.run.overrides),
            "summary": {
                "profiles": summary.totals.total(),
                "errors": summary.unchecked,
                "left_out": summary.left_out,
            },
            "editions": [_edition(catalogue, self.run.as_of, self.language) for catalogue in texts_of(self.run)],
        }
        after = {"errors": [error_entry(error, self.language) for error in summary.errors]}
        yield from object_with_list(before, "profiles", parts(0), after)
        yield b"\n"


def _edition(catalogue: Catalogue, as_of: date, language: Language) -> dict[str, Any]:
    edition = catalogue.edition
    return {
        "id": catalogue.id,
        "marketplace": edition.marketplace,
        "name": catalogue.source.get(language),
        "source_url": catalogue.source_url,
        "from": _day(edition.since),
        "last_seen": _day(edition.last_seen),
        "grade": edition.grade,
        "known_in_force": is_known_in_force(catalogue, as_of),
        "in_force": catalogue.in_force.get(language),
        "notice": catalogue.notice.get(language),
    }


def _placement(placement: Placement, language: Language) -> dict[str, Any]:
    result, solution = placement.result, placement.solution
    left = {status: placement.left(status) for status in OPEN_STATUSES}
    return {
        "marketplace": placement.marketplace,
        "edition": placement.catalogue.id,
        "market": result.market.id,
        "market_name": result.market.name.get(language),
        "targeted": result.targeted,
        "verdict": result.verdict.value,
        "product": result.product,
        "eligible_from": _day(solution.day),
        "changes": len(solution.changes),
        "left": {status.value: len(findings) for status, findings in left.items()},
        "open": [_open(finding, status, language) for status, findings in left.items() for finding in findings],
        "shut_by": [requirement.id for requirement in placement.shut_by],
    }


def _open(finding: Finding, status: Status, language: Language) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "id": requirement.id,
        "title": requirement.title.get(language),
        "status": status.value,
        "expected": requirement.expected.get(language),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
