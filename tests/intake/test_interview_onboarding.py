"""What the onboarding depends on is asked for after the requirements."""

import pytest
from support.interviews import NEW, Talk, answers
from support.samples import AS_OF, Values, check, vendor, without
from support.samples_answers import EVERYTHING

from cloudmkt_cli.core.messages import Message

DONE: Values = vendor() | {"target_markets": ["image"], "account": {}, "onboarding": {}}
REVIEWED = ["onboarding.review", "onboarding.reviewed_on"]
MAILS = ["account.contact_email", "account.service_email"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"account.registered": "否"}, ["account.registered"]),
        ({"account.enterprise_verified": "否"}, ["account.registered", "account.enterprise_verified"]),
        ({}, ["account.registered", "account.enterprise_verified", *MAILS, "onboarding.applied_on"]),
        ({"onboarding.applied_on": "还没有"}, ["onboarding.applied_on"]),
        ({"onboarding.applied_on": "今天"}, ["onboarding.applied_on", "onboarding.review"]),
        ({"onboarding.applied_on": "今天", "onboarding.review": "审核中"}, ["onboarding.review"]),
        (
            {"onboarding.applied_on": "今天", "onboarding.review": "未通过"},
            ["onboarding.review", "onboarding.reviewed_on"],
        ),
        (
            {"onboarding.applied_on": "今天", "onboarding.review": "已通过", "onboarding.contract_signed_on": "今天"},
            ["onboarding.reviewed_on", "onboarding.contract_signed_on", "onboarding.deposit_paid_on"],
        ),
    ],
)
def test_a_step_that_is_not_done_makes_later_ones_irrelevant(said: dict[str, str], asked: list[str]) -> None:
    talk = Talk(DONE, answers(said))
    assert talk.asked[-len(asked) :] == asked
    if "account.registered" in asked:
        assert talk.asked == asked


@pytest.mark.parametrize("review", ["审核中", "未通过", "已通过"])
@pytest.mark.parametrize("applied", ["还没有", "今天"])
def test_the_next_step_then_waits_for_no_unstated_fact(applied: str, review: str) -> None:
    said = {
        **EVERYTHING,
        "account.registered": "是",
        "account.contact_email": "biz@example.com",
        "account.service_email": "help@example.com",
        "onboarding.applied_on": applied,
        "onboarding.review": review,
        "onboarding.reviewed_on": "今天",
        "onboarding.contract_signed_on": "还没有",
    }
    talk = Talk(NEW, answers(said))
    assert talk.asker.unstated(talk.end) == []
    step = next(step for step in check(dict(talk.end.values), as_of=AS_OF).onboarding if not step.done)
    notes = [item for item in step.details if isinstance(item, Message)]
    unstated = [str(item.values["key"]) for item in notes if item.key == "onboarding.not_stated"]
    assert {tuple(key.split(".")) for key in unstated} <= talk.end.not_yet


def test_what_was_skipped_is_unstated() -> None:
    talk = Talk(DONE, answers({}))
    assert talk.asker.unstated(talk.end) == [tuple(key.split(".")) for key in talk.asked]
    fact = Talk(without(("team", "technical_and_service")) | {"target_markets": ["image"]}, answers({}))
    assert ("team", "technical_and_service") in fact.asker.unstated(fact.end)
