"""TAP version 14: a test point for each requirement of the target markets, and for each error of the input."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import NamedTuple

from pydantic_core import from_json, to_json

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Finding, MarketResult, Status
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.ci.findings import describe, id_and_title, other_products, severity
from cloudmkt_cli.render.error_phrases import error_text
from cloudmkt_cli.render.result_phrases import (
    configuration_line,
    edition,
    finding_remarks,
    format_value,
    overrides_line,
)
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


class _Point(NamedTuple):
    """A test point, without its number."""

    ok: bool
    description: tuple[str, ...]
    directive: str = ""
    diagnostics: tuple[tuple[str, object], ...] = ()


class TapWriter(NamedTuple):
    """Writes one test document, its plan first."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The entries of a profile as JSON: test points without their numbers, and comments."""
        entries: list[_Entry] = []
        for market in checked.result.targets:
            for finding in market.findings:
                description = (checked.path, market.market.id, id_and_title(finding.requirement, self.language))
                point = _point(checked, finding, market, self.run.catalogue, self.language)
                entries.append(_entry(point._replace(description=description), self.language))
            if others := other_products(market, self.language):
                entries.append((None, f"# {format_value(checked.path, self.language)} {market.market.id}: {others}\n"))
        return (to_json(entries),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The points of the files that could not be checked, then those of the profiles."""
        errors = to_json([_entry(point, self.language) for point in _errors(summary, self.language)])
        total = sum(result is not None for part in chain([errors], parts(0)) for result, _ in from_json(part))
        yield _text(["TAP version 14", f"1..{total}"])
        about = (
            configuration_line(self.run, self.language),
            overrides_line(self.run, self.language),
            edition(self.run.catalogue, self.language),
        )
        yield _text(f"# {format_value(text, self.language)}" for text in about if text)
        numbers = count(1)
        for part in chain([errors], parts(0)):
            for result, text in from_json(part):
                yield (text if result is None else f"{result} {next(numbers)} - {text}").encode()


_Entry = tuple[str | None, str]
"""The result of a test point, and what follows its number; for a comment, None and the comment."""


def _entry(point: _Point, language: Language) -> _Entry:
    return "ok" if point.ok else "not ok", "".join(f"{line}\n" for line in _lines(point, language))


def _lines(point: _Point, language: Language) -> Iterator[str]:
    """The lines of a point, from its description on."""
    description = " ".join(format_value(part, language) for part in point.description)
    yield _escaped(description) + (f" # {point.directive}" if point.directive else "")
    if point.diagnostics:
        yield "  ---"
        # A JSON string is a YAML string, whatever is in it.
        yield from (f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in point.diagnostics)
        yield "  ..."


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _errors(summary: Summary, language: Language) -> Iterator[_Point]:
    for error in summary.errors:
        path = error.path or "cloudmkt"
        said = {"message": error_text(error, language), "remedy": error.hint}
        diagnostics = (
            *((key, format_value(text, language)) for key, text in said.items()),
            *_place(path, error.position),
        )
        yield _Point(ok=False, description=(path, "bad-input"), diagnostics=diagnostics)


def _point(
    checked: CheckedProfile, finding: Finding, market: MarketResult, catalogue: Catalogue, language: Language
) -> _Point:
    """Failures are not ok, and TODO if they do not fail the run. What is not decided is skipped."""
    words = describe(checked, finding, catalogue, language)
    if finding.status is Status.PASS:
        return _Point(ok=True, description=())
    if finding.status is not Status.FAIL:
        return _Point(ok=True, description=(), directive=f"SKIP {_escaped(words.summary(language))}")
    said = [format_value(line, language) for line in finding_remarks(finding, market, catalogue, language)]
    directive = "" if severity(checked, finding) == "error" else f"TODO {_escaped(words.state)}"
    diagnostics = (
        ("message", words.summary(language)),
        ("expected", words.expected),
        ("remedy", words.fix),
        *([("remarks", said)] if said else []),
        *([("url", page)] if (page := page_address(finding.requirement, catalogue, language)) else []),
        *_place(checked.path, checked.loaded.locate(finding.decided_by)),
    )
    return _Point(ok=False, description=(), directive=directive, diagnostics=diagnostics)


def _place(path: str, position: Position | None) -> Iterator[tuple[str, object]]:
    yield "file", escape_untrusted(path, len(path))
    yield from position._asdict().items() if position else ()


def _escaped(text: str) -> str:
    """Escape what would begin a directive."""
    return text.replace("\\", "\\\\").replace("#", "\\#")
