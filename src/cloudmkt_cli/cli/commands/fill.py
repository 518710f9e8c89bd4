"""``cloudmkt fill``: ask for what a profile does not state, and add it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli.edition import chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.interview_io import converse, file_to_write, prepare_folder, show_check, write
from cloudmkt_cli.cli.options import ConfigOption, EditionOption, Lang, Markets, NoConfig
from cloudmkt_cli.cli.output import language_of
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.messages import Language

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.core.diagnostics import Diagnostic
    from cloudmkt_cli.intake.interview.state import State


Filled = Annotated[str | None, typer.Argument(metavar="[PATH]", help="help.fill_path", show_default=False)]


@handle_errors
def fill(
    path: Filled = None,
    market: Markets = None,
    edition: EditionOption = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.core.diagnostics import InputError
    from cloudmkt_cli.core.input import DEFAULT_PROFILE
    from cloudmkt_cli.runs.profile_paths import find_profiles

    if path is None and not Path(DEFAULT_PROFILE).exists():
        raise InputError(*find_profiles(()).errors)
    to_fill = file_to_write(path or DEFAULT_PROFILE)
    settings = effective_settings(lang=lang, edition=edition, config=config_file, no_config=no_config)
    catalogue = chosen_catalogue(settings)
    fill_in(to_fill, chosen_markets(market or (), catalogue), catalogue, language_of("text", settings.lang.value))


def fill_in(path: Path, markets: tuple[str, ...], catalogue: "Catalogue", language: Language) -> None:
    """Ask for what an existing profile does not state, add it, and show the check."""
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.intake.interview.draft import open_draft
    from cloudmkt_cli.intake.interview.next_question import Asker

    draft = open_draft(path, catalogue)
    prepare_folder(path)

    def save(state: "State") -> "tuple[Diagnostic, ...]":
        if state.added or state.pending:
            saved = draft.with_answers(state, path.parent, catalogue)
            write(path, saved.data)
            return saved.unplaced
        return ()

    asker = Asker(catalogue, today_in_china(), path.parent, markets)
    converse(draft.state, asker, path, language, save)
    show_check(path, catalogue, markets, language)
