"""The renderers that all commands have: text for people, JSON for programs."""

from typing import TYPE_CHECKING, Protocol, TextIO

from cloudmkt_cli.core.formats import Format
from cloudmkt_cli.core.messages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloudmkt_cli.catalogue.editions import EditionDates
    from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
    from cloudmkt_cli.config.settings import Settings
    from cloudmkt_cli.history.diff import Comparison
    from cloudmkt_cli.packs.cases import PackTest
    from cloudmkt_cli.packs.checks import CheckedPack
    from cloudmkt_cli.runs.batch import Batch
    from cloudmkt_cli.runs.edition_diff import EditionDiff
    from cloudmkt_cli.screening.summary import Summary


class Renderer(Protocol):
    """A format. ``target`` is the stream that the text will be shown on; None for a file."""

    def render_batch(self, batch: "Batch", language: Language, target: TextIO | None) -> str:
        """The result of ``check``."""

    def render_comparison(
        self, comparison: "Comparison", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``diff``."""

    def render_onboarding(self, catalogue: "Catalogue", language: Language, target: TextIO | None) -> str:
        """The result of ``next`` without a profile."""

    def render_markets(self, catalogue: "Catalogue", language: Language, target: TextIO | None) -> str:
        """The result of ``markets``."""

    def render_requirements(
        self, catalogue: "Catalogue", markets: "tuple[Market, ...]", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``requirements``."""

    def render_market_comparison(self, catalogue: "Catalogue", language: Language, target: TextIO | None) -> str:
        """The result of ``requirements --compare``."""

    def render_requirement(
        self, catalogue: "Catalogue", requirement: "Requirement", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``explain`` with an id."""

    def render_variants(
        self, catalogue: "Catalogue", requirements: "tuple[Requirement, ...]", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``explain`` with a name that several markets may share."""

    def render_index(self, catalogue: "Catalogue", language: Language, target: TextIO | None) -> str:
        """The result of ``explain`` without a name."""

    def render_editions(
        self, editions: "Sequence[EditionDates]", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``editions``."""

    def render_edition_diff(self, diff: "EditionDiff", language: Language, target: TextIO | None) -> str:
        """The result of ``editions diff``."""

    def render_settings(
        self, settings: "Settings", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``config``."""

    def render_packs(self, checked: "Sequence[CheckedPack]", language: Language, target: TextIO | None) -> str:
        """The result of ``pack check``."""

    def render_pack_tests(self, tests: "Sequence[PackTest]", language: Language, target: TextIO | None) -> str:
        """The result of ``pack test``."""

    def render_screening(
        self, summary: "Summary", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The summary of ``screen``."""


def renderer(output_format: Format) -> Renderer:
    """The package of a format. Only that one is imported."""
    if output_format == "json":
        from cloudmkt_cli.render import json_report

        return json_report
    from cloudmkt_cli.render import terminal

    return terminal
