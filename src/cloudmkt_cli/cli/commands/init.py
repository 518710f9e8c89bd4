"""``cloudmkt init``: a new profile, empty or with its answers asked for."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli.commands.fill import fill_in
from cloudmkt_cli.cli.completions import market_ids
from cloudmkt_cli.cli.edition import chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.interview_io import (
    converse,
    file_to_write,
    fill_command,
    prepare_folder,
    read_line,
    show_check,
    tell,
    write,
)
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import ConfigOption, EditionOption, Lang, NoConfig
from cloudmkt_cli.cli.output import language_of, write_text
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Language, Message

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.intake.interview.state import State

NewPath = Annotated[str, typer.Argument(metavar="[PATH]", help="help.init_path", show_default=False)]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="help.init_name", show_default=False)]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--market", "-m", metavar="ID", help="help.init_market", autocompletion=market_ids, show_default=False
    ),
]
Interactive = Annotated[bool, typer.Option("--interactive", "-i", help="help.init_interactive")]
Force = Annotated[bool, typer.Option("--force", help="help.init_force", show_default=False)]


@handle_errors
def init(
    to: NewPath = "cloudmkt.toml",
    name: Name = None,
    market: Targets = None,
    interactive: Interactive = False,
    force: Force = False,
    edition: EditionOption = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    path = file_to_write(to)
    settings = effective_settings(lang=lang, edition=edition, config=config_file, no_config=no_config)
    language = language_of("text", settings.lang.value)
    catalogue = chosen_catalogue(settings)
    markets = chosen_markets(market or (), catalogue)
    if path.exists() and not force:
        if interactive and name is None:
            fill_in(path, markets, catalogue, language)
            return
        message = Message("import.already_there", {"path": path.as_posix()})
        command = fill_command(path, catalogue, markets)
        raise InputError(Diagnostic(message, Message("hint.profile_exists", {"command": command})))
    prepare_folder(path)
    if interactive:
        _ask(path, name and _in_unicode(name), markets, catalogue, language)
    else:
        _start(path, _in_unicode(name or _asked_name()), markets, catalogue, language)


def _start(path: Path, name: str, markets: tuple[str, ...], catalogue: "Catalogue", language: Language) -> None:
    from cloudmkt_cli.intake.interview.new_profile import new_profile

    _write(path, new_profile(name, markets, catalogue, language), catalogue)
    write_text(f"{path.as_posix()}\n", "text", None)


def _ask(path: Path, name: str | None, markets: tuple[str, ...], catalogue: "Catalogue", language: Language) -> None:
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.intake.interview.draft import draft_of
    from cloudmkt_cli.intake.interview.next_question import Asker
    from cloudmkt_cli.intake.interview.state import State

    def save(state: "State") -> "tuple[Diagnostic, ...]":
        if "company" not in state.values:
            return ()
        saved = draft_of(state, path.parent, catalogue, language)
        _write(path, saved.data, catalogue)
        return saved.unplaced

    given = {"company": {"name": name}} if name else {}
    targets = {"target_markets": list(markets)} if markets else {}
    state = State({"profile_version": 1, **targets, **given})
    save(state)
    converse(state, Asker(catalogue, today_in_china(), path.parent), path, language, save)
    if not path.exists():
        raise _no_name()
    show_check(path, catalogue, (), language)


def _write(path: Path, data: bytes, catalogue: "Catalogue") -> None:
    """The profile, and beside it the schema that its first line names, unless something of that name is there."""
    from cloudmkt_cli.intake.interview.new_profile import SCHEMA_FILE
    from cloudmkt_cli.profile.json_schema import render_profile_schema

    write(path, data)
    schema = path.with_name(SCHEMA_FILE)
    if not os.path.lexists(schema):
        write(schema, render_profile_schema(catalogue).encode())


def _asked_name() -> str:
    tell(tr("init.ask_name"))
    name = (read_line() or "").strip()
    if not name:
        raise _no_name()
    return name


def _in_unicode(text: str) -> str:
    """A text whose bytes were UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter(tr("ask.control")) from None
    return text


def _no_name() -> InputError:
    return InputError(Diagnostic(Message("ask.needs_a_name"), Message("init.give_name")))
