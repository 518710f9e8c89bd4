"""What an edition says of a result: exceptions that are open to a vendor, and notes on what keeps it out."""

from typing import Final

import pytest
from support.packs import CATALOGUES, profile_of

from cloudmkt_cli.catalogue.model import Note, PublishedException
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.remarks import has_remarks, notes_on_open, remarks_on
from cloudmkt_cli.checking.results import Finding, MarketResult
from cloudmkt_cli.core.messages import Text
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.model import VendorProfile

EDITION: Final = CATALOGUES["tencent-2019-01-29"]
EXCEPTION: Final = EDITION.exceptions[0]._replace(slugs=("team-size", "support-hours"))
NOTE: Final = Note("note", Text("注", "note"), ("team-size", "support-hours"), ())
CATALOGUE: Final = EDITION._replace(exceptions=(EXCEPTION,), notes=(NOTE,))
FEW: Final = {"team.technical_and_service": 1, "support.days_per_week": 7, "support.hours_per_day": 24.0}


def website() -> MarketResult:
    """A vendor whose only failure is its head count."""
    result = check_profile(validate(VendorProfile, profile_of(FEW, EDITION)), EDITION, EDITION.checked_on)
    return next(one for one in result.markets if one.market.id == "website")


def finding(slug: str) -> Finding:
    return next(one for one in website().findings if one.requirement.slug == slug)


def test_remarks_are_on_what_keeps_the_vendor_out_and_not_on_what_is_met() -> None:
    assert remarks_on(finding("team-size"), website(), CATALOGUE) == ((EXCEPTION,), (NOTE,))
    assert remarks_on(finding("support-hours"), website(), CATALOGUE) == ((), ())


@pytest.mark.parametrize(("markets", "shown"), [((), True), (("website",), True), (("api",), False)])
def test_a_note_on_some_markets_is_for_these(markets: tuple[str, ...], shown: bool) -> None:
    note = NOTE._replace(markets=markets)
    assert notes_on_open(website(), CATALOGUE._replace(notes=(note,))) == ((note,) if shown else ())


@pytest.mark.parametrize(
    ("exceptions", "notes", "expected"),
    [
        ((EXCEPTION,), (), True),
        ((), (NOTE,), True),
        ((), (NOTE._replace(slugs=()),), False),
        ((), (), False),
    ],
)
def test_an_edition_has_remarks_if_it_has_exceptions_or_notes_on_requirements(
    exceptions: tuple[PublishedException, ...], notes: tuple[Note, ...], expected: bool
) -> None:
    assert has_remarks(EDITION._replace(exceptions=exceptions, notes=notes)) is expected
