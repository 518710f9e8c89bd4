"""Plans, onboarding steps and marketplaces in Markdown for clients: a table of the vendors, then a section for each."""

from collections.abc import Iterator
from typing import NamedTuple

from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.planning.tasks import TaskKind
from cloudmkt_cli.render.client.markdown import escape_markdown, marked
from cloudmkt_cli.render.client.next_content import NextContent
from cloudmkt_cli.render.client.plan_content import KIND_TITLES, Item, MarketContent, PlanContent
from cloudmkt_cli.render.client.subjects import (
    Content,
    content_of,
    date_line,
    edition_line,
    editions_of,
    heads_of,
    remarks_of,
    title_of,
)
from cloudmkt_cli.render.client.where_content import LeftOpen, PlacementContent, WhereContent
from cloudmkt_cli.render.error_phrases import errors_by_file
from cloudmkt_cli.render.phrases import SYMBOLS, sentences
from cloudmkt_cli.render.result_phrases import configuration_line, overrides_line
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


class ProfileMarkdownWriter(NamedTuple):
    """Writes the report. Text from profiles is escaped."""

    run: RunContext
    language: Language
    subject: Subject

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The rows and the section of a profile."""
        content = content_of(self.subject, checked, self.run)
        text = _Text(self.language)
        rows = text.rows(content)
        blocks = text.section(content)
        return "".join(f"\n{row}" for row in rows).encode(), "".join(f"\n\n{block}" for block in blocks).encode()

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The title, the rows of several vendors, the sections, and the errors."""
        run, language = self.run, self.language
        text = _Text(language)
        head = [f"# {text.of(title_of(self.subject, run))}", text.of(date_line(run, self.subject))]
        head += [text.of(line) for line in (configuration_line(run, language), overrides_line(run, language)) if line]
        yield "\n\n".join(head).encode()
        if not summary.shown:
            yield f"\n\n{text.of(Message('report.nothing_checked'))}".encode()
        if summary.shown > 1:
            yield f"\n\n{text.table_head(self.subject, run)}".encode()
            yield from parts(0)
        yield from parts(1)
        if summary.errors:
            yield f"\n\n## {text.of(Message('text.errors'))}\n".encode()
        for of_file in errors_by_file(summary.errors):
            lines = [f"- {text.of(of_file.path)}: {text.of(error.message)}" for error in of_file.shown]
            yield "".join(f"\n{line}" for line in lines).encode()
        for remark in remarks_of(self.subject):
            yield f"\n\n{text.of(remark)}".encode()
        for one in editions_of(self.subject, run):
            yield f"\n\n{text.of(edition_line(self.subject, one, run, language))} <{one.source_url}>".encode()
        yield b"\n"


class _Text(NamedTuple):
    """Writes contents in one language."""

    language: Language

    def of(self, value: object) -> str:
        """A value as plain text in one line."""
        return escape_markdown(value, self.language)

    def table_head(self, subject: Subject, run: RunContext) -> str:
        """The headings of the rows."""
        heads = [self.of(head) for head in heads_of(subject, run)]
        return f"{_row(heads)}\n{_row(['---'] * len(heads))}"

    def section(self, content: Content) -> Iterator[str]:
        """The blocks of a vendor."""
        match content:
            case PlanContent():
                return self.plan(content)
            case NextContent():
                return self.next(content)
            case WhereContent():
                return self.where(content)

    def rows(self, content: Content) -> Iterator[str]:
        """The rows of a vendor."""
        vendor = self.of(content.vendor)
        if isinstance(content, WhereContent):
            yield _row([vendor, *(self._cell(one) for one in content.placements)])
            return
        if isinstance(content, NextContent):
            due = self.of(content.due) if content.due else ""
            yield _row([vendor, marked(content.verdict, self.language), self.of(content.step), due])
            return
        for market in content.markets:
            cells = [vendor, self.of(market.name), marked(market.verdict, self.language), self.of(market.left)]
            yield _row(cells)

    def plan(self, content: PlanContent) -> Iterator[str]:
        """The plan of a vendor."""
        yield f"## {self.of(content.vendor)}"
        yield self.of(content.path)
        for market in content.markets:
            yield from self._market(market)
        if content.others:
            yield f"### {self.of(Message('text.other_markets'))}"
            lines = (
                f"- {marked(other.verdict, self.language)} **{self.of(other.name)}** {self.of(other.left)}"
                for other in content.others
            )
            yield "\n".join(lines)
        if content.questions:
            yield f"### {self.of(Message('plan.ask_too'))}"
            yield "\n".join(
                f"- **{self.of(question.title)}** {self._joined(answer)}"
                for question in content.questions
                for answer in question.answers
            )

    def _market(self, market: MarketContent) -> Iterator[str]:
        yield f"### {self.of(market.name)}"
        yield f"{marked(market.verdict, self.language)} **{self.of(market.left)}**"
        yield from map(self.of, market.notes)
        for obstacle in market.obstacles:
            remedy = self._labelled("plan.remedy", self.of(obstacle.remedy))
            yield f"**{self.of(obstacle.title)}** {self.of(obstacle.reason)} {remedy}"
        for kind in TaskKind:
            if items := market.of_kind(kind):
                yield f"**{self.of(KIND_TITLES[kind])}**"
                yield "\n".join(map(self._item, items))
        if market.earlier:
            yield self.of(market.as_above)
        if market.days:
            yield f"**{self.of(market.timeline)}**"
            yield "\n".join(f"- {self.of(day.day)} {self.of(day.step)}" for day in market.days)

    def _item(self, item: Item) -> str:
        lines = [f"{item.number}. **{self.of(item.title)}** {self.of(item.need)}"]
        if item.evidence:
            lines.append(f"   - {self._labelled('plan.evidence', self._joined(item.evidence))}")
        last = [self.of(Message("plan.effort_of", {"effort": item.effort}))]
        if item.also:
            last.append(self._labelled("plan.also", self.of(item.also)))
        lines.append(f"   - {translate('word.semicolon', self.language).join(last)}")
        return "\n".join(lines)

    def next(self, content: NextContent) -> Iterator[str]:
        """The next step of a vendor."""
        yield f"## {self.of(content.vendor)}"
        yield self.of(content.path)
        due = f" {self.of(content.due)}" if content.due else ""
        yield f"{self.of(Message('text.next_step'))} **{self.of(content.step)}**{due}"
        yield sentences(map(self.of, content.details), self.language)
        yield "\n".join(
            f"- {'✓' if step.done else '→' if step.is_next else '○'} {self.of(step.title)}" for step in content.steps
        )
        if content.open:
            yield f"**{self.of(Message('report.still_open'))}**"
            yield "\n".join(
                f"- {SYMBOLS[item.status]} **{self.of(item.title)}** {self.of(item.standing)} "
                f"{self.of(item.expected)}\n  - {self._labelled('plan.evidence', self.of(item.evidence))}"
                for item in content.open
            )

    def where(self, content: WhereContent) -> Iterator[str]:
        """A vendor in every marketplace, the nearest first."""
        yield f"## {self.of(content.vendor)}"
        yield self.of(content.path)
        for placement in content.nearest:
            yield from self._placement(placement)

    def _cell(self, placement: PlacementContent) -> str:
        return f"{marked(placement.verdict, self.language)} {self.of(placement.left)}"

    def _placement(self, placement: PlacementContent) -> Iterator[str]:
        yield f"### {self.of(placement.marketplace)}"
        yield f"{SYMBOLS[placement.verdict]} **{self.of(placement.under)}** {self.of(placement.outlook)}"
        yield f"{self.of(placement.name)} · {self.of(placement.market)}"
        yield from map(self.of, placement.notes)
        yield self.of(placement.left)
        if placement.open:
            yield "\n".join(map(self._left_open, placement.open))
        yield self._labelled("where.text_label", self.of(placement.text))

    def _left_open(self, item: LeftOpen) -> str:
        final = f" **{self.of(Message('plan.shut'))}**" if item.is_final else ""
        head = f"- {SYMBOLS[item.status]} **{self.of(item.title)}** {self.of(item.expected)}{final}"
        return f"{head}\n  - {self._labelled('plan.evidence', self.of(item.evidence))}"

    def _labelled(self, key: str, text: str) -> str:
        return f"{translate(key, self.language)}{text}"

    def _joined(self, parts: tuple[object, ...]) -> str:
        return translate("word.semicolon", self.language).join(map(self.of, parts))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
