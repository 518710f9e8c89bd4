"""How much of each profile an output shows, and the outputs that have no such choice."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.core.formats import FOR_PEOPLE, CheckFormat, View


def view_of(kinds: Sequence[CheckFormat], *, open_only: bool, quiet: bool, details: bool) -> View:
    """How much of each profile is shown; wrong use if a format has no such view."""
    if quiet and (open_only or details):
        raise typer.BadParameter(tr("usage.one_view"))
    if not (open_only or quiet):
        return "full"
    always_whole = sorted({*kinds} - FOR_PEOPLE)
    if always_whole:
        option = "--open" if open_only else "--quiet"
        raise typer.BadParameter(tr("usage.no_view", option=option, kinds=tuple(always_whole)))
    return "open" if open_only else "quiet"


def refuse_workbook_on_terminal(output_format: CheckFormat, output: Path | None) -> None:
    """A workbook on a terminal is wrong use: it would fill it with control characters."""
    if output_format == "xlsx" and output is None and sys.stdout and sys.stdout.isatty():
        raise typer.BadParameter(tr("usage.workbook_on_terminal"))


def refuse_brief(output_format: CheckFormat, *, brief: bool) -> None:
    """Brief lines of another format than JSON Lines are wrong use."""
    if brief and output_format != "jsonl":
        raise typer.BadParameter(tr("usage.brief", found=output_format))
