"""The pages that describe requirements: one for each market of the default edition, and one for each other edition."""

from functools import cache
from typing import Final

from cloudmkt_cli.catalogue.loader import DEFAULT_PACK
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.project import file_address

FOLDER: Final = "docs/requirements"
_ENDINGS: Final[dict[Language, str]] = {"zh": ".zh-CN.md", "en": ".md"}


def page_address(requirement: Requirement, catalogue: Catalogue, language: Language) -> str | None:
    """Where a requirement is described; None if its edition does not ship with the program."""
    if not _has_page(catalogue.id):
        return None
    return file_address(f"{FOLDER}/{page_name(catalogue, requirement.market, language)}#{requirement.slug}")


def page_name(catalogue: Catalogue, market: str, language: Language) -> str:
    """The file that describes the requirements of a market."""
    return f"{market if catalogue.id == DEFAULT_PACK else catalogue.id}{_ENDINGS[language]}"


@cache
def _has_page(edition: str) -> bool:
    return edition in shipped_packs()
