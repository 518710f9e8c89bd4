"""The onboarding timeline: the earliest day of each step once the vendor is eligible."""

from datetime import date

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, facts_of_vendor, market_of, vendor

from cloudmkt_cli.planning.timeline import Milestone, timeline

OPENS = date(2026, 11, 30)


TITLES = {step.id: step.title for step in CATALOGUE.onboarding}


def days(values: Values, opens: date = OPENS, as_of: date = AS_OF) -> dict[str, Milestone]:
    stated = facts_of_vendor(values, as_of=as_of)
    aim = market_of(check(values, as_of=as_of), "website")
    return {milestone.step: milestone for milestone in timeline(stated, aim, CATALOGUE.onboarding, opens)}


def dated(values: Values, opens: date = OPENS, as_of: date = AS_OF) -> dict[str, str | None]:
    return {step: item.day.isoformat() if item.day else None for step, item in days(values, opens, as_of).items()}


def test_each_step_is_on_the_earliest_possible_day() -> None:
    values = vendor() | {"account": {}}
    values["team"]["technical_and_service"] = 1
    assert dated(values) == {
        "register-account": "2026-11-23",
        "verify-enterprise": "2026-11-23",
        "qualify": "2026-11-30",
        "apply": "2026-11-30",
        "await-review": "2026-12-09",  # seven working days later
        "sign-contract": "2026-12-09",
        "pay-deposit": "2026-12-09",
        "complete": "2026-12-09",
    }
    assert not any(item.done or item.is_estimate for item in days(values).values())


def test_the_review_counts_working_days_of_the_calendar() -> None:
    values = vendor()
    values["team"]["technical_and_service"] = 1
    assert dated(values, date(2026, 2, 10), date(2026, 2, 1))["await-review"] == "2026-02-26"
    assert dated(values, date(2026, 9, 28), date(2026, 9, 1))["await-review"] == "2026-10-13"


def test_days_from_the_review_on_are_estimates_beyond_the_published_calendar() -> None:
    values = vendor()
    values["team"]["technical_and_service"] = 1
    found = days(values, date(2030, 6, 3))
    assert [step for step, item in found.items() if item.is_estimate] == [
        "await-review",
        "sign-contract",
        "pay-deposit",
        "complete",
    ]


def test_done_steps_and_planned_steps_keep_their_stated_days() -> None:
    applied = vendor() | {
        "onboarding": {"applied_on": date(2026, 11, 20), "review": "pending", "deposit_paid_on": date(2026, 12, 24)}
    }
    assert days(applied, AS_OF)["apply"] == Milestone("apply", TITLES["apply"], done=True, day=date(2026, 11, 20))
    assert dated(applied, AS_OF)["await-review"] == "2026-12-01"
    assert dated(applied, AS_OF)["sign-contract"] == "2026-12-01"
    assert dated(applied, AS_OF)["pay-deposit"] == "2026-12-24"
    assert dated(applied, AS_OF)["complete"] == "2026-12-24"


def test_steps_that_are_done_have_their_stated_days() -> None:
    stated = {
        "applied_on": date(2026, 11, 2),
        "review": "approved",
        "reviewed_on": date(2026, 11, 10),
        "contract_signed_on": date(2026, 11, 12),
    }
    found = days(vendor() | {"onboarding": stated}, AS_OF)
    assert list(found.values()) == [
        Milestone("register-account", TITLES["register-account"], done=True, day=None),
        Milestone("verify-enterprise", TITLES["verify-enterprise"], done=True, day=None),
        Milestone("qualify", TITLES["qualify"], done=True, day=None),
        Milestone("apply", TITLES["apply"], done=True, day=date(2026, 11, 2)),
        Milestone("await-review", TITLES["await-review"], done=True, day=date(2026, 11, 10)),
        Milestone("sign-contract", TITLES["sign-contract"], done=True, day=date(2026, 11, 12)),
        Milestone("pay-deposit", TITLES["pay-deposit"], done=False, day=AS_OF),
        Milestone("complete", TITLES["complete"], done=False, day=AS_OF),
    ]


def test_an_overdue_review_is_expected_today() -> None:
    late = vendor() | {"onboarding": {"applied_on": date(2026, 10, 9), "review": "pending"}}
    assert dated(late, AS_OF)["await-review"] == AS_OF.isoformat()


@pytest.mark.parametrize("reviewed_on", [date(2026, 10, 20), AS_OF], ids=["earlier", "today"])
def test_after_a_rejection_the_vendor_applies_again(reviewed_on: date) -> None:
    rejected = vendor() | {
        "onboarding": {"applied_on": date(2026, 10, 9), "review": "rejected", "reviewed_on": reviewed_on}
    }
    found = dated(rejected, AS_OF)
    assert (found["apply"], found["await-review"]) == ("2026-11-23", "2026-12-02")
