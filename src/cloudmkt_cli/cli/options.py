"""The options that commands share."""

import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cloudmkt_cli.cli.language import current_language, tr
from cloudmkt_cli.core.formats import REPORT_ENDINGS, CheckFormat, FailOn, Format, Only, ReportFormat, Sort
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.overrides import Override, parse_override

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue

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


def report_kind(path: Path) -> ReportFormat:
    """The kind of a report by the ending of its file; another ending is wrong use."""
    kind = _kind_by_ending(path)
    if kind is None:
        raise typer.BadParameter(
            tr("usage.bad_report", found=escape_untrusted(path.name), choices=tuple(REPORT_ENDINGS))
        )
    return kind


def format_of(stated: CheckFormat | None, output: Path | None) -> CheckFormat | ReportFormat:
    """The format of the output: what is stated, else by the ending of its file, else text."""
    if stated is None and output is not None:
        return "jsonl" if output.name.lower().endswith(".jsonl") else _kind_by_ending(output) or "text"
    return stated or "text"


def refuse_one_file_for_two(files: Sequence[Path]) -> None:
    """Several outputs to one file are wrong use: the last would be left of them."""
    seen: set[str] = set()
    for file in files:
        place = os.path.normcase(os.path.realpath(file))
        if place in seen:
            raise typer.BadParameter(tr("usage.one_file_for_two", path=escape_untrusted(str(file))))
        seen.add(place)


def _kind_by_ending(path: Path) -> ReportFormat | None:
    fitting = [ending for ending in REPORT_ENDINGS if path.name.lower().endswith(ending)]
    return REPORT_ENDINGS[max(fitting, key=len)] if fitting else None


def market_ids(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The markets that a shell may complete a word to, with their names."""
    markets = _catalogue(context).markets
    return [(market.id, market.name.get(current_language())) for market in markets if market.id.startswith(incomplete)]


def _catalogue(context: typer.Context) -> "Catalogue":
    """That of the edition that the line names so far; the default one if it names none that there is."""
    from cloudmkt_cli.catalogue.editions import find_edition
    from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue
    from cloudmkt_cli.core.diagnostics import InputError

    try:
        return load_catalogue(find_edition(context.params.get("edition") or DEFAULT_PACK))
    except InputError:
        return load_catalogue()


def edition_names(incomplete: str) -> list[tuple[str, str]]:
    """The editions that a shell may complete a word to, with when each was in force."""
    from cloudmkt_cli.catalogue.editions import NEWEST
    from cloudmkt_cli.catalogue.pack_files import read_head, shipped_packs

    named = {NEWEST: "", **{pack: read_head(pack)["in_force"][current_language()] for pack in shipped_packs()}}
    return [item for item in named.items() if item[0].startswith(incomplete)]


def _requirement_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What ``explain`` may be completed to: ids, names that markets share, and markets."""
    titles = [(name, item.title) for item in _catalogue(context).requirements() for name in (item.id, item.slug)]
    named = {
        name: title.get(current_language()) for name, title in sorted(titles, key=lambda named: "." not in named[0])
    }
    return [item for item in (named | dict(market_ids(context, ""))).items() if item[0].startswith(incomplete)]


def _settable_keys(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The keys that the value of ``--set`` may begin with, with their labels."""
    from cloudmkt_cli.catalogue.profile_keys import settable_keys

    keys = settable_keys(_catalogue(context))
    return [(f"{key}=", label.get(current_language())) for key, label in keys.items() if key.startswith(incomplete)]


ProfilePath = Annotated[str | None, typer.Argument(metavar="[PATH]", help=tr("help.path_one"), show_default=False)]
ProfilePaths = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH]...", help=tr("help.paths"), show_default=False)
]
MarketId = Annotated[
    str | None,
    typer.Argument(metavar="[MARKET]", help=tr("help.market_one"), autocompletion=market_ids, show_default=False),
]
RequirementName = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]", help=tr("help.requirement"), autocompletion=_requirement_names, show_default=False
    ),
]
Markets = Annotated[
    list[str] | None,
    typer.Option("--market", "-m", metavar="ID", help=tr("help.market"), autocompletion=market_ids, show_default=False),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=_day, help=tr("help.as_of"), show_default=False),
]
Overrides = Annotated[
    list[Override] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        parser=_edit,
        help=tr("help.set"),
        autocompletion=_settable_keys,
        show_default=False,
    ),
]
EditionOption = Annotated[
    str | None,
    typer.Option(
        "--edition", metavar="EDITION", help=tr("help.edition"), autocompletion=edition_names, show_default=False
    ),
]
PackFolders = Annotated[
    list[str] | None, typer.Option("--pack", metavar="FOLDER", help=tr("help.pack_option"), show_default=False)
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help=tr("help.config_file"), show_default=False)
]
NoConfig = Annotated[bool, typer.Option("--no-config", help=tr("help.no_config"), show_default=False)]
StdinFilename = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="PATH", help=tr("help.stdin_filename"), show_default=False)
]
Excludes = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", parser=_pattern, help=tr("help.exclude"), show_default=False),
]

_OUTPUT: Final = tr("typer.output_options")
FormatOption = Annotated[
    Format, typer.Option("--format", "-f", metavar="FORMAT", help=tr("help.format"), rich_help_panel=_OUTPUT)
]
CheckFormatOption = Annotated[
    CheckFormat | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help=tr("help.check_format"), show_default=False, rich_help_panel=_OUTPUT
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=tr("help.output"), show_default=False, rich_help_panel=_OUTPUT),
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", metavar="LANG", help=tr("help.lang"), show_default=False, rich_help_panel=_OUTPUT),
]
SortOption = Annotated[
    Sort | None,
    typer.Option("--sort", metavar="ORDER", help=tr("help.sort"), show_default=False, rich_help_panel=_OUTPUT),
]
OnlyOption = Annotated[
    Only | None,
    typer.Option("--only", metavar="VERDICT", help=tr("help.only"), show_default=False, rich_help_panel=_OUTPUT),
]
Details = Annotated[
    bool, typer.Option("--details", help=tr("help.details"), show_default=False, rich_help_panel=_OUTPUT)
]

_GATE: Final = tr("typer.gate_options")
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", metavar="VERDICT", help=tr("help.fail_on"), show_default=False, rich_help_panel=_GATE),
]
WaiversOption = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="FILE", help=tr("help.waivers"), show_default=False, rich_help_panel=_GATE),
]
NoWaivers = Annotated[
    bool, typer.Option("--no-waivers", help=tr("help.no_waivers"), show_default=False, rich_help_panel=_GATE)
]
StrictWaivers = Annotated[
    bool, typer.Option("--strict-waivers", help=tr("help.strict_waivers"), show_default=False, rich_help_panel=_GATE)
]
BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="REPORT", help=tr("help.baseline"), show_default=False, rich_help_panel=_GATE),
]

_REPORTS: Final = tr("typer.report_options")
Reports = Annotated[
    list[Path] | None,
    typer.Option("--report", metavar="FILE", help=tr("help.report"), show_default=False, rich_help_panel=_REPORTS),
]
ReportDir = Annotated[
    Path | None,
    typer.Option(
        "--report-dir", metavar="DIR", help=tr("help.report_dir"), show_default=False, rich_help_panel=_REPORTS
    ),
]
ReportFormatOption = Annotated[
    ReportFormat,
    typer.Option("--report-format", metavar="FORMAT", help=tr("help.report_format"), rich_help_panel=_REPORTS),
]
SarifAll = Annotated[
    bool, typer.Option("--sarif-all", help=tr("help.sarif_all"), show_default=False, rich_help_panel=_REPORTS)
]
