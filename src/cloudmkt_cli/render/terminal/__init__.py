"""Text for people. Only this package uses Rich; text from profiles never becomes markup.

There are no boxes: many Chinese fonts draw box characters two columns wide, which breaks frames.
"""

from typing import TYPE_CHECKING

from cloudmkt_cli.render.lazy import on_first_use

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
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "render_batch": "check",
            "render_comparison": "diff",
            "render_edition_diff": "editions",
            "render_editions": "editions",
            "render_index": "catalogue",
            "render_market_comparison": "market_comparison",
            "render_markets": "catalogue",
            "render_onboarding": "onboarding",
            "render_pack_tests": "pack",
            "render_packs": "pack",
            "render_requirement": "catalogue",
            "render_requirements": "catalogue",
            "render_settings": "config",
            "render_variants": "catalogue",
        },
    )
