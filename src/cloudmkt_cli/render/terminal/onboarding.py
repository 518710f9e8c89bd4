"""The onboarding steps as text."""

from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.gaps import gaps_in
from cloudmkt_cli.checking.results import ProfileResult, ProfileWarning, Step
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.render.phrases import details
from cloudmkt_cli.render.result_phrases import due_line, shared_id
from cloudmkt_cli.render.terminal.layout import Page, Row, labelled
from cloudmkt_cli.runs.batch import CheckedProfile

_MOST_WARNINGS: Final = 50


def render_onboarding(
    checked: CheckedProfile | None, catalogue: Catalogue, language: Language, target: TextIO | None
) -> str:
    """The state of every step and the details of the next one; without a vendor, what each step is about."""
    page = Page(language, target)
    if checked is None:
        _add_all_steps(page, catalogue)
    else:
        _add_steps_of(page, checked)
    page.line()
    page.edition(catalogue, checked.configuration if checked else None)
    return page.text()


def _add_all_steps(page: Page, catalogue: Catalogue) -> None:
    page.line(page.tr("text.way_in"), "bold")
    for number, step in enumerate(catalogue.onboarding, start=1):
        page.line(labelled(f"{number}. {page.word(step.title)}  ", step.id, "dim"), indent=2)
        page.line(page.word(step.about), indent=5)


def _add_steps_of(page: Page, checked: CheckedProfile) -> None:
    result = checked.result
    vendor, path = Text(escape_untrusted(result.vendor), "bold"), Text(escape_untrusted(checked.path), "dim")
    page.heading(vendor, path, Text(page.tr("text.way_in"), "bold"))
    page.supposed(checked.loaded.overrides)
    page.rows([_row(page, step, step is result.next_step) for step in result.onboarding])
    page.line()
    add_next_step(page, result)
    add_warnings(page, result.warnings)


def add_next_step(page: Page, result: ProfileResult) -> None:
    """Add the next step, when it is due, and what blocks it."""
    step = result.next_step
    title = page.word(step.title)
    head = Text.assemble((page.tr("text.next_step") + "  ", "bold"), (title, "bold cyan"), (f"  {step.id}", "dim"))
    if due := due_line(step.due, page.language, is_estimate=step.due_is_estimate):
        head.append(f"  {due}", "bold")
    page.line(head)
    page.line(details(step, page.language), indent=2)
    if step.blocked_by:
        ids = tuple(_open_ids(result))
        page.line(word(Message("text.blocked_by", {"count": len(ids), "ids": ids}), page.language), indent=2)


def _open_ids(result: ProfileResult) -> Iterator[Message | str]:
    """The ids of what blocks the next step; what several markets lack alike is one of them."""
    blocking = {identity: number for number, identity in enumerate(result.next_step.blocked_by)}
    gaps = [[identity for identity in gap.ids if identity in blocking] for gap in gaps_in(result.markets)]
    yield from (shared_id(ids) for ids in sorted(filter(None, gaps), key=lambda ids: blocking[ids[0]]))


def add_warnings(page: Page, warnings: Sequence[ProfileWarning]) -> None:
    """Add the warnings, up to a limit."""
    for warning in warnings[:_MOST_WARNINGS]:
        page.line(labelled(page.tr("text.warning"), page.word(warning.message), "yellow"))
    if len(warnings) > _MOST_WARNINGS:
        more = page.tr("text.more_warnings", count=len(warnings) - _MOST_WARNINGS)
        page.line(labelled(page.tr("text.warning"), more, "yellow"))


def _row(page: Page, step: Step, is_next: bool) -> Row:  # noqa: FBT001  private, one caller
    mark = Text("✓", "green") if step.done else Text("→", "bold cyan") if is_next else Text(" ")
    style = "bold" if is_next else "" if step.done else "dim"
    return Row([mark, Text(page.word(step.title), style), Text(step.id, "dim")])
