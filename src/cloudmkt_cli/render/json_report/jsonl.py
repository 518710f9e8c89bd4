"""JSON Lines: one line for each profile or unreadable file, then one for the waivers.

A line consists of requirements for the most part, and profiles share most of their findings. So each finding is
serialized once, and lines are put together from serialized parts.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.check import (
    error_entry,
    finding_entry,
    location,
    market_entry,
    profile_head,
    profile_tail,
    waiver_entry,
)
from cloudmkt_cli.render.json_report.envelope import VERSION, hypothetical, json_bytes
from cloudmkt_cli.render.writer import cache_per_finding
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext
from cloudmkt_cli.runs.waivers import WaiverUse


def profile_line(checked: CheckedProfile, run: RunContext, language: Language) -> bytes:
    """The line of a profile: the members of its entry in the JSON report, after those of the run."""
    locate = cache(checked.loaded.locate)
    place = cache(lambda path: _location_json(locate(path)))
    markets: list[bytes] = []
    for market in checked.result.markets:
        requirements = [
            b"%b%b}" % (_up_to_location(finding, run.catalogue, language), place(finding.decided_by))
            for finding in market.findings
        ]
        markets.append(
            _extended(json_bytes(market_entry(market, run.catalogue, language)), b"requirements", _list(requirements))
        )
    line = _extended(json_bytes(run_head(run) | profile_head(checked)), b"markets", _list(markets))
    for key, value in profile_tail(checked, locate, language).items():
        line = _extended(line, key.encode(), json_bytes(value))
    return line + b"\n"


def error_line(errors: tuple[Diagnostic, ...], language: Language, run: RunContext) -> bytes:
    """The line of a file that could not be checked."""
    entries = [error_entry(error, language) for error in errors]
    return json_bytes(run_head(run) | {"path": errors[0].path, "errors": entries}) + b"\n"


def waivers_line(uses: tuple[WaiverUse, ...], run: RunContext) -> bytes:
    """The line with the state of every waiver."""
    return json_bytes(run_head(run) | {"waivers": [waiver_entry(use) for use in uses]}) + b"\n"


def run_head(run: RunContext) -> dict[str, Any]:
    """What a line begins with: the edition, the day, and what changed the run."""
    return {
        "version": VERSION,
        "catalogue": {"id": run.catalogue.id, "checked_on": run.catalogue.checked_on.isoformat()},
        "as_of": run.as_of.isoformat(),
        "configuration": run.configuration,
        "hypothetical": hypothetical(run.overrides),
    }


@cache_per_finding
def _up_to_location(finding: Finding, catalogue: Catalogue, language: Language) -> bytes:
    """The entry of a finding, but for its last value and brace."""
    return json_bytes(finding_entry(finding, catalogue, language))[:-1] + b',"location":'


@lru_cache(maxsize=4096)  # profiles have the same keys at the same places
def _location_json(position: Position | None) -> bytes:
    return json_bytes(location(position))


def _extended(serialized: bytes, key: bytes, value: bytes) -> bytes:
    """A serialized object with one more member at its end, of which the value is serialized too."""
    return b'%b,"%b":%b}' % (serialized[:-1], key, value)


def _list(entries: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(entries) + b"]"
