"""``cloudmkt screen``: a whole registry, counted and decided by patterns of facts."""

from pathlib import Path
from typing import Annotated

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.commands.import_ import MapTo
from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import AsOf, ConfigOption, EditionOption, FormatOption, Lang, Markets, NoConfig
from cloudmkt_cli.cli.resolve_settings import effective_settings

_Tables = Annotated[list[str], typer.Argument(metavar="TABLE...", help=tr("help.screen_tables"), show_default=False)]
_To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help=tr("help.screen_to"), show_default=False)]
_Summaries = Annotated[
    list[Path] | None,
    typer.Option("--summary", metavar="FILE", help=tr("help.screen_summary"), show_default=False),
]
_By = Annotated[
    list[str] | None, typer.Option("--by", metavar="HEADING", help=tr("help.screen_by"), show_default=False)
]
_LimitPatterns = Annotated[
    int, typer.Option("--limit-patterns", metavar="N", min=1, help=tr("help.screen_limit_patterns"))
]
_Force = Annotated[bool, typer.Option("--force", help=tr("help.screen_force"), show_default=False)]


@handle_errors
def screen(
    tables: _Tables,
    to: _To = None,
    summary: _Summaries = None,
    mapped: MapTo = None,
    by: _By = None,
    market: Markets = None,
    as_of: AsOf = None,
    limit_patterns: _LimitPatterns = 20_000,
    force: _Force = False,
    edition: EditionOption = None,
    pack: PackFolders = None,
    output_format: FormatOption = "text",
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.cli.screening import ScreenOutputs, run_screening
    from cloudmkt_cli.screening.screen import ScreenOptions
    from cloudmkt_cli.screening.sources import find_files

    settings = effective_settings(
        markets=market, lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config
    )
    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    chosen = chosen_markets(settings.markets.value, catalogue)
    files = find_files(tables)
    outputs = ScreenOutputs(to, tuple(summary or ()), output_format, settings.lang.value)
    outputs.check(files, force=force)
    options = ScreenOptions(
        catalogue=catalogue,
        markets=tuple(one for one in catalogue.market_ids if one in chosen or not chosen),
        as_of=day,
        mapped=tuple(mapped or ()),
        by=tuple(by or ()),
        limit_patterns=limit_patterns,
    )
    garbage_collection.resume()
    run_screening(files, options, outputs)
