"""The matrix in long form, for spreadsheets and scripts: a row for each client and market, then each mistake."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from cloudmkt_cli.batch import Batch, CheckedProfile
from cloudmkt_cli.errors import Diagnostic
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.report_table import shown, supposed, titles, waived_titles
from cloudmkt_cli.report import MarketResult, Status
from cloudmkt_cli.translate import translate, word

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
    "hint": "report.fix",
    "as_of": "report.as_of",
    "waived": "report.waived",
    "gate": "text.gate",
}
"""The columns in their order, each with the key of its heading. New ones go to the end."""

_LIVE: Final = "=+-@\t\r\n＝＋－＠"
_BLANK: Final = " \u3000"


def render_csv(batch: Batch, language: Language) -> str:
    """The matrix in long form: one row for each client and market, and after those one for each mistake in a file.

    The caller writes it as UTF-8 with a byte-order mark, without which Excel takes Chinese for something else, and
    leaves the line ends (CRLF) alone. A text that a spreadsheet would take for a formula, one that begins with ``=``,
    ``+``, ``-``, ``@``, a tab or a line break, has an apostrophe before it: programs that read the file take it off.
    """
    file = StringIO()
    columns = dict(_COLUMNS)
    same = {"as_of": batch.as_of, "supposed": supposed(batch), "configuration": batch.configuration}
    if batch.edits:
        columns["supposed"] = "report.supposed"
    if batch.configuration:
        columns["configuration"] = "report.configuration"
    table = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
    table.writerow({name: translate(key, language) for name, key in columns.items()})
    for row in _rows(batch, language):
        # A number is no text: one below zero would stay as it is.
        table.writerow({name: _field(value, language) for name, value in (row | same).items()})
    return file.getvalue()


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(_BLANK)[:1] in {*_LIVE} else text


def _field(value: object, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return defused(shown(value, language))


def _rows(batch: Batch, language: Language) -> Iterator[dict[str, object]]:
    for checked in batch.profiles:
        for result in checked.result.markets:
            yield _market(checked, result, language)
    for error in batch.errors:
        yield _error(error, language)


def _market(checked: CheckedProfile, result: MarketResult, language: Language) -> dict[str, object]:
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
        "fail": titles(result, Status.FAIL),
        "unknown": titles(result, Status.UNKNOWN),
        "manual": titles(result, Status.MANUAL),
        "next_step": translate(f"onboarding.{step.id}.title", language),
        "due": step.due,
        "due_is_estimate": step.due_is_estimate if step.due else None,
        "waived": waived_titles(result),
        "gate": translate(f"verdict.{result.gate}", language),
    }


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
