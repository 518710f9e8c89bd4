"""``cloudmkt where``: where a vendor could sell, by the newest known text of every marketplace."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.errors import handle_errors, show_diagnostics
from cloudmkt_cli.cli.options import (
    AsOf,
    ConfigOption,
    Excludes,
    FormatOrEnding,
    Lang,
    NoConfig,
    Output,
    Overrides,
    PlanReports,
    ProfilePaths,
)
from cloudmkt_cli.cli.resolve_settings import effective_settings

if TYPE_CHECKING:
    from cloudmkt_cli.packs.reading import Pack

_Packs = Annotated[
    list[str] | None, typer.Option("--pack", metavar="FOLDER", help="help.pack_compared", show_default=False)
]
_Details = Annotated[
    bool,
    typer.Option("--details", help="help.full_placements", show_default=False, rich_help_panel="typer.output_options"),
]


@handle_errors
def where(
    paths: ProfilePaths = None,
    as_of: AsOf = None,
    overrides: Overrides = None,
    exclude: Excludes = None,
    pack: _Packs = None,
    output_format: FormatOrEnding = None,
    output: Output = None,
    lang: Lang = None,
    details: _Details = False,
    report: PlanReports = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.cli.profile_documents import document_options, run_of, write_documents

    settings = effective_settings(paths=paths, lang=lang, packs=pack, config=config_file, no_config=no_config)
    wanted = document_options(output_format, output, report or (), settings.lang.value, details=details)
    packs = _packs(settings.packs.value)
    run = run_of(
        settings,
        load_catalogue()._replace(beside=tuple(one.catalogue for one in packs)),
        as_of or today_in_china(),
        overrides or (),
        exclude or (),
        configured_by=("paths", "packs"),
    )
    own_texts = tuple(one.catalogue for one in packs if one.is_edition)
    run = run._replace(context=run.context._replace(own_texts=own_texts))
    garbage_collection.resume()
    raise typer.Exit(write_documents(run, "where", wanted))


def _packs(folders: Sequence[str]) -> "Sequence[Pack]":
    """The packs of the user; those that are no text of a marketplace are told of."""
    if not folders:
        return ()
    from cloudmkt_cli.core.diagnostics import Diagnostic
    from cloudmkt_cli.core.messages import Message
    from cloudmkt_cli.packs.reading import read_packs

    packs = tuple(read_packs(folders).values())
    changed = [Message("where.not_compared", {"id": one.catalogue.id}) for one in packs if not one.is_edition]
    show_diagnostics([Diagnostic(message, Message("hint.pack_not_compared")) for message in changed], "warning")
    return packs
