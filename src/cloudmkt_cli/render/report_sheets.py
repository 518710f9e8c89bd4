"""What stands on the sheets of a workbook, still without a file: texts in both languages, dates, numbers and states."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cloudmkt_cli.batch import Batch, CheckedProfile
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.report_table import gaps, markets_looked_at, supposed
from cloudmkt_cli.render.wording import actual, clause, fix, waived
from cloudmkt_cli.report import Finding, MarketResult, Verdict

Row = Iterable[object]


class Share(NamedTuple):
    """A number out of another, shown as both: it stays a number that can be sorted and added up."""

    part: int
    of: int


class Sheet(NamedTuple):
    """A table under its headings."""

    name: Message
    heads: Row
    rows: Iterable[Row]


def sheets(batch: Batch, language: Language) -> tuple[Sheet, ...]:
    """All that the report has, the matrix first."""
    overview = "overview_supposed" if batch.edits else "overview"
    return (
        _sheet(overview, _matrix_heads(batch), (_matrix_row(checked) for checked in batch.profiles)),
        _sheet("requirements", _heads(*_OF_REQUIREMENT), _requirements(batch, language)),
        _sheet("gaps", _heads(*_OF_GAP), _gaps(batch, language)),
        _sheet("errors", _heads("path", "line", "column", "key", "fault", "fix"), _errors(batch)),
        _sheet("about", _heads("about_item", "about_content"), _about(batch)),
    )


_OF_CLIENT = ("vendor", "path")
_OF_REQUIREMENT = (
    *_OF_CLIENT,
    *("market", "targeted", "clause", "requirement", "level", "status", "expected", "actual", "fix"),
    *("attested_by", "attested_on", "expires", "evidence", "id", "waived"),
)
_OF_GAP = (*_OF_CLIENT, "requirement", "status", "clauses", "expected", "actual", "fix", "id", "waived")


def _sheet(name: str, heads: Row, rows: Iterable[Row]) -> Sheet:
    return Sheet(Message(f"report.{name}"), heads, rows)


def _heads(*names: str) -> tuple[Message, ...]:
    return tuple(Message(f"report.{name}") for name in names)


def _matrix_heads(batch: Batch) -> Iterator[object]:
    yield from (*_heads(*_OF_CLIENT), Message("text.verdict"))
    for market in markets_looked_at(batch):
        yield market.name
        yield Message("report.counts_of", {"market": market.name})
    yield from (*_heads("targeted", "open"), Message("text.next_step"), *_heads("due", "due_is_estimate"))
    yield Message("text.gate")


def _matrix_row(checked: CheckedProfile) -> Iterator[object]:
    result = checked.result
    yield from (result.vendor, checked.path, result.verdict)
    for market in result.markets:
        yield market.verdict
        yield Share(market.satisfied, market.applicable)
    step = result.next_step
    yield tuple(market.market.name for market in result.markets if market.targeted)
    yield result.gaps
    yield from (Message(f"onboarding.{step.id}.title"), step.due, step.due_is_estimate if step.due else None)
    yield result.gate


def _requirements(batch: Batch, language: Language) -> Iterator[Row]:
    for checked in batch.profiles:
        for market in checked.result.markets:
            for finding in market.findings:
                yield (checked.result.vendor, checked.path, *_finding(finding, market, batch, language))


def _finding(finding: Finding, market: MarketResult, batch: Batch, language: Language) -> Iterator[object]:
    requirement, attested = finding.requirement, finding.attested
    yield from (market.market.name, market.targeted, clause(requirement, language), requirement.title)
    yield from (Message(f"level.{requirement.level}"), finding.status, requirement.expected)
    yield from (actual(finding, batch.catalogue, language), fix(finding, language))
    yield from (attested.by, attested.on, attested.expires, attested.evidence) if attested else (None,) * 4
    yield from (requirement.id, waived(finding, language))


def _gaps(batch: Batch, language: Language) -> Iterator[Row]:
    for checked in batch.profiles:
        for gap in gaps(checked.result, batch.catalogue, language):
            texts = (gap.clauses, gap.expected, gap.actual, gap.fix, gap.ids, gap.waived)
            yield (checked.result.vendor, checked.path, gap.title, gap.status, *texts)


def _errors(batch: Batch) -> Iterator[Row]:
    for error in batch.errors:
        line, column = error.position or (None, None)
        yield (error.path, line, column, error.key, error.message, error.hint)


def _about(batch: Batch) -> Iterator[Row]:
    catalogue = batch.catalogue
    yield (Message("report.as_of"), batch.as_of)
    if batch.configuration:
        yield (Message("report.configuration"), batch.configuration)
    if batch.edits:
        yield (Message("report.supposed"), supposed(batch))
    yield (Message("report.edition"), catalogue.id)
    yield (Message("report.in_force"), catalogue.in_force)
    yield (Message("report.checked_on"), catalogue.checked_on)
    yield (Message("report.notice"), catalogue.notice)
    yield (Message("text.source"), Message("check.stated", {"label": catalogue.source, "value": catalogue.source_url}))
    yield (Message("report.profiles"), batch.totals.total())
    for verdict in reversed(Verdict):
        yield (verdict, batch.totals[verdict])
    yield (Message("report.errors"), batch.unchecked)
    yield (Message("text.legend_waived"), batch.waived)
