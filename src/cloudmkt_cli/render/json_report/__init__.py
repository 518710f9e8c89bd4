"""JSON for programs, version 1. Members may be added to version 1, but not renamed or removed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloudmkt_cli.render.json_report.catalogue import render_index as render_index
    from cloudmkt_cli.render.json_report.catalogue import render_markets as render_markets
    from cloudmkt_cli.render.json_report.catalogue import render_requirement as render_requirement
    from cloudmkt_cli.render.json_report.catalogue import render_requirements as render_requirements
    from cloudmkt_cli.render.json_report.catalogue import render_variants as render_variants
    from cloudmkt_cli.render.json_report.check import render_batch as render_batch
    from cloudmkt_cli.render.json_report.config import render_settings as render_settings
    from cloudmkt_cli.render.json_report.diff import render_comparison as render_comparison
    from cloudmkt_cli.render.json_report.editions import render_edition_diff as render_edition_diff
    from cloudmkt_cli.render.json_report.editions import render_editions as render_editions
    from cloudmkt_cli.render.json_report.market_comparison import render_market_comparison as render_market_comparison
    from cloudmkt_cli.render.json_report.next import render_onboarding as render_onboarding
    from cloudmkt_cli.render.json_report.pack import render_pack_tests as render_pack_tests
    from cloudmkt_cli.render.json_report.pack import render_packs as render_packs
    from cloudmkt_cli.render.json_report.screening import render_screening as render_screening

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a renderer when it is asked for: a check stays quick."""
        match name:
            case "render_index" | "render_markets" | "render_requirement" | "render_requirements" | "render_variants":
                from cloudmkt_cli.render.json_report import catalogue as module
            case "render_batch":
                from cloudmkt_cli.render.json_report import check as module
            case "render_settings":
                from cloudmkt_cli.render.json_report import config as module
            case "render_comparison":
                from cloudmkt_cli.render.json_report import diff as module
            case "render_edition_diff" | "render_editions":
                from cloudmkt_cli.render.json_report import editions as module
            case "render_market_comparison":
                from cloudmkt_cli.render.json_report import market_comparison as module
            case "render_onboarding":
                from cloudmkt_cli.render.json_report import next as module
            case "render_pack_tests" | "render_packs":
                from cloudmkt_cli.render.json_report import pack as module
            case "render_screening":
                from cloudmkt_cli.render.json_report import screening as module
            case _:
                raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(module, name)
