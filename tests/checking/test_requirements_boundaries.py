"""Where a requirement turns: the last value that fails, the first that passes, and what is said of it."""

from datetime import date
from typing import Final

import pytest
from support.samples import AS_OF, MARKETS, Values, finding, stating, vendor, without

from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.messages import Message

CAPITAL: Final = ("company", "registered_capital")
EXACTLY_A_MILLION: Final = Message("check.exactly_the_limit", {"limit": 1_000_000})
NO_EQUIVALENT: Final = Message("check.no_cny_equivalent", {"currency": "USD"})


def _stands(found: Finding) -> tuple[str, tuple[Message, ...]]:
    return found.status.value, found.notes


@pytest.mark.parametrize("market", ["miniprogram", "enterprise", "api", "service"])
@pytest.mark.parametrize(
    ("stated", "status", "notes"),
    [
        ("100万元", "fail", (EXACTLY_A_MILLION,)),
        ("1,000,000元", "fail", (EXACTLY_A_MILLION,)),
        ({"amount": 1_000_000, "currency": "CNY"}, "fail", (EXACTLY_A_MILLION,)),
        ("999,999.99元", "fail", ()),
        ("1,000,000.01元", "pass", ()),
        ({"amount": 1_000_000.01, "currency": "CNY"}, "pass", ()),
        ({"amount": 1_000_001, "currency": "CNY"}, "pass", ()),
        ({"amount": 600_000, "currency": "USD", "cny_equivalent": 4_300_000}, "pass", ()),
        ({"amount": 5_000_000, "currency": "JPY", "cny_equivalent": 240_000}, "fail", ()),
        ({"amount": 140_000, "currency": "USD", "cny_equivalent": 1_000_000}, "fail", (EXACTLY_A_MILLION,)),
        ({"amount": 90_000_000, "currency": "USD"}, "unknown", (NO_EQUIVALENT,)),
        ({"amount": 1, "currency": "USD"}, "unknown", (NO_EQUIVALENT,)),
    ],
    ids=[
        "100-wan",
        "1000000-yuan",
        "1000000",
        "just-below",
        "just-above",
        "1000000.01",
        "1000001",
        "usd-above",
        "jpy-below",
        "usd-exactly",
        "usd-unstated",
        "one-usd-unstated",
    ],
)
def test_registered_capital(market: str, stated: object, status: str, notes: tuple[Message, ...]) -> None:
    assert _stands(finding(stating(CAPITAL, stated), f"{market}.registered-capital")) == (status, notes)


@pytest.mark.parametrize(
    ("users", "status", "notes"),
    [
        (4999, "fail", ()),
        (5000, "fail", (Message("check.exactly_the_limit", {"limit": 5000}),)),
        (5001, "pass", ()),
    ],
    ids=["below", "exactly", "above"],
)
def test_saas_users(users: int, status: str, notes: tuple[Message, ...]) -> None:
    found = finding(stating(("products", 0, "registered_users"), users), "miniprogram.saas-users")
    assert _stands(found) == (status, notes)


@pytest.mark.parametrize(
    ("requirement", "fact"),
    [
        *((f"{market}.company-age", ("company", "established")) for market in MARKETS if market != "miniprogram"),
        ("image.industry-experience", ("experience", "application_software")),
        ("service.industry-experience", ("experience", "operations")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize(
    ("since", "as_of", "status", "note"),
    [
        (date(2024, 11, 23), date(2026, 11, 23), "pass", None),
        (date(2024, 11, 24), date(2026, 11, 23), "fail", Message("check.met_on", {"day": date(2026, 11, 24)})),
        (date(2024, 2, 29), date(2026, 2, 28), "pass", None),
        (date(2024, 2, 29), date(2026, 2, 27), "fail", Message("check.met_on", {"day": date(2026, 2, 28)})),
        (date(2022, 3, 1), date(2024, 2, 29), "fail", Message("check.met_on", {"day": date(2024, 3, 1)})),
        (date(2026, 11, 23), date(2026, 11, 23), "fail", Message("check.met_on", {"day": date(2028, 11, 23)})),
        (
            date(2026, 11, 24),
            date(2026, 11, 23),
            "fail",
            Message("check.after_as_of", {"day": date(2026, 11, 24), "as_of": date(2026, 11, 23)}),
        ),
    ],
    ids=["anniversary", "day-before", "29-february", "28-february-before", "leap-day-before", "today", "tomorrow"],
)
def test_two_years(  # noqa: PLR0913, PLR0917  the table has as many columns
    requirement: str, fact: tuple[str, str], since: date, as_of: date, status: str, note: Message | None
) -> None:
    found = finding(stating(fact, since), requirement, as_of=as_of)
    assert _stands(found) == (status, (note,) if note else ())


@pytest.mark.parametrize(
    ("requirement", "fact"),
    [
        ("image.industry-experience", ("experience", "application_software")),
        ("service.industry-experience", ("experience", "operations")),
    ],
    ids=["image", "service"],
)
def test_company_age_never_stands_in_for_industry_experience(requirement: str, fact: tuple[str, str]) -> None:
    assert finding(without(fact), requirement).status == "unknown"
    assert finding(stating(("company", "established"), AS_OF), requirement).status == "pass"


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("days", "hours", "status"),
    [
        (5, 12, "fail"),
        (6, 24, "fail"),
        (7, 7.5, "fail"),
        (7, 8, "pass"),
        (7, 8.5, "pass"),
        (7, 24, "pass"),
        (5, None, "fail"),
        (None, 7.5, "fail"),
        (7, None, "unknown"),
        (None, 24, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_support_hours(market: str, days: int | None, hours: float | None, status: str) -> None:
    stated = {"days_per_week": days, "hours_per_day": hours}
    values = stating(("support",), {key: value for key, value in stated.items() if value is not None})
    assert finding(values, f"{market}.support-hours").status == status


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("changes", "status", "note"),
    [
        ({"on": AS_OF}, "pass", None),
        (
            {"on": date(2026, 11, 24)},
            "manual",
            Message("check.attested_after_as_of", {"day": date(2026, 11, 24), "as_of": AS_OF}),
        ),
        ({"expires": AS_OF}, "pass", None),
        (
            {"expires": date(2026, 11, 22)},
            "manual",
            Message("check.attestation_expired", {"day": date(2026, 11, 22)}),
        ),
        ({"holds": False, "expires": AS_OF}, "fail", None),
        (
            {"holds": False, "expires": date(2026, 11, 22)},
            "manual",
            Message("check.attestation_expired", {"day": date(2026, 11, 22)}),
        ),
    ],
    ids=["dated-today", "dated-tomorrow", "last-day", "day-after", "no-on-last-day", "no-on-day-after"],
)
def test_attestation(market: str, changes: Values, status: str, note: Message | None) -> None:
    values = stating(("attestations", "market-image"), vendor()["attestations"]["market-image"] | changes)
    found = finding(values, f"{market}.market-image")
    assert _stands(found) == (status, (note,) if note else ())
    # A pass or a fail that rests on somebody's word shows whose it is.
    assert (found.attested.by if found.attested else None) == (None if status == "manual" else "法务部")


@pytest.mark.parametrize(
    ("requirement", "certificate"),
    [
        ("miniprogram.dual-software", "software_enterprise"),
        ("miniprogram.dual-software", "software_product"),
        ("miniprogram.high-tech-enterprise", "high_tech_enterprise"),
    ],
)
@pytest.mark.parametrize(
    ("last_day", "status", "notes"),
    [
        (date(2026, 11, 23), "pass", ()),
        (date(2026, 11, 22), "fail", (Message("check.certificate_expired", {"day": date(2026, 11, 22)}),)),
    ],
    ids=["last-day", "day-after"],
)
def test_certificate(
    requirement: str, certificate: str, last_day: date, status: str, notes: tuple[Message, ...]
) -> None:
    assert _stands(finding(stating(("certificates", certificate), last_day), requirement)) == (status, notes)
