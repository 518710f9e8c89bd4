"""What changed between two reports, for clients: as an HTML page and in Markdown."""

from collections.abc import Iterator
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.history.diff import Comparison
from cloudmkt_cli.render.client.diff_content import ChangedMarket, ChangedVendor, diff_content
from cloudmkt_cli.render.client.html_page import page, page_environment
from cloudmkt_cli.render.client.markdown import escape_markdown, marked
from cloudmkt_cli.render.result_phrases import edition, report_title


def html_pieces(comparison: Comparison, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """The page, piece by piece."""
    content = diff_content(comparison, catalogue)
    editions = [(one, edition(one, language)) for one in _editions(comparison, catalogue)]
    title = _title(comparison, catalogue)
    return page(page_environment(language), "diff", editions, language, title=title, content=content)


def markdown_pieces(comparison: Comparison, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """The text, piece by piece."""
    content, text = diff_content(comparison, catalogue), _Markdown(language)
    yield "\n\n".join((f"# {text.of(_title(comparison, catalogue))}", *map(text.of, content.head))).encode()
    for title, vendors in content.groups:
        yield f"\n\n## {text.of(title)}".encode()
        for vendor in vendors:
            yield "".join(f"\n\n{block}" for block in text.vendor(vendor)).encode()
    if not content.groups:
        yield f"\n\n{text.of(Message('diff.nothing_changed'))}".encode()
    for one in _editions(comparison, catalogue):
        yield f"\n\n{text.of(edition(one, language))} <{one.source_url}>".encode()
    yield b"\n"


def _title(comparison: Comparison, catalogue: Catalogue) -> Message:
    """The title; without a marketplace if the edition is one that a report names and that is not known here."""
    known = _editions(comparison, catalogue)
    return report_title("report.diff_title", catalogue) if known else Message("report.diff_title_alone")


def _editions(comparison: Comparison, catalogue: Catalogue) -> tuple[Catalogue, ...]:
    """The edition of the new report, if the catalogue is that one."""
    return (catalogue,) if comparison.new.catalogue == catalogue.id else ()


class _Markdown(NamedTuple):
    """Writes changes in one language. Text from reports is escaped."""

    language: Language

    def of(self, value: object) -> str:
        """A value as plain text in one line."""
        return escape_markdown(value, self.language)

    def vendor(self, vendor: ChangedVendor) -> Iterator[str]:
        """What changed for a vendor."""
        steps = vendor.turn.steps if vendor.turn else (vendor.verdict,)
        notes = "".join(f" ({self.of(note)})" for note in vendor.notes)
        yield f"### {self.of(vendor.vendor)}{notes}"
        yield f"**{self._turn(steps)}**"
        for market in vendor.targets:
            yield f"**{self._market(market)}**"
            colon = translate("word.colon", self.language)
            lines = [
                f"- {self.of(title)}{colon}**{self.of(item.title)}** {self.of(item.turn)}"
                for title, items in market.groups
                for item in items
            ]
            if lines:
                yield "\n".join(lines)
        if vendor.others:
            yield self.of(Message("text.other_markets"))
            yield "\n".join(f"- {self._market(market)}" for market in vendor.others)

    def _market(self, market: ChangedMarket) -> str:
        notes = translate("word.semicolon", self.language).join(map(self.of, market.notes))
        return f"{self.of(market.name)} {self._turn(market.turn.steps)}{f' ({notes})' if notes else ''}"

    def _turn(self, steps: tuple[Verdict | None, ...]) -> str:
        shown = (marked(step, self.language) if step else self.of(Message("diff.not_checked")) for step in steps)
        return " → ".join(shown)
