"""``cloudmkt pack``: rule packs that users write, made, checked and tested."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from cloudmkt_cli.cli.errors import handle_errors, show_diagnostics
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import ConfigOption, FormatOption, Lang, NoConfig, Output
from cloudmkt_cli.cli.output import cannot_write, language_of, opened, publish, write_text
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import Format
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message

Action = Annotated[
    Literal["new", "check", "test"], typer.Argument(metavar="ACTION", help="help.pack_action", show_default=False)
]
Folders = Annotated[list[str], typer.Argument(metavar="FOLDER...", help="help.pack_folders", show_default=False)]
Extends = Annotated[str | None, typer.Option("--extends", metavar="ID", help="help.pack_extends", show_default=False)]


@handle_errors
def pack(
    action: Action,
    folders: Folders,
    extends: Extends = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    if action == "new":
        _new(folders, extends, language_of("text", language))
        return
    if extends is not None:
        raise typer.BadParameter(tr("usage.pack_extends"))
    if action == "check":
        _check(folders, output_format, output, language)
    else:
        _test(folders, output_format, output, language)


def _new(folders: list[str], extends: str | None, language: Language) -> None:
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.packs.template import new_pack

    if len(folders) > 1:
        raise typer.BadParameter(tr("usage.pack_one"))
    folder = Path(folders[0])
    texts = new_pack(folder, extends, today_in_china(), language)
    for name in texts:
        if os.path.lexists(folder / name):
            message = Message("import.already_there", {"path": display(folder / name)})
            raise InputError(Diagnostic(message, Message("hint.pack_exists")))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
    for name, text in texts.items():
        with opened(folder / name) as stream:
            stream.write(text.encode())
    write_text("".join(f"{display(folder / name)}\n" for name in texts), "text", None)


def _check(folders: list[str], output_format: Format, output: Path | None, language: Language | None) -> None:
    from cloudmkt_cli.packs.checks import check_packs

    checked = check_packs(folders)
    errors = [error for one in checked for error in one.errors]
    publish(lambda to, *how: to.render_packs(checked, *how), output_format, output, language)
    show_diagnostics(errors)
    raise typer.Exit(ExitStatus.BAD_INPUT if errors else ExitStatus.OK)


def _test(folders: list[str], output_format: Format, output: Path | None, language: Language | None) -> None:
    from cloudmkt_cli.packs.cases import run_cases
    from cloudmkt_cli.packs.reading import read_packs

    tests = tuple(run_cases(pack) for pack in read_packs(folders).values())
    publish(lambda to, *how: to.render_pack_tests(tests, *how), output_format, output, language)
    raise typer.Exit(ExitStatus.OK if all(test.holds for test in tests) else ExitStatus.NOT_ELIGIBLE)
