"""Spark writes the same rows as DuckDB, from CSV and from Parquet, and says in one line what it cannot do."""

import csv
import random
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.samples import CATALOGUE, MARKETS
from support.sql_engines import spark

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.screening.duckdb_engine import DuckDbEngine
from cloudmkt_cli.screening.engine import Engine
from cloudmkt_cli.screening.patterns import decide_profile
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions, screen
from cloudmkt_cli.screening.sources import open_table

OPTIONS = ScreenOptions(CATALOGUE, MARKETS, date(2028, 2, 29))
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
BY = ("所在省份",)
pytestmark = pytest.mark.slow


def rows(number: int, seed: int = 0) -> list[tuple[str, ...]]:
    chance = random.Random(seed)  # noqa: S311  no secret
    kinds = (NAMES, ("91350100M000100Y43", ""), FORMS, DAYS, CAPITALS, PROVINCES, ("软件", "开发, 销售"))
    return [tuple(chance.choice(values) for values in kinds) for _ in range(number)]


def write_csv(path: Path, content: list[tuple[str, ...]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADINGS, *content])
    return str(path)


def on_duckdb(paths: list[str], folder: Path, target: Path, by: tuple[str, ...] = BY) -> ScreenedTable:
    folder.mkdir()
    engine = DuckDbEngine([open_table(Path(path), folder, number) for number, path in enumerate(paths)], folder)
    return written(engine, paths, target, by)


def on_spark(paths: list[str], target: Path, *, overwrite: bool = False, by: tuple[str, ...] = BY) -> ScreenedTable:
    from cloudmkt_cli.screening.spark_engine import SparkEngine  # noqa: PLC0415  not always installed

    return written(SparkEngine(spark(), paths, overwrite=overwrite), paths, target, by)


def written(engine: Engine, paths: list[str], target: Path, by: tuple[str, ...] = BY) -> ScreenedTable:
    table = screen(engine, paths, OPTIONS._replace(by=by), lambda _: None)
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


PRODUCTS = [
    None,
    [],
    [{"name": "云舟", "markets": ["website"], "kind": "saas", "test_account": None, "launched_on": date(2024, 2, 29)}],
    [
        {"name": "甲", "markets": ["api"], "kind": None, "test_account": None, "launched_on": None},
        {"name": "乙", "markets": ["api", "image"], "kind": "api", "test_account": True, "launched_on": None},
    ],
]
TYPED = """
    CREATE TABLE typed (
        "company.name" VARCHAR, "company.legal_form" VARCHAR, "company.established" DATE,
        "company.registered_capital.amount" DECIMAL(18, 2), "company.registered_capital.currency" VARCHAR,
        "team.technical_and_service" BIGINT, "support.hours_per_day" DOUBLE, "company.external_funding" BOOLEAN,
        "所在`省.份" VARCHAR, "experience.operations" TIMESTAMP,
        products STRUCT(name VARCHAR, markets VARCHAR[], kind VARCHAR, test_account BOOLEAN, launched_on DATE)[]
    )"""


def typed_table(path: Path) -> str:
    """A Parquet file that states more than a registry, with products as lists of structs, and NULL in every column."""
    chance = random.Random(3)  # noqa: S311  no secret
    values: list[list[Any]] = [
        ["enterprise", "individual", None],
        [date(2026, 2, 28), date(2026, 3, 1), None],
        [1_000_000, Decimal("1000000.01"), None],
        ["CNY", None],
        [9, 10, 20, None],
        [7.5, 8.0, None],
        [True, False, None],
        ["福建", None],
        [datetime(2020, 5, 1), datetime(2020, 5, 1, 12), None],  # noqa: DTZ001  as in a file
        PRODUCTS,
    ]
    with duckdb.connect() as database:
        database.execute(TYPED)
        table = [[f"示例{row}", *map(chance.choice, values)] for row in range(300)]
        database.executemany(f"INSERT INTO typed VALUES ({', '.join('?' * len(table[0]))})", table)  # noqa: S608  as above
        database.execute(f"COPY typed TO '{path}' (FORMAT parquet)")
    return str(path)


def test_typed_parquet_with_lists_gives_the_same_rows_as_on_duckdb(tmp_path: Path) -> None:
    path, by = typed_table(tmp_path / "typed.parquet"), ("所在`省.份",)
    here = on_duckdb([path], tmp_path / "work", tmp_path / "here.parquet", by)
    there = on_spark([path], tmp_path / "there.parquet", by=by)
    assert there.screening.rows == here.screening.rows == 300
    assert counts(there) == counts(here)
    assert sorted(there.screening.refused) == sorted(here.screening.refused)
    assert read(f"{tmp_path}/there.parquet/*.parquet") == read(f"{tmp_path}/here.parquet")


def test_typed_parquet_with_lists_gives_what_the_checker_decides(tmp_path: Path) -> None:
    path = typed_table(tmp_path / "typed.parquet")
    there = on_spark([path], tmp_path / "there.parquet", by=())
    with duckdb.connect() as database:
        stated = {row[0]: row for row in database.execute(f"SELECT * FROM '{path}'").fetchall()}  # noqa: S608  as above
    headings, *found = read(f"{tmp_path}/there.parquet/*.parquet")
    assert {row[0] for row in found} == stated.keys()
    for row in found:
        decision = decide_profile(typed_profile(*stated[row[0]]), CATALOGUE, MARKETS, OPTIONS.as_of)
        of_row = dict(zip(headings, row, strict=True))
        for market in decision.markets:
            name = market.market
            assert of_row[name] == market.state
            assert (of_row[f"{name}.decided"], of_row[f"{name}.required"]) == (market.decided, market.required)
            assert (of_row[f"{name}.ruled_out_by"] or "") == ";".join(market.ruled_out_by)
            assert (of_row[f"{name}.unknown"] or "") == ";".join(market.unknown)
            assert of_row[f"{name}.product"] == market.product
        assert of_row["ask_first"] == decision.ask_first
    assert {row[headings.index("api.product")] for row in found} == {None, 1}
    assert there.screening.rows == 300


def typed_profile(  # noqa: PLR0913, PLR0917  the columns of a row
    name: str,
    form: str | None,
    established: date | None,
    amount: Decimal | None,
    currency: str | None,
    team: int | None,
    hours: float | None,
    funding: bool | None,
    _region: str | None,
    operations: datetime | None,
    products: list[dict[str, Any]] | None,
) -> VendorProfile:
    """What a row of the typed table states, put together without the engine."""
    midnight = operations is not None and not (operations.hour or operations.minute)
    capital = None if amount is None or currency is None else {"amount": float(amount), "currency": currency}
    return validate(
        VendorProfile,
        {
            "profile_version": 1,
            "company": {
                "name": name,
                "legal_form": form,
                "established": established,
                "registered_capital": capital,
                "external_funding": funding,
            },
            "team": {"technical_and_service": team},
            "support": {"hours_per_day": hours},
            "experience": {"operations": operations.date() if operations and midnight else None},
            "products": products or [],
        },
    )


def test_lines_that_are_no_rows_are_counted_and_left_out(tmp_path: Path) -> None:
    good = rows(20)
    path = write_csv(tmp_path / "table.csv", [*good, ("少列",), (*good[0], "多列")])
    there = on_spark([path], tmp_path / "there.parquet")
    assert there.screening.rows == 20
    assert there.screening.rejected == ((path, 0, "no_table"),) * 2
    assert there.screening.rejected_lines == 2


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = Path(write_csv(tmp_path / "table.csv", rows(5)))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert on_spark([str(path)], tmp_path / "there.parquet").screening.rows == 5


def test_files_of_a_folder_with_other_headings_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    write_csv(folder / "1.csv", rows(5))
    (folder / "2.csv").write_text(
        "企业名称,成立日期,企业类型,统一社会信用代码,注册资本,所在省份,经营范围\na,b,c,d,e,f,g\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as refused:
        on_spark([str(folder)], tmp_path / "there.parquet")
    assert refused.value.diagnostics[0].message.key == "spark.failed"


def test_an_output_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path, target = write_csv(tmp_path / "table.csv", rows(5)), tmp_path / "there.parquet"
    on_spark([path], target)
    with pytest.raises(InputError) as refused:
        on_spark([path], target)
    assert refused.value.diagnostics[0].message == ("spark.failed", {"reason": "PATH_ALREADY_EXISTS"})
    on_spark([path], target, overwrite=True)


def test_what_spark_cannot_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        on_spark([str(tmp_path / "missing.parquet")], tmp_path / "there.parquet")
    assert refused.value.diagnostics[0].message == ("spark.failed", {"reason": "PATH_NOT_FOUND"})


def test_headings_below_the_first_line_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "企业名录\n" + Path(write_csv(tmp_path / "t.csv", rows(2))).read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(InputError) as refused:
        on_spark([str(path)], tmp_path / "there.parquet", by=())
    assert refused.value.diagnostics[0].message.key == "spark.heading_row"
