"""The contents of the sheets of a workbook, as values without format."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.gaps import blocking_gaps
from cloudmkt_cli.checking.remarks import has_remarks
from cloudmkt_cli.checking.results import Finding, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.client.gaps import gaps
from cloudmkt_cli.render.client.phrases import assumptions, client_actual, client_fix
from cloudmkt_cli.render.phrases import clause, sentences, waived
from cloudmkt_cli.render.result_phrases import level_words
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.gate import gate_of

Row = Iterable[object]


class Share(NamedTuple):
    """A count and its total. In a cell it stays a number, which can be sorted and added up."""

    part: int
    of: int


class Table(NamedTuple):
    """The name of a sheet, and its headings."""

    name: Message
    heads: tuple[object, ...]
    lists_requirements: bool = False


def tables(run: RunContext, *, any_shown: bool) -> tuple[Table, ...]:
    """The sheets in order: those with rows of every profile, the errors, and the run."""
    overview = "overview_supposed" if run.overrides else "overview"
    remarked = ("remarks",) if has_remarks(run.catalogue) else ()
    return (
        _table(overview, *_matrix_heads(run.markets if any_shown else ())),
        _table("requirements", *_heads(*_OF_REQUIREMENT, *remarked))._replace(lists_requirements=True),
        _table("gaps", *_heads(*_OF_GAP, *remarked))._replace(lists_requirements=True),
        _table("errors", *_heads("path", "line", "column", "key", "fault", "hint")),
        _table("about", *_heads("about_item", "about_content")),
    )


_OF_CLIENT = ("vendor", "path")
_OF_FINDING = (
    *("clause", "requirement", "level", "status", "expected", "actual", "fix"),
    *("attested_by", "attested_on", "expires", "evidence", "id", "waived", "page"),
)
_OF_REQUIREMENT = (*_OF_CLIENT, "market", "targeted", *_OF_FINDING)
_OF_GAP = (
    *_OF_CLIENT,
    "requirement",
    "status",
    "clauses",
    "expected",
    "actual",
    "fix",
    "id",
    "waived",
    "papers",
    "page",
)


def _table(name: str, *heads: object) -> Table:
    return Table(Message(f"report.{name}"), heads)


def _heads(*names: str) -> tuple[Message, ...]:
    return tuple(Message(f"report.{name}") for name in names)


def _matrix_heads(markets: Iterable[Market]) -> Iterator[object]:
    yield from (*_heads(*_OF_CLIENT), Message("text.verdict"))
    for market in markets:
        yield market.name
        yield Message("report.counts_of", {"market": market.name})
    yield from (*_heads("targeted", "open"), Message("text.next_step"), *_heads("due", "due_is_estimate"))
    yield Message("text.gate")


def matrix_row(checked: CheckedProfile) -> Iterator[object]:
    """The results of a vendor in every market, and its next step."""
    result = checked.result
    yield from (result.vendor, checked.path, result.verdict)
    for market in result.markets:
        yield market.verdict
        yield Share(market.satisfied, market.applicable)
    step = result.next_step
    yield tuple(market.market.name for market in result.markets if market.targeted)
    yield len(blocking_gaps(result))
    yield from (step.title, step.due, step.due_is_estimate if step.due else None)
    yield gate_of(checked)


def finding_cells(finding: Finding, catalogue: Catalogue, language: Language) -> Iterator[object]:
    """The cells that describe a finding, which do not depend on the vendor."""
    requirement, attested = finding.requirement, finding.attested
    yield from (clause(requirement, language), requirement.title)
    yield from (level_words(requirement, language), finding.status, requirement.expected)
    yield from (client_actual(finding, catalogue, language), client_fix(finding, catalogue, language))
    yield from (attested.by, attested.on, attested.expires, attested.evidence) if attested else (None,) * 4
    yield from (requirement.id, waived(finding, language), page_address(requirement, catalogue, language))


def gap_rows(checked: CheckedProfile, catalogue: Catalogue, language: Language) -> Iterator[Row]:
    """The gaps of a vendor."""
    for gap in gaps(checked.result, catalogue, language):
        texts = (gap.clauses, gap.expected, gap.actual, gap.fix, gap.ids, gap.waived, gap.evidence, gap.page)
        said = (sentences(gap.remarks, language),) if has_remarks(catalogue) else ()
        yield (checked.result.vendor, checked.path, gap.title, gap.status, *texts, *said)


def error_rows(errors: Iterable[Diagnostic]) -> Iterator[Row]:
    """The errors of the input."""
    for error in errors:
        line, column = error.position or (None, None)
        yield (error.path, line, column, error.key, error.message, error.hint)


def about_rows(run: RunContext, summary: Summary) -> Iterator[Row]:
    """The date, the catalogue and the totals of the run."""
    yield from run_rows(run)
    yield from edition_rows(run.catalogue)
    profiles, errors = count_rows(summary)
    yield profiles
    for verdict in reversed(Verdict):
        yield (verdict, summary.totals[verdict])
    yield errors
    yield (Message("text.legend_waived"), summary.waived)


def run_rows(run: RunContext) -> Iterator[Row]:
    """The date of the run, and what changed its results."""
    yield (Message("report.as_of"), run.as_of)
    if run.configuration:
        yield (Message("report.configuration"), run.configuration)
    if run.overrides:
        yield (Message("client.supposed"), assumptions(run))


def edition_rows(catalogue: Catalogue) -> Iterator[Row]:
    """An edition, and when it was in force."""
    yield (Message("report.edition"), catalogue.id)
    yield (Message("report.in_force"), catalogue.in_force)
    yield (Message("report.checked_on"), catalogue.checked_on)
    yield (Message("report.notice"), catalogue.notice)
    yield (Message("text.source"), Message("check.stated", {"label": catalogue.source, "value": catalogue.source_url}))


def count_rows(summary: Summary) -> tuple[Row, Row]:
    """How many profiles were checked, and how many could not be."""
    return (Message("report.profiles"), summary.totals.total()), (Message("report.errors"), summary.unchecked)
