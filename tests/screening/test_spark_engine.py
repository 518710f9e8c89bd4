"""Spark writes the same rows as DuckDB, from CSV and from Parquet, and says in one line what it cannot do."""

import csv
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.samples import CATALOGUE, MARKETS
from support.sql_engines import need, spark

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.screening.duckdb_engine import DuckDbEngine
from cloudmkt_cli.screening.engine import Engine
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions, screen
from cloudmkt_cli.screening.sources import open_table
from cloudmkt_cli.screening.spark_session import spark_session

OPTIONS = ScreenOptions(CATALOGUE, MARKETS, date(2028, 2, 29), by=("所在省份",))
HEADINGS = ("企业名称", "统一社会信用代码", "企业类型", "成立日期", "注册资本", "所在省份", "经营范围")
NAMES = ("鹭岛示例网络有限公司", '星海"示例",科技', "=1+1", "＝2", " 前后有空格 ", "两行\n名称", "a\\b'c", "‘示例’")
FORMS = ("有限责任公司", "个体工商户", "个人独资企业", "", "分公司", "无法识别", "有限责任公司(自然人投资或控股)")
DAYS = (
    "2026-02-28",
    "2026-03-01",
    "2024-02-29",
    "2028-02-29",
    "2028-03-01",
    "",
    "2015/3/15",
    "31.12.2020",
    "1899-12-31",
)
CAPITALS = ("100万元", "100.0001万元", "500万元", "1000000", "", "50(万美元)", "9(万元(港币))", "-5万元", "壹佰万元整")
PROVINCES = ("福建省", "北京市", "", "上海,市")
pytestmark = pytest.mark.slow


def rows(number: int, seed: int = 0) -> list[tuple[str, ...]]:
    chance = random.Random(seed)  # noqa: S311  no secret
    kinds = (NAMES, ("91350100M000100Y43", ""), FORMS, DAYS, CAPITALS, PROVINCES, ("软件", "开发, 销售"))
    return [tuple(chance.choice(values) for values in kinds) for _ in range(number)]


def write_csv(path: Path, content: list[tuple[str, ...]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADINGS, *content])
    return str(path)


def on_duckdb(paths: list[str], folder: Path, target: Path) -> ScreenedTable:
    folder.mkdir()
    engine = DuckDbEngine([open_table(Path(path)) for path in paths], folder)
    return written(engine, paths, target)


def on_spark(paths: list[str], target: Path, *, overwrite: bool = False) -> ScreenedTable:
    from cloudmkt_cli.screening.spark_engine import SparkEngine  # noqa: PLC0415  not always installed

    return written(SparkEngine(spark(), paths, overwrite=overwrite), paths, target)


def written(engine: Engine, paths: list[str], target: Path) -> ScreenedTable:
    table = screen(engine, paths, OPTIONS, lambda _: None)
    table.write(target, as_csv=target.suffix == ".csv")
    return table


def read(files: str) -> list[tuple[Any, ...]]:
    """The headings, then the rows in an order of their own."""
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM '{files}'")  # noqa: S608  a path of the test
        headings = [column[0] for column in found.description or ()]
        return [tuple(headings), *sorted(found.fetchall(), key=repr)]


def counts(table: ScreenedTable) -> dict[Any, int]:
    """The rows by decision and group: the numbers of classes differ between engines."""
    found: dict[Any, int] = {}
    for pattern, group, number in table.screening.counts:
        key = (table.screening.decisions[pattern], group)
        found[key] = found.get(key, 0) + number
    return found


@pytest.fixture(name="tables")
def _tables(tmp_path: Path) -> list[str]:
    """Two files; the second has its columns in the same order and other rows."""
    return [write_csv(tmp_path / f"{seed}.csv", rows(400, seed)) for seed in (1, 2)]


def test_csv_gives_the_same_rows_as_on_duckdb(tables: list[str], tmp_path: Path) -> None:
    here = on_duckdb(tables, tmp_path / "work", tmp_path / "here.parquet")
    there = on_spark(tables, tmp_path / "there.parquet")
    assert there.screening.rows == here.screening.rows == 800
    assert counts(there) == counts(here)
    assert sorted(there.screening.refused) == sorted(here.screening.refused)
    assert read(f"{tmp_path}/there.parquet/*.parquet") == read(f"{tmp_path}/here.parquet")


def test_csv_is_written_with_the_same_cells_as_on_duckdb(tables: list[str], tmp_path: Path) -> None:
    on_duckdb(tables, tmp_path / "work", tmp_path / "here.csv")
    on_spark(tables, tmp_path / "there.csv")
    assert text_rows(tmp_path / "there.csv") == text_rows(tmp_path / "here.csv")


def text_rows(path: Path) -> list[list[str]]:
    """The headings of every file, then all rows, in an order of their own."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    read = [[*csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True))] for file in files]
    return [*read[0][:1], *sorted(row for one in read for row in one[1:])]
