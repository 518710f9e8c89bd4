"""``cloudmkt import``: a table of companies as profiles, or an empty table to fill in."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.edition import chosen_catalogue
from cloudmkt_cli.cli.errors import handle_errors, print_to_stderr
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import EditionOption, Lang
from cloudmkt_cli.cli.output import language_of, opened, write_text
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue

TablePath = Annotated[Path | None, typer.Argument(metavar="[TABLE]", help=tr("help.import_table"), show_default=False)]
Folder = Annotated[Path | None, typer.Option("--to", metavar="DIR", help=tr("help.import_to"), show_default=False)]
Template = Annotated[
    Path | None, typer.Option("--template", metavar="FILE", help=tr("help.import_template"), show_default=False)
]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=tr("help.import_sheet"), show_default=False)]
Force = Annotated[bool, typer.Option("--force", help=tr("help.import_force"), show_default=False)]


@handle_errors
def import_table(
    table: TablePath = None,
    to: Folder = None,
    template: Template = None,
    sheet: Sheet = None,
    force: Force = False,
    edition: EditionOption = None,
    lang: Lang = None,
) -> None:
    if (table is None) is (template is None):
        raise typer.BadParameter(tr("usage.import_what"))
    settings = effective_settings(lang=lang, edition=edition)
    catalogue, language = chosen_catalogue(settings), language_of("text", settings.lang.value)
    if template is not None:
        _write_template(template, force, catalogue, language)
    elif table is not None and to is not None:
        _import(table, to, sheet, force, catalogue, language)
    else:
        raise typer.BadParameter(tr("usage.import_where"))


def _import(
    path: Path,
    to: Path,
    sheet: str | None,
    force: bool,  # noqa: FBT001  an option
    catalogue: "Catalogue",
    language: Language,
) -> None:
    from cloudmkt_cli.intake.importer import import_profiles
    from cloudmkt_cli.intake.readers.detect import read_table
    from cloudmkt_cli.intake.summary import summary
    from cloudmkt_cli.render.diagnostics import render_diagnostics

    garbage_collection.resume()
    try:
        done = import_profiles(read_table(path, sheet), to, catalogue, _write, force=force)
    except InputError as error:
        print_to_stderr(render_diagnostics(error.diagnostics, language))
        raise typer.Exit(ExitStatus.BAD_INPUT) from None
    write_text("".join(f"{path}\n" for path in done.written), "text", None)
    print_to_stderr(render_diagnostics(done.problems, language))
    print_to_stderr(summary(done, language))
    raise typer.Exit(ExitStatus.OK if done.complete else ExitStatus.BAD_INPUT)


def _write_template(path: Path, force: bool, catalogue: "Catalogue", language: Language) -> None:  # noqa: FBT001  an option
    from cloudmkt_cli.intake.template import template

    if os.path.lexists(path) and not force:
        message = Message("import.already_there", {"path": display(path)})
        raise InputError(Diagnostic(message, Message("import.use_force")))
    _write(path, template(catalogue, language))
    write_text(f"{display(path)}\n", "text", None)


def _write(path: Path, data: bytes) -> None:
    with opened(path) as stream:
        stream.write(data)
