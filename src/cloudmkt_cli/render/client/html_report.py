"""The report as one HTML page, which needs no network and can be read without scripts."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from jinja2 import Environment, Template
from markupsafe import Markup

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Finding, MarketResult, Verdict
from cloudmkt_cli.core.formats import View
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.profile.attachments import is_link
from cloudmkt_cli.render.client.gaps import gaps
from cloudmkt_cli.render.client.html_page import FOLDER, IDENTITY, LOCALES, content_hash, numbered, page_environment
from cloudmkt_cli.render.client.html_pieces import END, START, as_data, without_marks
from cloudmkt_cli.render.client.phrases import assumptions, client_actual, client_details, client_fix, for_client
from cloudmkt_cli.render.error_phrases import FileErrors, error_position, errors_by_file
from cloudmkt_cli.render.phrases import WAIVED, clause, waived
from cloudmkt_cli.render.result_phrases import (
    blockers_line,
    configuration_line,
    counts,
    due_line,
    edition,
    finding_groups,
    left_to_do,
    product_messages,
    remarks,
    report_title,
)
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.gate import gate_of

WRITTEN_OUT: Final = 100
"""The most vendors whose sections are part of the page; of more, a script builds the section that is looked at."""
_INDENTS: Final = re.compile(r"\n\s*")
"""There are thousands of rows. No text has a line break, which is escaped."""
_LABELS: Final = {
    "actual": "report.actual",
    "all": "report.all",
    "attested": "report.attested",
    "done": "report.done",
    "errors": "text.errors",
    "evidence": "report.evidence",
    "expected": "report.expected",
    "expires": "report.expires",
    "filter": "report.filter",
    "fix": "report.fix",
    "gaps": "report.gaps",
    "gate": "text.gate",
    "legend": "report.legend",
    "legend_counts": "report.legend_counts",
    "legend_waived": "text.legend_waived",
    "markets": "report.markets",
    "needs_script": "report.needs_script",
    "next_step": "text.next_step",
    "no_gaps": "report.no_gaps",
    "no_targets": "text.no_targets",
    "nothing_checked": "report.nothing_checked",
    "other_markets": "text.other_markets",
    "overview": "report.overview",
    "papers": "text.papers",
    "hint": "text.hint",
    "search": "report.search",
    "sort": "report.sort",
    "supposed": "client.supposed",
    "targeted": "report.targeted",
    "to_do": "report.to_do",
    "to_overview": "report.to_overview",
    "unchecked": "report.errors",
    "vendor": "report.vendor",
    "verdict": "text.verdict",
    "waived": "text.waived",
    "waived_tag": "report.waived",
    "warnings": "report.warnings",
}
"""The labels of the templates, with the keys of their messages."""


class HtmlWriter:
    """Writes the page. Text from profiles is always escaped, and a link only if it is http or https."""

    def __init__(self, run: RunContext, language: Language, view: View = "full") -> None:
        self._run = run
        self._language = language
        self._view = view

    def __reduce__(self) -> tuple[type["HtmlWriter"], tuple[RunContext, Language, View]]:
        """Templates cannot be pickled: each process compiles its own."""
        return HtmlWriter, (self._run, self._language, self._view)

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The row of the matrix and the section of a profile, with placeholders for its number."""
        row, section = (
            self._template(name).render(checked=checked, client=checked.result, gate=gate_of(checked), id=IDENTITY)
            for name in ("row", "client")
        )
        return f"{_INDENTS.sub('', row)}\n".encode(), f"{section}\n".encode()

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The page around the rows and the sections. For a single vendor it is the section alone."""
        style, script = ((FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
        is_single = summary.shown == 1
        has_sections = is_single or self._view != "quiet"
        is_written_out = summary.shown <= WRITTEN_OUT
        pieces = self._template("report").generate(
            clients=summary.shown,
            details=map(Markup, as_data(parts(1))) if has_sections and not is_written_out else None,
            has_overview=not is_single or summary.totals.total() > 1 or summary.unchecked,
            has_table=summary.shown > 1,
            configuration=configuration_line(self._run, self._language),
            edition=edition(self._run.catalogue, self._language),
            faults=errors_by_file(summary.errors),
            locale=LOCALES[self._language],
            markets=self._run.markets,
            rows=numbered(parts(0)),
            script=Markup(script),  # noqa: S704  the package's own
            script_hash=content_hash(script),
            sections=numbered(map(without_marks, parts(1))) if has_sections and is_written_out else (),
            shown_of=Message("report.shown", {"shown": "{shown}", "total": summary.shown}),
            source=Message("check.stated", {"label": Message("text.source"), "value": self._run.catalogue.source}),
            source_url=self._run.catalogue.source_url,
            style=Markup(style),  # noqa: S704  the package's own
            style_hash=content_hash(style),
            summary=summary,
            supposed=assumptions(self._run),
            verdicts=tuple(reversed(Verdict)),
        )
        return (piece.encode() for piece in pieces)

    def _template(self, name: str) -> Template:
        return self._environment.get_template(f"{name}.html.jinja")

    @cached_property
    def _environment(self) -> Environment:
        catalogue, language = self._run.catalogue, self._language
        environment = page_environment(language)
        environment.filters.update(
            actual=lambda finding: client_actual(finding, catalogue, language),
            clause=lambda finding: clause(finding.requirement, language),
            counts=lambda result: counts(result, language),
            details=lambda step: client_details(step, catalogue, language),
            findings=self._findings,
            due=lambda step: due_line(step.due, language, is_estimate=step.due_is_estimate),
            fix=lambda finding: client_fix(finding, catalogue, language),
            gaps=lambda result: gaps(result, catalogue, language),
            groups=lambda result: finding_groups(self._findings(result), language),
            for_client=lambda message: for_client(message, catalogue),
            href=_href,
            left=lambda result: left_to_do(result, language),
            blockers=lambda result: blockers_line(result, language),
            more=_more,
            page=lambda finding: page_address(finding.requirement, catalogue, language),
            place=error_position,
            products=product_messages,
            remarks=lambda result: remarks(result, catalogue, language),
            waived=lambda finding: waived(finding, language),
        )
        environment.globals.update(
            as_of=Message("text.as_of", {"day": self._run.as_of}),
            day=self._run.as_of,
            is_quiet=self._view == "quiet",
            label={name: Message(key) for name, key in _LABELS.items()},
            title=report_title("report.title", self._run.catalogue),
            piece_end=Markup(END),  # noqa: S704  ours
            piece_start=Markup(START),  # noqa: S704  ours
            waived_sign=WAIVED,
        )
        return environment

    def _findings(self, result: MarketResult) -> tuple[Finding, ...]:
        """What is shown of a market."""
        return result.open if self._view == "open" else result.findings


def _href(evidence: str) -> str | None:
    """The URL of a piece of evidence; None if it is not a safe link."""
    whole = escape_untrusted(evidence, len(evidence)) == evidence
    return evidence if is_link(evidence) and whole else None


def _more(of_file: FileErrors) -> Message:
    return Message("text.more_errors", {"path": of_file.path, "count": of_file.more})
