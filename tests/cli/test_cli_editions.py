"""``cloudmkt editions`` and ``cloudmkt editions diff``."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from support.golden import assert_golden
from support.samples import AS_OF, stating
from support.strategies_runs import invoke, write

from cloudmkt_cli.catalogue.edition_diff import Kind, differences, market_pairs
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.pack_files import shipped_packs

AT = ("--as-of", AS_OF.isoformat())


def listed(*arguments: str) -> list[dict[str, Any]]:
    editions: list[dict[str, Any]] = json.loads(invoke("editions", *arguments, "-f", "json").stdout)["editions"]
    return editions


def compared(*arguments: str | Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(invoke("editions", "diff", *arguments, "-f", "json").stdout)
    return document


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_of_all_editions(language: str) -> None:
    assert_golden(f"editions/editions.{language}.80.txt", invoke("editions", "--lang", language).stdout)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_difference_with_a_vendor(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "vendor.toml", stating(("team", "technical_and_service"), 12))
    monkeypatch.chdir(tmp_path)
    shown = invoke("editions", "diff", "tencent-six-market", "tencent-2019-03", "vendor.toml", *AT, "--lang", language)
    assert_golden(f"editions/diff.{language}.80.txt", shown.stdout)


def test_every_edition_is_listed_once_the_home_marketplace_first_and_each_from_old_to_new() -> None:
    editions = listed()
    assert sorted(edition["id"] for edition in editions) == sorted(shipped_packs())
    assert editions[0]["id"] == "tencent-2017"
    marketplaces = [edition["marketplace"] for edition in editions]
    assert marketplaces == sorted(marketplaces, key=marketplaces.index)
    for before, after in pairwise(editions):
        if before["marketplace"] == after["marketplace"] and before["from"] and after["from"]:
            assert before["from"] < after["from"]
            assert before["until"] == (date.fromisoformat(after["from"]) - timedelta(days=1)).isoformat()


def test_of_the_last_edition_no_end_is_known() -> None:
    assert [edition["until"] for edition in listed("--marketplace", "jd")] == [None]
    assert listed("--marketplace", "tencent")[-1]["until"] is None


def test_every_edition_has_a_source_that_can_be_looked_up() -> None:
    for edition in listed():
        assert all(source["address"].startswith("https://") for source in edition["sources"])
        assert all(source["address"].isascii() for source in edition["sources"])


def test_an_unknown_marketplace_is_bad_input() -> None:
    done = invoke("editions", "--marketplace", "jdd", "--lang", "en")
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith("cloudmkt: error: unknown marketplace jdd\n  hint: did you mean jd?")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tencent-six-market", "tencent-2018-12-27", {("changed", "agreements")}),
        ("tencent-2018-12-27", "tencent-2019-01", {("added", "saas-online")}),
        ("tencent-2019-01", "tencent-2019-01-29", {("lowered", "team-size")}),
        ("tencent-2019-01-29", "tencent-2019-01", {("raised", "team-size")}),
        (
            "tencent-2019-03",
            "tencent-2019-04-11",
            {("dropped", "customer-cases"), ("dropped", "certified-engineers")},
        ),
        ("tencent-2019-08", "tencent-general", {("lowered", "support-hours")}),
        ("aws-2021-08", "aws-2022-04", {("changed", "jurisdiction")}),
        ("aws-2022-04", "aws-2022-06", {("added", "hosted-on-aws")}),
        ("tencent-general", "tencent-general", set()),
    ],
)
def test_what_differs_between_two_editions(old: str, new: str, expected: set[tuple[str, str]]) -> None:
    found = differences(load_catalogue(old), load_catalogue(new))
    assert {(str(one.kind), one.slug) for one in found} == expected


def test_the_markets_of_a_lowered_number_are_those_where_it_was_higher() -> None:
    document = compared("tencent-2019-01", "tencent-2019-01-29")
    lowered = [
        (group["markets"], group["old"]["thresholds"][0]["value"], group["new"]["thresholds"][0]["value"])
        for group in document["differences"]
    ]
    assert lowered == [
        ([{"old": "miniprogram", "new": "miniprogram"}], 20, 10),
        ([{"old": "image", "new": "image"}], 15, 10),
    ]


@pytest.mark.parametrize("edition", shipped_packs())
def test_an_edition_does_not_differ_from_itself(edition: str) -> None:
    catalogue = load_catalogue(edition)
    assert list(differences(catalogue, catalogue)) == []
    assert [pair.old.id for pair in market_pairs(catalogue, catalogue)] == list(catalogue.market_ids)


@pytest.mark.parametrize(
    ("old", "new"),
    [("tencent-2017", "tencent-general"), ("tencent-six-market", "jd"), ("huawei-15", "qingcloud")],
)
def test_the_other_way_round_everything_is_the_other_way_round(old: str, new: str) -> None:
    turned = {Kind.ADDED: Kind.DROPPED, Kind.RAISED: Kind.LOWERED, Kind.CHANGED: Kind.CHANGED}
    turned |= {value: key for key, value in turned.items()}
    there = {
        (one.kind, one.slug, one.pair.old.id, one.pair.new.id) for one in differences(*map(load_catalogue, (old, new)))
    }
    back = {
        (turned[one.kind], one.slug, one.pair.new.id, one.pair.old.id)
        for one in differences(*map(load_catalogue, (new, old)))
    }
    assert there == back != set()


def test_with_a_vendor_statuses_and_verdicts_under_both(tmp_path: Path) -> None:
    values = stating(("team", "technical_and_service"), 12)
    values["agreements"] |= {"access": True}
    values["products"][0]["launched_on"] = date(2020, 1, 1)
    path = write(tmp_path / "vendor.toml", values)
    document = compared("tencent-2019-01", "tencent-2019-01-29", path, *AT)
    verdicts = {one["market"]["old"]: one["verdict"] for one in document["vendor"]["markets"]}
    assert verdicts["miniprogram"] == {"old": "not_eligible", "new": "eligible"}
    assert verdicts["website"] == {"old": "eligible", "new": "eligible"}
    assert [group["status"] for group in document["differences"]] == [{"old": "fail", "new": "pass"}] * 2


def test_without_a_vendor_there_is_none() -> None:
    document = compared("tencent-six-market", "jd")
    assert document["vendor"] is None
    assert {group["status"] for group in document["differences"]} == {None}
    assert document["markets_only_in_new"] == ["jd-security"]
    assert document["catalogue"]["id"] == "jd"


def test_what_was_dropped_has_its_note() -> None:
    shown = " ".join(invoke("editions", "diff", "tencent-six-market", "tencent-general", "--lang", "en").stdout.split())
    assert "Dropped: The requirements on capital, age, head count" in shown
    back = invoke("editions", "diff", "tencent-general", "tencent-six-market", "--lang", "en").stdout
    assert "Dropped: " not in back


@pytest.mark.parametrize(
    "arguments", [("nosuch", "jd"), ("jd", "nosuch"), ("jd", "at-1999-01-01"), ("jd", "newest", "nowhere.toml")]
)
def test_what_there_is_not_is_bad_input(arguments: tuple[str, ...]) -> None:
    done = invoke("editions", "diff", *arguments)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "error: " in done.stderr


def test_a_vendor_with_a_hostile_name_is_text(tmp_path: Path) -> None:
    path = write(tmp_path / "vendor.toml", stating(("company", "name"), "[bold]{x}\x1b[31m"))
    shown = invoke("editions", "diff", "tencent-six-market", "jd", path, *AT).stdout
    assert "[bold]{x}\\u001b[31m" in shown


def test_the_list_goes_into_a_file(tmp_path: Path) -> None:
    assert invoke("editions", "-o", tmp_path / "editions.txt").stdout == ""
    assert "tencent-six-market" in (tmp_path / "editions.txt").read_text(encoding="utf-8")
