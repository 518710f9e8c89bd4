"""JSON Lines: a line a profile, each whole by itself; what is not a profile yet is a line too."""

from datetime import date
from typing import Any, NamedTuple

from pydantic_core import to_json

from cloudmkt_cli.batch import CheckedProfile
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.edits import Edit
from cloudmkt_cli.errors import Diagnostic, Position
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.as_json.document import VERSION, hypothetical
from cloudmkt_cli.render.as_json.report import (
    Locate,
    error_entry,
    finding_entry,
    once_a_finding,
    profile_entry,
    waiver_entry,
)
from cloudmkt_cli.report import Finding, MarketResult
from cloudmkt_cli.waivers import WaiverUse


class Head(NamedTuple):
    """What every line of a run begins with."""

    catalogue: Catalogue
    as_of: date
    edits: tuple[Edit, ...] = ()
    configuration: str | None = None


def profile_line(checked: CheckedProfile, catalogue: Catalogue, as_of: date, language: Language) -> bytes:
    """The line of a profile: its entry in the report, with what heads the report.

    The requirements are nearly all of it, and nearly all of them were written before, for somebody else.
    """
    lists: list[bytes] = []

    def leave_room(market: MarketResult, locate: Locate) -> list[dict[str, Any]]:
        written = [
            _written(finding, catalogue, language) + _place(locate(finding.decided_by)) for finding in market.findings
        ]
        lists.append(b",".join(written))
        return []

    head = Head(catalogue, as_of, checked.loaded.edits, checked.configuration)
    line = _line(profile_entry(checked, catalogue, language, leave_room), head)
    # No text of a profile can hold this: its quotes are escaped.
    start, *rest = line.split(b'"requirements":[]')
    return start + b"".join([b'"requirements":[%b]%b' % pair for pair in zip(lists, rest, strict=True)])


@once_a_finding
def _written(finding: Finding, catalogue: Catalogue, language: Language) -> bytes:
    """The entry of a finding, open at its end for its place."""
    return to_json(finding_entry(finding, catalogue, language)).removesuffix(b"}") + b',"location":'


def _place(position: Position | None) -> bytes:
    """The place, and the end of the entry."""
    return b'{"line":%d,"column":%d}}' % position if position else b"null}"


def error_line(errors: tuple[Diagnostic, ...], language: Language, head: Head) -> bytes:
    """The line of a file that could not be checked."""
    entries = [error_entry(error, language) for error in errors]
    return _line({"path": errors[0].path, "errors": entries}, head)


def waivers_line(uses: tuple[WaiverUse, ...], head: Head) -> bytes:
    """The line that says what became of the waivers."""
    return _line({"waivers": [waiver_entry(use) for use in uses]}, head)


def _line(entry: dict[str, Any], head: Head) -> bytes:
    before = {
        "version": VERSION,
        "catalogue": {"id": head.catalogue.id, "checked_on": head.catalogue.checked_on.isoformat()},
        "as_of": head.as_of.isoformat(),
        "configuration": head.configuration,
        "hypothetical": hypothetical(head.edits),
    }
    return to_json(before | entry, inf_nan_mode="strings") + b"\n"
