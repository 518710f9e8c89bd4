"""Answers as people give them, and questions that can be understood without the documents."""

import re
from datetime import date, timedelta

import pytest
from support.interviews import NEW, Talk, answers
from support.samples import AS_OF, CATALOGUE, MARKETS, Values
from support.samples_answers import EVERYTHING

from cloudmkt_cli.core.messages import LANGUAGES, Language

START: Values = {**NEW, "company": {"name": "x"}, "target_markets": list(MARKETS)}


def said(key: str, text: str) -> Talk:
    """An interview in which one question is answered."""
    return Talk(START, answers({"products[0].name": "云舟", "cases[0].customer": "甲", key: text}))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("team.technical_and_service", "12人", 12),
        ("team.technical_and_service", "12 名", 12),
        ("team.technical_and_service", "１２人。", 12),
        ("team.technical_and_service", "12 people", 12),
        ("team.senior_ops_certified", "没有", 0),
        ("team.senior_ops_certified", "none", 0),
        ("support.days_per_week", "7天", 7),
        ("support.days_per_week", "7 days", 7),
        ("support.hours_per_day", "7.5小时", 7.5),
        ("support.hours_per_day", "8个小时", 8),
        ("company.established", "今天", AS_OF),
        ("company.established", "Today", AS_OF),
        ("company.established", "昨天", AS_OF - timedelta(days=1)),
        ("company.established", "2015年3月15日", date(2015, 3, 15)),
        ("company.registered_capital", "壹佰万元整", "壹佰万元整"),
        ("agreements.consignment", "愿意接受", True),
        ("agreements.consignment", "已接受。", True),
        ("agreements.marketplace", "不同意", False),
        ("agreements.marketplace", "y", True),
        ("agreements.marketplace", "n", False),
        ("account.enterprise_verified", "还没有", False),
        ("certificates.high_tech_enterprise", "有", True),
    ],
)
def test_answers_as_people_give_them(key: str, text: str, value: object) -> None:
    stated = said(key, text).end.added[tuple(key.split("."))]
    assert (type(stated), stated) == (type(value), value)


def test_all_markets_can_be_chosen_in_a_word() -> None:
    assert Talk(NEW, answers({"company.name": "x", "target_markets": "全部"})).end.values["target_markets"] == list(
        MARKETS
    )


@pytest.mark.parametrize("text", ["不知道", "不清楚", "not sure", "未知"])
def test_who_says_that_it_is_not_known_states_nothing(text: str) -> None:
    assert said("team.technical_and_service", text).end.added.keys() == {("products", 0), ("cases", 0)}


@pytest.mark.parametrize(
    ("key", "text", "accepted"),
    [
        ("team.technical_and_service", "12天", "整数，如 24"),
        ("team.technical_and_service", "约12人", "整数，如 24"),
        ("support.days_per_week", "每天", "整数，如 7"),
        ("support.hours_per_day", "全天", "数字，如 8"),
        ("company.established", "三年前", "日期，如 2021-03-15，或“今天”"),
        ("company.registered_capital", "壹百万元", "带单位的金额，如 500万元、300,000美元"),
        ("agreements.consignment", "看情况", "“是”或“否”"),
    ],
)
def test_what_is_not_accepted_says_what_is(key: str, text: str, accepted: str) -> None:
    first = iter([text])
    talk = Talk(START, lambda asked: next(first, "") if asked == key else "", language="zh")
    (refusal,) = [shown for shown in talk.shown if "未采用" in shown]
    assert refusal == f"未采用：无法识别“{text}”；请回答：{accepted}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_a_question_with_its_place_and_what_to_answer(language: Language) -> None:
    talk = Talk(NEW, answers(EVERYTHING), language=language)
    for shown in talk.shown:
        asked, accepted = shown.strip().splitlines()[:2]
        assert re.match(r"\[\d+/\d+\] ", asked), shown
        assert re.search("[？?]", asked), shown
        assert accepted.startswith({"zh": "回答：", "en": "Answer: "}[language])
        number, total = map(int, re.findall(r"\d+", asked)[:2])
        assert number <= total
    assert re.match(r"\[(\d+)/\1\]", talk.shown[-1].strip())


def test_every_example_of_a_number_is_an_answer() -> None:
    talk = Talk(NEW, answers(EVERYTHING))
    shown = zip(talk.asked, talk.shown, strict=True)
    examples = {
        key: found[1] for key, text in shown if (found := re.search(r"(?:number|integer),? such as (\S+)", text))
    }
    assert len(examples) == 7
    again = Talk(NEW, answers({**EVERYTHING, **examples}))
    assert [text for text in again.shown if "not accepted" in text] == []


@pytest.mark.parametrize("market", MARKETS)
def test_questions_are_about_the_chosen_market_only(market: str) -> None:
    talk = Talk(NEW, lambda key: {**EVERYTHING, "target_markets": market}.get(key, ""))
    others = [other.name.en for other in CATALOGUE.markets if other.id != market]
    assert [text for text in talk.shown[2:] if any(other in text for other in others)] == []
