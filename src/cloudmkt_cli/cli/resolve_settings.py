"""The settings of a run, from its command line and from the configuration around it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cloudmkt_cli.cli.errors import show_diagnostics
from cloudmkt_cli.cli.language import set_language, tr
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.formats import FailOn
from cloudmkt_cli.core.input import STDIN
from cloudmkt_cli.core.messages import Language, Message

if TYPE_CHECKING:
    from cloudmkt_cli.config.settings import Settings


def effective_settings(
    *,
    paths: Sequence[str] | None = None,
    markets: Sequence[str] | None = None,
    fail_on: FailOn | None = None,
    lang: Language | None = None,
    waivers: Path | None = None,
    no_waivers: bool = False,
    baseline: Path | None = None,
    edition: str | None = None,
    packs: Sequence[str] | None = None,
    config: Path | None = None,
    no_config: bool = False,
) -> "Settings":
    """What is in force, given what the command line says; the rest of the run speaks the language that is.

    A configuration that is left out because it belongs to somebody else is told of.

    Raises:
        InputError: the configuration cannot be read or is not valid.
    """
    from cloudmkt_cli.config.discovery import find_configuration, named_configuration, no_configuration
    from cloudmkt_cli.config.settings import PartialSettings, merge_settings

    if waivers is not None and no_waivers:
        raise typer.BadParameter(tr("usage.waivers_or_none"))
    if config is not None and no_config:
        raise typer.BadParameter(tr("usage.config_or_none"))
    given = PartialSettings(
        paths=tuple(paths) if paths else None,
        markets=tuple(markets) if markets else None,
        fail_on=fail_on,
        lang=lang,
        waivers="" if no_waivers else str(waivers) if waivers is not None else None,
        baseline=str(baseline) if baseline is not None else None,
        edition=edition,
        packs=tuple(packs) if packs else None,
    )
    if config is not None:
        found = named_configuration(f"{os.curdir}{os.sep}{config}" if str(config) == STDIN else str(config))
    else:
        found = no_configuration() if no_config else find_configuration()
    settings = merge_settings(given, *found)
    if settings.lang.value is not None:
        set_language(settings.lang.value)
    if left_out := settings.search.ignored_files:
        show_diagnostics([left_out_for_its_owner(path) for path in left_out], "warning")
    return settings


def left_out_for_its_owner(path: str) -> Diagnostic:
    """What to say of a configuration that belongs to somebody else."""
    return Diagnostic(Message("error.others_configuration"), Message("hint.others_configuration"), path=path)
