"""The plan as text: the target markets in full, the others in a line each, and the open questions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.messages import Text as Words
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.planning.instructions import Action, Instruction, ProfileFile, instructions
from cloudmkt_cli.planning.plan import MarketPlan, Plan
from cloudmkt_cli.planning.questions import OpenQuestion
from cloudmkt_cli.planning.solution import PlannedChange
from cloudmkt_cli.planning.tasks import MarketTasks, Task, TaskKind, further_questions, tasks_of
from cloudmkt_cli.planning.timeline import Milestone
from cloudmkt_cli.render.phrases import sentences
from cloudmkt_cli.render.plan_phrases import (
    answers,
    efforts,
    evidence,
    left_to_do,
    need,
    reason,
    timeline_heading,
    title,
)
from cloudmkt_cli.render.planned import plan_of
from cloudmkt_cli.render.terminal.layout import Page, Row, labelled
from cloudmkt_cli.render.terminal.plan_overview import left_style, market_cells
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

_STYLES: Final[dict[Effort, str]] = {"none": "green", "low": "green", "medium": "yellow", "high": "red", "wait": "cyan"}
_WITHOUT_LINES: Final[dict[Action, str]] = {"insert": "insert_new", "set": "set_again"}
"""The words for a table or a value that an earlier instruction adds."""


class PlanWriter(NamedTuple):
    """Writes the plan of every profile in full. ``target``: see ``Page``."""

    run: RunContext
    language: Language
    target: TextIO | None

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The plan of a profile."""
        page = Page(self.language, self.target)
        _add_plan(page, checked, plan_of(checked, self.run), self.run.catalogue)
        return (page.text().encode(),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The plans, and the edition."""
        yield from parts(0)
        if summary.shown:
            page = Page(self.language, self.target)
            page.edition(self.run.catalogue, self.run.configuration)
            yield page.text().encode()


def _add_plan(page: Page, checked: CheckedProfile, plan: Plan, catalogue: Catalogue) -> None:
    page.vendor_heading(checked.result.vendor, checked.path, Text(page.tr("plan.from", day=plan.as_of), "dim"))
    page.supposed(checked.loaded.overrides)
    file = ProfileFile.of(checked.loaded)
    tasks = tasks_of(plan, file)
    pages = _MarketPages(page, plan, _instructions(tasks, file), catalogue)
    for of_market in tasks:
        pages.add(of_market)
    if plan.others:
        page.line(page.tr("text.other_markets"), "bold")
        page.grid([[*market_cells(page, market), (_left_and_efforts(page, market), "")] for market in plan.others])
        page.line()
    is_of_one_market = len(tasks) == 1 and not plan.others  # whose tasks need not be told twice
    questions = further_questions(plan, tasks) if is_of_one_market else plan.questions
    if questions:
        page.line(page.tr("plan.ask_too" if is_of_one_market else "plan.questions"), "bold")
        page.rows([pages.question(number, item) for number, item in enumerate(questions, start=1)])
        page.line()


class _MarketPages:
    """Adds markets to a page; what is said once for all of them is said with the first that needs it."""

    def __init__(
        self, page: Page, plan: Plan, instructions: Mapping[int, Instruction | None], catalogue: Catalogue
    ) -> None:
        """``instructions`` are those of all tasks by their numbers."""
        self._page, self._plan, self._instructions, self._catalogue = page, plan, instructions, catalogue
        self._names: Mapping[str, Words] = {
            market.id: Words(market.short.zh, market.id) for market in catalogue.markets
        }
        self._has_shown_attestation = self._has_numbered_lines = False
        self._days_shown: list[Milestone] = []

    def add(self, tasks: MarketTasks) -> None:
        """Add the changes that make the vendor eligible for a market, by kind, and the timeline."""
        page, market = self._page, tasks.market
        self._add_head(market)
        if any((todo := self._instructions[task.number]) and todo.lines for task in tasks.new):
            self._add_note_on_lines()
        rows = {kind: [self._row(task) for task in tasks.of_kind(kind)] for kind in TaskKind}
        for kind, of_kind in rows.items():
            if of_kind:
                page.line(page.tr(f"plan.{kind}"), "bold")
                page.rows(of_kind, like=[row for some in rows.values() for row in some])
            if kind is TaskKind.ATTEST:
                self._add_attestation(tasks.of_kind(kind))
        if tasks.earlier:
            page.line(page.tr("plan.as_above", numbers=tuple(task.number for task in tasks.earlier)), "bold")
        to_come = [milestone for milestone in market.timeline if not milestone.done]
        if to_come and to_come != self._days_shown:
            page.line(page.word(timeline_heading(self._catalogue)), "bold")
            page.rows([_milestone(page, milestone) for milestone in to_come])
            self._days_shown = to_come
        page.line()

    def _add_head(self, market: MarketPlan) -> None:
        """Add the name of a market, how much is left to do, and what stands in the way for good."""
        page, solution = self._page, market.solution
        name, market_id = Text(page.word(market.result.market.name), "bold"), Text(market.result.market.id, "dim")
        page.heading(name, market_id, Text(page.word(left_to_do(solution)), left_style(solution)))
        for requirement in solution.infeasible:
            why = reason(requirement, self._catalogue)
            page.line(page.tr("plan.infeasible", title=requirement.title, reason=why), indent=2)
            page.line(labelled(page.tr("plan.remedy"), page.word(requirement.how)), indent=2)
        if solution.product:
            page.line(page.tr("plan.product", name=solution.product[1].name), indent=2)
        if solution.opens_on and solution.opens_on != solution.day:
            page.line(page.tr("plan.opens_unchanged", day=solution.opens_on), indent=2)

    def _add_note_on_lines(self) -> None:
        """Add once what line numbers refer to."""
        if not self._has_numbered_lines:
            self._has_numbered_lines = True
            self._page.line(self._page.tr("plan.lines"), "dim", indent=2)

    def _row(self, task: Task) -> Row:
        page, change = self._page, task.change
        effort = Text(page.tr(f"plan.effort_{change.effort}"), _STYLES[change.effort])
        what = Text(page.word(title(change, self._catalogue)), "bold")
        asked_for = page.word(need(change, self._plan.as_of, self._catalogue))
        writing = self._instructions[task.number]
        if writing and _is_attestation_table(change, writing):  # how to write it stands below, once for all of them
            asked_for = f"[{dotted(change.path)}]"
            if writing.lines:
                asked_for = page.tr("plan.instead_of", table=asked_for, lines=_lines(writing))
            writing = None
        return Row([Text(f"{task.number:>2}"), what, effort, Text(asked_for)], list(self._below(change, writing)))

    def _add_attestation(self, tasks: Iterable[Task]) -> None:
        """Add once how to write an attestation."""
        written = ((task.change, self._instructions[task.number]) for task in tasks)
        tables = (writing for change, writing in written if writing and _is_attestation_table(change, writing))
        if (sample := next(tables, None)) and not self._has_shown_attestation:
            self._has_shown_attestation = True
            self._page.line(self._page.tr("plan.attestation"), indent=2)
            for line in _toml_lines(sample):
                self._page.line(line, indent=4)

    def _below(self, change: PlannedChange, writing: Instruction | None) -> Iterator[Text]:
        """What to write where, the evidence, and the other markets that it helps."""
        page = self._page
        if writing:
            yield from self._written(writing)
        if evidence(change):
            yield labelled(page.tr("plan.evidence"), sentences(map(page.word, evidence(change)), page.language), "dim")
        if change.also:
            yield labelled(page.tr("plan.also"), page.word(tuple(self._names[market] for market in change.also)), "dim")

    def _written(self, writing: Instruction) -> Iterator[Text]:
        """An instruction. Of several entries of one kind, separated by blank lines, only the first is shown."""
        page, lines = self._page, _toml_lines(writing)
        entries = writing.toml.split("\n\n")
        if len(entries) > 1:
            yield Text(page.tr("plan.append_each", count=len(entries)), "bold")
            lines = lines[: len(entries[0].splitlines())]
        else:
            action = writing.action if writing.lines else _WITHOUT_LINES.get(writing.action, writing.action)
            do = page.tr(f"plan.{action}", place=writing.place, lines=_lines(writing))
            if len(lines) == 1:
                yield labelled(do, writing.toml, "green")
                return
            yield Text(do, "bold")
        yield from (Text("  ").append_text(line) for line in lines if line.plain)

    def question(self, number: int, question: OpenQuestion) -> Row:
        """A fact that is not stated, and what each market needs it to be."""
        page, label = self._page, self._catalogue.facts[question.fact].label
        what = Text.assemble((page.word(label), "bold"), (f"  {dotted(question.path)}", "dim"))
        found = answers(question, self._catalogue, self._names)
        return Row([Text(f"{number:>2}"), what], [Text(page.join(map(page.word, answer))) for answer in found])


def _instructions(tasks: Iterable[MarketTasks], file: ProfileFile) -> dict[int, Instruction | None]:
    """The instruction for each task by its number; one order for all markets, as all are followed in one file."""
    new = [task for of_market in tasks for task in of_market.new]
    written = instructions((task.change.overrides for task in new), file)
    return {task.number: todo for task, todo in zip(new, written, strict=True)}


def _is_attestation_table(change: PlannedChange, writing: Instruction) -> bool:
    """Whether an attestation has a header of its own."""
    return change.is_attestation and writing.place is None and writing.toml.startswith("[")


def _toml_lines(writing: Instruction) -> list[Text]:
    return [Text(escape_untrusted(line), "green") for line in writing.toml.splitlines()]


def _lines(writing: Instruction) -> tuple[str, ...]:
    """The line numbers: ``("7", "9–11")``."""
    return tuple(f"{first}" if first == last else f"{first}–{last}" for first, last in writing.lines)


def _left_and_efforts(page: Page, market: MarketPlan) -> str:
    """How much is left, by when, and the effort."""
    solution = market.solution
    left = page.word(left_to_do(solution))
    return f"{left}  {page.word(efforts(solution))}" if page.is_wide and solution.changes else left


def _milestone(page: Page, milestone: Milestone) -> Row:
    day = page.tr("plan.estimate", day=milestone.day) if milestone.is_estimate else page.word(milestone.day)
    return Row([Text(day), Text(page.word(milestone.title)), Text(milestone.step, "dim")])
