"""JSON for programs, version 1. Members may be added to version 1, but not renamed or removed.

What only one command shows, with records that only it has, is imported when it is asked for: a check stays quick.
"""

from typing import TYPE_CHECKING, TextIO

from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.catalogue import (
    render_index,
    render_markets,
    render_requirement,
    render_requirements,
    render_variants,
)
from cloudmkt_cli.render.json_report.check import render_batch
from cloudmkt_cli.render.json_report.config import render_settings
from cloudmkt_cli.render.json_report.next import render_onboarding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.catalogue.editions import EditionDates
    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.history.diff import Comparison
    from cloudmkt_cli.packs.cases import PackTest
    from cloudmkt_cli.packs.checks import CheckedPack
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


def render_comparison(
    comparison: "Comparison", catalogue: "Catalogue", language: Language, target: TextIO | None = None
) -> str:
    """What changed between two reports."""
    from cloudmkt_cli.render.json_report.diff import render_comparison as render

    return render(comparison, catalogue, language, target)


def render_market_comparison(catalogue: "Catalogue", language: Language, target: TextIO | None = None) -> str:
    """What the markets ask for, side by side."""
    from cloudmkt_cli.render.json_report.market_comparison import render_market_comparison as render

    return render(catalogue, language, target)


def render_packs(
    checked: "Sequence[CheckedPack]",
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """What the packs of users hold."""
    from cloudmkt_cli.render.json_report.pack import render_packs as render

    return render(checked, language)


def render_pack_tests(
    tests: "Sequence[PackTest]",
    language: Language,  # noqa: ARG001  nothing in it is in words
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """How the cases of packs came out."""
    from cloudmkt_cli.render.json_report.pack import render_pack_tests as render

    return render(tests)


def render_editions(
    editions: "Sequence[EditionDates]", catalogue: "Catalogue", language: Language, target: TextIO | None = None
) -> str:
    """The editions of each marketplace."""
    from cloudmkt_cli.render.json_report.editions import render_editions as render

    return render(editions, catalogue, language, target)


def render_edition_diff(diff: "EditionDiff", language: Language, target: TextIO | None = None) -> str:
    """What differs between two editions."""
    from cloudmkt_cli.render.json_report.editions import render_edition_diff as render

    return render(diff, language, target)
