"""``cloudmkt import``: a table of companies as profiles, or an empty table to fill in."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.edition import chosen_catalogue
from cloudmkt_cli.cli.errors import handle_errors, print_to_stderr
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import ConfigOption, EditionOption, Lang, NoConfig, refuse_one_file_for_two
from cloudmkt_cli.cli.output import language_of, opened, write_text
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.intake.importer import ImportOptions, ImportResult


class MappedHeading(NamedTuple):
    """A heading, and the key that its column gives."""

    heading: str
    key: str


def _parse_mapping(text: str) -> MappedHeading:
    # A heading may hold the sign itself, a key never does.
    heading, _, key = (part.strip() for part in text.rpartition("="))
    if not heading or not key:
        raise typer.BadParameter(tr("usage.bad_map", found=escape_untrusted(text)))
    return MappedHeading(heading, key)


def _complete_mapping(incomplete: str) -> list[str]:
    """The keys that a shell may complete, once the heading is typed."""
    from cloudmkt_cli.intake.mapping import key_names

    heading, sign, key = incomplete.rpartition("=")
    return [f"{heading}={name}" for name in key_names() if sign and name.startswith(key)]


TablePath = Annotated[Path | None, typer.Argument(metavar="[TABLE]", help="help.import_table", show_default=False)]
Folder = Annotated[Path | None, typer.Option("--to", metavar="DIR", help="help.import_to", show_default=False)]
Template = Annotated[
    Path | None, typer.Option("--template", metavar="FILE", help="help.import_template", show_default=False)
]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="help.import_sheet", show_default=False)]
MapTo = Annotated[
    list[MappedHeading] | None,
    typer.Option(
        "--map",
        metavar="HEADING=KEY",
        parser=_parse_mapping,
        help="help.import_map",
        autocompletion=_complete_mapping,
        show_default=False,
    ),
]
LegalForm = Annotated[
    bool, typer.Option("--legal-form-from-credit-code", help="help.import_legal_form", show_default=False)
]
Rejected = Annotated[
    Path | None, typer.Option("--rejected", metavar="FILE", help="help.import_rejected", show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help="help.import_force", show_default=False)]


@handle_errors
def import_table(
    table: TablePath = None,
    to: Folder = None,
    template: Template = None,
    sheet: Sheet = None,
    mapped: MapTo = None,
    legal_form: LegalForm = False,
    rejected: Rejected = None,
    force: Force = False,
    edition: EditionOption = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    if (table is None) is (template is None):
        raise typer.BadParameter(tr("usage.import_what"))
    settings = effective_settings(lang=lang, edition=edition, config=config_file, no_config=no_config)
    catalogue, language = chosen_catalogue(settings), language_of("text", settings.lang.value)
    if template is not None:
        _write_template(template, force, catalogue, language)
    elif table is not None and to is not None:
        from cloudmkt_cli.intake.importer import ImportOptions

        _check_rejected(table, rejected, force)
        options = ImportOptions(tuple(mapped or ()), legal_form, force, keep_cells=rejected is not None)
        _import(table, sheet, to, options, rejected, catalogue, language)
    else:
        raise typer.BadParameter(tr("usage.import_where"))


def _import(
    path: Path,
    sheet: str | None,
    to: Path,
    options: "ImportOptions",
    rejected: Path | None,
    catalogue: "Catalogue",
    language: Language,
) -> None:
    from cloudmkt_cli.core.diagnostic_text import render_diagnostics
    from cloudmkt_cli.intake.importer import import_profiles
    from cloudmkt_cli.intake.readers.detect import read_table
    from cloudmkt_cli.intake.summary import error_diagnostics, summary, warning_diagnostics

    garbage_collection.resume()
    try:
        done = import_profiles(read_table(path, sheet), to, catalogue, _write, options)
    except InputError as error:
        print_to_stderr(render_diagnostics(error.diagnostics, language))
        raise typer.Exit(ExitStatus.BAD_INPUT) from None
    write_text("".join(f"{path}\n" for path in done.written), "text", None)
    print_to_stderr(render_diagnostics(error_diagnostics(done, language), language))
    print_to_stderr(render_diagnostics(warning_diagnostics(done, language), language, "warning"))
    print_to_stderr(summary(done, language))
    if rejected is not None and done.problems.cells:
        _write_marked(rejected, done, language)
    raise typer.Exit(ExitStatus.OK if done.complete else ExitStatus.BAD_INPUT)


def _check_rejected(table: Path, rejected: Path | None, force: bool) -> None:  # noqa: FBT001  an option
    """Check the marked table before anything is written."""
    if rejected is None:
        return
    from cloudmkt_cli.intake.workbook import check_can_write

    if not rejected.name.lower().endswith(".xlsx"):
        raise typer.BadParameter(tr("usage.bad_rejected", found=escape_untrusted(rejected.name)))
    refuse_one_file_for_two([table, rejected])
    _refuse_to_overwrite(rejected, force)
    check_can_write()


def _write_marked(path: Path, done: "ImportResult", language: Language) -> None:
    from cloudmkt_cli.intake.marked_table import marked_table

    _write(path, marked_table(done.table, done.problems, language))
    print_to_stderr(translate(Message("import.marked", {"path": display(path)}), language) + "\n")


def _write_template(path: Path, force: bool, catalogue: "Catalogue", language: Language) -> None:  # noqa: FBT001  an option
    from cloudmkt_cli.intake.template import template

    _refuse_to_overwrite(path, force)
    _write(path, template(catalogue, language))
    write_text(f"{display(path)}\n", "text", None)


def _refuse_to_overwrite(path: Path, force: bool) -> None:  # noqa: FBT001  an option
    if os.path.lexists(path) and not force:
        message = Message("import.already_there", {"path": display(path)})
        raise InputError(Diagnostic(message, Message("import.use_force")))


def _write(path: Path, data: bytes) -> None:
    with opened(path) as stream:
        stream.write(data)
