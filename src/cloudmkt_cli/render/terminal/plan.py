"""The plan as text: the target markets in full, the others in a line each, and the open questions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TextIO, get_args

from rich.text import Text

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.messages import Text as Words
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.planning.instructions import Instruction, ProfileFile, instruction
from cloudmkt_cli.planning.plan import MarketPlan, Plan
from cloudmkt_cli.planning.questions import Answer, OpenQuestion
from cloudmkt_cli.planning.solution import PlannedChange
from cloudmkt_cli.planning.timeline import Milestone
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.plan_phrases import asked, evidence, exempted, need, reason, timeline_heading, title
from cloudmkt_cli.render.terminal.layout import STYLES, Page, Row, Styled, labelled
from cloudmkt_cli.runs.batch import CheckedProfile

_STYLES: Final[dict[Effort, str]] = {"none": "green", "low": "green", "medium": "yellow", "high": "red", "wait": "cyan"}
_EFFORTS: Final[tuple[Effort, ...]] = get_args(Effort)
_KINDS: Final = ("change", "answer", "attest", "wait")


def render_plan(
    checked: CheckedProfile, plan: Plan, catalogue: Catalogue, language: Language, target: TextIO | None
) -> str:
    """The plan of a vendor. ``target``: see ``Page``."""
    page = Page(language, target)
    vendor, path = Text(escape_untrusted(checked.result.vendor), "bold"), Text(escape_untrusted(checked.path), "dim")
    page.heading(vendor, path, Text(page.tr("plan.from", day=plan.as_of), "dim"))
    page.supposed(checked.loaded.overrides)
    writer = _Writer(page, plan, ProfileFile.of(checked.loaded), catalogue)
    for market in plan.targets:
        writer.add_market(market)
    if others := [market for market in plan.markets if market not in plan.targets]:
        page.line(page.tr("text.other_markets"), "bold")
        page.grid([_other(page, market) for market in others])
        page.line()
    if plan.questions:
        page.line(page.tr("plan.questions"), "bold")
        page.rows([writer.question(number, item) for number, item in enumerate(plan.questions, start=1)])
        page.line()
    page.edition(catalogue, checked.configuration)
    return page.text()


class _Writer:
    """Writes markets to a page. Changes are numbered across markets, and each is written once."""

    def __init__(self, page: Page, plan: Plan, file: ProfileFile, catalogue: Catalogue) -> None:
        self._page, self._plan, self._file, self._catalogue = page, plan, file, catalogue
        self._told: list[PlannedChange] = []
        self._names_of = {market.id: Words(market.short.zh, market.id) for market in catalogue.markets}
        self._has_shown_attestation = self._has_numbered_lines = False
        self._days_shown: list[Milestone] = []

    def add_market(self, market: MarketPlan) -> None:
        """Add the changes that make the vendor eligible for a market, by kind, and the timeline."""
        page, solution = self._page, market.solution
        name, market_id = Text(page.word(market.result.market.name), "bold"), Text(market.result.market.id, "dim")
        page.heading(name, market_id, _left(page, market))
        for requirement in solution.infeasible:
            why = reason(requirement, self._catalogue)
            page.line(page.tr("plan.infeasible", title=requirement.title, reason=why), indent=2)
            page.line(labelled(page.tr("plan.remedy"), page.word(requirement.how)), indent=2)
        if solution.product:
            page.line(page.tr("plan.product", name=solution.product[1].name), indent=2)
        if solution.opens_on and solution.opens_on != solution.day:
            page.line(page.tr("plan.opens_unchanged", day=solution.opens_on), indent=2)
        told = [(change, self._number(change)) for change in solution.changes]
        new = [change for change, number in told if number is None]
        if any((todo := instruction(change.overrides, self._file)) and todo.lines for change in new):
            self._add_note_on_lines()
        rows = {kind: [self._change(change) for change in new if _kind(change) == kind] for kind in _KINDS}
        for kind, of_kind in rows.items():
            if of_kind:
                page.line(page.tr(f"plan.{kind}"), "bold")
                page.rows(of_kind, like=[row for some in rows.values() for row in some])
            if kind == "attest":
                self._add_attestation(change for change in new if change.is_attestation)
        if numbers := tuple(sorted(number for _, number in told if number)):
            page.line(page.tr("plan.as_above", numbers=numbers), "bold")
        to_come = [milestone for milestone in market.timeline if not milestone.done]
        if to_come and to_come != self._days_shown:
            page.line(page.word(timeline_heading(self._catalogue)), "bold")
            page.rows([_milestone(page, milestone) for milestone in to_come])
            self._days_shown = to_come
        page.line()

    def _add_note_on_lines(self) -> None:
        """Add once what line numbers refer to."""
        if not self._has_numbered_lines:
            self._has_numbered_lines = True
            self._page.line(self._page.tr("plan.lines"), "dim", indent=2)

    def _number(self, change: PlannedChange) -> int | None:
        """The number of an earlier change that covers this one."""
        return next((number for number, told in enumerate(self._told, start=1) if told.covers(change)), None)

    def _change(self, change: PlannedChange) -> Row:
        page = self._page
        self._told.append(change)
        number = len(self._told)
        effort = Text(page.tr(f"plan.effort_{change.effort}"), _STYLES[change.effort])
        what = Text(page.word(title(change, self._catalogue)), "bold")
        asked_for = page.word(need(change, self._plan.as_of, self._catalogue))
        writing = instruction(change.overrides, self._file)
        if writing and _is_attestation_table(change, writing):  # how to write it stands below, once for all of them
            asked_for = f"[{dotted(change.path)}]"
            if writing.lines:
                asked_for = page.tr("plan.instead_of", table=asked_for, lines=_lines(writing))
            writing = None
        return Row([Text(f"{number:>2}"), what, effort, Text(asked_for)], list(self._below(change, writing)))

    def _add_attestation(self, changes: Iterable[PlannedChange]) -> None:
        """Add once how to write an attestation."""
        written = ((change, instruction(change.overrides, self._file)) for change in changes)
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
            yield from self._written(writing, len(change.overrides))
        if evidence(change):
            yield labelled(
                page.tr("plan.evidence"), page.tr("word.space").join(map(page.word, evidence(change))), "dim"
            )
        if change.also:
            yield labelled(page.tr("plan.also"), page.word(self._names(change.also)), "dim")

    def _written(self, writing: Instruction, count: int) -> Iterator[Text]:
        """An instruction. Of several entries of one kind, separated by blank lines, only the first is shown."""
        page, lines = self._page, _toml_lines(writing)
        if writing.action == "append" and count > 1:
            yield Text(page.tr("plan.append_each", count=count), "bold")
            first_entry = writing.toml.partition("\n\n")[0]
            lines = lines[: len(first_entry.splitlines())]
        else:
            action = "insert_new" if writing.action == "insert" and not writing.lines else writing.action
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
        alike: dict[object, list[Answer]] = {}
        for answer in question.answers:
            exempt = tuple(item.slug for item in answer.requirements) if answer.exempts else None
            alike.setdefault((answer.goal, exempt), []).append(answer)
        return Row([Text(f"{number:>2}"), what], [self._answer(same, question.fact) for same in alike.values()])

    def _answer(self, same: Sequence[Answer], fact: str) -> Text:
        """The answer that several markets need."""
        page, answer = self._page, same[0]
        if answer.exempts:
            words = exempted(answer.goal, fact, answer.requirements, self._catalogue)
        else:
            words = asked(answer.goal, fact, self._catalogue)
        text = page.tr("plan.answer_for", answer=words, markets=self._names(item.market for item in same))
        if alone := [item.market for item in same if item.opens]:
            text = page.join((text, page.tr("plan.opens_alone", markets=self._names(alone))))
        return Text(text)

    def _names(self, markets: Iterable[str]) -> tuple[Words, ...]:
        return tuple(self._names_of[market] for market in markets)


def _kind(change: PlannedChange) -> str:
    if change.is_wait:
        return "wait"
    if change.is_attestation:
        return "attest"
    return "answer" if change.is_answer else "change"


def _is_attestation_table(change: PlannedChange, writing: Instruction) -> bool:
    """Whether an attestation has a header of its own."""
    return change.is_attestation and writing.place is None and writing.toml.startswith("[")


def _toml_lines(writing: Instruction) -> list[Text]:
    return [Text(escape_untrusted(line), "green") for line in writing.toml.splitlines()]


def _lines(writing: Instruction) -> tuple[str, ...]:
    """The line numbers: ``("7", "9–11")``."""
    return tuple(f"{first}" if first == last else f"{first}–{last}" for first, last in writing.lines)


def _left(page: Page, market: MarketPlan) -> Text:
    """How much is left to do for a market."""
    solution = market.solution
    if solution.day is None:
        return Text(page.tr("plan.shut"), "bold red")
    if not solution.changes:
        return Text(page.tr("plan.open_already"), "bold green")
    if solution.opens_on == solution.day:
        return Text(page.tr("plan.opens_by_itself", day=solution.opens_on), "bold cyan")
    return Text(page.tr("plan.opens", count=len(solution.changes), day=solution.day), "bold yellow")


def _other(page: Page, market: MarketPlan) -> list[Styled]:
    """A market in one line: how much is left, by when, and the effort."""
    verdict, about = market.result.verdict, market.result.market
    left = _left(page, market).plain
    if page.is_wide and market.solution.changes:
        efforts = Counter(change.effort for change in market.solution.changes)
        counted = tuple(
            Message("plan.effort_count", {"effort": Message(f"plan.effort_{effort}"), "count": efforts[effort]})
            for effort in reversed(_EFFORTS)
            if efforts[effort]
        )
        left += "  " + page.tr("plan.efforts", efforts=counted)
    return [(SYMBOLS[verdict], STYLES[verdict]), (page.word(about.name), ""), (about.id, "dim"), (left, "")]


def _milestone(page: Page, milestone: Milestone) -> Row:
    day = page.tr("plan.estimate", day=milestone.day) if milestone.is_estimate else page.word(milestone.day)
    return Row([Text(day), Text(page.word(milestone.title)), Text(milestone.step, "dim")])
