"""The markets of one catalogue that a profile means: a profile may name those of any shipped edition."""

from typing import TypeVar

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.profile.model import Case, Product, VendorProfile

_Entry = TypeVar("_Entry", Product, Case)


def with_included_markets(profile: VendorProfile, catalogue: Catalogue) -> VendorProfile:
    """The profile, with each market of the catalogue wherever it names one that this market includes."""
    if not any(market.includes for market in catalogue.markets):
        return profile

    def widened(stated: tuple[str, ...]) -> tuple[str, ...]:
        meant = (market.id for market in catalogue.markets if not {market.id, *market.includes}.isdisjoint(stated))
        return tuple(dict.fromkeys((*stated, *meant)))

    def each(entries: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
        return tuple(entry._replace(markets=widened(entry.markets)) for entry in entries)

    return profile._replace(
        target_markets=widened(profile.target_markets),
        products=each(profile.products),
        cases=None if profile.cases is None else each(profile.cases),
    )
