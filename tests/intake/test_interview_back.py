"""Going back and leaving: nothing that was answered is lost."""

from pathlib import Path

import pytest
from support.interviews import NEW, Talk, answers, lines
from support.samples import CATALOGUE, Values
from support.samples_answers import EVERYTHING

from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.intake.interview.draft import draft_of, open_draft

Pending = dict[KeyPath, Values]
SITE: Values = {**NEW, "company": {"name": "星海"}, "target_markets": ["website"]}


def test_an_earlier_question_shows_its_answer_and_enter_keeps_it() -> None:
    talk = Talk(NEW, lines("甲公司", "website", "<", "<", "", "", "云舟"))
    assert talk.asked[:6] == [
        "company.name", "target_markets", "products[0].name", "target_markets", "company.name", "target_markets",
    ]  # fmt: skip
    assert talk.asked[6] == "products[0].name"
    assert "Answered: website (Enter keeps it)" in talk.shown[3]
    assert "Answered: 甲公司 (Enter keeps it)" in talk.shown[4]
    assert talk.end.values["company"] == {"name": "甲公司"}
    assert talk.end.pending == {("products", 0): {"name": "云舟"}}


def test_another_answer_takes_the_place_of_the_earlier_one_and_of_no_other() -> None:
    said = ["甲公司", "website", "云舟", "", "企业", "<", "<", "<", "云帆", "是"]
    talk = Talk(NEW, lines(*said))
    assert talk.end.values["products"] == [{"name": "云帆", "markets": ["website"]}]
    assert talk.end.values["company"] == {"name": "甲公司", "legal_form": "enterprise"}
    legal_form, licence = talk.asked[4:6]
    assert talk.asked[6:] == [legal_form, "products[0].markets", "products[0].name", licence, talk.asked[-1]]


def test_what_was_skipped_can_be_answered_after_going_back() -> None:
    talk = Talk(SITE, lines("", "<", "云舟"))
    assert "Not answered before" in talk.shown[2]
    assert talk.asked[3] == "products[0].markets"
    assert talk.end.pending == {("products", 0): {"name": "云舟"}}


def test_no_cases_at_all_can_be_taken_back() -> None:
    start = {**SITE, "products": [{"name": "x", "markets": ["website"]}]}
    of_cases, others = iter(["无", "甲"]), iter(["<"])
    asked: list[str] = []

    def answer(key: str) -> str:
        asked.append(key)
        if key == "cases[0].customer":
            return next(of_cases, "")
        return next(others, "") if "cases[0].customer" in asked else ""

    talk = Talk(start, answer)
    assert any("Answered: no" in text for text in talk.shown)
    assert talk.end.values["cases"] == [{"customer": "甲"}]


def test_the_first_question_has_none_before_it() -> None:
    assert Talk(NEW, lines("<", "<", "甲公司")).end.values["company"] == {"name": "甲公司"}


@pytest.mark.parametrize("stop", ["q", None])
@pytest.mark.parametrize(
    ("said", "pending", "values"),
    [
        (["云舟"], {("products", 0): {"name": "云舟"}}, {}),
        (["云舟", "<", "<"], {("products", 0): {"name": "云舟"}}, {}),
        (["云舟", "", "企业"], {}, {"products": [{"name": "云舟", "markets": ["website"]}]}),
    ],
)
def test_stopping_keeps_what_is_half_given(said: list[str], stop: str | None, pending: Pending, values: Values) -> None:
    talk = Talk(SITE, lines(*said, *([stop] if stop else ())))
    assert talk.end.saveable().pending == pending
    assert {key: talk.end.values[key] for key in values} == values


def test_a_half_given_case_is_stated_with_what_there_is() -> None:
    start = {**NEW, "company": {"name": "x"}, "target_markets": ["miniprogram"]}
    said = {"cases[0].customer": "甲"}
    talk = Talk(start, lambda key: None if key == "cases[0].fortune_global_500" else said.get(key, ""))
    assert talk.end.pending == {("cases", 0): {"customer": "甲"}}
    assert talk.end.saveable().values["cases"] == [{"customer": "甲"}]
    again = Talk(talk.end.saveable().values, answers({"cases[0].china_500": "是"}))
    assert again.end.values["cases"] == [{"customer": "甲", "china_500": True}]


def test_a_half_given_entry_is_taken_up_again_from_the_file(tmp_path: Path) -> None:
    attested = {key: said for key, said in EVERYTHING.items() if key.startswith("attestations.lawful.")}
    first = Talk(NEW, answers({"company.name": "星海", "target_markets": "website"} | attested | {
        "products[0].name": "云舟", "products[0].markets": "未知", "attestations.lawful.evidence": "",
    }))  # fmt: skip
    path = tmp_path / "cloudmkt.toml"
    path.write_bytes(draft_of(first.end, tmp_path, CATALOGUE, "zh").data)
    draft = open_draft(path, CATALOGUE)
    assert draft.state.pending.keys() == {("products", 0), ("attestations", "lawful")}
    asker_said = {"products[0].markets": "website", "attestations.lawful.evidence": "https://example.com/x"}
    again = Talk(draft.state, answers(asker_said))
    assert [key for key in again.asked if key.startswith(("products[0].name", "attestations.lawful.by"))] == []
    assert again.end.values["products"] == [{"name": "云舟", "markets": ["website"]}]
    assert again.end.values["attestations"]["lawful"]["by"] == "法务部"
    text = draft.with_answers(again.end, tmp_path, CATALOGUE).data.decode()
    assert text.count("云舟") == 1
    assert text.count("[attestations.lawful]") == 1


def test_what_has_no_place_in_the_file_is_said_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "v.toml"
    path.write_text(
        'profile_version = 1\n[company]\nname = "x"\nregistered_capital = "5万美元"\n', encoding="utf-8", newline=""
    )
    draft = open_draft(path, CATALOGUE)
    talk = Talk(
        draft.state,
        answers({"company.registered_capital.cny_equivalent": "360000", "team.technical_and_service": "12"}),
    )
    saved = draft.with_answers(talk.end, tmp_path, CATALOGUE)
    assert b"technical_and_service = 12" in saved.data
    (unplaced,) = saved.unplaced
    assert 'registered_capital = { amount = 50000, currency = "USD", cny_equivalent = 360000 }' in str(
        unplaced.message.values["line"]
    )


def test_an_amount_in_a_foreign_currency_is_asked_for_in_yuan() -> None:
    said = {**EVERYTHING, "target_markets": "service", "company.registered_capital": "300,000美元"}
    talk = Talk(NEW, answers({**said, "company.registered_capital.cny_equivalent": "210万元"}))
    assert talk.end.values["company"]["registered_capital"] == {
        "amount": 300000, "currency": "USD", "cny_equivalent": 2100000,
    }  # fmt: skip
