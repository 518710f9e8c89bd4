"""Text for people. The one package that knows Rich; what a profile says is always text, never markup.

Nothing is boxed in: many Chinese fonts draw box characters two columns wide, and a frame made of them shifts.
"""

from cloudmkt_cli.render.terminal.catalogue import render_markets, render_requirement, render_requirements
from cloudmkt_cli.render.terminal.check import render_batch
from cloudmkt_cli.render.terminal.config import render_settings
from cloudmkt_cli.render.terminal.diff import render_comparison
from cloudmkt_cli.render.terminal.onboarding import render_onboarding
from cloudmkt_cli.render.terminal.plan import render_plan

__all__ = [
    "render_batch",
    "render_comparison",
    "render_markets",
    "render_onboarding",
    "render_plan",
    "render_requirement",
    "render_requirements",
    "render_settings",
]
