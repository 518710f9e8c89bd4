"""The editions, and what differs between two of them, as text."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.edition_diff import MarketPair, market_pairs
from cloudmkt_cli.catalogue.editions import EditionDates
from cloudmkt_cli.catalogue.model import Catalogue, Source
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.result_phrases import level_words, note_line
from cloudmkt_cli.render.terminal.layout import Page, Row, labelled, marked
from cloudmkt_cli.runs.edition_diff import DifferenceGroup, EditionDiff, MarketVerdicts

_COMMIT: Final = 12
"""Characters of a commit that name it well enough."""


def render_editions(
    editions: Sequence[EditionDates], catalogue: Catalogue, language: Language, target: TextIO | None
) -> str:
    """The editions of each marketplace, oldest first; ``catalogue`` is the default one."""
    page = Page(language, target)
    heads = [Text(page.tr(f"editions.{name}"), "bold") for name in ("edition", "from", "last_seen", "until", "grade")]
    every = [Row(heads), *(_row(page, edition, catalogue) for edition in editions)]
    for marketplace, of_marketplace in groupby(editions, key=attrgetter("marketplace")):
        page.heading(Text(marketplace, "bold"), Text(), Text())
        page.rows([Row(heads), *(_row(page, edition, catalogue) for edition in of_marketplace)], like=every)
        page.line()
    page.line(page.tr("editions.legend"), "dim")
    return page.text()


def _row(page: Page, edition: EditionDates, catalogue: Catalogue) -> Row:
    name = Text(edition.id, "bold" if edition.id == catalogue.id else "")
    days = [Text(_day(page, day)) for day in (edition.since, edition.last_seen, edition.until)]
    about = page.word(edition.summary)
    if edition.id == catalogue.id:
        about = page.tr("editions.default", about=about)
    return Row([name, *days, Text(edition.grade)], [Text(about), Text(_source(edition.sources[0]), "dim")])


def _day(page: Page, day: date | None) -> str:
    return day.isoformat() if day else page.tr("editions.unknown")


def _source(source: Source) -> str:
    """The page, or the repository and the beginning of the commit."""
    return source.url or f"{source.repository} {(source.commit or '')[:_COMMIT]}"


def render_edition_diff(diff: EditionDiff, language: Language, target: TextIO | None) -> str:
    """What differs, by kind; with a vendor, its verdicts and the statuses under both editions."""
    page = Page(language, target)
    page.line(page.tr("editions.diff_title", old=diff.old.id, new=diff.new.id), "bold")
    for side, catalogue in (("old", diff.old), ("new", diff.new)):
        page.line(page.tr(f"editions.{side}", name=catalogue.source, in_force=catalogue.in_force), indent=2)
    page.line("-" * page.width, "dim")
    if diff.checked:
        _add_vendor(page, diff)
    if not diff.groups:
        page.line(page.tr("editions.no_difference"))
    for kind, groups in groupby(diff.groups, key=attrgetter("kind")):
        page.line()
        page.line(page.tr(f"editions.{kind}"), "bold")
        for group in groups:
            _add_group(page, group, diff)
    _add_rest(page, diff)
    page.line()
    page.edition(diff.new)
    return page.text()


def _add_vendor(page: Page, diff: EditionDiff) -> None:
    assert diff.checked is not None  # noqa: S101  asked by the caller
    old, new = (checked.result for checked in diff.checked)
    page.line(Text.assemble((escape_untrusted(new.vendor), "bold"), "  ", _arrow(page, old.verdict, new.verdict)))
    page.rows([_verdicts(page, verdicts) for verdicts in diff.verdicts])


def _verdicts(page: Page, verdicts: MarketVerdicts) -> Row:
    note = page.tr("report.targeted") if verdicts.targeted else ""
    return Row([Text(_market(verdicts.pair)), Text(note, "cyan"), _arrow(page, verdicts.old, verdicts.new)])


def _arrow(page: Page, old: Verdict, new: Verdict) -> Text:
    sides = [marked(verdict, page.verdict(verdict)) for verdict in dict.fromkeys((old, new))]
    return Text(" → ").join(sides)


def _add_group(page: Page, group: DifferenceGroup, diff: EditionDiff) -> None:
    """A difference: its requirement, what either edition expects, for which markets, and how the vendor stands."""
    known = group.new or group.old
    assert known is not None  # noqa: S101  one of them is there
    head = Text.assemble(page.word(known.title), "  ", (group.slug, "dim"))
    if group.statuses:
        stated = dict.fromkeys(status for status in group.statuses if status)
        symbols = [marked(status, page.tr(f"status.{status}")) for status in stated]
        head.append("  ").append_text(Text(" → ").join(symbols))
    page.line(head, indent=2)
    for side, requirement in (("before", group.old), ("after", group.new)):
        if requirement:
            due = page.word(level_words(requirement, page.language)) if requirement.phase else ""
            said = page.join(filter(None, (page.word(requirement.expected), due)))
            page.line(labelled(page.tr(f"editions.{side}"), said), indent=4)
    if group.pairs != market_pairs(diff.old, diff.new):
        page.line(labelled(page.tr("editions.in_markets"), page.word(tuple(map(_market, group.pairs)))), indent=4)


def _market(pair: MarketPair) -> str:
    return pair.old.id if pair.old.id == pair.new.id else f"{pair.old.id} → {pair.new.id}"


def _add_rest(page: Page, diff: EditionDiff) -> None:
    """Add the markets without a counterpart, and where what was dropped went."""
    lines = [
        page.tr(f"editions.only_in_{side}", markets=markets)
        for side, markets in (("old", diff.only_in_old), ("new", diff.only_in_new))
        if markets
    ]
    lines += [page.word(note_line(note, page.language)) for note in diff.notes]
    if lines:
        page.line()
    for line in lines:
        page.line(line)
