"""The generated parts of pages that are otherwise written by hand: the edition, and tables of requirements."""

from collections.abc import Callable
from typing import Final

from generate.phrases import dates_of, numbers_of
from generate.requirement_pages import editions_beside_the_default

from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
from cloudmkt_cli.catalogue.pages import FOLDER, page_name
from cloudmkt_cli.core.messages import Language

_OFTEN: Final = 4
"""A number has a column of its own if so many markets ask for it."""


def edition(catalogue: Catalogue, language: Language) -> str:
    """Which edition of the rules this is, and where the current one is."""
    day, url = catalogue.checked_on.isoformat(), catalogue.source_url
    if language == "zh":
        return f"cloudmkt 采用的规则版本为 `{catalogue.id}`（核对于 {day}）。申请前请与[官网现行页面]({url})核对。"
    return (
        f"cloudmkt applies the edition `{catalogue.id}`, checked on {day}. "
        f"Before applying, confirm against [the current page]({url})."
    )


def requirements(catalogue: Catalogue, language: Language) -> str:
    """Every requirement of the catalogue, one table per market, with links to the pages."""
    return "\n\n".join(_of_market(market, catalogue, language) for market in (catalogue.general, *catalogue.markets))


def markets(catalogue: Catalogue, language: Language) -> str:
    """The numbers that most markets ask for, and how many requirements there are."""
    numbers: dict[str, dict[str, str]] = {}
    for market in catalogue.markets:
        for item in market.requirements:
            if number := numbers_of(item, catalogue, language):
                numbers.setdefault(item.title.get(language), {})[market.id] = number
    shown = [title for title, cells in numbers.items() if len(cells) >= _OFTEN]
    words = {"en": ("market", "requirements"), "zh": ("市场", "条件（项）")}[language]
    rows = [
        [
            f"[{market.name.get(language)}]({FOLDER}/{page_name(catalogue, market.id, language)}) `{market.id}`",
            *(numbers[title].get(market.id, "") for title in shown),
            str(len(catalogue.required_of(market))),
        ]
        for market in catalogue.markets
    ]
    return _table([words[0], *shown, words[1]], rows)


def editions(_: Catalogue, language: Language) -> str:
    """The editions beside the default, by marketplace, with links to their pages."""
    heads = {"en": ["edition", "text", "known dates"], "zh": ["版本", "文本", "已知日期"]}[language]
    rows = [
        [
            f"[`{item.id}`](requirements/{page_name(item, '', language)})",
            item.source.get(language),
            dates_of(item, language),
        ]
        for item in editions_beside_the_default()
    ]
    return _table(heads, rows)


GENERATED: Final[dict[str, Callable[[Catalogue, Language], str]]] = {
    "edition": edition,
    "editions": editions,
    "markets": markets,
    "requirements": requirements,
}


def _of_market(market: Market, catalogue: Catalogue, language: Language) -> str:
    names = {"en": f"### {market.name.en}: `{market.id}`", "zh": f"### {market.name.zh}：`{market.id}`"}
    heads = {"en": ["clause", "requirement", "expected"], "zh": ["条款", "条件", "要求"]}
    page = f"requirements/{page_name(catalogue, market.id, language)}"
    rows = [
        [str(item.clause or ""), _linked(item, page, language), item.expected.get(language)]
        for item in market.requirements
    ]
    return f"{names[language]}\n\n{_table(heads[language], rows)}"


def _linked(item: Requirement, page: str, language: Language) -> str:
    return f"[`{item.id}`]({page}#{item.slug}) {item.title.get(language)}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *rows])
