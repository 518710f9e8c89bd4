"""The matrix, the gaps of each client and the files not checked, in Markdown: for tickets, wikis and mail."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cloudmkt_cli.batch import Batch, CheckedProfile
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.errors import Diagnostic
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.report_table import (
    Gap,
    due,
    edition,
    fault,
    faults,
    gaps,
    markets_looked_at,
    place,
    shown,
    supposition,
    totals,
)
from cloudmkt_cli.render.wording import SYMBOLS, WAIVED, details
from cloudmkt_cli.report import MarketResult, ProfileResult, Status, Verdict
from cloudmkt_cli.translate import translate

_MARKUP: Final = re.compile(
    r"[\\`*\[\]{}<#|~$@]|&(?=#?\w+;)"  # CommonMark, its tables, mathematics, mentions
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word, as keys have it, means nothing
    r"|:(?=//)|(?<=www)\.",  # what GitHub and others make a link of
    re.IGNORECASE,
)
_START_OF_A_BLOCK: Final = re.compile(r"^([-+=>]|\d+[.)])")


def render_markdown(batch: Batch, language: Language) -> str:
    """The whole report; what comes from profiles is escaped and stays text."""
    blocks = [f"# {translate('report.title', language)}", *_overview(batch, language)]
    for checked in batch.profiles:
        blocks += _client(checked, batch.catalogue, language)
    if batch.errors:
        blocks += [f"## {translate('text.errors', language)}", *_errors(batch.errors, language)]
    blocks.append(f"{escaped(edition(batch.catalogue, language), language)} <{batch.catalogue.source_url}>")
    return "\n\n".join(blocks) + "\n"


def escaped(value: object, language: Language) -> str:
    """A value as plain text: nothing in it is read as markup, and it is all in one line."""
    text = _MARKUP.sub(lambda match: f"\\{match[0]}", shown(value, language).strip())
    # A number that begins a list has its escape before the point.
    return _START_OF_A_BLOCK.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", text)


def _overview(batch: Batch, language: Language) -> Iterator[str]:
    yield escaped(Message("text.as_of", {"day": batch.as_of}), language)
    if batch.configuration:
        yield _labelled("report.configuration", escaped(batch.configuration, language), language)
    if batch.edits:
        yield f"**{escaped(supposition(batch, language), language)}**"
    if not batch.profiles:
        yield translate("report.nothing_checked", language)
        return
    yield _matrix(batch, language)
    legend = [marked(verdict, language) for verdict in reversed(Verdict)]
    legend += [f"**{translate('report.targeted', language)}**", translate("report.legend_counts", language)]
    if batch.waived:
        legend.append(f"\\{WAIVED} {translate('text.legend_waived', language)}")
    yield _labelled("report.legend", translate("word.semicolon", language).join(legend), language)
    yield escaped(totals(batch, language), language)


def _matrix(batch: Batch, language: Language) -> str:
    heads = [translate("report.vendor", language), translate("text.verdict", language)]
    heads += [escaped(market.name, language) for market in markets_looked_at(batch)]
    heads.append(translate("text.next_step", language))
    rows = [heads, ["---"] * len(heads), *(_row(checked.result, language) for checked in batch.profiles)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(result: ProfileResult, language: Language) -> list[str]:
    cells = [_cell(market) for market in result.markets]
    return [escaped(result.vendor, language), marked(result.verdict, language), *cells, _next_step(result, language)]


def _cell(result: MarketResult) -> str:
    waived = f"\\{WAIVED}" if result.waived else ""
    cell = f"{SYMBOLS[result.verdict]} {result.satisfied}/{result.applicable}{waived}"
    return f"**{cell}**" if result.targeted else cell


def _next_step(result: ProfileResult, language: Language) -> str:
    title = translate(f"onboarding.{result.next_step.id}.title", language)
    return translate("word.semicolon", language).join(filter(None, (title, due(result.next_step, language))))


def _client(checked: CheckedProfile, catalogue: Catalogue, language: Language) -> Iterator[str]:
    result = checked.result
    yield f"## {escaped(result.vendor, language)}"
    yield _labelled("report.path", escaped(checked.path, language), language)
    yield _labelled("text.verdict", f"**{marked(result.verdict, language)}**", language)
    if result.gate is not result.verdict:
        yield _labelled("text.gate", f"**{marked(result.gate, language)}**", language)
    if not any(market.targeted for market in result.markets):
        yield escaped(Message("text.no_targets"), language)
    found = gaps(result, catalogue, language)
    yield "\n".join(_gap(gap, language) for gap in found) or translate("report.no_gaps", language)
    yield _labelled("text.next_step", f"**{_next_step(result, language)}**", language)
    yield escaped(details(result.next_step, language), language)
    if result.warnings:
        label = translate("text.warning", language)
        yield "\n".join(f"- {label}{escaped(warning.message, language)}" for warning in result.warnings)


def _gap(gap: Gap, language: Language) -> str:
    title, clauses = escaped(gap.title, language), escaped(gap.clauses, language)
    head = f"- {marked(gap.status, language)} **{title}** ({clauses}) {escaped(gap.actual, language)}"
    expected = f"  - {translate('text.expected', language)}{escaped(gap.expected, language)}"
    lines = [head, expected, _remedy(gap.fix, language)]
    if gap.waived:
        lines.append(f"  - {translate('text.waived', language)}{escaped(gap.waived, language)}")
    return "\n".join(lines)


def _errors(errors: Iterable[Diagnostic], language: Language) -> Iterator[str]:
    for of_file in faults(errors):
        lines = [_error(error, language) for error in of_file.shown]
        if of_file.more:
            more = Message("text.more_errors", {"path": of_file.path, "count": of_file.more})
            lines.append(f"- {escaped(more, language)}")
        yield "\n".join(lines)


def _error(error: Diagnostic, language: Language) -> str:
    head = f"- **{escaped(place(error), language)}** {escaped(fault(error, language), language)}"
    return f"{head}\n{_remedy(translate(error.hint, language), language)}"


def _remedy(fix: str, language: Language) -> str:
    return f"  - {translate('text.fix', language)}{escaped(fix, language)}"


def _labelled(key: str, text: str, language: Language) -> str:
    return translate(Message("check.stated", {"label": Message(key), "value": text}), language)


def marked(state: Status | Verdict, language: Language) -> str:
    """A status or verdict in words, with its symbol."""
    words = translate(f"verdict.{state}" if isinstance(state, Verdict) else f"status.{state}", language)
    return f"{SYMBOLS[state]} {words}"
