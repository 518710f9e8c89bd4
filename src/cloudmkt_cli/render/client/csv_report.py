"""CSV for spreadsheets and scripts: a row for each client and market, then one for each error."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.remarks import has_remarks
from cloudmkt_cli.checking.results import Finding, MarketResult, Status, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.formats import View
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_formula
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.render.client.gaps import waived_titles
from cloudmkt_cli.render.client.phrases import assumptions
from cloudmkt_cli.render.phrases import sentences
from cloudmkt_cli.render.result_phrases import format_value, level_words, remarks, titles_with_status
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.gate import gate_of

_COLUMNS: Final = {
    "kind": "report.kind",
    "path": "report.path",
    "vendor": "report.vendor",
    "market": "report.market",
    "market_id": "report.market_id",
    "targeted": "report.targeted",
    "verdict": "text.verdict",
    "satisfied": "report.satisfied",
    "decided": "report.decided",
    "applicable": "report.applicable",
    "preferred_satisfied": "report.preferred_satisfied",
    "preferred": "report.preferred",
    "product": "report.product",
    "fail": "status.fail",
    "unknown": "status.unknown",
    "manual": "status.manual",
    "next_step": "text.next_step",
    "due": "report.due",
    "due_is_estimate": "report.due_is_estimate",
    "line": "report.line",
    "column": "report.column",
    "key": "report.key",
    "message": "report.fault",
    "hint": "report.hint",
    "as_of": "report.as_of",
    "waived": "report.waived",
    "gate": "report.gate",
}
"""The columns in order, with the keys of their headings. New columns go to the end."""


class CsvWriter(NamedTuple):
    """Writes one row for each client and market, then one for each error of the input.

    The file is UTF-8 with a byte-order mark, which Excel needs for Chinese; lines end with CRLF (RFC 4180). A text that
    a spreadsheet would take for a formula (one that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break) is
    preceded by an apostrophe. Programs that read the file must remove it.
    """

    run: RunContext
    language: Language
    view: View = "full"

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The rows of a profile; of what is open, those of markets that it is not eligible for."""
        markets = checked.result.markets
        if self.view == "open":
            markets = tuple(result for result in markets if result.verdict is not Verdict.ELIGIBLE)
        return (self._rows(_market(checked, result, self.run.catalogue, self.language) for result in markets),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The headings, the rows of all profiles, and the errors."""
        yield codecs.BOM_UTF8 + _lines([translate(key, self.language) for key in self._columns().values()])
        yield from parts(0)
        yield self._rows(_error(error, self.language) for error in summary.errors)

    def _columns(self) -> dict[str, str]:
        columns = dict(_COLUMNS)
        if self.run.overrides:
            columns["supposed"] = "client.supposed"
        if self.run.configuration:
            columns["configuration"] = "report.configuration"
        if any(requirement.phase for requirement in self.run.catalogue.requirements()):
            columns["later"] = "report.later"
        if has_remarks(self.run.catalogue):
            columns["remarks"] = "report.remarks"
        return columns

    def _rows(self, rows: Iterable[dict[str, object]]) -> bytes:
        same = {
            "as_of": self.run.as_of,
            "supposed": assumptions(self.run),
            "configuration": self.run.configuration,
        }
        # A number is no text: one below zero would stay as it is.
        return _lines(*([_field((row | same).get(name), self.language) for name in self._columns()] for row in rows))


def _lines(*rows: list[str]) -> bytes:
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _field(value: object, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return escape_formula(format_value(value, language))


def _market(
    checked: CheckedProfile, result: MarketResult, catalogue: Catalogue, language: Language
) -> dict[str, object]:
    step = checked.result.next_step
    return {
        "kind": translate("report.market", language),
        "path": checked.path,
        "vendor": checked.result.vendor,
        "market": result.market.name,
        "market_id": result.market.id,
        "targeted": result.targeted,
        "verdict": translate(f"verdict.{result.verdict}", language),
        "satisfied": result.satisfied,
        "decided": result.decided,
        "applicable": result.applicable,
        "preferred_satisfied": result.preferred_satisfied,
        "preferred": len(result.preferred),
        "product": result.product,
        "fail": titles_with_status(result, Status.FAIL),
        "unknown": titles_with_status(result, Status.UNKNOWN),
        "manual": titles_with_status(result, Status.MANUAL),
        "next_step": step.title.get(language),
        "due": step.due,
        "due_is_estimate": step.due_is_estimate if step.due else None,
        "waived": waived_titles(result),
        "gate": translate(f"verdict.{gate_of(checked)}", language),
        "later": tuple(_due_later(finding, language) for finding in result.open if finding.requirement.phase),
        "remarks": sentences(remarks(result, catalogue, language), language),
    }


def _due_later(finding: Finding, language: Language) -> Message:
    """What is not met of what is asked for later, and by when it is due."""
    requirement = finding.requirement
    return Message("report.due_later", {"title": requirement.title, "due": level_words(requirement, language)})


def _error(error: Diagnostic, language: Language) -> dict[str, object]:
    return {
        "kind": translate("report.error", language),
        "path": error.path,
        "line": error.position.line if error.position else None,
        "column": error.position.column if error.position else None,
        "key": error.key,
        "message": word(error.message, language),
        "hint": word(error.hint, language),
    }
