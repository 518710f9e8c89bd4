"""Results as text, one package a format. A renderer returns text and never prints."""

from typing import TYPE_CHECKING, Protocol, TextIO

from cloudmkt_cli.choices import Format
from cloudmkt_cli.language import Language

if TYPE_CHECKING:
    from cloudmkt_cli.batch import Batch, CheckedProfile
    from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement
    from cloudmkt_cli.comparison import Comparison
    from cloudmkt_cli.planning.plan import Plan
    from cloudmkt_cli.settings import Settings


class Renderer(Protocol):
    """What a format offers. ``target`` is where the text will be shown; None for a file."""

    def render_batch(self, batch: "Batch", language: Language, target: TextIO | None) -> str:
        """The result of ``check``."""

    def render_comparison(
        self, comparison: "Comparison", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``diff``."""

    def render_way_in(
        self, checked: "CheckedProfile | None", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``next``: for one vendor, or for nobody in particular."""

    def render_plan(
        self,
        checked: "CheckedProfile",
        plan: "Plan",
        catalogue: "Catalogue",
        language: Language,
        target: TextIO | None,
    ) -> str:
        """The result of ``plan``."""

    def render_markets(self, catalogue: "Catalogue", language: Language, target: TextIO | None) -> str:
        """The result of ``markets``."""

    def render_requirements(
        self, catalogue: "Catalogue", markets: "tuple[Market, ...]", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``requirements``."""

    def render_requirement(
        self, catalogue: "Catalogue", requirement: "Requirement", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``explain``."""

    def render_settings(
        self, settings: "Settings", catalogue: "Catalogue", language: Language, target: TextIO | None
    ) -> str:
        """The result of ``config``."""


def renderer(output_format: Format) -> Renderer:
    """The package of a format; only that one is imported."""
    if output_format == "json":
        from cloudmkt_cli.render import as_json

        return as_json
    from cloudmkt_cli.render import as_text

    return as_text
