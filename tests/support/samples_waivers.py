"""Waivers as values, as records and as files: the starting point of what is tested of them."""

from datetime import date
from pathlib import Path

from support.samples import AS_OF, Values, stating, vendor, without
from support.strategies_runs import as_toml

from cloudmkt_cli.checking.results import Waiver
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.runs.waivers import StatedWaiver

NAME = vendor()["company"]["name"]
CODE = vendor()["company"]["uscc"]
_NO_OPERATORS = stating(("team", "marketplace_operators"), 0, stating(("team", "senior_ops_certified"), 0))
API_UNDECIDED = without(
    ("products", 0, "website_test_passed"), stating(("team", "technical_and_service"), 12, _NO_OPERATORS)
)
"""Fails all markets but ``api``, of which one thing is unknown; of ``website`` one fails."""


def waiver(requirement: str = "agreements", vendor: str = CODE, expires: date = AS_OF) -> Values:
    """The values of a waiver that holds on the day of the tests, and no longer."""
    return {
        "requirement": requirement,
        "vendor": vendor,
        "reason": "二期补签",
        "approved_by": "合规负责人",
        "expires": expires,
    }


def stated(*waivers: Values) -> tuple[StatedWaiver, ...]:
    """Waivers as they come from a file, one a line."""
    return tuple(
        StatedWaiver(Waiver(**values), "waivers.toml", Position(number, 1), "")
        for number, values in enumerate(waivers, start=1)
    )


def write_waivers(path: Path, *waivers: Values) -> Path:
    """A file of waivers."""
    path.write_text(as_toml({"waivers": [*waivers]}), encoding="utf-8")
    return path
