"""The options that commands share."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from cloudmkt_cli.cli.completions import edition_names, market_ids, requirement_names, settable_key_values
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.core.formats import (
    REPORT_ENDINGS,
    CheckFormat,
    FailOn,
    Format,
    Only,
    ReportFormat,
    Sort,
)
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.overrides import Override, parse_override

Kind = TypeVar("Kind", bound=str)

_YEARS: Final = range(1900, 2200)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise typer.BadParameter(tr("usage.bad_day", found=escape_untrusted(text)))
    return day


def _edit(text: str) -> Override:
    override = parse_override(text)
    if override is None:
        raise typer.BadParameter(tr("usage.bad_set", found=text))
    return override


def _pattern(text: str) -> str:
    from cloudmkt_cli.core.patterns import is_pattern

    if not text.strip() or not is_pattern(text):
        raise typer.BadParameter(tr("usage.bad_pattern", found=escape_untrusted(text)))
    return text


def report_kind(path: Path, endings: Mapping[str, Kind]) -> Kind:
    """The kind of a report by the ending of its file; another ending is wrong use."""
    kind = kind_by_ending(path, endings)
    if kind is None:
        raise typer.BadParameter(tr("usage.bad_report", found=escape_untrusted(path.name), choices=tuple(endings)))
    return kind


def format_of(stated: CheckFormat | None, output: Path | None) -> CheckFormat:
    """The format of the output: what is stated, else by the ending of its file, else text."""
    if stated is None and output is not None:
        return "jsonl" if output.name.lower().endswith(".jsonl") else kind_by_ending(output, REPORT_ENDINGS) or "text"
    return stated or "text"


def refuse_one_file_for_two(files: Sequence[Path]) -> None:
    """Several outputs to one file are wrong use: the last would be left of them."""
    seen: set[str] = set()
    for file in files:
        place = os.path.normcase(os.path.realpath(file))
        if place in seen:
            raise typer.BadParameter(tr("usage.one_file_for_two", path=escape_untrusted(str(file))))
        seen.add(place)


def kind_by_ending(path: Path, endings: Mapping[str, Kind]) -> Kind | None:
    """The kind of a report by the ending of its file; None for another ending."""
    fitting = [ending for ending in endings if path.name.lower().endswith(ending)]
    return endings[max(fitting, key=len)] if fitting else None


ProfilePaths = Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="help.paths", show_default=False)]
MarketId = Annotated[
    str | None,
    typer.Argument(metavar="[MARKET]", help="help.market_one", autocompletion=market_ids, show_default=False),
]
RequirementName = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="help.requirement", autocompletion=requirement_names, show_default=False),
]
Markets = Annotated[
    list[str] | None,
    typer.Option("--market", "-m", metavar="ID", help="help.market", autocompletion=market_ids, show_default=False),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=_day, help="help.as_of", show_default=False),
]
Overrides = Annotated[
    list[Override] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        parser=_edit,
        help="help.set",
        autocompletion=settable_key_values,
        show_default=False,
    ),
]
EditionOption = Annotated[
    str | None,
    typer.Option("--edition", metavar="EDITION", help="help.edition", autocompletion=edition_names, show_default=False),
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="help.config_file", show_default=False)
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="help.no_config", show_default=False)]
StdinFilename = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="PATH", help="help.stdin_filename", show_default=False)
]
Excludes = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", parser=_pattern, help="help.exclude", show_default=False),
]

_OUTPUT: Final = "typer.output_options"
FormatOption = Annotated[
    Format, typer.Option("--format", "-f", metavar="FORMAT", help="help.format", rich_help_panel=_OUTPUT)
]
FormatOrEnding = Annotated[
    Format | None,
    typer.Option("--format", "-f", metavar="FORMAT", help="help.format", show_default=False, rich_help_panel=_OUTPUT),
]
"""The same; left out, the ending of ``--output`` says it."""
CheckFormatOption = Annotated[
    CheckFormat | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="help.check_format", show_default=False, rich_help_panel=_OUTPUT
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="help.output", show_default=False, rich_help_panel=_OUTPUT),
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", metavar="LANG", help="help.lang", show_default=False, rich_help_panel=_OUTPUT),
]
SortOption = Annotated[
    Sort | None,
    typer.Option("--sort", metavar="ORDER", help="help.sort", show_default=False, rich_help_panel=_OUTPUT),
]
OnlyOption = Annotated[
    Only | None,
    typer.Option("--only", metavar="VERDICT", help="help.only", show_default=False, rich_help_panel=_OUTPUT),
]
FullSteps = Annotated[
    bool, typer.Option("--details", help="help.full_steps", show_default=False, rich_help_panel=_OUTPUT)
]
FullPlans = Annotated[
    bool, typer.Option("--details", help="help.full_plans", show_default=False, rich_help_panel=_OUTPUT)
]
Details = Annotated[bool, typer.Option("--details", help="help.details", show_default=False, rich_help_panel=_OUTPUT)]
OpenOnly = Annotated[bool, typer.Option("--open", help="help.open", show_default=False, rich_help_panel=_OUTPUT)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="help.quiet", show_default=False, rich_help_panel=_OUTPUT)]
Brief = Annotated[bool, typer.Option("--brief", help="help.brief", show_default=False, rich_help_panel=_OUTPUT)]

_GATE: Final = "typer.gate_options"
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", metavar="VERDICT", help="help.fail_on", show_default=False, rich_help_panel=_GATE),
]
WaiversOption = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="FILE", help="help.waivers", show_default=False, rich_help_panel=_GATE),
]
NoWaivers = Annotated[
    bool, typer.Option("--no-waivers", help="help.no_waivers", show_default=False, rich_help_panel=_GATE)
]
StrictWaivers = Annotated[
    bool, typer.Option("--strict-waivers", help="help.strict_waivers", show_default=False, rich_help_panel=_GATE)
]
BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="REPORT", help="help.baseline", show_default=False, rich_help_panel=_GATE),
]

_REPORTS: Final = "typer.report_options"
Reports = Annotated[
    list[Path] | None,
    typer.Option("--report", metavar="FILE", help="help.report", show_default=False, rich_help_panel=_REPORTS),
]
PlanReports = Annotated[
    list[Path] | None,
    typer.Option("--report", metavar="FILE", help="help.plan_report", show_default=False, rich_help_panel=_REPORTS),
]
DiffReports = Annotated[
    list[Path] | None,
    typer.Option("--report", metavar="FILE", help="help.diff_report", show_default=False, rich_help_panel=_REPORTS),
]
ReportDir = Annotated[
    Path | None,
    typer.Option("--report-dir", metavar="DIR", help="help.report_dir", show_default=False, rich_help_panel=_REPORTS),
]
ReportFormatOption = Annotated[
    ReportFormat,
    typer.Option("--report-format", metavar="FORMAT", help="help.report_format", rich_help_panel=_REPORTS),
]
SarifAll = Annotated[
    bool, typer.Option("--sarif-all", help="help.sarif_all", show_default=False, rich_help_panel=_REPORTS)
]
