"""A code-quality report for GitLab: what a merge request shows beside the lines that it changes."""

from typing import Any, Final

from pydantic_core import to_json

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.errors import Position
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.gate import (
    Weight,
    error_lines,
    fingerprint,
    fingerprint_of_error,
    items,
    weight,
    worded,
)
from cloudmkt_cli.render.report_table import shown, supposition

_SEVERITIES: Final[dict[Weight, str]] = {"error": "major", "warning": "minor", "notice": "info"}


def render_gitlab(batch: Batch, language: Language) -> str:
    """All that a vendor has to look at; what passes and what does not apply is no issue."""
    issues = [
        _issue("bad-input", error_lines(error, language), "blocker", fingerprint_of_error(error))
        | {"location": _location(error.path or "cloudmkt", error.position, language)}
        for error in batch.errors
    ]
    for checked in batch.profiles if batch.edits else ():  # the format has no other place for what a run is about
        issue = _issue("hypothetical", (supposition(batch, language),), "info", fingerprint(checked.path, "--set"))
        issues.append(issue | {"location": _location(checked.path, None, language)})
    for checked, finding, position in items(batch):
        if kind := weight(checked, finding):
            requirement, words = finding.requirement, worded(checked, finding, batch.catalogue, language)
            lines = (f"{requirement.title.get(language)}: {words.head(language)}", *words.below(language))
            issue = _issue(requirement.id, lines, _SEVERITIES[kind], fingerprint(checked.path, requirement.id))
            issues.append(issue | {"location": _location(checked.path, position, language)})
    return to_json(issues, indent=2).decode() + "\n"


def _issue(check_name: str, lines: tuple[str, ...], severity: str, recognised_by: str) -> dict[str, Any]:
    return {
        "description": " · ".join(lines),  # GitLab shows one line
        "check_name": check_name,
        "fingerprint": recognised_by,
        "severity": severity,
    }


def _location(path: str, position: Position | None, language: Language) -> dict[str, Any]:
    return {"path": shown(path, language), "lines": {"begin": position.line if position else 1}}
