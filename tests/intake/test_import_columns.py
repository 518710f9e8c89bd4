"""Headings: keys, labels and aliases; what has no key is listed, and nothing is given twice."""

import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from support.samples import CATALOGUE
from support.tables import WORDS, csv_file, imported, profiles

import cloudmkt_cli.intake
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.header_row import find_columns
from cloudmkt_cli.intake.readers.table import Table, cell_name, column_name
from cloudmkt_cli.intake.vocabulary import normalize
from cloudmkt_cli.profile.fields import fields

ALIASES: dict[str, Any] = tomllib.loads(
    Path(cloudmkt_cli.intake.__file__).with_name("aliases.toml").read_text(encoding="utf-8")
)
HEADINGS = [(heading, fact) for fact, headings in ALIASES["headings"].items() for heading in headings]
UNITS = [(heading, entry["unit"]) for entry in ALIASES["capital_in"] for heading in entry["headings"]]
NO_KEY = [(heading, entry["reason"]) for entry in ALIASES["no_key"] for heading in entry["headings"]]


def table(*rows: list[str]) -> Table:
    return Table("c.csv", None, tuple(map(tuple, rows)), Message("import.taken_sheet", {"sheet": "x"}))


def facts_of(*headings: str) -> list[str]:
    return [found.field.fact for found in find_columns(table(list(headings)), WORDS).known]


def notes_of(*rows: list[str]) -> list[str]:
    return [translate(note, "en") for note in find_columns(table(*rows), WORDS).notes]


@pytest.mark.parametrize(("heading", "fact"), HEADINGS, ids=[heading for heading, _ in HEADINGS])
def test_every_alias_gives_its_key(heading: str, fact: str) -> None:
    name = [] if fact == "company.name" else ["company.name"]
    assert facts_of(*name, heading)[-1] == fact


@pytest.mark.parametrize(("heading", "unit"), UNITS, ids=[heading for heading, _ in UNITS])
def test_every_heading_with_a_unit_gives_it_to_bare_numbers(heading: str, unit: str, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "c.csv", [["公司名称", heading], ["甲", "500"]])
    assert imported(file, tmp_path / "out").exit_code == 0
    assert profiles(tmp_path / "out")["甲"]["company"]["registered_capital"] == f"500{unit}"


@pytest.mark.parametrize(("heading", "reason"), NO_KEY, ids=[heading for heading, _ in NO_KEY])
def test_every_known_column_without_a_key_says_why(heading: str, reason: dict[str, str]) -> None:
    columns = find_columns(table(["公司名称", heading]), WORDS)
    assert [column.field.fact for column in columns.known] == ["company.name"]
    (note,) = columns.notes
    assert translate(note, "zh") == f"未读取：B 列“{heading}”在档案中没有对应的键（{reason['zh']}）"
    assert translate(note, "en") == f"not read: column B “{heading}” has no key in the profile ({reason['en']})"


@pytest.mark.parametrize("fact", fields())
def test_a_key_its_place_and_its_labels_are_headings(fact: str) -> None:
    name = [] if fact == "company.name" else ["company.name"]
    label = CATALOGUE.facts[fact].label
    for heading in (fact, dotted(fields()[fact].path), label.zh, label.en, label.en.upper(), f" {label.zh} *"):
        assert facts_of(*name, heading)[-1] == fact


@pytest.mark.parametrize(
    "heading",
    ["公司名称*", "公司名称：", " 公 司 名 称 ", "Company Name", "COMPANY.NAME", "ｃｏｍｐａｎｙ name:", "*公司名称"],
)
def test_what_makes_no_difference_in_a_heading(heading: str) -> None:
    assert facts_of(heading) == ["company.name"]


def test_no_heading_means_two_things() -> None:
    said: list[tuple[str, object]] = [*HEADINGS]
    said += [(heading, f"a sum in {unit}") for heading, unit in UNITS]
    said += [(heading, reason["en"]) for heading, reason in NO_KEY]
    for fact, field in fields().items():
        said += [(heading, fact) for heading in (fact, dotted(field.path), *CATALOGUE.facts[fact].label)]
    meanings: defaultdict[str, set[object]] = defaultdict(set)
    for heading, meaning in said:
        meanings[normalize(heading)].add(meaning)
    assert {heading: found for heading, found in meanings.items() if len(found) > 1} == {}


def test_the_aliases_of_words_mean_one_thing_each() -> None:
    words = [normalize(word) for words in ALIASES["words"].values() for word in words]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert set(ALIASES["legal_forms"]) <= set(fields()["company.legal_form"].choices)
    assert set(ALIASES["markets"]) <= set(CATALOGUE.market_ids)
    assert set(ALIASES["headings"]) <= set(fields())


@pytest.mark.parametrize("heading", ["case.customer", "cases[0].url", "案例客户", "attestation.by", "声明部门或岗位"])
def test_keys_of_lists_have_no_room_in_a_row(heading: str) -> None:
    (note,) = notes_of(["公司名称", heading])
    assert "a row holds one company and one product" in note


def test_what_is_not_known_is_listed_with_what_may_have_been_meant() -> None:
    assert notes_of(["公司名称", "股票代码", "公司", "company.nam", "\x1b[2J"]) == [
        "not read: column B “股票代码” is unknown",
        "not read: column C “公司” is unknown; did you mean 公司类型, 公司名称?",
        "not read: column D “company.nam” is unknown; did you mean company.name, companyname?",
        "not read: column E “\\u001b[2J” is unknown",
    ]


def test_a_column_without_a_heading_is_listed_where_it_holds_anything() -> None:
    assert notes_of(["公司名称", "", ""], ["甲", "", "x"], ["乙", "", "", "y"]) == [
        "not read: column C has no heading",
        "not read: column D has no heading",
    ]


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    rows = [["企业导出 2026-11-23"], [], ["序号", "企业名称"], ["1", "甲"]]
    assert imported(csv_file(tmp_path / "c.csv", rows), tmp_path / "out").exit_code == 0
    assert list(profiles(tmp_path / "out")) == ["甲"]


@pytest.mark.parametrize(
    ("headings", "twice"),
    [
        (["公司名称", "企业名称"], [("A1", "公司名称", "B1", "企业名称", "company.name")]),
        (
            ["公司名称", "注册资本", "备注", "注册资金"],
            [("B1", "注册资本", "D1", "注册资金", "company.registered_capital")],
        ),
        (
            ["公司名称", "注册资本", "注册资本(万元)"],
            [("B1", "注册资本", "C1", "注册资本(万元)", "company.registered_capital")],
        ),
        (
            ["公司名称", "注册资本", "注册资本金额"],
            [("B1", "注册资本", "C1", "注册资本金额", "company.registered_capital.amount")],
        ),
        (
            ["公司名称", "product.kind", "products[0].kind"],
            [("B1", "product.kind", "C1", "products[0].kind", "product.kind")],
        ),
    ],
)
def test_a_key_given_twice_names_both_columns(
    headings: list[str], twice: list[tuple[str, ...]], tmp_path: Path
) -> None:
    file = csv_file(tmp_path / "c.csv", [headings, ["甲"] * len(headings)])
    for language, said in (
        ("zh", "{0}（{1}）和 {2}（{3}）都对应 {4}"),
        ("en", "{0} ({1}) and {2} ({3}) both map to {4}"),
    ):
        result = imported(file, tmp_path / "out", language=language)
        assert (result.exit_code, result.stdout) == (4, "")
        assert all(said.format(*both) in result.stderr for both in twice)
    assert not (tmp_path / "out").exists()


def test_all_that_is_given_twice_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        find_columns(table(["公司名称", "邮箱", "公司名称", "联系邮箱"]), WORDS)
    assert [item.message.values["key"] for item in caught.value.diagnostics] == [
        "company.name",
        "account.contact_email",
    ]


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_spreadsheets_do(number: int, letters: str) -> None:
    assert column_name(number) == letters


@pytest.mark.parametrize(
    ("sheet", "name"), [(None, "F12"), ("客户", "客户!F12"), ("my list", "'my list'!F12"), ("it's", "'it''s'!F12")]
)
def test_cells_are_named_as_spreadsheets_do(sheet: str | None, name: str) -> None:
    assert cell_name(11, 5, sheet) == name
