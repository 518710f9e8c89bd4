"""Engines that run emitted SQL on a table of typed columns. Trino cannot be run in a test."""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import duckdb
import pytest

Row = dict[str, Any]
Run = Callable[[str, str, Mapping[str, str], Sequence[Row]], list[Row]]
"""Runs a SELECT; given its text, the name of the table, the kinds of its columns, and its rows."""

DOUBLE, BACKTICK = '"', "`"
TYPES: Final[dict[str, dict[str, str]]] = {
    "text": {"clickhouse": "String", "duckdb": "VARCHAR", "spark": "string"},
    "day": {"clickhouse": "Date32", "duckdb": "DATE", "spark": "date"},
    "short_day": {"clickhouse": "Date", "duckdb": "DATE", "spark": "date"},
    "number": {"clickhouse": "Float64", "duckdb": "DOUBLE", "spark": "double"},
    "money": {"clickhouse": "Decimal(18, 2)", "duckdb": "DECIMAL(18, 2)", "spark": "decimal(18, 2)"},
    "count": {"clickhouse": "Int64", "duckdb": "BIGINT", "spark": "bigint"},
    "flag": {"clickhouse": "Bool", "duckdb": "BOOLEAN", "spark": "boolean"},
}
"""The types of columns by their kinds."""


def need(module: str, program: str = "") -> None:
    """Skip a test of an engine that is not installed; in the gate, where all of them are, it fails."""
    missing = [name for name in (module,) if find_spec(name) is None]
    missing += [program] if program and shutil.which(program) is None else []
    if missing and os.environ.get("CLOUDMKT_ENGINES") == "1":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def on_duckdb(query: str, table: str, kinds: Mapping[str, str], rows: Sequence[Row]) -> list[Row]:
    with duckdb.connect() as database:
        declared = ", ".join(f"{_quoted(name, DOUBLE)} {TYPES[kind]['duckdb']}" for name, kind in kinds.items())
        database.execute(f"CREATE TABLE {_quoted(table, DOUBLE)} ({declared})")
        marks = ", ".join([f"({', '.join('?' * len(kinds))})"] * len(rows))
        database.execute(
            f"INSERT INTO {_quoted(table, DOUBLE)} VALUES {marks}",  # noqa: S608  a table of the test
            [row[name] for row in rows for name in kinds],
        )
        found = database.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def on_clickhouse(
    query: str, table: str, kinds: Mapping[str, str], rows: Sequence[Row], run_first: Sequence[str] = ()
) -> list[Row]:
    need("chdb")
    database = _clickhouse()
    for statement in run_first:
        database.query(statement)
    name = _quoted(table.replace("\\", "\\\\"), BACKTICK)
    columns = {_quoted(name.replace("\\", "\\\\"), BACKTICK): kind for name, kind in kinds.items()}
    declared = ", ".join(f"{column} Nullable({TYPES[kind]['clickhouse']})" for column, kind in columns.items())
    lines = "\n".join(json.dumps(row, default=str, ensure_ascii=False).replace("NaN", '"nan"') for row in rows)
    database.query(f"CREATE TABLE {name} ({declared}) ENGINE = Memory")
    try:
        database.query(f"INSERT INTO {name} FORMAT JSONEachRow {lines}")
        return [json.loads(line) for line in str(database.query(query, "JSONEachRow")).splitlines()]
    finally:
        database.query(f"DROP TABLE {name}")


def on_spark(query: str, table: str, kinds: Mapping[str, str], rows: Sequence[Row]) -> list[Row]:
    session = spark()
    schema = ", ".join(f"{_quoted(name, BACKTICK)} {TYPES[kind]['spark']}" for name, kind in kinds.items())
    values = [tuple(row[name] for name in kinds) for row in rows]
    session.createDataFrame(values, schema).createOrReplaceTempView(_quoted(table, BACKTICK))
    return [row.asDict() for row in session.sql(query).collect()]


@cache
def spark() -> Any:
    """One local session for all tests of a process: it takes seconds to start."""
    need("pyspark", "java")
    from pyspark.sql import SparkSession  # noqa: PLC0415  not always installed

    settings: dict[str, Any] = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    return SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()


@cache
def _clickhouse() -> Any:
    return import_module("chdb.session").Session()


def _quoted(name: str, quote: str) -> str:
    return quote + name.replace(quote, quote * 2) + quote
