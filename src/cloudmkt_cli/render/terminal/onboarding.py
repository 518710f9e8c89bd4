"""The onboarding steps as text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TextIO

from pydantic_core import from_json, to_json
from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.gaps import gaps_in
from cloudmkt_cli.checking.results import ProfileResult, ProfileWarning, Step
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.render.phrases import details
from cloudmkt_cli.render.result_phrases import due_line, join, shared_id, totals
from cloudmkt_cli.render.terminal.layout import Page, Row, Styled, labelled
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

_MOST_WARNINGS: Final = 50


def render_onboarding(catalogue: Catalogue, language: Language, target: TextIO | None) -> str:
    """What each step is about. ``target``: see ``Page``."""
    page = Page(language, target)
    page.line(page.tr("text.onboarding"), "bold")
    for number, step in enumerate(catalogue.onboarding, start=1):
        page.line(labelled(f"{number}. {page.word(step.title)}  ", step.id, "dim"), indent=2)
        page.line(page.word(step.about), indent=5)
    page.line()
    page.edition(catalogue)
    return page.text()


class NextWriter(NamedTuple):
    """Writes the steps of every vendor in full. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The steps of a vendor."""
        page = Page(self.language, self.target)
        _add_steps_of(page, checked)
        page.line()
        return (page.text().encode(),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The vendors, and the edition."""
        yield from parts(0)
        if summary.shown:
            page = Page(self.language, self.target)
            page.edition(self.run.catalogue, self.run.configuration)
            yield page.text().encode()


class NextOverviewWriter(NamedTuple):
    """Writes the next step of every vendor in a line. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def __reduce__(self) -> tuple[type["NextOverviewWriter"], tuple[RunContext, Language, None]]:
        """Only the document is written for the target, and not in another process."""
        return NextOverviewWriter, (self.run, self.language, None)

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The vendor, its next step and what the step is waiting for."""
        result, step = checked.result, checked.result.next_step
        due = due_line(step.due, self.language, is_estimate=step.due_is_estimate)
        count = len(step.blocked_by)
        still_open = translate(Message("text.still_open", {"count": count}), self.language) if count else None
        return (
            to_json(
                [
                    result.vendor,
                    checked.path,
                    step.title.get(self.language),
                    join(filter(None, (due, still_open)), self.language),
                ]
            ),
        )

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The lines, and the totals."""
        if not summary.shown:
            return
        page = Page(self.language, self.target)
        page.supposed(self.run.overrides)
        lines = [_Line(*from_json(part)) for part in parts(0)]
        names = Counter(line.vendor for line in lines)
        page.grid([_cells(page, line, line.vendor if names[line.vendor] == 1 else line.path) for line in lines])
        page.line()
        page.line(page.word(totals(summary, self.language)), "bold")
        page.line(page.tr("text.see_details"), "dim")
        page.edition(self.run.catalogue, self.run.configuration)
        yield page.text().encode()


class _Line(NamedTuple):
    """A vendor and its next step."""

    vendor: str
    path: str
    step: str
    """Its title."""
    waits_for: str


def _cells(page: Page, line: _Line, name: str) -> list[Styled]:
    return [(page.vendor_cell(name), ""), (line.step, "cyan"), (line.waits_for, "")]


def _add_steps_of(page: Page, checked: CheckedProfile) -> None:
    result = checked.result
    page.vendor_heading(result.vendor, checked.path, Text(page.tr("text.onboarding"), "bold"))
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
