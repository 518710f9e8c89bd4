"""``cloudmkt screen``: a whole registry, counted and decided by patterns of facts."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.commands.import_ import LegalForm, MapTo
from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import AsOf, ConfigOption, EditionOption, FormatOption, Lang, Markets, NoConfig
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.formats import ScreenEngine, SqlDialect
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


_Tables = Annotated[
    list[str] | None, typer.Argument(metavar="[TABLE]...", help="help.screen_tables", show_default=False)
]
_To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="help.screen_to", show_default=False)]
_Summaries = Annotated[
    list[Path] | None,
    typer.Option("--summary", metavar="FILE", help="help.screen_summary", show_default=False),
]
_By = Annotated[list[str] | None, typer.Option("--by", metavar="HEADING", help="help.screen_by", show_default=False)]
_Since = Annotated[Path | None, typer.Option("--since", metavar="LAST", help="help.screen_since", show_default=False)]
_Profiles = Annotated[
    Path | None, typer.Option("--profiles", metavar="DIR", help="help.screen_profiles", show_default=False)
]
_LimitPatterns = Annotated[
    int | None,
    typer.Option("--limit-patterns", metavar="N", min=1, help="help.screen_limit_patterns", show_default=False),
]
_Engine = Annotated[ScreenEngine, typer.Option("--engine", metavar="ENGINE", help="help.screen_engine")]
_Master = Annotated[str | None, typer.Option("--master", metavar="URL", help="help.screen_master", show_default=False)]
_EmitSql = Annotated[
    SqlDialect | None,
    typer.Option("--emit-sql", metavar="DIALECT", help="help.screen_emit_sql", show_default=False),
]
_TableName = Annotated[
    str | None, typer.Option("--table", metavar="NAME", help="help.screen_table", show_default=False)
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
    tables: _Tables = None,
    to: _To = None,
    summary: _Summaries = None,
    mapped: MapTo = None,
    legal_form: LegalForm = False,
    by: _By = None,
    market: Markets = None,
    as_of: AsOf = None,
    limit_patterns: _LimitPatterns = None,
    engine: _Engine = "duckdb",
    master: _Master = None,
    emit_sql: _EmitSql = None,
    table: _TableName = None,
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
    from cloudmkt_cli.cli.screening_engines import print_sql, run_on_spark
    from cloudmkt_cli.screening.screen import ScreenOptions
    from cloudmkt_cli.screening.sources import find_files

    if emit_sql is None:
        _check_tables(tables, engine, master, table)
    elif tables or table is None or by or summary or since or profiles or legal_form or engine != "duckdb":
        raise typer.BadParameter(tr("usage.emit_sql"))
    if engine == "spark" and (since or legal_form):
        raise typer.BadParameter(tr("usage.not_on_spark"))
    if (profiles is None) is not (not where):
        raise typer.BadParameter(tr("usage.profiles_where"))
    settings = effective_settings(
        markets=market, lang=lang, edition=edition, packs=pack, config=config_file, no_config=no_config
    )
    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    chosen = chosen_markets(settings.markets.value, catalogue)
    options = ScreenOptions(
        catalogue=catalogue,
        markets=tuple(one for one in catalogue.market_ids if one in chosen or not chosen),
        as_of=day,
        mapped=tuple(mapped or ()),
        by=tuple(by or ()),
        **({} if limit_patterns is None else {"limit_patterns": limit_patterns}),
        where=tuple(where or ()),
        legal_form_from_code=legal_form,
        is_written=to is not None,
    )
    garbage_collection.resume()
    if emit_sql is not None and table is not None:
        print_sql(emit_sql, table, options, limit_patterns, to, settings.lang.value, force=force)
        return
    outputs = ScreenOutputs(to, tuple(summary or ()), output_format, settings.lang.value, since, profiles, force)
    if engine == "spark":
        run_on_spark(tables or [], master, options, outputs)
        return
    files = find_files(tables or [])
    outputs.check(files)
    run_screening(files, options, outputs)


def _check_tables(tables: list[str] | None, engine: ScreenEngine, master: str | None, table: str | None) -> None:
    """Refuse what only another way of running uses."""
    if not tables:
        raise typer.BadParameter(tr("usage.screen_what"))
    if master is not None and engine != "spark":
        raise typer.BadParameter(tr("usage.master"))
    if table is not None:
        raise typer.BadParameter(tr("usage.table_name"))
