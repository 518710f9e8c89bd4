"""``cloudmkt editions``: which editions of the rules there are, and what differs between two of them."""

from pathlib import Path
from typing import Annotated

import typer

from cloudmkt_cli.cli.completions import edition_names
from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.options import AsOf, ConfigOption, FormatOption, Lang, NoConfig, Output
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import Format
from cloudmkt_cli.core.messages import Language, Message


def _marketplaces(incomplete: str) -> list[str]:
    from cloudmkt_cli.catalogue.editions import marketplaces

    return [marketplace for marketplace in marketplaces() if marketplace.startswith(incomplete)]


Marketplace = Annotated[
    str | None,
    typer.Option(
        "--marketplace", metavar="ID", help="help.marketplace", autocompletion=_marketplaces, show_default=False
    ),
]
OldEdition = Annotated[
    str,
    typer.Argument(metavar="OLD", help="help.old_edition", autocompletion=edition_names, show_default=False),
]
NewEdition = Annotated[
    str,
    typer.Argument(metavar="NEW", help="help.new_edition", autocompletion=edition_names, show_default=False),
]
Vendor = Annotated[str | None, typer.Argument(metavar="[PROFILE]", help="help.diff_profile", show_default=False)]


def editions(
    ctx: typer.Context,
    marketplace: Marketplace = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    if ctx.invoked_subcommand is None:
        _list(marketplace, output_format, output, lang, config_file, no_config=no_config)


@handle_errors
def _list(
    marketplace: str | None,
    output_format: Format,
    output: Path | None,
    lang: Language | None,
    config_file: Path | None,
    *,
    no_config: bool,
) -> None:
    from cloudmkt_cli.catalogue.editions import editions_of, marketplaces
    from cloudmkt_cli.catalogue.loader import load_catalogue
    from cloudmkt_cli.core.suggestions import choices_hint

    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    known = marketplaces()
    if marketplace is not None and marketplace not in known:
        message = Message("error.unknown_marketplace", {"found": marketplace})
        raise InputError(Diagnostic(message, choices_hint(marketplace, known)))
    listed = [edition for one in ([marketplace] if marketplace else known) for edition in editions_of(one)]
    catalogue = load_catalogue()
    publish(lambda to, *how: to.render_editions(listed, catalogue, *how), output_format, output, language)


@handle_errors
def diff_editions(
    old: OldEdition,
    new: NewEdition,
    profile: Vendor = None,
    as_of: AsOf = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.editions import find_edition
    from cloudmkt_cli.catalogue.loader import load_catalogue
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.runs.edition_diff import compare_editions

    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    before, after = (load_catalogue(find_edition(edition)) for edition in (old, new))
    compared = compare_editions(before, after, profile, as_of or today_in_china())
    publish(lambda to, *how: to.render_edition_diff(compared, *how), output_format, output, language)
