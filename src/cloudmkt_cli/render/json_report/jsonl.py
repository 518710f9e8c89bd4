"""JSON Lines: a line a profile, each whole by itself; what is not a profile yet is a line too."""

from typing import Any

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding, MarketResult
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.check import (
    Locate,
    error_entry,
    finding_entry,
    profile_entry,
    waiver_entry,
)
from cloudmkt_cli.render.json_report.envelope import VERSION, hypothetical, json_bytes
from cloudmkt_cli.render.writer import once_a_finding
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext
from cloudmkt_cli.runs.waivers import WaiverUse


def profile_line(checked: CheckedProfile, run: RunContext, language: Language) -> bytes:
    """The line of a profile: its entry in the report, with what heads the report.

    The requirements are nearly all of it, and nearly all of them were written before, for somebody else.
    """
    lists: list[bytes] = []

    def leave_room(market: MarketResult, locate: Locate) -> list[dict[str, Any]]:
        written = [
            _written(finding, run.catalogue, language) + _place(locate(finding.decided_by))
            for finding in market.findings
        ]
        lists.append(b",".join(written))
        return []

    line = _line(profile_entry(checked, run.catalogue, language, leave_room), run)
    # No text of a profile can hold this: its quotes are escaped.
    start, *rest = line.split(b'"requirements":[]')
    return start + b"".join([b'"requirements":[%b]%b' % pair for pair in zip(lists, rest, strict=True)])


@once_a_finding
def _written(finding: Finding, catalogue: Catalogue, language: Language) -> bytes:
    """The entry of a finding, open at its end for its place."""
    return json_bytes(finding_entry(finding, catalogue, language)).removesuffix(b"}") + b',"location":'


def _place(position: Position | None) -> bytes:
    """The place, and the end of the entry."""
    return b'{"line":%d,"column":%d}}' % position if position else b"null}"


def error_line(errors: tuple[Diagnostic, ...], language: Language, run: RunContext) -> bytes:
    """The line of a file that could not be checked."""
    entries = [error_entry(error, language) for error in errors]
    return _line({"path": errors[0].path, "errors": entries}, run)


def waivers_line(uses: tuple[WaiverUse, ...], run: RunContext) -> bytes:
    """The line that says what became of the waivers."""
    return _line({"waivers": [waiver_entry(use) for use in uses]}, run)


def _line(entry: dict[str, Any], run: RunContext) -> bytes:
    head = {
        "version": VERSION,
        "catalogue": {"id": run.catalogue.id, "checked_on": run.catalogue.checked_on.isoformat()},
        "as_of": run.as_of.isoformat(),
        "configuration": run.configuration,
        "hypothetical": hypothetical(run.overrides),
    }
    return json_bytes(head | entry) + b"\n"
