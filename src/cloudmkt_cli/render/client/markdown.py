"""The matrix, the gaps of each client and the errors in Markdown, for tickets, wikis and mail."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import MarketResult, ProfileResult, Status, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.formats import View
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client.gaps import Gap, gaps
from cloudmkt_cli.render.client.phrases import assumptions, client_details, for_client
from cloudmkt_cli.render.error_phrases import error_position, error_text, errors_by_file
from cloudmkt_cli.render.phrases import SYMBOLS, WAIVED
from cloudmkt_cli.render.result_phrases import (
    due_line,
    edition,
    format_value,
    join,
    left_to_do,
    remarks,
    report_title,
    totals,
)
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.gate import gate_of

_MARKUP: Final = re.compile(
    r"[\\`*\[\]{}<#~$]|&(?=#?\w+;)"  # CommonMark, mathematics
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word, as keys have it, means nothing
)
_RUN: Final = re.compile(r"[^\s|，。；：、！？（）“”]+")
_ADDRESS: Final = re.compile(
    r"@|//|www\.|(?:mailto|xmpp):"
    r"|[^\W_]\.(?:[a-z]{2}|com|net|org|edu|gov|info|biz|name|pro|shop|web|xxx|aero|asia|coop|museum|рф|xn--\w+)(?!\w)",
    re.IGNORECASE,
)
"""What Markdown implementations turn into links or mentions, even if it is escaped, but not in code spans."""
_START_OF_A_BLOCK: Final = re.compile(r"^([-+=>]|\d+[.)])")


class MarkdownWriter(NamedTuple):
    """Writes the report. Text from profiles is escaped."""

    run: RunContext
    language: Language
    view: View = "full"

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The row of the matrix and the section of a profile, which lists only what is not met."""
        client = _verdicts if self.view == "quiet" else _client
        section = "".join(f"\n\n{block}" for block in client(checked, self.run.catalogue, self.language))
        return _table_row(_row(checked.result, self.language)).encode(), section.encode()

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The matrix, the sections, and the errors of the input."""
        run, language, view = self
        yield f"# {escape_markdown(report_title('report.title', self.run.catalogue), language)}".encode()
        yield f"\n\n{escape_markdown(Message('text.as_of', {'day': run.as_of}), language)}".encode()
        if run.configuration:
            configuration = escape_markdown(run.configuration, language)
            yield f"\n\n{_labelled('report.configuration', configuration, language)}".encode()
        if run.overrides:
            supposed = escape_markdown(assumptions(run), language)
            yield f"\n\n**{_labelled('client.supposed', supposed, language)}**".encode()
        is_single = summary.shown == 1
        if summary.shown > 1:
            yield f"\n\n{_matrix_head(run, language)}".encode()
            for row in parts(0):
                yield b"\n" + row
            yield f"\n\n{_legend(summary, language)}".encode()
        elif not summary.shown:
            yield f"\n\n{translate('report.nothing_checked', language)}".encode()
        if summary.shown and summary.totals.total() + summary.unchecked > 1:
            yield f"\n\n{escape_markdown(totals(summary, language), language)}".encode()
        if is_single or view != "quiet":
            yield from parts(1)
        if summary.errors:
            blocks = (f"## {translate('text.errors', language)}", *_errors(summary.errors, language))
            yield "".join(f"\n\n{block}" for block in blocks).encode()
        rules = escape_markdown(edition(run.catalogue, language), language)
        yield f"\n\n{rules} <{run.catalogue.source_url}>\n".encode()


def escape_markdown(value: object, language: Language) -> str:
    """A value as plain text in one line, without markup or links."""
    text = _RUN.sub(_as_text, format_value(value, language).strip()).replace("|", r"\|")
    # A number that begins a list has its escape before the point.
    return _START_OF_A_BLOCK.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", text)


def _as_text(run: re.Match[str]) -> str:
    if _ADDRESS.search(run[0]):
        return code_span(run[0])
    return _MARKUP.sub(lambda match: f"\\{match[0]}", run[0])


def code_span(text: str) -> str:
    """A text as a code span."""
    content = escape_untrusted(text, len(text))
    fence = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    # Of a space at both ends one is dropped, and a fence must not grow.
    padding = " " if content.strip() and {content[0], content[-1]} & {"`", " "} else ""
    return f"{fence}{padding}{content}{padding}{fence}" if content else ""


def _matrix_head(run: RunContext, language: Language) -> str:
    heads = [translate("report.vendor", language), translate("text.verdict", language)]
    heads += [escape_markdown(market.name, language) for market in run.markets]
    heads.append(translate("text.next_step", language))
    return f"{_table_row(heads)}\n{_table_row(['---'] * len(heads))}"


def _legend(summary: Summary, language: Language) -> str:
    legend = [marked(verdict, language) for verdict in reversed(Verdict)]
    legend += [f"**{translate('report.targeted', language)}**", translate("report.legend_counts", language)]
    if summary.waived:
        legend.append(f"\\{WAIVED} {translate('text.legend_waived', language)}")
    return _labelled("report.legend", translate("word.semicolon", language).join(legend), language)


def _table_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(result: ProfileResult, language: Language) -> list[str]:
    cells = [_cell(market) for market in result.markets]
    return [
        escape_markdown(result.vendor, language),
        marked(result.verdict, language),
        *cells,
        _next_step(result, language),
    ]


def _cell(result: MarketResult) -> str:
    waived = f"\\{WAIVED}" if result.waived else ""
    cell = f"{SYMBOLS[result.verdict]} {result.satisfied}/{result.applicable}{waived}"
    return f"**{cell}**" if result.targeted else cell


def _next_step(result: ProfileResult, language: Language) -> str:
    step = result.next_step
    title = step.title.get(language)
    due = due_line(step.due, language, is_estimate=step.due_is_estimate)
    return translate("word.semicolon", language).join(filter(None, (title, due)))


def _verdicts(checked: CheckedProfile, catalogue: Catalogue, language: Language) -> Iterator[str]:  # noqa: ARG001  as _client
    yield from _heading(checked, language)
    yield "\n".join(
        f"- {escape_markdown(market.market.name, language)}: {marked(market.verdict, language)}"
        f" {market.satisfied}/{market.applicable}"
        for market in checked.result.markets
    )


def _heading(checked: CheckedProfile, language: Language) -> Iterator[str]:
    result = checked.result
    yield f"## {escape_markdown(result.vendor, language)}"
    yield _labelled("report.path", escape_markdown(checked.path, language), language)
    verdict = join(filter(None, (f"**{marked(result.verdict, language)}**", left_to_do(result, language))), language)
    yield _labelled("text.verdict", verdict, language)
    if (gate := gate_of(checked)) is not result.verdict:
        yield _labelled("text.gate", f"**{marked(gate, language)}**", language)


def _client(checked: CheckedProfile, catalogue: Catalogue, language: Language) -> Iterator[str]:
    result = checked.result
    yield from _heading(checked, language)
    if not any(market.targeted for market in result.markets):
        yield escape_markdown(Message("text.no_targets"), language)
    found = gaps(result, catalogue, language)
    yield "\n".join(_gap(gap, language) for gap in found) or translate("report.no_gaps", language)
    for target in result.targets:
        if said := remarks(target, catalogue, language):
            yield "\n".join(
                f"- {escape_markdown(target.market.name, language)} · {escape_markdown(line, language)}"
                for line in said
            )
    yield _labelled("text.next_step", f"**{_next_step(result, language)}**", language)
    yield escape_markdown(client_details(result.next_step, catalogue, language), language)
    if result.warnings:
        label = translate("text.warning", language)
        warnings = (for_client(warning.message, catalogue) for warning in result.warnings)
        yield "\n".join(f"- {label}{escape_markdown(warning, language)}" for warning in warnings)


def _gap(gap: Gap, language: Language) -> str:
    title = linked(escape_markdown(gap.title, language), gap.page)
    clauses = escape_markdown(gap.clauses, language)
    head = f"- {marked(gap.status, language)} **{title}** ({clauses}) {escape_markdown(gap.actual, language)}"
    expected = f"  - {translate('text.expected', language)}{escape_markdown(gap.expected, language)}"
    lines = [head, expected, f"  - {translate('text.fix', language)}{escape_markdown(gap.fix, language)}"]
    lines.append(f"  - {translate('text.papers', language)}{escape_markdown(gap.evidence, language)}")
    if gap.waived:
        lines.append(f"  - {translate('text.waived', language)}{escape_markdown(gap.waived, language)}")
    return "\n".join(lines)


def linked(markup: str, address: str | None) -> str:
    """Some markup as a link, if there is an address of ours."""
    return f"[{markup}]({address})" if address else markup


def _errors(errors: Iterable[Diagnostic], language: Language) -> Iterator[str]:
    for of_file in errors_by_file(errors):
        lines = [_error(error, language) for error in of_file.shown]
        if of_file.more:
            more = Message("text.more_errors", {"path": of_file.path, "count": of_file.more})
            lines.append(f"- {escape_markdown(more, language)}")
        yield "\n".join(lines)


def _error(error: Diagnostic, language: Language) -> str:
    position, message = (
        escape_markdown(text, language) for text in (error_position(error), error_text(error, language))
    )
    return f"- **{position}** {message}\n  - {translate('text.hint', language)}{escape_markdown(error.hint, language)}"


def _labelled(key: str, text: str, language: Language) -> str:
    return translate(Message("check.stated", {"label": Message(key), "value": text}), language)


def marked(state: Status | Verdict, language: Language) -> str:
    """A status or verdict in words, with its symbol."""
    words = translate(f"verdict.{state}" if isinstance(state, Verdict) else f"status.{state}", language)
    return f"{SYMBOLS[state]} {words}"
