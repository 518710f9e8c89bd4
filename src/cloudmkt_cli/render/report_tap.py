"""TAP version 14: a test point for each requirement of the markets aimed at, and for each mistake in an input."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from cloudmkt_cli.batch import Batch, CheckedProfile
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.errors import Position
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.gate import named, weight, worded
from cloudmkt_cli.render.report_table import configured, edition, fault, shown, supposition
from cloudmkt_cli.report import Finding, Status
from cloudmkt_cli.visible import visible


class _Point(NamedTuple):
    ok: bool
    description: tuple[str, ...]
    directive: str = ""
    diagnostics: tuple[tuple[str, object], ...] = ()


def render_tap(batch: Batch, language: Language) -> str:
    """The whole run, the plan first."""
    points = [*_errors(batch, language), *_findings(batch, language)]
    lines = ["TAP version 14", f"1..{len(points)}"]
    if batch.configuration:
        lines.append(f"# {configured(batch, language)}")
    if batch.edits:
        lines.append(f"# {supposition(batch, language)}")
    lines.append(f"# {shown(edition(batch.catalogue, language), language)}")
    for number, point in enumerate(points, start=1):
        description = " ".join(shown(part, language) for part in point.description)
        directive = f" # {point.directive}" if point.directive else ""
        lines.append(f"{'ok' if point.ok else 'not ok'} {number} - {_escaped(description)}{directive}")
        if point.diagnostics:
            # A JSON string is a YAML string, whatever is in it.
            values = (f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in point.diagnostics)
            lines += ["  ---", *values, "  ..."]
    return "".join(f"{line}\n" for line in lines)


def _errors(batch: Batch, language: Language) -> Iterator[_Point]:
    for error in batch.errors:
        path = error.path or "cloudmkt"
        said = {"message": fault(error, language), "remedy": error.hint}
        diagnostics = (*((key, shown(text, language)) for key, text in said.items()), *_place(path, error.position))
        yield _Point(ok=False, description=(path, "bad-input"), diagnostics=diagnostics)


def _findings(batch: Batch, language: Language) -> Iterator[_Point]:
    for checked in batch.profiles:
        for aim in checked.result.aims:
            for finding in aim.findings:
                description = (checked.path, aim.market.id, named(finding.requirement, language))
                yield _point(checked, finding, batch.catalogue, language)._replace(description=description)


def _point(checked: CheckedProfile, finding: Finding, catalogue: Catalogue, language: Language) -> _Point:
    """Not ok is what fails, and TODO where that does not fail the gate; what is not decided is skipped."""
    words = worded(checked, finding, catalogue, language)
    if finding.status is Status.PASS:
        return _Point(ok=True, description=())
    if finding.status is not Status.FAIL:
        return _Point(ok=True, description=(), directive=f"SKIP {_escaped(words.head(language))}")
    directive = "" if weight(checked, finding) == "error" else f"TODO {_escaped(words.state)}"
    diagnostics = (
        ("message", words.head(language)),
        ("expected", words.expected),
        ("remedy", words.fix),
        *_place(checked.path, checked.loaded.locate(finding.decided_by)),
    )
    return _Point(ok=False, description=(), directive=directive, diagnostics=diagnostics)


def _place(path: str, position: Position | None) -> Iterator[tuple[str, object]]:
    yield "file", visible(path, len(path))
    yield from position._asdict().items() if position else ()


def _escaped(text: str) -> str:
    """A text in which nothing begins a directive."""
    return text.replace("\\", "\\\\").replace("#", "\\#")
