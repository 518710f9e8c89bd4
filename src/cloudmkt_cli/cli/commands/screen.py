"""``cloudmkt screen``: a whole registry, counted and decided by patterns of facts."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.commands.import_ import MapTo
from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import AsOf, ConfigOption, EditionOption, FormatOption, Lang, Markets, NoConfig
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.sanitize import escape_untrusted


class Condition(NamedTuple):
    """A column of the output, and the value that companies of the short-list have in it."""

    column: str
    value: str


def _parse_condition(text: str) -> Condition:
    column, sign, value = text.partition("=")
    if not column.strip() or not sign:
        raise typer.BadParameter(tr("usage.bad_where", found=escape_untrusted(text)))
    return Condition(column.strip(), value.strip())


_Tables = Annotated[list[str], typer.Argument(metavar="TABLE...", help="help.screen_tables", show_default=False)]
_To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="help.screen_to", show_default=False)]
_Summaries = Annotated[
    list[Path] | None,
    typer.Option("--summary", metavar="FILE", help="help.screen_summary", show_default=False),
]
_By = Annotated[list[str] | None, typer.Option("--by", metavar="HEADING", help="help.screen_by", show_default=False)]
_LimitPatterns = Annotated[int, typer.Option("--limit-patterns", metavar="N", min=1, help="help.screen_limit_patterns")]
_Since = Annotated[Path | None, typer.Option("--since", metavar="LAST", help="help.screen_since", show_default=False)]
_Profiles = Annotated[
    Path | None, typer.Option("--profiles", metavar="DIR", help="help.screen_profiles", show_default=False)
]
_Where = Annotated[
    list[Condition] | None,
    typer.Option(
        "--where", metavar="COLUMN=VALUE", parser=_parse_condition, help="help.screen_where", show_default=False
    ),
]
_Force = Annotated[bool, typer.Option("--force", help="help.screen_force", show_default=False)]


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
    since: _Since = None,
    profiles: _Profiles = None,
    where: _Where = None,
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

    if (profiles is None) is not (not where):
        raise typer.BadParameter(tr("usage.profiles_where"))
    settings = effective_settings(
        markets=market, lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config
    )
    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    chosen = chosen_markets(settings.markets.value, catalogue)
    files = find_files(tables)
    outputs = ScreenOutputs(to, tuple(summary or ()), output_format, settings.lang.value, since, profiles, force)
    outputs.check(files)
    options = ScreenOptions(
        catalogue=catalogue,
        markets=tuple(one for one in catalogue.market_ids if one in chosen or not chosen),
        as_of=day,
        mapped=tuple(mapped or ()),
        by=tuple(by or ()),
        limit_patterns=limit_patterns,
        is_written=to is not None,
        where=tuple(where or ()),
    )
    garbage_collection.resume()
    run_screening(files, options, outputs)
