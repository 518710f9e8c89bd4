"""Text for people. Only this package uses Rich; text from profiles never becomes markup.

There are no boxes: many Chinese fonts draw box characters two columns wide, which breaks frames.
"""

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
from cloudmkt_cli.render.terminal.plan import render_plan

__all__ = [
    "render_batch",
    "render_comparison",
    "render_index",
    "render_market_comparison",
    "render_markets",
    "render_onboarding",
    "render_pack_tests",
    "render_packs",
    "render_plan",
    "render_requirement",
    "render_requirements",
    "render_settings",
    "render_variants",
]
