"""The summary of a screened table for clients: as an HTML page and in Markdown."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.client.html_page import page, page_environment
from cloudmkt_cli.render.client.markdown import escape_markdown
from cloudmkt_cli.render.screening_content import TITLE, screening_content
from cloudmkt_cli.render.screening_tables import CountTable
from cloudmkt_cli.screening.summary import Summary

MOST_ROWS: Final = 100
"""The most rows of a table; a column to group by may have a value for every company."""


def html_pieces(summary: Summary, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """The page, piece by piece."""
    content = screening_content(summary, catalogue, language)
    return page(
        page_environment(language),
        "screening",
        [(catalogue, content.edition)],
        language,
        title=TITLE,
        content=content,
        most_rows=MOST_ROWS,
    )


def markdown_pieces(summary: Summary, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """The text, piece by piece."""
    content, text = screening_content(summary, catalogue, language), _Markdown(language)
    yield f"# {text.of(TITLE)}\n\n{text.of(content.as_of)}\n\n".encode()
    yield "\n".join(f"- {text.of(line)}" for line in content.read).encode()
    states = (f"- **{text.of(state.head)}** {text.of(state.means)}" for state in content.states)
    yield ("\n\n" + "\n".join(states)).encode()
    for section in content.sections:
        yield f"\n\n## {text.of(section.title)}".encode()
        yield "".join(f"\n\n{text.of(note)}" for note in section.notes).encode()
        for table in section.tables:
            yield "".join(f"\n\n{block}" for block in text.table(table)).encode()
    yield f"\n\n{text.of(content.edition)} <{catalogue.source_url}>\n".encode()


class _Markdown(NamedTuple):
    """Writes tables in one language. Text from tables is escaped."""

    language: Language

    def of(self, value: object) -> str:
        """A value as plain text in one line."""
        return escape_markdown(value, self.language)

    def table(self, table: CountTable) -> Iterator[str]:
        """A table with its title, and how many rows are left out."""
        shown, more = table.cut(MOST_ROWS)
        if shown.title is not None:
            yield f"### {self.of(shown.title)}"
        has_notes = any(row.note for row in shown.rows)
        note_head = [""] if has_notes else []
        lines = [
            _row([*(self.of(column.head) for column in shown.columns), *note_head]),
            _row(
                [*("---:" if column.is_number else "---" for column in shown.columns), *(["---"] if has_notes else [])]
            ),
        ]
        for row in shown.rows:
            note = [self.of(row.note) if row.note else ""] if has_notes else []
            lines.append(_row([*map(self.of, row.cells), *note]))
        yield "\n".join(lines)
        if more:
            yield self.of(Message("summary.more", {"count": more}))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
