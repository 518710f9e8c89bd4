"""A catalogue with one market of few requirements, for what the shipped one does not ask."""

from typing import Literal

from support.samples import CATALOGUE

from cloudmkt_cli.catalogue.conditions import Condition
from cloudmkt_cli.catalogue.model import Catalogue, Market, Requirement


def requirement(
    condition: Condition, *, scope: Literal["vendor", "product"] = "vendor", applies_when: Condition | None = None
) -> Requirement:
    """A required requirement of the market ``website``."""
    first = CATALOGUE.market("website").requirements[0]
    return first._replace(level="required", scope=scope, condition=condition, applies_when=applies_when)


def requirements(*conditions: Condition) -> tuple[Requirement, ...]:
    """Requirements on the vendor, one for each condition."""
    return tuple(requirement(condition) for condition in conditions)


def website(*asked: Requirement) -> tuple[Market, Catalogue]:
    """The market with these requirements alone; their slugs count from 0."""
    numbered = tuple(item._replace(id=f"website.{number}", slug=str(number)) for number, item in enumerate(asked))
    market = CATALOGUE.market("website")._replace(requirements=numbered)
    return market, CATALOGUE._replace(general=CATALOGUE.general._replace(requirements=()))
