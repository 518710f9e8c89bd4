"""The pages of requirements: one for each market of the default edition, and one for each other edition.

A requirement has its slug as the anchor. On the page of an edition, the markets that ask for the same share a section.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from generate.elsewhere import elsewhere
from generate.examples import example_market, examples
from generate.phrases import COMMA, dates_of, level_of
from generate.words import GRADES, SCOPES, WORDS

from cloudmkt_cli.catalogue.editions import editions_of, marketplaces
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.lookup import notes_about
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Market, Note, PublishedException, Requirement, Source
from cloudmkt_cli.catalogue.pages import page_name
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.render.result_phrases import edition_option, exception_line, note_line

_ANY: Final = "MARKET"
PROFILE: Final = "profile.toml"
PROFILE_TEXT: Final = 'profile_version = 1\ncompany.name = "云舟示例科技有限公司"\n'
"""What the lines of an example are added to."""
_TEXTS: Final = ("expected", "why", "how", "evidence")
_OTHER: Final[dict[Language, Language]] = {"en": "zh", "zh": "en"}


class _Group(NamedTuple):
    """Requirements that differ in nothing but their markets and clauses."""

    requirements: tuple[Requirement, ...]
    markets: tuple[str, ...]
    """The markets that they are checked in."""


def requirement_pages() -> dict[str, str]:
    """Every generated file of ``docs/requirements/``, by its name."""
    default = load_catalogue()
    pages = {PROFILE: PROFILE_TEXT}
    for language in LANGUAGES:
        for market in (default.general, *default.markets):
            pages[page_name(default, market.id, language)] = _text(_market_page(market, default, language))
        for catalogue in editions_beside_the_default():
            pages[page_name(catalogue, GENERAL, language)] = _text(_edition_page(catalogue, language))
    return pages


@cache
def editions_beside_the_default() -> tuple[Catalogue, ...]:
    """The other editions, by marketplace, the newest first."""
    found = (edition.id for marketplace in marketplaces() for edition in reversed(editions_of(marketplace)))
    return tuple(load_catalogue(pack) for pack in found if pack != load_catalogue().id)


def _text(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _market_page(market: Market, catalogue: Catalogue, language: Language) -> Iterator[str]:
    words = WORDS[language]
    yield f"# {_named(market, language)}"
    yield _links(page_name(catalogue, market.id, _OTHER[language]), language)
    if market.id != GENERAL:
        yield market.summary.get(language)
        yield words["general"].format(page=page_name(catalogue, GENERAL, language))
    yield _about_edition(catalogue, language)
    yield _about_examples(catalogue, market.id, language)
    for requirement in market.requirements:
        group = _Group((requirement,), (example_market(requirement, catalogue),))
        yield from _section([group], catalogue, market.id, language)


def _edition_page(catalogue: Catalogue, language: Language) -> Iterator[str]:
    words, edition = WORDS[language], catalogue.edition
    yield f"# {catalogue.source.get(language)}"
    yield _links(page_name(catalogue, GENERAL, _OTHER[language]), language)
    yield catalogue.notice.get(language)
    rows = {
        words["edition"]: f"`{catalogue.id}`",
        words["in_force"]: catalogue.in_force.get(language),
        words["grade"]: GRADES[language][edition.grade],
        words["source"]: "<br>".join(f"[`{source.id}`]({source.dated_address})" for source in edition.sources),
        words["checked"]: catalogue.checked_on.isoformat(),
        words["markets"]: "<br>".join(_named(market, language) for market in catalogue.markets),
        words["notes"]: _remarks(catalogue.exceptions, catalogue.notes, language),
    }
    yield _rows({name: value for name, value in rows.items() if value})
    yield _about_examples(catalogue, _ANY, language)
    by_slug: dict[str, list[Requirement]] = {}
    for requirement in catalogue.requirements():
        by_slug.setdefault(requirement.slug, []).append(requirement)
    for alike in by_slug.values():
        yield from _section(_groups(alike, catalogue), catalogue, GENERAL, language)


def _groups(requirements: Iterable[Requirement], catalogue: Catalogue) -> list[_Group]:
    found: dict[Requirement, list[Requirement]] = {}
    for item in requirements:
        found.setdefault(item._replace(id="", market="", clause=None, section=None, source=None), []).append(item)
    return [_Group(tuple(alike), tuple(example_market(item, catalogue) for item in alike)) for alike in found.values()]


def _section(groups: list[_Group], catalogue: Catalogue, page: str, language: Language) -> Iterator[str]:
    """What a page says of a requirement."""
    first = groups[0].requirements[0]
    yield f'<a id="{first.slug}"></a>'
    yield f"## {first.title.get(language)}"
    for group in groups:
        yield _rows(_facts(group, catalogue, page, language))
        for example in examples(group.requirements[0], group.markets, catalogue):
            yield WORDS[language][example.status]
            yield f"```toml\n{example.lines}\n```"


def _facts(group: _Group, catalogue: Catalogue, page: str, language: Language) -> dict[str, str]:
    words, first = WORDS[language], group.requirements[0]
    rows = {
        words["requirement"]: "<br>".join(_asked(item, catalogue, language) for item in group.requirements),
        words["edition"]: f"`{catalogue.id}`{COMMA[language]}{dates_of(catalogue, language)}",
        **{words[name]: _cell(getattr(first, name).get(language)) for name in _TEXTS},
        words["keys"]: COMMA[language].join(f"`{fact}`" for fact in first.facts),
    }
    excused = [one for one in catalogue.exceptions if first.slug in one.slugs]
    rows[words["notes"]] = _remarks(excused, notes_about(first, catalogue), language)
    rows[words["elsewhere"]] = elsewhere(first, catalogue, page, language)
    return {name: value for name, value in rows.items() if value}


def _remarks(exceptions: Iterable[PublishedException], notes: Iterable[Note], language: Language) -> str:
    """What else the edition says: published ways in despite a failure, and notes."""
    said = [exception_line(one, language) for one in exceptions] + [note_line(note, language) for note in notes]
    return "<br>".join(map(_cell, said))


def _asked(item: Requirement, catalogue: Catalogue, language: Language) -> str:
    """The id of a requirement, where its source has it, and what it counts for."""
    source = _source(item, catalogue)
    place = item.section.get(language) if item.section else _clause(item, language)
    linked = f"[{place or WORDS[language]['source']}]({source.dated_address})"
    return COMMA[language].join((f"`{item.id}`", linked, level_of(item, language), SCOPES[language][item.scope]))


def _source(item: Requirement, catalogue: Catalogue) -> Source:
    return next((one for one in catalogue.edition.sources if one.id == item.source), catalogue.edition.sources[0])


def _clause(item: Requirement, language: Language) -> str:
    if item.clause is None:
        return ""
    if isinstance(item.clause, str):
        return item.clause
    return {"en": f"clause {item.clause}", "zh": f"第 {item.clause} 条"}[language]


def _links(other: str, language: Language) -> str:
    index = {"en": "../requirements.md", "zh": "../requirements.zh-CN.md"}[language]
    return f"[{WORDS[language]['other_language']}]({other}) · [{WORDS[language]['index']}]({index})"


def _about_examples(catalogue: Catalogue, market: str, language: Language) -> str:
    chosen = f" --market {market}" if market != GENERAL else ""
    command = f"cloudmkt check {PROFILE}{edition_option(catalogue)}{chosen} --as-of {catalogue.checked_on}"
    return WORDS[language]["examples"].format(profile=PROFILE, command=command)


def _named(market: Market, language: Language) -> str:
    return f"{market.name.get(language)}{_colon(language)}`{market.id}`"


def _rows(rows: dict[str, str]) -> str:
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _cell(text: str) -> str:
    """A text in a cell, with the tables of a profile as code."""
    return re.sub(r"\[+[a-z.-]+\]+", lambda table: f"`{table[0]}`", text).replace("|", r"\|")


def _colon(language: Language) -> str:
    return {"en": ": ", "zh": "："}[language]


def _about_edition(catalogue: Catalogue, language: Language) -> str:
    source, in_force, notice = (text.get(language) for text in (catalogue.source, catalogue.in_force, catalogue.notice))
    return {"en": f"{source}: {in_force}. {notice}", "zh": f"{source}：{in_force}。{notice}"}[language]
