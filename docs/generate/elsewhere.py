"""What other markets and editions ask for under the same name."""

from functools import cache

from generate.phrases import COMMA, numbers_of

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.catalogue.pages import page_name
from cloudmkt_cli.core.messages import Language


def elsewhere(requirement: Requirement, catalogue: Catalogue, page: str, language: Language) -> str:
    """Links to the same requirement on other pages, by the numbers asked for there; empty if there are none."""
    own = page_name(catalogue, page, language)
    found: dict[str, dict[str, None]] = {}
    for other, item in _of_slug(requirement.slug):
        file = page_name(other, item.market, language)
        if file != own:
            is_default = other.id == load_catalogue().id
            name = _market_name(other, item.market, language) if is_default else f"`{other.id}`"
            link = f"[{name}]({file}#{item.slug})"
            found.setdefault(numbers_of(item, other, language), {})[link] = None
    none = {"en": "no number", "zh": "没有数量"}[language]
    colon = {"en": ": ", "zh": "："}[language]
    lines = [f"{number.strip() or none}{colon}{COMMA[language].join(links)}" for number, links in found.items()]
    return "<br>".join(lines) if set(found) != {""} else COMMA[language].join(found[""])


@cache
def _of_slug(slug: str) -> tuple[tuple[Catalogue, Requirement], ...]:
    """The default edition's first."""
    default = load_catalogue()
    others = (load_catalogue(pack) for pack in shipped_packs() if pack != default.id)
    return tuple((each, item) for each in (default, *others) for item in each.requirements() if item.slug == slug)


def _market_name(catalogue: Catalogue, market: str, language: Language) -> str:
    named = next(each for each in (catalogue.general, *catalogue.markets) if each.id == market)
    return named.name.get(language)
