"""Companies that no longer exist: a screening counts the rows that ``import`` warns of, and rules none out for it."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.strategies_runs import invoke
from support.tables import csv_file

pytest.importorskip("duckdb")

HEADINGS = ["公司名称", "经营状态", "登记状态"]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ended(*rows: list[str], by: tuple[str, ...] = ()) -> tuple[Any, int]:
    """What the summary says, and how many warnings ``import`` gives."""
    table = csv_file(Path("t.csv"), [HEADINGS, *rows])
    found = json.loads(invoke("screen", table, "--format", "json", *by).stdout)
    assert {market["still_open"]["rows"] for market in found["markets"]} == {len(rows)}
    warned = invoke("import", table, "--to", "out", "--force", "--lang", "en").stderr.count("registration status says")
    return {one["status"]: one["rows"] for one in found["table"]["ended"]}, warned


def test_each_way_is_counted_by_row() -> None:
    rows = [
        ["甲", "注销", ""],
        ["乙", "注销", "已注销"],
        ["丙", "吊销，未注销", ""],
        ["丁", "存续", "吊销后注销"],
        ["戊", "未注销", "存续"],
        ["己", "", ""],
    ]
    assert ended(*rows) == ({"deregistered": 3, "revoked": 2}, 4)


def test_a_table_of_existing_companies_has_none() -> None:
    assert ended(["甲", "存续", "在业"]) == ({}, 0)


def test_a_column_of_status_can_be_grouped_by_as_well() -> None:
    assert ended(["甲", "注销", ""], by=("--by", "经营状态")) == ({"deregistered": 1}, 1)


def test_the_summary_says_so_in_words() -> None:
    table = csv_file(Path("t.csv"), [HEADINGS, ["甲", "注销", ""]])
    shown = invoke("screen", table, "--lang", "en").stdout
    assert "Rows whose registration status says that the company was deregistered: 1\n" in shown
    assert "revoked" not in shown
    assert "登记状态为注销的行：1\n这样的公司无法入驻。" in invoke("screen", table, "--lang", "zh").stdout
