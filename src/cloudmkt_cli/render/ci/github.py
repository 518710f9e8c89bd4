"""Workflow commands for GitHub Actions, which annotate the lines of profiles."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.ci.findings import (
    Severity,
    describe,
    error_lines,
    gate_findings,
    id_and_title,
    other_products,
    severity,
)
from cloudmkt_cli.render.result_phrases import configuration_line, edition, format_value, overrides_line, totals
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

SHOWN_OF_A_KIND: Final = 10
"""Annotations of each severity that GitHub shows for a step. It silently drops the rest."""
_PARTS: Final = ("error", "warning", "waived", "notice", "products")
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GitHubWriter(NamedTuple):
    """Writes one command per line, errors first, and the totals for readers of the log."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes, ...]:
        """The commands for a profile, in one part for each of ``_PARTS``."""
        found: dict[str, list[str]] = {name: [] for name in _PARTS}
        for _, finding, position in gate_findings(checked):
            if kind := severity(checked, finding):
                words = describe(checked, finding, self.run.catalogue, self.language)
                lines = (words.summary(self.language), *words.remedy_lines(self.language))
                title = id_and_title(finding.requirement, self.language)
                found["waived" if finding.waived else kind].append(
                    _command(kind, _place(checked.path, position), title, lines)
                )
        for target in checked.result.targets:
            if others := other_products(target, self.language):
                title = f"{target.market.id} {target.market.name.get(self.language)}"
                found["products"].append(_command("notice", _place(checked.path, None), title, [others]))
        return tuple(_text(commands) for commands in found.values())

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """As many commands of each severity as GitHub shows, then the totals."""
        title = translate("text.errors", self.language)
        errors = _text(
            _command(
                "error", _place(error.path or "cloudmkt", error.position), title, error_lines(error, self.language)
            )
            for error in summary.errors
        )
        of_kind: dict[Severity, list[str]] = {
            "error": ["error"],
            "warning": ["warning"],
            "notice": ["waived", "notice", "products"],  # what is waived comes before what is merely preferred
        }
        for kind, names in of_kind.items():
            listed = chain([errors] if kind == "error" else [], *(parts(_PARTS.index(name)) for name in names))
            yield from _first(kind, listed, self.language)
        run, language = self.run, self.language
        about = (
            configuration_line(run, language),
            overrides_line(run, language),
            totals(summary, language),
            edition(run.catalogue, language),
        )
        yield _text(format_value(text, language) for text in about if text)


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _first(kind: Severity, listed: Iterable[bytes], language: Language) -> Iterator[bytes]:
    """The commands that GitHub shows; if there are more, the last one says how many."""
    first: list[bytes] = []
    count = 0
    for lines in listed:
        count += lines.count(b"\n")
        if len(first) <= SHOWN_OF_A_KIND:
            first += lines.splitlines(keepends=True)
    if count <= SHOWN_OF_A_KIND:
        yield from first
        return
    yield from first[: SHOWN_OF_A_KIND - 1]
    values = {"count": count - SHOWN_OF_A_KIND + 1, "limit": SHOWN_OF_A_KIND}
    yield _text([f"::{kind}::{translate(Message('gate.more_annotations', values), language).translate(_DATA)}"])


def _place(path: str, position: Position | None) -> dict[str, object]:
    return {
        "file": escape_untrusted(path, len(path)),
        **({"line": position.line, "col": position.column} if position else {}),
    }


def _command(kind: Severity, place: dict[str, object], title: str, lines: Iterable[str]) -> str:
    properties = [f"{name}={str(value).translate(_PROPERTY)}" for name, value in (place | {"title": title}).items()]
    message = "\n".join(lines).translate(_DATA)
    return f"::{kind} {','.join(properties)}::{message}"
