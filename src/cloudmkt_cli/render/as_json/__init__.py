"""JSON for programs, version 1: explicit shapes, never a dump of internals. Fields may be added, none is renamed."""

from cloudmkt_cli.render.as_json.catalogue import render_markets, render_requirement, render_requirements
from cloudmkt_cli.render.as_json.comparison import render_comparison
from cloudmkt_cli.render.as_json.report import render_batch, render_way_in
from cloudmkt_cli.render.as_json.settings import render_settings

__all__ = [
    "render_batch",
    "render_comparison",
    "render_markets",
    "render_requirement",
    "render_requirements",
    "render_settings",
    "render_way_in",
]
