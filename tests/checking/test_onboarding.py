"""Onboarding: which step is next, and what blocks it."""

from datetime import date
from typing import Final

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, facts_of_vendor, stating, vendor, without

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.onboarding import Progress, lint_onboarding, onboarding_steps
from cloudmkt_cli.checking.results import Step
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message, Text
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.profile.model import VendorProfile

NOTHING_DONE: Final[Values] = {"registered": False, "enterprise_verified": False}
APPLIED: Final[Values] = {"applied_on": date(2026, 11, 16)}
APPROVED: Final[Values] = APPLIED | {"review": "approved", "reviewed_on": date(2026, 11, 18)}
SIGNED: Final[Values] = APPROVED | {"contract_signed_on": date(2026, 11, 20)}
PAID: Final[Values] = SIGNED | {"deposit_paid_on": AS_OF}
TOMORROW: Final = date(2026, 11, 24)
STEPS: Final = [step.id for step in CATALOGUE.onboarding]
ABOUT: Final = {step.id: step.about for step in CATALOGUE.onboarding}
CHANNELS: Final = Text(zh="站内信、短信和邮件", en="site messages, SMS and e-mail")


def _on_the_way(onboarding: Values, values: Values | None = None) -> Values:
    return stating(("onboarding",), onboarding, values)


def _step(values: Values, step: str, as_of: date = AS_OF) -> Step:
    return next(item for item in check(values, as_of=as_of).onboarding if item.id == step)


def test_a_result_has_the_eight_steps_of_the_edition_in_order() -> None:
    steps = [
        "register-account",
        "verify-enterprise",
        "qualify",
        "apply",
        "await-review",
        "sign-contract",
        "pay-deposit",
        "complete",
    ]
    assert steps == STEPS
    assert [step.id for step in check(vendor()).onboarding] == steps


TOO_FEW: Final = stating(("team", "technical_and_service"), 9)


NEXT: Final = {
    "nothing-done": (stating(("account",), NOTHING_DONE, TOO_FEW), "register-account"),
    "registered": (stating(("account",), NOTHING_DONE | {"registered": True}, TOO_FEW), "verify-enterprise"),
    "verified": (TOO_FEW, "qualify"),
    "qualified": (vendor(), "apply"),
    "applied": (_on_the_way(APPLIED), "await-review"),
    "pending": (_on_the_way(APPLIED | {"review": "pending"}), "await-review"),
    "approved": (_on_the_way(APPLIED | {"review": "approved"}), "sign-contract"),
    "approved-on-a-day": (_on_the_way(APPROVED), "sign-contract"),
    "signed": (_on_the_way(SIGNED), "pay-deposit"),
    "paid": (_on_the_way(PAID), "complete"),
    "rejected": (_on_the_way(APPLIED | {"review": "rejected"}), "apply"),
}


@pytest.mark.parametrize(("values", "step"), NEXT.values(), ids=NEXT)
def test_the_next_step_is_the_first_that_is_not_done(values: Values, step: str) -> None:
    result = check(values)
    assert result.next_step.id == step
    done = [item.id for item in result.onboarding if item.done]
    assert done == STEPS[: STEPS.index(step)] + (["complete"] if step == "complete" else [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", [values for values, _ in NEXT.values()], ids=NEXT)
def test_every_detail_is_worded(values: Values, language: Language) -> None:
    details = [word(detail, language) for step in check(values).onboarding for detail in step.details]
    assert all(details)
    assert not any("{" in text for text in details)


def test_the_cases_of_the_next_step_cover_every_step() -> None:
    assert {step for _, step in NEXT.values()} == set(STEPS)


@pytest.mark.parametrize(
    ("values", "step", "key"),
    [
        (without(("account", "registered")), "register-account", "account.registered"),
        (without(("account", "enterprise_verified")), "verify-enterprise", "account.enterprise_verified"),
        (vendor(), "apply", "onboarding.applied_on"),
        (_on_the_way(APPLIED), "await-review", "onboarding.review"),
        (_on_the_way(APPROVED), "sign-contract", "onboarding.contract_signed_on"),
        (_on_the_way(SIGNED), "pay-deposit", "onboarding.deposit_paid_on"),
    ],
    ids=["registered", "verified", "applied", "reviewed", "signed", "paid"],
)
def test_a_fact_that_is_not_stated_counts_as_not_done_and_the_detail_says_so(
    values: Values, step: str, key: str
) -> None:
    found = check(values).next_step
    assert found.id == step
    assert Message("onboarding.not_stated", {"key": key}) in found.details


@pytest.mark.parametrize(
    ("step", "key"),
    [
        ("apply", "applied_on"),
        ("await-review", "review"),
        ("sign-contract", "contract_signed_on"),
        ("pay-deposit", "deposit_paid_on"),
    ],
)
def test_a_step_whose_fact_is_not_stated_names_its_key(step: str, key: str) -> None:
    assert _step(vendor(), step).details[-1] == Message("onboarding.not_stated", {"key": f"onboarding.{key}"})


@pytest.mark.parametrize(
    ("values", "step"),
    [
        (stating(("account", "registered"), False), "register-account"),
        (stating(("account", "enterprise_verified"), False), "verify-enterprise"),
        (_on_the_way(APPLIED | {"review": "pending"}), "await-review"),
        (_on_the_way({"review": "pending"}), "await-review"),
        (_on_the_way(APPLIED | {"review": "rejected"}), "await-review"),
        (_on_the_way(PAID), "pay-deposit"),
    ],
    ids=["not-registered", "not-verified", "review-pending", "review-pending-of-nothing", "review-rejected", "paid"],
)
def test_a_stated_fact_is_not_reported_as_not_stated(values: Values, step: str) -> None:
    said = [detail.key for detail in _step(values, step).details if isinstance(detail, Message)]
    assert "onboarding.not_stated" not in said


@pytest.mark.parametrize(
    ("onboarding", "step", "key"),
    [
        ({"applied_on": TOMORROW}, "apply", "onboarding.applied_on"),
        (APPLIED | {"review": "approved", "reviewed_on": TOMORROW}, "await-review", "onboarding.reviewed_on"),
        (APPROVED | {"contract_signed_on": TOMORROW}, "sign-contract", "onboarding.contract_signed_on"),
        (SIGNED | {"deposit_paid_on": TOMORROW}, "pay-deposit", "onboarding.deposit_paid_on"),
    ],
    ids=["applied", "reviewed", "signed", "paid"],
)
def test_a_step_dated_in_the_future_is_not_done_and_the_detail_names_the_day(
    onboarding: Values, step: str, key: str
) -> None:
    found = check(_on_the_way(onboarding)).next_step
    assert found.id == step
    assert Message("onboarding.later", {"key": key, "day": TOMORROW}) in found.details
    assert check(_on_the_way(onboarding), as_of=TOMORROW).next_step.id != step


MISSING_THREE: Final = without(("attestations", "renown"), without(("cases",), TOO_FEW))


@pytest.mark.parametrize(
    ("values", "targets", "blocked_by"),
    [
        (TOO_FEW, ["website"], ("website.team-size",)),
        (MISSING_THREE, ["website"], ("website.team-size", "website.customer-cases", "website.renown")),
        (
            TOO_FEW,
            ["image", "website", "miniprogram"],
            ("miniprogram.team-size", "website.team-size", "image.team-size"),
        ),
        (
            without(("cases",)),
            ["website", "image", "enterprise"],
            ("website.customer-cases", "enterprise.customer-cases"),
        ),
        (stating(("documents", "business_licence"), False), ["website", "image"], ("general.business-licence",)),
    ],
    ids=["fail", "fail+unknown+manual", "three-targets", "two-of-three", "general-once"],
)
def test_qualify_is_blocked_by_the_open_requirements_of_the_targets(
    values: Values, targets: list[str], blocked_by: tuple[str, ...]
) -> None:
    found = check(stating(("target_markets",), targets, values)).next_step
    assert (found.id, found.done, found.blocked_by) == ("qualify", False, blocked_by)


def test_qualify_has_no_details_once_every_target_is_eligible() -> None:
    title = next(step.title for step in CATALOGUE.onboarding if step.id == "qualify")
    assert _step(vendor(), "qualify") == Step("qualify", title, done=True)


def test_qualify_names_the_target_markets_that_are_not_eligible() -> None:
    values = stating(("target_markets",), ["website", "image"], stating(("team", "technical_and_service"), 12))
    image = CATALOGUE.market("image").name
    assert check(values).next_step.details == (Message("onboarding.qualify", {"markets": (image,)}),)


@pytest.mark.parametrize(
    ("targets", "done"),
    [
        (["website"], True),
        (["website", "api"], True),
        (["website", "image"], False),
        (["image"], False),
        (None, True),
        ([], True),
    ],
    ids=str,
)
def test_qualify_is_done_if_all_targets_are_eligible_or_without_targets_one_market(
    targets: list[str] | None, done: bool
) -> None:
    twelve = stating(("team", "technical_and_service"), 12)
    values = twelve if targets is None else stating(("target_markets",), targets, twelve)
    found = _step(values, "qualify")
    assert found.done is done
    assert found.blocked_by == (() if done else ("image.team-size",))


def test_a_failed_preferred_requirement_does_not_block_qualify() -> None:
    values = stating(("target_markets",), ["miniprogram"], stating(("company", "external_funding"), False))
    assert check(values).next_step.id == "apply"


def test_after_a_rejection_the_next_step_is_apply_blocked_by_what_still_fails() -> None:
    values = stating(("target_markets",), ["website"], MISSING_THREE)
    found = check(_on_the_way(APPLIED | {"review": "rejected", "reviewed_on": AS_OF}, values)).next_step
    assert (found.id, found.blocked_by) == ("apply", ("website.team-size",))
    assert found.details[0] == Message("onboarding.again")


def test_after_a_rejection_apply_is_not_blocked_if_every_requirement_is_met() -> None:
    found = check(_on_the_way(APPLIED | {"review": "rejected"})).next_step
    assert (found.id, found.done, found.blocked_by) == ("apply", False, ())


BEFORE: Final = date(2026, 11, 5)
LATER: Final[Values] = {"applied_on": date(2026, 11, 2), "reviewed_on": date(2026, 11, 9)}
"""On 2026-11-05 applied for, and not reviewed yet."""
DUE: Final = date(2026, 11, 11)


@pytest.mark.parametrize("review", ["pending", "approved", "rejected"])
def test_a_review_with_an_outcome_dated_in_the_future_is_awaited_with_its_due_date(review: str) -> None:
    found = check(_on_the_way(LATER | {"review": review}), as_of=BEFORE).next_step
    assert (found.id, found.done, found.due, found.due_is_estimate) == ("await-review", False, DUE, False)
    assert found.details == (
        Message("onboarding.expected", {"day": DUE, "days": 7, "channels": CHANNELS}),
        Message("onboarding.later", {"key": "onboarding.reviewed_on", "day": date(2026, 11, 9)}),
    )


@pytest.mark.parametrize(("review", "step"), [("approved", "sign-contract"), ("rejected", "apply")])
def test_an_outcome_counts_from_its_own_day(review: str, step: str) -> None:
    values = _on_the_way(LATER | {"review": review})
    assert check(values, as_of=date(2026, 11, 8)).next_step.id == "await-review"
    assert check(values, as_of=date(2026, 11, 9)).next_step.id == step


def test_a_rejection_dated_in_the_future_leaves_apply_done() -> None:
    values = stating(("target_markets",), ["website"], TOO_FEW)
    result = check(_on_the_way(LATER | {"review": "rejected"}, values), as_of=BEFORE)
    assert next(step for step in result.onboarding if step.id == "apply").done
    assert [warning.code for warning in result.warnings] == ["no-longer-qualifies"]


def test_an_application_dated_in_the_future_gives_no_due_date() -> None:
    result = check(_on_the_way({"applied_on": TOMORROW, "review": "pending"}))
    assert result.next_step.id == "apply"
    assert [step.due for step in result.onboarding] == [None] * 8


def test_steps_dated_in_the_future_are_not_done_and_give_no_warning() -> None:
    later = {"applied_on": TOMORROW, "review": "approved", "reviewed_on": TOMORROW}
    result = check(_on_the_way(later | {"contract_signed_on": TOMORROW, "deposit_paid_on": TOMORROW}))
    assert [step.id for step in result.onboarding if step.done] == ["register-account", "verify-enterprise", "qualify"]
    assert result.warnings == ()


@pytest.mark.parametrize("review", ["pending", "rejected"])
def test_apply_is_next_if_there_is_a_review_but_no_application(review: str) -> None:
    result = check(_on_the_way({"review": review}))
    assert (result.next_step.id, result.next_step.due) == ("apply", None)
    assert result.next_step.details[0] == ABOUT["apply"]
    awaited = next(step for step in result.onboarding if step.id == "await-review")
    assert (awaited.done, awaited.due, awaited.details) == (False, None, (ABOUT["await-review"],))


def test_an_approval_without_an_application_gives_a_warning_about_the_order() -> None:
    result = check(_on_the_way({"review": "approved"}))
    assert result.next_step.id == "apply"
    assert [warning.code for warning in result.warnings] == ["onboarding-order"]


@pytest.mark.parametrize("pack", ["tencent-2019-08", "tencent-general"])
def test_an_edition_without_an_application_or_a_review_has_its_own_steps(pack: str) -> None:
    catalogue = load_catalogue(pack)
    kinds = {step.kind for step in catalogue.onboarding}
    assert not kinds & {"apply", "review"}
    result = check_profile(validate(VendorProfile, vendor()), catalogue, AS_OF)
    assert [step.id for step in result.onboarding] == [step.id for step in catalogue.onboarding]


def test_an_edition_without_a_review_is_complete_once_the_vendor_has_applied() -> None:
    catalogue = load_catalogue("aws-2021-08")
    assert [step.id for step in catalogue.onboarding] == ["register-account", "qualify", "apply", "complete"]
    stated = {"account": {"registered": True}, "onboarding": {"applied_on": date(2026, 11, 16)}}
    profile = validate(VendorProfile, vendor() | {"marketplaces": {"aws": stated}})
    steps = check_profile(profile, catalogue, AS_OF).onboarding
    assert [(step.id, step.done) for step in steps[2:]] == [("apply", True), ("complete", True)]


def test_an_outcome_without_a_day_of_its_own_in_the_edition_counts_at_once() -> None:
    steps = [step._replace(decided_on=None) for step in CATALOGUE.onboarding]
    values = _on_the_way(APPLIED | {"review": "approved", "reviewed_on": TOMORROW})
    states = onboarding_steps(Progress(facts_of_vendor(values).values, steps, AS_OF), check(vendor()).targets)
    assert [state.done for state in states if state.id == "await-review"] == [True]


def test_an_outcome_without_a_day_of_its_own_gives_no_warning_about_dates() -> None:
    steps = [step._replace(decided_on=None) for step in CATALOGUE.onboarding]
    values = facts_of_vendor(_on_the_way(SIGNED)).values
    progress, targets = Progress(values, steps, AS_OF), check(vendor()).targets
    assert list(lint_onboarding(progress, values, targets, onboarding_steps(progress, targets))) == []


@pytest.mark.parametrize(
    "values",
    [
        vendor(),
        _on_the_way(APPLIED),
        _on_the_way(APPLIED | {"review": "rejected"}),
        _on_the_way(PAID),
        _on_the_way({"applied_on": TOMORROW}),
    ],
    ids=["qualified", "applied", "rejected", "paid", "later"],
)
def test_a_step_has_the_title_of_the_edition_and_is_done_or_not(values: Values) -> None:
    states = check(values).onboarding
    assert [state.title for state in states] == [step.title for step in CATALOGUE.onboarding]
    assert {type(state.done) for state in states} == {bool}
