"""The short-list of a screening: what the conditions select, and the profiles that are written."""

import csv
from datetime import date
from pathlib import Path

import pytest
from support.samples import CATALOGUE
from support.screened import options_for, screened
from support.strategies_runs import invoke
from support.tables import csv_file, profiles
from typer.testing import Result

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.screening import shortlist as shortlists
from cloudmkt_cli.screening.shortlist import shortlist
from cloudmkt_cli.screening.where import Condition

ONE, OTHER, THIRD = "91350100M000100Y43", "91000000MA00000030", "93000000MA0000003R"
HEADINGS = ["企业名称", "统一社会信用代码", "成立日期", "注册资本", "省份", "联系邮箱", "登记状态"]
ROWS = [
    ["老示例", ONE, "2010-01-01", "500万元", "福建", "a@example.com", "存续"],
    ["新示例", OTHER, "2026-01-01", "500万元", "福建", "b@example.com", "存续"],
    ["小示例", THIRD, "2010-01-01", "10万元", "浙江", "", "注销"],
    ["无示例", "", "", "", "", "", ""],
]
PLAIN = [
    {"company.name": name, "company.established": day, "company.registered_capital": capital}
    for name, _, day, capital, *_ in ROWS
]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*conditions: str, options: tuple[str, ...] = (), language: str = "en") -> Result:
    table = csv_file(Path("t.csv"), [HEADINGS, *ROWS])
    where = [part for condition in conditions for part in ("--where", condition)]
    as_of = ("--as-of", "2026-11-23", "--by", "省份", "--lang", language)
    return invoke("screen", table, "--profiles", "out", *where, *as_of, *options)


def names(*conditions: Condition) -> list[object]:
    table, _ = screened(PLAIN, where=conditions)
    return [row[0] for row in shortlist(table, conditions).rows[1:]]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ([("website", "still_open")], ["小示例", "无示例", "老示例"]),
        ([("website", "ruled_out")], ["新示例"]),
        ([("website", "still_open"), ("enterprise", "ruled_out")], ["小示例"]),
        ([("enterprise.ruled_out_by", "enterprise.company-age")], ["新示例"]),
        ([("enterprise.ruled_out_by", "")], ["无示例", "老示例"]),
        ([("enterprise.age_reached_on", "2028-01")], ["新示例"]),
        ([("enterprise.age_reached_on", "")], ["小示例", "无示例", "老示例"]),
        ([("enterprise.unknown", "enterprise.registered-capital")], ["无示例"]),
        ([("enterprise.decided", "2"), ("Website", "still_open")], ["小示例", "老示例"]),
        ([("enterprise.required", "18"), ("company.name", "老示例")], ["老示例"]),
    ],
)
def test_conditions_select_what_all_of_them_say(conditions: list[Condition], found: list[str]) -> None:
    assert names(*conditions) == found


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (("websit", "still_open"), "screen.where_unknown"),
        (("website.age_reached_on", "2027-01-01"), "screen.where_no_month"),
        (("website.age_reached_on", "2027-13"), "screen.where_no_month"),
        (("省份", "福建"), "screen.where_unknown"),
        (("website", "open"), "screen.where_no_state"),
        (("website", ""), "screen.where_no_state"),
    ],
)
def test_a_condition_on_nothing_that_the_output_has_is_refused(condition: Condition, problem: str) -> None:
    with pytest.raises(InputError) as refused:
        screened(PLAIN, where=(condition,))
    assert [(one.message.key, one.path) for one in refused.value.diagnostics] == [(problem, "--where")]


def test_a_list_of_structs_becomes_no_profile() -> None:
    where = (("website", "still_open"),)
    table, _ = screened([{"company.name": "甲", "cases": "[]"}], where=where)
    with pytest.raises(InputError) as refused:
        shortlist(table, where)
    assert [one.message.key for one in refused.value.diagnostics] == ["screen.shortlist_of_lists"]


def test_profiles_state_all_that_their_rows_do() -> None:
    result = run("website=still_open", "省份=福建")
    assert result.exit_code == 0
    assert profiles(Path("out")) == {
        "老示例": {
            "profile_version": 1,
            "company": {
                "name": "老示例",
                "uscc": ONE,
                "established": date(2010, 1, 1),
                "registered_capital": "500万元",
            },
            "account": {"contact_email": "a@example.com"},
        }
    }
    assert result.stderr.splitlines()[-1] == ("companies that meet the conditions: 1; profiles written to out: 1")
    assert "Markets" in result.stdout


def test_plan_takes_the_profiles() -> None:
    run("website=still_open", "省份=福建")
    result = invoke("plan", Path("out/老示例.toml"), "--market", "website", "--lang", "en")
    assert (result.exit_code, "Website building" in result.stdout) == (0, True)


def test_a_blank_value_selects_blank_cells() -> None:
    run("省份=")
    assert list(profiles(Path("out"))) == ["无示例"]


def test_a_company_that_no_longer_exists_is_warned_of() -> None:
    result = run("省份=浙江")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == (
        "cloudmkt: warning: the registration status says that the company was deregistered (companies: 1)"
    )


def test_a_profile_that_is_there_is_kept_unless_forced() -> None:
    Path("out").mkdir()
    Path("out/老示例.toml").write_text("mine", encoding="utf-8")
    result = run("省份=福建")
    assert result.exit_code == 4
    assert Path("out/老示例.toml").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in Path("out").iterdir()) == ["新示例.toml", "老示例.toml"]
    assert "already there, not overwritten" in result.stderr
    assert run("省份=福建", options=("--force",)).exit_code == 0
    assert Path("out/老示例.toml").read_text(encoding="utf-8") != "mine"


def test_a_shortlist_that_is_too_long_writes_no_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlists, "MOST", 2)
    result = run("website=still_open")
    assert result.exit_code == 4
    assert result.stderr.splitlines() == [
        "--where: error: more than 2 companies meet these conditions",
        "  hint: add further conditions with --where",
    ]
    assert "Markets" in result.stdout
    assert not Path("out").exists()


def test_a_shortlist_of_nobody_says_so() -> None:
    result = run("website=eligible", language="zh")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (4, "--where: 错误：没有企业符合这些条件")


@pytest.mark.parametrize("options", [("--profiles", "out"), ("--where", "website=still_open")])
def test_profiles_and_conditions_go_together(options: tuple[str, ...]) -> None:
    table = csv_file(Path("t.csv"), [HEADINGS, *ROWS])
    assert invoke("screen", table, *options).exit_code == 2


@pytest.mark.parametrize("condition", ["website", "=still_open", " =x"])
def test_a_condition_without_a_column_is_wrong_use(condition: str) -> None:
    assert run(condition).exit_code == 2


@pytest.mark.parametrize("value", ["' OR 1=1 --", "福建' --", "{x}", "%", "福建\x00"])
def test_a_value_is_text_and_nothing_else(value: str) -> None:
    assert run(f"省份={value}").exit_code == 4
    assert not Path("out").exists()


def test_conditions_cost_no_row_of_the_output() -> None:
    run("省份=福建", options=("--to", "rows.csv"))
    with Path("rows.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sorted(row[0] for row in csv.reader(file)) == ["company.name", "小示例", "新示例", "无示例", "老示例"]


def test_all_markets_of_the_edition_can_be_named() -> None:
    for market in CATALOGUE.market_ids:
        screened(PLAIN, where=((market, "still_open"),))
    assert options_for().where == ()
