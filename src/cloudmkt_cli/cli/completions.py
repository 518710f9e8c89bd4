"""What a shell may complete a word to. The catalogue is imported only when a shell asks."""

from typing import TYPE_CHECKING

import typer

from cloudmkt_cli.cli.language import current_language

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue


def market_ids(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The markets that a shell may complete a word to, with their names."""
    markets = _catalogue(context).markets
    return [(market.id, market.name.get(current_language())) for market in markets if market.id.startswith(incomplete)]


def edition_names(incomplete: str) -> list[tuple[str, str]]:
    """The editions that a shell may complete a word to, with when each was in force."""
    from cloudmkt_cli.catalogue.editions import NEWEST
    from cloudmkt_cli.catalogue.pack_files import read_head, shipped_packs

    named = {NEWEST: "", **{pack: read_head(pack)["in_force"][current_language()] for pack in shipped_packs()}}
    return [item for item in named.items() if item[0].startswith(incomplete)]


def requirement_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What ``explain`` may be completed to: ids, names that markets share, and markets."""
    titles = [(name, item.title) for item in _catalogue(context).requirements() for name in (item.id, item.slug)]
    named = {
        name: title.get(current_language()) for name, title in sorted(titles, key=lambda named: "." not in named[0])
    }
    return [item for item in (named | dict(market_ids(context, ""))).items() if item[0].startswith(incomplete)]


def settable_key_values(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The keys that the value of ``--set`` may begin with, with their labels."""
    from cloudmkt_cli.catalogue.profile_keys import settable_keys

    keys = settable_keys(_catalogue(context))
    return [(f"{key}=", label.get(current_language())) for key, label in keys.items() if key.startswith(incomplete)]


def _catalogue(context: typer.Context) -> "Catalogue":
    """That of the edition that the line names so far; the default one if it names none that there is."""
    from cloudmkt_cli.catalogue.editions import find_edition
    from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue
    from cloudmkt_cli.core.diagnostics import InputError

    try:
        return load_catalogue(find_edition(context.params.get("edition") or DEFAULT_PACK))
    except InputError:
        return load_catalogue()
