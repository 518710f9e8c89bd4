"""The edition of a run: which one is asked for, its markets, and a warning if it is old."""

from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli.errors import show_diagnostics

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.config.settings import Settings

PackFolders = Annotated[
    list[str] | None, typer.Option("--pack", metavar="FOLDER", help="help.pack_option", show_default=False)
]


def chosen_catalogue(settings: "Settings", as_of: "date | None" = None) -> "Catalogue":
    """The catalogue of the edition in force; with ``as_of``, a warning if it was last seen longer ago than allowed.

    Raises:
        InputError: there is no such edition, or a pack of the user is not valid.
    """
    catalogue = _catalogue(settings)
    if as_of and settings.max_age.value:
        _warn_of_age(catalogue, as_of, int(settings.max_age.value.removesuffix("d")))
    return catalogue


def _catalogue(settings: "Settings") -> "Catalogue":
    if not settings.packs.value:
        return _shipped(settings.edition.value)
    from cloudmkt_cli.packs.reading import read_packs

    packs = {name: pack.catalogue for name, pack in read_packs(settings.packs.value).items()}
    selection = [*packs][-1] if settings.edition_of_packs else settings.edition.value
    chosen = packs.pop(selection) if selection in packs else _shipped(selection)
    return chosen._replace(beside=tuple(packs.values()))


def _shipped(selection: str) -> "Catalogue":
    from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue

    if selection == DEFAULT_PACK:
        return load_catalogue()
    from cloudmkt_cli.catalogue.editions import find_edition

    return load_catalogue(find_edition(selection))


def chosen_markets(names: "Iterable[str]", catalogue: "Catalogue") -> tuple[str, ...]:
    """The ids of the markets that are named, each once. One of the default edition stands for those that include it.

    Raises:
        InputError: a name is no market of the edition.
    """
    found: dict[str, None] = {}
    for name in names:
        meant = [market.id for market in catalogue.markets if name in {market.id, *market.includes}]
        found |= dict.fromkeys(meant or (catalogue.market(name).id,))
    return tuple(found)


def _warn_of_age(catalogue: "Catalogue", as_of: "date", most_days: int) -> None:
    from cloudmkt_cli.core.diagnostics import Diagnostic
    from cloudmkt_cli.core.messages import Message

    last_seen = catalogue.edition.last_seen
    if last_seen is not None and (as_of - last_seen).days <= most_days:
        return
    values = {"id": catalogue.id, "day": last_seen, "limit": most_days}
    message = Message("edition.old" if last_seen else "edition.undated", values)
    show_diagnostics([Diagnostic(message, Message("edition.confirm", {"url": catalogue.source_url}))], "warning")
