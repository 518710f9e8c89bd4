"""A code quality report for GitLab, which merge requests show beside changed lines."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.ci.findings import (
    Severity,
    describe,
    error_lines,
    fingerprint,
    fingerprint_of_error,
    gate_findings,
    other_products,
    severity,
)
from cloudmkt_cli.render.json_report.envelope import indented_list, json_bytes
from cloudmkt_cli.render.result_phrases import format_value, overrides_line
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "notice": "info"}


class GitLabWriter(NamedTuple):
    """Writes an issue for every finding that needs attention."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The issue for ``--set``, and the issues of the findings."""
        return _written(self._supposed(checked)), _written(self._issues(checked))

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """One array: files that could not be checked, ``--set``, then findings."""
        errors = _written(_error(error, self.language) for error in summary.errors)
        yield from indented_list(filter(None, chain([errors], parts(0), parts(1))))
        yield b"\n"

    def _supposed(self, checked: CheckedProfile) -> Iterator[dict[str, Any]]:
        """An issue that names the values of ``--set``, for which the format has no other place."""
        if self.run.overrides:
            said = (overrides_line(self.run, self.language),)
            location = _location(checked.path, None, self.language)
            yield _issue("hypothetical", said, "info", fingerprint(checked.path, "--set"), location)

    def _issues(self, checked: CheckedProfile) -> Iterator[dict[str, Any]]:
        for _, finding, position in gate_findings(checked):
            if kind := severity(checked, finding):
                requirement, words = finding.requirement, describe(checked, finding, self.run.catalogue, self.language)
                lines = (
                    f"{requirement.title.get(self.language)}: {words.summary(self.language)}",
                    *words.remedy_lines(self.language),
                )
                location = _location(checked.path, position, self.language)
                recognised_by = fingerprint(checked.path, requirement.id)
                yield _issue(requirement.id, lines, _SEVERITIES[kind], recognised_by, location)
        for target in checked.result.targets:
            if others := other_products(target, self.language):
                lines = (f"{target.market.name.get(self.language)}: {others}",)
                recognised_by = fingerprint(checked.path, target.market.id, "other-products")
                location = _location(checked.path, None, self.language)
                yield _issue("other-products", lines, "info", recognised_by, location)


def _written(issues: Iterable[dict[str, Any]]) -> bytes:
    return b",\n  ".join([json_bytes(issue, indent=2, depth=2) for issue in issues])


def _error(error: Diagnostic, language: Language) -> dict[str, Any]:
    location = _location(error.path or "cloudmkt", error.position, language)
    return _issue("bad-input", error_lines(error, language), "blocker", fingerprint_of_error(error), location)


def _issue(
    check_name: str, lines: tuple[str, ...], severity: str, recognised_by: str, location: dict[str, Any]
) -> dict[str, Any]:
    return {
        "description": " · ".join(lines),  # GitLab shows one line
        "check_name": check_name,
        "fingerprint": recognised_by,
        "severity": severity,
        "location": location,
    }


def _location(path: str, position: Position | None, language: Language) -> dict[str, Any]:
    return {"path": format_value(path, language), "lines": {"begin": position.line if position else 1}}
