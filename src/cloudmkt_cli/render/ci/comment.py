"""A comment for a merge request, or the summary of a CI job: the verdict of each profile, and what to do.

Text from profiles is put into code spans. Backslashes prevent markup, but GitHub and GitLab still look for mentions,
references and links in escaped text.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, Status
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.ci.findings import FindingText, describe, gate_findings, other_products
from cloudmkt_cli.render.client.markdown import code_span, escape_markdown, linked, marked
from cloudmkt_cli.render.error_phrases import error_position, error_text, errors_by_file
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.result_phrases import (
    edition,
    format_value,
    override_assignments,
    remarks,
    report_title,
    totals,
)
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

MOST_CHARACTERS: Final = 65_536
"""GitHub's limit for a comment. GitLab and job summaries allow more."""
_BAR: Final = r"\|"
_ROWS: Final = 100
_NAME: Final = 80
"""Characters of a path or name in the table."""


class CommentWriter(NamedTuple):
    """Writes a table, the errors and the gaps, as much of them as fits into a comment."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The rows of the table, and the section, of a profile."""
        rows = "".join(f"{_row(checked, target, self.language)}\n" for target in checked.result.targets)
        return rows.encode(), self._section(checked).encode()

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """As many blocks as fit."""
        catalogue, language = self.run.catalogue, self.language
        last = f"{escape_markdown(edition(catalogue, language), language)} <{catalogue.source_url}>\n"
        left_out = escape_markdown(Message("gate.left_out"), language)
        room = MOST_CHARACTERS - len(last) - len(left_out) - 4
        for block in self._blocks(summary, parts):
            room -= len(block) + 2
            if room < 0:
                yield f"{left_out}\n\n".encode()
                break
            yield f"{block}\n\n".encode()
        yield last.encode()

    def _blocks(self, summary: Summary, parts: Parts) -> Iterator[str]:
        language = self.language
        yield f"### {escape_markdown(report_title('report.title', self.run.catalogue), language)}"
        as_of = translate(Message("text.as_of", {"day": self.run.as_of}), language)
        yield escape_markdown(translate("word.semicolon", language).join((totals(summary, language), as_of)), language)
        if self.run.configuration:
            yield f"**{translate('report.configuration', language)}** {code_span(self.run.configuration)}"
        if self.run.overrides:
            overrides = " ".join(map(code_span, override_assignments(self.run)))
            yield f"**{translate('report.supposed', language)}** {overrides}"
        if summary.shown:
            yield _table(parts(0), language)
        yield from _errors(summary, language)
        yield from (part.decode() for part in parts(1) if part)

    def _section(self, checked: CheckedProfile) -> str:
        """The gaps of a vendor, its other products, and what the edition says of them; empty if there are none."""
        language = self.language
        lines = list(_gaps(checked, self.run.catalogue, language))
        lines += [
            f"- {escape_markdown(target.market.name, language)} {code_span(others)}"
            for target in checked.result.targets
            if (others := other_products(target, language))
        ]
        lines += [
            f"- {escape_markdown(target.market.name, language)} · {escape_markdown(line, language)}"
            for target in checked.result.targets
            for line in remarks(target, self.run.catalogue, language)
        ]
        if not lines:
            return ""
        vendor, path = (code_span(format_value(text, language)) for text in (checked.result.vendor, checked.path))
        title = f"#### {vendor} ({path})"
        return "\n\n".join((title, "\n".join(lines)))


def _errors(summary: Summary, language: Language) -> Iterator[str]:
    if summary.errors:
        yield f"#### {translate('text.errors', language)}"
    for of_file in errors_by_file(summary.errors):
        lines = [
            f"- {code_span(error_position(error))} {code_span(format_value(error_text(error, language), language))}"
            f"\n  - {translate('text.hint', language)}{escape_markdown(error.hint, language)}"
            for error in of_file.shown
        ]
        if of_file.more:
            lines.append(f"- {escape_markdown(Message('gate.more_errors', {'count': of_file.more}), language)}")
        yield "\n".join(lines)


def _table(rows: Iterable[bytes], language: Language) -> str:
    heads = [translate(key, language) for key in ("report.path", "report.vendor", "report.market", "text.verdict")]
    heads.append(translate("report.satisfied", language))
    first: list[str] = []
    count = 0
    for of_profile in rows:
        count += of_profile.count(b"\n")
        if len(first) < _ROWS:
            first += of_profile.decode().splitlines()
    table = "\n".join((_line(heads), _line(["---"] * len(heads)), *first[:_ROWS]))
    more = count - _ROWS
    return f"{table}\n\n{escape_markdown(Message('gate.more_rows', {'count': more}), language)}" if more > 0 else table


def _row(checked: CheckedProfile, target: MarketResult, language: Language) -> str:
    return _line(
        (
            code_span(escape_untrusted(checked.path, _NAME)),
            code_span(escape_untrusted(checked.result.vendor, _NAME)),
            escape_markdown(target.market.name, language),
            marked(target.verdict, language),
            f"{target.satisfied}/{target.applicable}",
        )
    )


def _line(cells: Iterable[str]) -> str:
    """A table row. Bars are escaped even in code spans, where a table removes the backslash again."""
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def _gaps(checked: CheckedProfile, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """The gaps of a vendor, failures first. A gap that several markets share is listed once."""
    found: dict[tuple[str, FindingText], list[Finding]] = {}
    for _, finding, _ in gate_findings(checked):
        if finding.waived or finding.blocks:
            words = describe(checked, finding, catalogue, language)
            found.setdefault((finding.requirement.slug, words), []).append(finding)
    for (_, words), alike in sorted(found.items(), key=lambda item: _urgency(item[1][0])):
        finding = alike[0]
        page = page_address(finding.requirement, catalogue, language)
        title = linked(escape_markdown(finding.requirement.title, language), page)
        ids = ", ".join(code_span(item.requirement.id) for item in alike)
        state = code_span(words.state) if finding.waived else words.state
        values = {"label": state, "value": code_span(words.actual)}
        said = translate(Message("check.stated", values), language) if words.actual else state
        yield f"- {SYMBOLS[finding.status]} **{title}** ({ids}) {said}"
        if finding.status is not Status.MANUAL or finding.notes:
            yield from (f"  - {escape_markdown(line, language)}" for line in words.remedy_lines(language))


def _urgency(finding: Finding) -> tuple[int, bool]:
    return OPEN_STATUSES.index(finding.status), finding.waived is not None
