"""What a shell may complete a word to. The catalogue is imported only when a shell asks."""

from cloudmkt_cli.cli.language import current_language


def market_ids(incomplete: str) -> list[tuple[str, str]]:
    """The markets that a shell may complete a word to, with their names."""
    from cloudmkt_cli.catalogue.loader import load_catalogue

    markets = load_catalogue().markets
    return [(market.id, market.name.get(current_language())) for market in markets if market.id.startswith(incomplete)]


def requirement_names(incomplete: str) -> list[tuple[str, str]]:
    """What ``explain`` may be completed to: ids, names that markets share, and markets."""
    from cloudmkt_cli.catalogue.loader import load_catalogue

    titles = [(name, item.title) for item in load_catalogue().requirements() for name in (item.id, item.slug)]
    named = {
        name: title.get(current_language()) for name, title in sorted(titles, key=lambda named: "." not in named[0])
    }
    return [item for item in (named | dict(market_ids(""))).items() if item[0].startswith(incomplete)]


def settable_key_values(incomplete: str) -> list[tuple[str, str]]:
    """The keys that the value of ``--set`` may begin with, with their labels."""
    from cloudmkt_cli.catalogue.loader import load_catalogue
    from cloudmkt_cli.catalogue.profile_keys import settable_keys

    keys = settable_keys(load_catalogue())
    return [(f"{key}=", label.get(current_language())) for key, label in keys.items() if key.startswith(incomplete)]
