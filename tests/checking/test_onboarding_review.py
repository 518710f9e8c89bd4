"""When an answer to an application is due, and what is said until then."""

from datetime import date
from typing import Final

import pytest
from support.samples import CATALOGUE, Values, check, facts_of_vendor, stating, vendor

from cloudmkt_cli.catalogue.onboarding import Wait
from cloudmkt_cli.checking.onboarding import Progress, onboarding_steps
from cloudmkt_cli.core.messages import LANGUAGES, Message, Text
from cloudmkt_cli.core.translation import word

DECIDED: Final[Values] = {"applied_on": date(2026, 11, 16), "review": "approved"}


def _on_the_way(onboarding: Values) -> Values:
    return stating(("onboarding",), onboarding)


@pytest.mark.parametrize(
    ("applied", "as_of", "due", "overdue"),
    [
        (date(2026, 2, 10), date(2026, 2, 12), date(2026, 2, 26), False),
        (date(2026, 2, 10), date(2026, 2, 10), date(2026, 2, 26), False),
        (date(2026, 2, 10), date(2026, 2, 26), date(2026, 2, 26), False),
        (date(2026, 2, 10), date(2026, 2, 27), date(2026, 2, 26), True),
        (date(2026, 9, 28), date(2026, 9, 30), date(2026, 10, 13), False),
        (date(2026, 9, 28), date(2026, 10, 14), date(2026, 10, 13), True),
    ],
    ids=str,
)
def test_when_the_review_is_due(applied: date, as_of: date, due: date, overdue: bool) -> None:
    found = check(_on_the_way({"applied_on": applied, "review": "pending"}), as_of=as_of).next_step
    assert (found.id, found.due, found.due_is_estimate) == ("await-review", due, False)
    channels = Text(zh="站内信、短信和邮件", en="site messages, SMS and e-mail")
    values = {"day": due, "days": 7, "channels": channels}
    assert found.details == (Message(f"onboarding.{'overdue' if overdue else 'expected'}", values),)
    said = {language: word(found.details[0], language) for language in LANGUAGES}
    assert all(due.isoformat() in text for text in said.values())
    assert ("keep waiting" in said["en"], "继续等候" in said["zh"]) == (overdue, overdue)


def test_a_due_date_in_a_year_without_a_calendar_is_an_estimate() -> None:
    applied = date(2150, 1, 1)
    found = check(_on_the_way({"applied_on": applied, "review": "pending"}), as_of=applied).next_step
    assert (found.due, found.due_is_estimate) == (date(2150, 1, 12), True)
    assert [detail.key for detail in found.details if isinstance(detail, Message)] == [
        "onboarding.expected",
        "onboarding.estimate",
    ]


def test_the_note_on_an_estimate_stands_before_what_is_not_stated() -> None:
    applied = date(2150, 1, 1)
    found = check(_on_the_way({"applied_on": applied}), as_of=applied).next_step
    assert [detail.key for detail in found.details if isinstance(detail, Message)] == [
        "onboarding.expected",
        "onboarding.estimate",
        "onboarding.not_stated",
    ]


@pytest.mark.parametrize(("promise", "key"), [(True, "promised"), (False, "expected")])
def test_a_review_is_promised_only_where_the_edition_says_so(promise: bool, key: str) -> None:
    channels = Text(zh="短信", en="SMS")
    steps = [
        step._replace(wait=Wait(3, channels, promise)) if step.kind == "review" else step
        for step in CATALOGUE.onboarding
    ]
    applied = date(2026, 11, 16)
    values = facts_of_vendor(_on_the_way({"applied_on": applied, "review": "pending"})).values
    states = onboarding_steps(Progress(values, steps, applied), check(vendor()).targets)
    (review,) = [state for state in states if state.id == "await-review"]
    values = {"day": date(2026, 11, 19), "days": 3, "channels": channels}
    assert review.details == (Message(f"onboarding.{key}", values),)


@pytest.mark.parametrize(
    ("as_of", "outcome"), [(date(2026, 11, 17), "pending"), (date(2026, 11, 18), "approved")], ids=["before", "on it"]
)
def test_an_outcome_is_pending_until_its_day(as_of: date, outcome: str) -> None:
    values = facts_of_vendor(_on_the_way(DECIDED | {"reviewed_on": date(2026, 11, 18)})).values
    assert Progress(values, CATALOGUE.onboarding, as_of).outcome == outcome


def test_a_pending_review_dated_today_is_not_said_to_be_dated_later() -> None:
    today = date(2026, 11, 18)
    onboarding = DECIDED | {"review": "pending", "reviewed_on": today}
    found = check(_on_the_way(onboarding), as_of=today).next_step
    assert [detail.key for detail in found.details if isinstance(detail, Message)] == ["onboarding.expected"]


@pytest.mark.parametrize(
    "onboarding",
    [
        {},
        DECIDED,
        DECIDED | {"contract_signed_on": date(2026, 11, 20)},
        {"applied_on": date(2026, 11, 16), "review": "rejected"},
    ],
    ids=["not-applied", "approved", "signed", "rejected"],
)
def test_only_a_review_under_way_has_a_due_date(onboarding: Values) -> None:
    assert [step.due for step in check(_on_the_way(onboarding)).onboarding] == [None] * 8
