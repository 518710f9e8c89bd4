"""The summary of a real run tells what its output has, row by row."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from support.strategies_runs import invoke

HEADINGS = ("企业名称", "成立日期", "注册资本", "企业类型", "所在省份")
CELLS = (
    ("2010-05-01", "2025-01-15", "2024-11-28", "2026-11-27", "", "不详"),
    ("500万元", "100万元", "95万元", "60万元", "1万元", "", "9(万元（", "300,000美元"),
    ("有限责任公司", "个体工商户", ""),
    ("福建省", "浙江省", ""),
)
MARKETS = ("miniprogram", "website", "image", "enterprise", "api", "service")


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="run", scope="module")
def _run(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The rows of the output, and the summary."""
    folder = tmp_path_factory.mktemp("screened")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number, cells in enumerate(product(*CELLS)):
            writer.writerow((f"示例{number}有限公司", *cells))
    where = ("--to", str(folder / "out.csv"), "--by", "所在省份", "--as-of", "2026-11-27", "--format", "json")
    done = invoke("screen", str(folder / "table.csv"), *where)
    assert (done.exit_code, done.stderr) == (0, "")
    return rows_of(folder), json.loads(done.stdout)


def split(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def counts(rows: list[dict[str, str]], market: str) -> dict[str, Any]:
    """What a summary says of some rows in a market."""
    states = Counter(row[market] for row in rows)
    open_rows = [row for row in rows if row[market] == "still_open"]

    def span(column: str) -> dict[str, int] | None:
        numbers = [int(row[f"{market}.{column}"]) for row in open_rows]
        return {"least": min(numbers), "most": max(numbers)} if numbers else None

    return {
        "ruled_out": states["ruled_out"],
        "still_open": {"rows": len(open_rows), "known": span("decided"), "required": span("required")},
        "eligible": states["eligible"],
    }


def without_words(stated: dict[str, Any]) -> dict[str, Any]:
    still_open = {key: value for key, value in stated["still_open"].items() if key != "meaning"}
    return {"ruled_out": stated["ruled_out"], "still_open": still_open, "eligible": stated["eligible"]}


def test_states_are_those_of_the_rows(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    rows, summary = run
    assert len(rows) == summary["table"]["rows"] == 432
    assert [without_words(one) for one in summary["markets"]] == [counts(rows, market) for market in MARKETS]


def test_groups_are_those_of_the_rows(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    rows, summary = run
    (grouping,) = summary["groupings"]
    assert len(grouping["groups"]) == 3
    for group in grouping["groups"]:
        of_group = [row for row in rows if row["所在省份"] == (group["value"] or "")]
        assert group["rows"] == len(of_group) == 144
        assert [without_words(one) for one in group["markets"]] == [counts(of_group, market) for market in MARKETS]


def test_requirements_are_those_of_the_rows(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    rows, summary = run
    for market in summary["markets"]:
        lists = [split(row[f"{market['market']}.ruled_out_by"]) for row in rows]
        every = Counter(one for ids in lists for one in ids)
        alone = Counter(ids[0] for ids in lists if len(ids) == 1)
        assert {one["id"]: (one["rows"], one["alone"]) for one in market["ruled_out_by"]} == {
            one: (number, alone[one]) for one, number in every.items()
        }


def test_months_are_those_of_the_rows(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    rows, summary = run
    for market in summary["markets"]:
        days = [row[f"{market['market']}.age_reached_on"] for row in rows]
        months = Counter(day[:7] for day in days if day)
        assert [(one["month"], one["rows"]) for one in market["openings"]] == sorted(months.items())
    assert sum(len(market["openings"]) for market in summary["markets"]) == 5 * 3


def test_the_fact_to_ask_first_is_that_of_the_rows(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    rows, summary = run
    asked = Counter(row["ask_first"] for row in rows if row["ask_first"])
    assert {one["fact"]: one["asked_first"] for one in summary["missing_facts"] if one["asked_first"]} == asked


def test_near_misses_are_those_of_the_cells(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    """Each capital stands in as many rows; one in dollars falls short of nothing that is known."""
    _, summary = run
    (miss,) = summary["near_misses"]
    assert (miss["fact"], miss["operator"], miss["limit"]) == ("company.registered_capital", ">", 1_000_000)
    assert {one["band"]: one["rows"] for one in miss["bands"]} == dict.fromkeys(("at_limit", "10", "50", "more"), 54)


def cells_not_read(summary: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    return ((one["heading"], one["form"], one["rows"]) for one in summary["table"]["refused"])


def test_cells_that_cannot_be_read_are_counted(run: tuple[list[dict[str, str]], dict[str, Any]]) -> None:
    _, summary = run
    assert set(cells_not_read(summary)) == {("注册资本", "9(万元（", 54)}
    assert summary["table"]["refused_cells"] == 54


def test_a_table_of_which_nothing_is_ruled_out_is_written(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("企业名称,成立日期\n示例有限公司,2010-05-01\n", encoding="utf-8")
    done = invoke("screen", str(tmp_path / "table.csv"), "--to", str(tmp_path / "out.csv"), "-m", "website")
    assert done.exit_code == 0
    assert [(row["website"], row["website.ruled_out_by"]) for row in rows_of(tmp_path)] == [("still_open", "")]
