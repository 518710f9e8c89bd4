"""The sheets of a workbook about plans, onboarding steps or marketplaces: their headings and their rows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.client.next_content import NextContent
from cloudmkt_cli.render.client.plan_content import Item, PlanContent
from cloudmkt_cli.render.client.sheets import about_rows, count_rows, edition_rows, run_rows
from cloudmkt_cli.render.client.subjects import Content, editions_of, remarks_of
from cloudmkt_cli.render.client.where_content import PlacementContent, WhereContent
from cloudmkt_cli.render.phrases import sentences
from cloudmkt_cli.render.result_phrases import format_value
from cloudmkt_cli.runs.batch import RunContext, Summary

Row = tuple[object, ...]


class Sheet(NamedTuple):
    """A sheet: its name, the headings, and the widths of its columns."""

    name: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]


_PLAN: Final = (
    Sheet(
        "report.overview",
        ("report.vendor", "report.path", "report.market", "text.verdict", "plan.eligible_from", "plan.left"),
        (32, 32, 20, 16, 14, 44),
    ),
    Sheet(
        "plan.tasks",
        (
            *("report.vendor", "report.path", "report.market", "plan.number", "plan.task_kind", "plan.task"),
            *("plan.needed", "report.evidence", "plan.effort", "plan.also_for"),
        ),
        (32, 32, 20, 6, 10, 28, 44, 44, 10, 28),
    ),
    Sheet(
        "plan.dates", ("report.vendor", "report.path", "report.market", "plan.day", "plan.step"), (32, 32, 20, 22, 32)
    ),
)
_NEXT: Final = (
    Sheet(
        "report.overview",
        (
            *("report.vendor", "report.path", "text.verdict", "text.next_step"),
            *("report.due", "report.due_is_estimate", "report.about"),
        ),
        (32, 32, 16, 28, 14, 12, 60),
    ),
    Sheet(
        "report.still_open",
        (
            *("report.vendor", "report.path", "report.requirement", "report.status"),
            *("report.expected", "report.evidence", "report.targeted"),
        ),
        (32, 32, 28, 16, 44, 44, 28),
    ),
)
_WHERE: Final = (
    Sheet(
        "report.overview",
        (
            *("report.vendor", "report.path", "where.marketplace", "report.market", "text.verdict"),
            *("plan.eligible_from", "where.left", "plan.left", "where.last_seen", "where.grade", "where.text_head"),
        ),
        (32, 32, 14, 32, 16, 14, 32, 32, 14, 8, 60),
    ),
    Sheet(
        "report.still_open",
        (
            *("report.vendor", "report.path", "where.marketplace", "report.requirement", "report.status"),
            *("report.expected", "report.evidence", "report.id"),
        ),
        (32, 32, 14, 28, 16, 44, 44, 32),
    ),
)
SHEETS: Final[Mapping[Subject, tuple[Sheet, ...]]] = {"plan": _PLAN, "next": _NEXT, "where": _WHERE}
"""The sheets about the vendors."""
OF_RUN: Final = (
    Sheet(
        "report.errors",
        ("report.path", "report.line", "report.column", "report.key", "report.fault", "report.fix"),
        (32, 8, 8, 32, 60, 60),
    ),
    Sheet("report.about", ("report.about_item", "report.about_content"), (24, 60)),
)


def rows_of(content: Content, language: Language) -> tuple[list[Row], ...]:
    """The rows of a vendor for each sheet."""
    match content:
        case PlanContent():
            return _plan_rows(content)
        case NextContent():
            return _next_rows(content, language)
        case WhereContent():
            return _where_rows(content)


def about(subject: Subject, run: RunContext, summary: Summary) -> Iterator[Iterable[object]]:
    """What a workbook is based on. The verdicts that ``where`` reaches on several texts are not added up."""
    if subject != "where":
        yield from about_rows(run, summary)
        return
    yield from run_rows(run)
    for remark in remarks_of(subject):
        yield (Message("report.notice"), remark)
    for one in editions_of(subject, run):
        yield from edition_rows(one)
    yield from count_rows(summary)


def _plan_rows(plan: PlanContent) -> tuple[list[Row], ...]:
    """The rows of the target markets, of what is to do for each, and of the steps to come."""
    client = (plan.vendor, plan.path)
    return (
        [(*client, market.name, market.verdict, market.eligible_from, market.left) for market in plan.markets],
        [(*client, market.name, *_item(item)) for market in plan.markets for item in (*market.earlier, *market.items)],
        [(*client, market.name, day.day, day.step) for market in plan.markets for day in market.days],
    )


def _item(item: Item) -> Row:
    kind = Message(f"plan.kind_{item.kind}")
    return (item.number, kind, item.title, item.need, item.evidence, item.effort, item.also)


def _next_rows(content: NextContent, language: Language) -> tuple[list[Row], ...]:
    """The row of the next step, and those of the requirements that are open."""
    client = (content.vendor, content.path)
    details = sentences((format_value(detail, language) for detail in content.details), language)
    due = (content.due_on, content.due_is_estimate if content.due_on else None)
    return (
        [(*client, content.verdict, content.step, *due, details)],
        [(*client, item.title, item.status, item.expected, item.evidence, item.markets) for item in content.open],
    )


def _where_rows(content: WhereContent) -> tuple[list[Row], ...]:
    """The rows of the marketplaces, and those of the requirements that are open."""
    client = (content.vendor, content.path)
    return (
        [(*client, *_placement(one)) for one in content.placements],
        [
            (*client, one.marketplace, item.title, item.status, item.expected, item.evidence, item.id)
            for one in content.placements
            for item in one.open
        ],
    )


def _placement(one: PlacementContent) -> Row:
    head = (one.marketplace, one.market, one.verdict, one.eligible_from, one.left, one.outlook)
    return (*head, one.last_seen, one.grade, one.text)
