"""Text for people. Only this package uses Rich; text from profiles never becomes markup.

There are no boxes: many Chinese fonts draw box characters two columns wide, which breaks frames.
"""

from typing import TYPE_CHECKING, TextIO

from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.terminal.catalogue import (
    render_index,
    render_markets,
    render_requirement,
    render_requirements,
    render_variants,
)
from cloudmkt_cli.render.terminal.check import render_batch
from cloudmkt_cli.render.terminal.config import render_settings
from cloudmkt_cli.render.terminal.diff import render_comparison
from cloudmkt_cli.render.terminal.market_comparison import render_market_comparison
from cloudmkt_cli.render.terminal.onboarding import render_onboarding
from cloudmkt_cli.render.terminal.pack import render_pack_tests, render_packs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.catalogue.editions import EditionDates
    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.runs.edition_diff import EditionDiff

__all__ = [
    "render_batch",
    "render_comparison",
    "render_edition_diff",
    "render_editions",
    "render_index",
    "render_market_comparison",
    "render_markets",
    "render_onboarding",
    "render_pack_tests",
    "render_packs",
    "render_requirement",
    "render_requirements",
    "render_settings",
    "render_variants",
]


def render_editions(
    editions: "Sequence[EditionDates]", catalogue: "Catalogue", language: Language, target: TextIO | None = None
) -> str:
    """The editions of each marketplace."""
    from cloudmkt_cli.render.terminal.editions import render_editions as render

    return render(editions, catalogue, language, target)


def render_edition_diff(diff: "EditionDiff", language: Language, target: TextIO | None = None) -> str:
    """What differs between two editions."""
    from cloudmkt_cli.render.terminal.editions import render_edition_diff as render

    return render(diff, language, target)
