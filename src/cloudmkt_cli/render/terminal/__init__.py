"""Text for people. Only this package uses Rich; text from profiles never becomes markup.

There are no boxes: many Chinese fonts draw box characters two columns wide, which breaks frames.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloudmkt_cli.render.terminal.catalogue import render_index as render_index
    from cloudmkt_cli.render.terminal.catalogue import render_markets as render_markets
    from cloudmkt_cli.render.terminal.catalogue import render_requirement as render_requirement
    from cloudmkt_cli.render.terminal.catalogue import render_requirements as render_requirements
    from cloudmkt_cli.render.terminal.catalogue import render_variants as render_variants
    from cloudmkt_cli.render.terminal.check import render_batch as render_batch
    from cloudmkt_cli.render.terminal.config import render_settings as render_settings
    from cloudmkt_cli.render.terminal.diff import render_comparison as render_comparison
    from cloudmkt_cli.render.terminal.editions import render_edition_diff as render_edition_diff
    from cloudmkt_cli.render.terminal.editions import render_editions as render_editions
    from cloudmkt_cli.render.terminal.market_comparison import render_market_comparison as render_market_comparison
    from cloudmkt_cli.render.terminal.onboarding import render_onboarding as render_onboarding
    from cloudmkt_cli.render.terminal.pack import render_pack_tests as render_pack_tests
    from cloudmkt_cli.render.terminal.pack import render_packs as render_packs
    from cloudmkt_cli.render.terminal.screening import render_screening as render_screening

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a renderer when it is asked for: a check stays quick."""
        match name:
            case "render_index" | "render_markets" | "render_requirement" | "render_requirements" | "render_variants":
                from cloudmkt_cli.render.terminal import catalogue as module
            case "render_batch":
                from cloudmkt_cli.render.terminal import check as module
            case "render_settings":
                from cloudmkt_cli.render.terminal import config as module
            case "render_comparison":
                from cloudmkt_cli.render.terminal import diff as module
            case "render_edition_diff" | "render_editions":
                from cloudmkt_cli.render.terminal import editions as module
            case "render_market_comparison":
                from cloudmkt_cli.render.terminal import market_comparison as module
            case "render_onboarding":
                from cloudmkt_cli.render.terminal import onboarding as module
            case "render_pack_tests" | "render_packs":
                from cloudmkt_cli.render.terminal import pack as module
            case "render_screening":
                from cloudmkt_cli.render.terminal import screening as module
            case _:
                raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(module, name)
