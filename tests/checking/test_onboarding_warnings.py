"""Warnings about onboarding facts that contradict each other or the requirements, and about missing addresses."""

from datetime import date
from itertools import combinations
from typing import Final

import pytest
from support.samples import AS_OF, CATALOGUE, Path, Values, check, stating, vendor, without

from cloudmkt_cli.checking.results import ProfileResult, ProfileWarning
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.translation import translate

DATES: Final = ("applied_on", "reviewed_on", "contract_signed_on", "deposit_paid_on")
PAIRS: Final = list(combinations(DATES, 2))
DONE: Final[Values] = {
    "applied_on": date(2026, 11, 16),
    "review": "approved",
    "reviewed_on": date(2026, 11, 18),
    "contract_signed_on": date(2026, 11, 20),
    "deposit_paid_on": AS_OF,
}

TITLES: Final = {step.id: step.title for step in CATALOGUE.onboarding}


def _with(onboarding: Values, values: Values | None = None) -> Values:
    return stating(("onboarding",), onboarding, values)


def _but(*left_out: str) -> Values:
    return {key: value for key, value in DONE.items() if key not in left_out}


def _codes(result: ProfileResult) -> list[str]:
    return [warning.code for warning in result.warnings]


def _warning(result: ProfileResult, code: str) -> ProfileWarning:
    return next(warning for warning in result.warnings if warning.code == code)


@pytest.mark.parametrize(
    "onboarding",
    [
        {},
        {"applied_on": DONE["applied_on"]},
        _but("deposit_paid_on", "contract_signed_on"),
        _but("deposit_paid_on"),
        DONE,
        _but("reviewed_on"),
    ],
    ids=["nothing", "applied", "approved", "signed", "paid", "without-the-day-of-the-review"],
)
def test_facts_in_order_are_not_odd(onboarding: Values) -> None:
    assert check(_with(onboarding)).warnings == ()


@pytest.mark.parametrize(
    ("values", "step", "keys"),
    [
        (_with(_but("contract_signed_on")), "sign-contract", ("onboarding.deposit_paid_on",)),
        (
            _with(_but("review")),
            "await-review",
            ("onboarding.contract_signed_on", "onboarding.deposit_paid_on"),
        ),
        (
            _with(_but("applied_on")),
            "apply",
            ("onboarding.review", "onboarding.contract_signed_on", "onboarding.deposit_paid_on"),
        ),
        (
            _with({"applied_on": DONE["applied_on"], "review": "pending", "deposit_paid_on": AS_OF}),
            "await-review",
            ("onboarding.deposit_paid_on",),
        ),
        (
            _with({"applied_on": DONE["applied_on"], "review": "rejected", "contract_signed_on": AS_OF}),
            "apply",
            ("onboarding.contract_signed_on",),
        ),
        (stating(("account", "registered"), False), "register-account", ("account.enterprise_verified",)),
        (
            _with({"applied_on": DONE["applied_on"]}, without(("account", "enterprise_verified"))),
            "verify-enterprise",
            ("onboarding.applied_on",),
        ),
        (
            _with({"contract_signed_on": AS_OF}, stating(("team", "technical_and_service"), 1)),
            "qualify",
            ("onboarding.contract_signed_on",),
        ),
    ],
    ids=[
        "paid-unsigned",
        "signed-unreviewed",
        "approved-without-applying",
        "paid-while-pending",
        "signed-though-rejected",
        "verified-unregistered",
        "applied-unverified",
        "signed-unqualified",
    ],
)
def test_facts_out_of_order_warn_and_the_first_step_not_done_is_next(
    values: Values, step: str, keys: tuple[str, ...]
) -> None:
    result = check(values)
    assert result.next_step.id == step
    warning = _warning(result, "onboarding-order")
    assert warning.message.values["keys"] == keys
    assert warning.about == tuple(keys[0].split("."))


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_dates_out_of_order_warn(earlier: str, later: str) -> None:
    onboarding = {"review": "approved", earlier: date(2026, 11, 20), later: date(2026, 11, 19)}
    warning = _warning(check(_with(onboarding)), "onboarding-dates")
    assert warning.about == ("onboarding", later)
    assert warning.message.values == {"earlier": f"onboarding.{earlier}", "later": f"onboarding.{later}"}


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_two_steps_on_one_day_are_not_odd(earlier: str, later: str) -> None:
    onboarding = {"review": "approved", earlier: date(2026, 11, 20), later: date(2026, 11, 20)}
    assert "onboarding-dates" not in _codes(check(_with(onboarding)))


def test_each_step_back_in_time_is_named() -> None:
    onboarding = DONE | {"reviewed_on": date(2026, 11, 1), "deposit_paid_on": date(2026, 11, 2)}
    about = [item.about for item in check(_with(onboarding)).warnings if item.code == "onboarding-dates"]
    assert about == [("onboarding", "reviewed_on"), ("onboarding", "deposit_paid_on")]


FAILING: Final = stating(("target_markets",), ["image", "website"], stating(("team", "technical_and_service"), 12))
"""Fails for image and qualifies for website."""


@pytest.mark.parametrize(
    ("onboarding", "step"),
    [
        ({"applied_on": AS_OF}, "await-review"),
        (_but("contract_signed_on", "deposit_paid_on"), "sign-contract"),
        (_but("deposit_paid_on"), "pay-deposit"),
        (DONE, "complete"),
    ],
    ids=["applied", "approved", "signed", "paid"],
)
def test_past_applying_the_process_goes_on_with_a_warning(onboarding: Values, step: str) -> None:
    result = check(_with(onboarding, FAILING))
    assert result.verdict == "not_eligible"
    assert result.next_step.id == step
    assert _codes(result) == ["no-longer-qualifies"]
    assert result.warnings[0].message.values["ids"] == ("image.team-size",)
    assert result.warnings[0].about == ("onboarding", "applied_on")


def test_each_failing_id_is_named_once() -> None:
    values = stating(("documents", "business_licence"), False, FAILING)
    warning = _warning(check(_with(DONE, values)), "no-longer-qualifies")
    assert warning.message.values["ids"] == ("general.business-licence", "image.team-size")


@pytest.mark.parametrize(
    ("onboarding", "values"),
    [
        ({}, FAILING),
        ({"applied_on": date(2026, 11, 24)}, FAILING),
        ({"applied_on": AS_OF, "review": "rejected"}, FAILING),
        (DONE, vendor()),
        (DONE, stating(("target_markets",), ["website"], FAILING)),
        (DONE, without(("cases",))),
    ],
    ids=["not-applied", "applied-tomorrow", "rejected", "qualified", "another-market-fails", "only-unknown"],
)
def test_no_warning_where_nothing_fails_after_applying(onboarding: Values, values: Values) -> None:
    assert "no-longer-qualifies" not in _codes(check(_with(onboarding, values)))


CONTACT: Final[Path] = ("account", "contact_email")
SERVICE: Final[Path] = ("account", "service_email")


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        (vendor(), []),
        (without(CONTACT), [CONTACT]),
        (without(SERVICE), [SERVICE]),
        (without(SERVICE, without(CONTACT)), [CONTACT, SERVICE]),
    ],
    ids=["none", "contact", "service", "both"],
)
def test_missing_addresses_for_the_contract(values: Values, missing: list[Path]) -> None:
    result = check(_with(_but("contract_signed_on", "deposit_paid_on"), values))
    assert result.next_step.id == "sign-contract"
    assert [(item.code, item.about) for item in result.warnings] == [("missing-email", path) for path in missing]


@pytest.mark.parametrize(
    "onboarding",
    [{}, {"applied_on": AS_OF}, _but("deposit_paid_on"), DONE],
    ids=["apply", "await-review", "pay-deposit", "complete"],
)
def test_addresses_matter_only_when_the_contract_is_next(onboarding: Values) -> None:
    assert check(_with(onboarding, without(SERVICE, without(CONTACT)))).warnings == ()


def test_warnings_decide_nothing() -> None:
    result = check(_with(_but("contract_signed_on") | {"reviewed_on": date(2026, 1, 1)}, without(CONTACT)))
    assert sorted(_codes(result)) == ["missing-email", "onboarding-dates", "onboarding-order"]
    assert result.verdict == "eligible"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_is_worded(language: Language) -> None:
    late = _but("contract_signed_on") | {"reviewed_on": date(2026, 1, 1)}
    warnings = check(_with(late, without(CONTACT, FAILING))).warnings
    assert {item.code for item in warnings} == {
        "missing-email",
        "onboarding-dates",
        "onboarding-order",
        "no-longer-qualifies",
    }
    texts = {item.code: translate(item.message, language) for item in warnings}
    assert "account.contact_email" in texts["missing-email"]
    assert "onboarding.reviewed_on" in texts["onboarding-dates"]
    assert "onboarding.deposit_paid_on" in texts["onboarding-order"]
    assert TITLES["sign-contract"].get(language) in texts["onboarding-order"]
    assert "image.team-size" in texts["no-longer-qualifies"]
