"""Questions for a profile: which, in which order, what is taken for an answer, and what comes of it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.interviews import NEW, Talk, answers, lines
from support.samples import AS_OF, CATALOGUE, MARKETS, check, vendor, without
from support.samples_answers import EVERYTHING

from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.messages import LANGUAGES
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.intake.interview.draft import draft_of
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.model import VendorProfile


def test_who_answers_everything_is_eligible_for_every_market() -> None:
    talk = Talk(NEW, answers(EVERYTHING))
    result = check(dict(talk.end.values))
    assert {market.verdict for market in result.markets} == {Verdict.ELIGIBLE}
    assert all(finding.status is not Status.UNKNOWN for market in result.markets for finding in market.findings)
    assert len(talk.asked) == len(set(talk.asked))


@pytest.mark.parametrize("market", MARKETS)
def test_one_market_asks_for_what_it_needs_and_no_more(market: str) -> None:
    talk = Talk(NEW, answers({**EVERYTHING, "target_markets": market}))
    result = check(dict(talk.end.values), markets=(market,))
    assert result.verdict is Verdict.ELIGIBLE
    stated = {re.sub(r"\[\d\]", "", key) for key in talk.asked[2:]}
    needed = {fact.replace("product.", "products.") for fact in needs(market)}
    own = {"products.name", "products.markets", "cases.customer", *ONBOARDING}
    assert {key for key in stated - own if not key.startswith(("attestations.", "cases."))} <= needed


ONBOARDING = {"account.registered", "account.contact_email", "account.service_email", "onboarding.applied_on"}


def needs(market: str) -> set[str]:
    result = check({"profile_version": 1, "company": {"name": "x"}, "products": [{"name": "x", "markets": [market]}]})
    found = next(item for item in result.markets if item.market.id == market)
    return {observation.fact for finding in found.findings for observation in finding.observations}


def test_the_name_comes_first_then_the_markets_then_what_decides_most() -> None:
    talk = Talk(NEW, answers({**EVERYTHING, "target_markets": "miniprogram"}))
    # A product is what seven requirements of this market wait for.
    assert talk.asked[:3] == ["company.name", "target_markets", "products[0].name"]
    first_attestation = next(index for index, key in enumerate(talk.asked) if key.startswith("attestations."))
    rest = [key for key in talk.asked[first_attestation:] if not key.startswith("attestations.")]
    assert set(rest) == {*ONBOARDING, "account.enterprise_verified"}  # which the onboarding alone depends on here


def test_an_answer_that_settles_a_requirement_spares_the_other_ways_to_meet_it() -> None:
    talk = Talk(NEW, answers({**EVERYTHING, "target_markets": "website"}))
    assert "documents.bank_account_permit" in talk.asked
    assert "documents.basic_account_information" not in talk.asked
    permitless = Talk(NEW, answers({**EVERYTHING, "documents.bank_account_permit": "no"}))
    assert "documents.basic_account_information" in permitless.asked


def test_what_is_stated_is_not_asked_for() -> None:
    applied = {"onboarding": {"applied_on": AS_OF, "review": "pending"}}
    assert Talk(vendor() | applied | {"target_markets": list(MARKETS)}, lines()).asked == []
    values = without(("team", "technical_and_service")) | applied | {"target_markets": ["image"]}
    assert Talk(values, answers({})).asked == ["team.technical_and_service"]
    assert Talk(values, answers({}), markets=("image",)).asked == ["team.technical_and_service"]


def test_who_knows_nothing_states_nothing() -> None:
    talk = Talk({**NEW, "company": {"name": "x"}}, answers({}))
    assert talk.end.added == {}
    assert len(talk.asked) == len(set(talk.asked)) > 20


def test_a_product_is_offered_where_it_is_needed_unless_something_else_is_said() -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["website", "api", "service"]}
    said = {"products[0].name": "云舟", "products[1].name": "云帆"}
    assert Talk(start, answers(said)).end.values["products"] == [{"name": "云舟", "markets": ["website", "api"]}]
    two = Talk(start, answers({**said, "products[0].markets": "API", "products[1].markets": "网站建设"}))
    assert [product["markets"] for product in two.end.values["products"]] == [["api"], ["website"]]


def test_cases_are_asked_for_until_there_are_no_more() -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["website"]}
    talk = Talk(start, answers({"cases[0].customer": "甲", "cases[1].customer": "乙"}))
    assert talk.end.values["cases"] == [{"customer": "甲"}, {"customer": "乙"}]
    assert [key for key in talk.asked if key.startswith("cases")] == [
        f"cases[{number}].customer" for number in range(3)
    ]


def test_no_cases_at_all_is_something_to_state() -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["website"]}
    talk = Talk(start, answers({"cases[0].customer": "没有"}))
    assert talk.end.values["cases"] == []


@pytest.mark.parametrize(("said", "stated"), [("无", ""), ("no", ""), ("申请中", None), ("示例奖", "示例奖")])
def test_a_word_for_no_award_is_stated_as_none(said: str, stated: str | None) -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["miniprogram"]}
    talk = Talk(start, answers({"cases[0].customer": "甲", "cases[0].award": said}))
    assert talk.end.values["cases"] == [{"customer": "甲"} | ({} if stated is None else {"award": stated})]


@pytest.mark.parametrize("missing", ["holds", "on", "evidence"])
def test_an_attestation_is_stated_whole_or_not_at_all(missing: str) -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["website"]}
    said = {key: text for key, text in EVERYTHING.items() if key.startswith("attestations.lawful.")}
    assert set(Talk(start, answers(said)).end.values["attestations"]) == {"lawful"}
    assert "attestations" not in Talk(start, answers(said | {f"attestations.lawful.{missing}": ""})).end.values


def test_a_judged_requirement_is_never_asked_as_a_yes_or_no_first() -> None:
    talk = Talk({**NEW, "company": {"name": "x"}}, answers({}))
    assert {key.rpartition(".")[2] for key in talk.asked if key.startswith("attestations.")} == {"by"}


@pytest.mark.parametrize("stop", ["q", None])
def test_stopping_keeps_what_was_said(stop: str | None) -> None:
    said = ["甲公司", "service", *([stop] if stop else ())]
    talk = Talk(NEW, lines(*said, *(["never read"] if stop else ())))
    assert talk.end.added == {("company", "name"): "甲公司", ("target_markets",): ["service"]}


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        ("company.name", "", "a profile needs a company name"),
        ("company.established", "2026-02-30", "a date, such as 2021-03-15, or today"),
        ("company.established", "1850-01-01", "value out of range"),
        ("company.registered_capital", "500", "an amount with its unit"),
        ("team.technical_and_service", "twenty", "an integer"),
        ("team.technical_and_service", "-5", "value out of range"),
        ("support.days_per_week", "8", "at most 7"),
        ("target_markets", "webiste", "one or more markets"),
        ("documents.business_licence", "papers/none.pdf", "file papers/none.pdf not found"),
        ("documents.business_licence", "../secret.pdf", "outside the profile's folder"),
        ("products[0].name", "\x1b[A", "control characters"),
        ("company.name", "\udcff", "control characters"),
        ("attestations.lawful.evidence", "none.pdf", "file none.pdf not found"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_asked_for_again(key: str, said: str, told: str) -> None:
    first = iter([said])
    talk = Talk(NEW, lambda asked: next(first, EVERYTHING[key]) if asked == key else EVERYTHING.get(asked, ""))
    assert talk.asked.count(key) == 2
    refusal = talk.shown[next(i for i, text in enumerate(talk.shown) if text.startswith("not accepted"))]
    assert told in refusal
    assert refusal.isprintable() or refusal.rstrip("\n").isprintable()


def test_a_second_product_of_the_same_name_is_refused() -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["website", "api"]}
    names = iter(["云舟", "云舟", "云帆"])
    said = {"products[0].markets": "api"}
    talk = Talk(start, lambda key: next(names) if key.endswith("].name") else said.get(key, ""))
    assert [product["name"] for product in talk.end.values["products"]] == ["云舟", "云帆"]
    assert any("duplicate product name" in text for text in talk.shown)


def test_help_says_what_the_answer_is_for() -> None:
    talk = Talk({**NEW, "company": {"name": "x"}, "target_markets": ["website"]}, lines("", "?", "q"))
    assert talk.asked[1] == talk.asked[2] == "company.legal_form"
    (helped,) = [text for text in talk.shown if text.startswith("  ")]
    assert "all markets: an enterprise, or an individual business" in helped
    assert "Image" not in helped
    assert "The business licence." in helped


@given(
    st.lists(
        st.one_of(st.sampled_from([*EVERYTHING.values(), "<", "?", "no", "否", "-"]), st.text(max_size=20)), max_size=40
    )
)
def test_whatever_is_typed_comes_to_a_valid_profile(said: list[str]) -> None:
    talk = Talk({**NEW, "company": {"name": "星海示例科技有限公司"}}, lines(*said))
    for language in LANGUAGES:
        data = draft_of(talk.end, Path(), CATALOGUE, language).data
        assert load_profile(data, Path(), CATALOGUE).profile == validate(VendorProfile, talk.end.saveable().values)
