"""Emitted SQL, run by the engines that a test can start, gives every row what the checker decides for it."""

import math
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.samples import AS_OF, CATALOGUE, MARKETS
from support.sql_engines import Row, Run, on_clickhouse, on_duckdb, on_spark

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.formats import SqlDialect
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.fields import Field, Kind, fields
from cloudmkt_cli.screening.cells import profile_of
from cloudmkt_cli.screening.emit_sql import Rules, SqlColumn, emit_sql
from cloudmkt_cli.screening.leaves import leaves_of
from cloudmkt_cli.screening.patterns import decide_profile

TABLE = "企业 \"名`录'\\"
RULES = Rules(CATALOGUE, MARKETS, AS_OF)
DAY = timedelta(days=1)
LEAP = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1))
KINDS = {
    Kind.CHOICE: "text",
    Kind.TEXT: "text",
    Kind.DAY: "day",
    Kind.CAPITAL: "number",
    Kind.NUMBER: "number",
    Kind.COUNT: "count",
}
"""The kinds of columns; all other keys are a plain yes or no."""
REGISTRY = ("company.legal_form", "company.established", "company.registered_capital")
ENGINES: list[Any] = [
    pytest.param("duckdb", on_duckdb, id="duckdb"),
    pytest.param("clickhouse", on_clickhouse, id="clickhouse", marks=pytest.mark.slow),
    pytest.param("spark", on_spark, id="spark", marks=pytest.mark.slow),
]


def columns_of(facts: Sequence[str]) -> list[SqlColumn]:
    """Columns whose names are hard to quote."""
    return [SqlColumn(f"列\"`'\\ {fact}", fields()[fact]) for fact in facts]


def readable(rules: Rules) -> list[str]:
    """The facts that a typed column can give and conditions read."""
    return [fact for fact in leaves_of(rules.catalogue, rules.markets, rules.as_of).of_facts if fact in fields()]


def at_the_limits(field: Field, as_of: date) -> list[Any]:
    """Values at and around every limit of the editions, those that a profile cannot state, and none."""
    match field.kind:
        case Kind.CHOICE:
            return [None, "", "Enterprise", "有限责任公司", *field.choices]
        case Kind.TEXT:
            return [None, "", "de", "D", "DEU", "D1", "德国", "Ä", "DE", "CN", "US", "ZZ", "AE"]
        case Kind.DAY:
            back = [as_of.replace(year=as_of.year - years, day=min(as_of.day, 28)) for years in (0, 1, 2, 3)]
            around = [day + shift * DAY for day in back for shift in (-2, -1, 0, 1, 2)]
            return [None, *LEAP, *around, date(1900, 1, 1), date(1899, 12, 31), date(2199, 12, 31), date(2200, 1, 1)]
        case Kind.CAPITAL:
            limits = (0, 500_000, 1_000_000, 5_000_000, 10**15)
            return [None, math.nan, math.inf, *(limit + shift for limit in limits for shift in (-0.5, 0.0, 0.5))]
        case Kind.NUMBER:
            return [None, math.nan, -1.0, 0.0, 7.99, 8.0, 8.01, 9.5, 10.0, 24.0, 24.5]
        case Kind.COUNT:
            return [None, -1, *range(8), 9, 10, 11, 14, 15, 16, 19, 20, 21, 10**9, 10**9 + 1]
        case _:
            return [None, True, False]


def stated(field: Field, value: Any) -> dict[KeyPath, Any]:
    """What a cell states; nothing if a profile could not state it."""
    match field.kind, value:
        case _, None:
            return {}
        case Kind.CAPITAL, _:
            amount = {(*field.path, "amount"): value, (*field.path, "currency"): "CNY"}
            return amount if 0 <= value <= 10**15 else {}
        case Kind.TEXT, _:
            return (
                {field.path: value}
                if len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()
                else {}
            )
        case Kind.CHOICE, _:
            return {field.path: value} if value in field.choices else {}
        case Kind.DAY, _:
            return {field.path: value} if 1900 <= value.year <= 2199 else {}
        case ((Kind.NUMBER | Kind.COUNT), _):
            high = {"support.days_per_week": 7, "support.hours_per_day": 24}.get(field.fact, 10**9)
            return {field.path: value} if 0 <= value <= high else {}
        case _:
            return {field.path: value}


def expected(row: Row, columns: Sequence[SqlColumn], rules: Rules) -> dict[str, Any]:
    """What the checker decides for a row."""
    values = {path: value for name, field in columns for path, value in stated(field, row[name]).items()}
    decision = decide_profile(profile_of(values, rules.catalogue), *rules)
    found: dict[str, Any] = {}
    for one in decision.markets:
        found[one.market] = one.state
        found[f"{one.market}.decided"], found[f"{one.market}.required"] = one.decided, one.required
        found[f"{one.market}.ruled_out_by"] = ";".join(one.ruled_out_by)
        found[f"{one.market}.unknown"] = ";".join(one.unknown)
    return found


def rows_of(columns: Sequence[SqlColumn], rules: Rules, seed: int) -> list[Row]:
    """Every value of every column, in rows that are put together by chance."""
    chance = random.Random(seed)  # noqa: S311  no secret
    listed = {name: at_the_limits(field, rules.as_of) for name, field in columns}
    longest = max(map(len, listed.values()))
    shuffled = [chance.sample(values * longest, 3 * longest) for values in listed.values()]
    every = zip(
        *(values + drawn for values, drawn in zip(_padded(listed, longest), shuffled, strict=True)), strict=True
    )
    return [{"id": number, **dict(zip(listed, cells, strict=True))} for number, cells in enumerate(every)]


def _padded(listed: dict[str, list[Any]], longest: int) -> Iterator[list[Any]]:
    for values in listed.values():
        yield (values * longest)[:longest]


def differences(
    dialect: SqlDialect, run: Run, facts: Sequence[str], rules: Rules, *, change: tuple[str, str] = ("", "")
) -> int:
    """How many rows of a table get another result from SQL than from the checker."""
    columns = columns_of(facts)
    rows = rows_of(columns, rules, len(facts))
    kinds = {"id": "count", **{name: KINDS.get(field.kind, "flag") for name, field in columns}}
    query = emit_sql(dialect, TABLE, columns, rules).text
    assert change[0] in query
    found = {row["id"]: row for row in run(query.replace(*change) if change[0] else query, TABLE, kinds, rows)}
    assert found.keys() == {row["id"] for row in rows}
    wanted = {row["id"]: expected(row, columns, rules) for row in rows}
    return sum({name: found[number][name] for name in row} != row for number, row in wanted.items())


@pytest.mark.parametrize(("dialect", "run"), ENGINES)
def test_a_registry_gets_what_the_checker_decides(dialect: SqlDialect, run: Run) -> None:
    assert differences(dialect, run, REGISTRY, RULES) == 0


@pytest.mark.parametrize(("dialect", "run"), ENGINES)
def test_numbers_countries_and_plain_answers_are_compared_alike(dialect: SqlDialect, run: Run) -> None:
    aws = Rules(load_catalogue("aws-2022-06"), load_catalogue("aws-2022-06").market_ids, AS_OF)
    assert differences(dialect, run, ["company.jurisdiction"], aws) == 0
    facts = ["support.days_per_week", "support.hours_per_day", "team.technical_and_service", "company.external_funding"]
    assert differences(dialect, run, facts, RULES) == 0


@pytest.mark.parametrize(
    "as_of",
    [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2026, 2, 28), date(2026, 3, 1), date(2025, 2, 28)],
    ids=str,
)
@pytest.mark.parametrize(("dialect", "run"), ENGINES)
def test_years_end_as_the_checker_counts_them_around_29_february(dialect: SqlDialect, run: Run, as_of: date) -> None:
    assert differences(dialect, run, ["company.established"], Rules(CATALOGUE, MARKETS, as_of)) == 0


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_condition_of_every_edition_is_compared_at_its_limits(pack: str) -> None:
    catalogue = load_catalogue(pack)
    rules = Rules(catalogue, catalogue.market_ids, AS_OF)
    facts = readable(rules)
    for pair in (facts[start : start + 2] for start in range(0, len(facts), 2)):
        assert differences("duckdb", on_duckdb, pair, rules) == 0, pair


@pytest.mark.parametrize(
    "change",
    [
        ("DATE '2024-11-24'", "DATE '2024-11-25'"),
        ("> 1000000 THEN", ">= 1000000 THEN"),
        ("IN ('individual-business')", "IN ('individual')"),
        ("'still_open', 0", "'still_open', 1"),
    ],
    ids=["day", "limit", "word", "count"],
)
def test_a_planted_error_is_seen(change: tuple[str, str]) -> None:
    assert differences("duckdb", on_duckdb, REGISTRY, RULES, change=change) > 0


def test_a_market_that_reads_no_column_has_one_result_and_no_join() -> None:
    only = Rules(CATALOGUE, ("website",), AS_OF)
    text = emit_sql("duckdb", "t", columns_of(["company.registered_capital"]), only).text
    assert "JOIN" not in text
    assert "'still_open' AS \"website\"" in text
    assert differences("duckdb", on_duckdb, ["company.registered_capital"], only) == 0


def test_columns_that_no_condition_reads_are_named_and_so_is_the_unit_of_capital() -> None:
    facts = ["company.uscc", *REGISTRY, "certificates.high_tech_enterprise"]
    columns = [SqlColumn(f"a {fact}", fields()[fact]) for fact in facts]
    assert emit_sql("spark", "t", columns, RULES).notes == (
        ("sql.unused", {"heading": "a company.uscc", "key": "company.uscc"}),
        ("sql.in_yuan", {"heading": "a company.registered_capital"}),
        ("sql.unused", {"heading": "a certificates.high_tech_enterprise", "key": "certificates.high_tech_enterprise"}),
    )


def test_more_patterns_than_the_limit_are_refused_with_the_columns_to_leave_out() -> None:
    facts = [*REGISTRY, "team.technical_and_service", "team.marketplace_operators"]
    columns = [SqlColumn(fact, fields()[fact]) for fact in facts]
    website = Rules(CATALOGUE, ("website",), AS_OF)  # 4 x 3 x 3 x 3 classes; none of capital
    emit_sql("spark", "t", columns, website, limit=108)
    with pytest.raises(InputError) as refused:
        emit_sql("spark", "t", columns, website, limit=107)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.message == ("sql.too_many", {"patterns": 108, "limit": 107})
    assert diagnostic.hint == ("sql.leave_out", {"columns": ("company.legal_form",)})
    emit_sql("spark", "t", columns[1:], website, limit=107)


def test_two_columns_of_one_key_are_refused() -> None:
    columns = [SqlColumn(name, fields()["company.established"]) for name in ("a", "b")]
    with pytest.raises(InputError) as refused:
        emit_sql("duckdb", "t", columns, RULES)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.message.key == "sql.column_twice"
    assert diagnostic.message.values == {"first": "a", "second": "b", "key": "company.established"}


@pytest.mark.parametrize(
    ("dialect", "quoted"),
    [
        ("duckdb", '"lake"."企业`名录"'),
        ("trino", '"lake"."企业`名录"'),
        ("spark", "`lake`.`企业``名录`"),
        ("clickhouse", "`lake`.`企业``名录`"),
    ],
)
def test_each_part_of_the_name_of_a_table_is_quoted(dialect: SqlDialect, quoted: str) -> None:
    text = emit_sql(dialect, "lake.企业`名录", [], RULES).text
    assert text.endswith(f"\nFROM {quoted} AS t\n")


@pytest.mark.parametrize(("dialect", "run"), ENGINES)
def test_decimals_and_the_short_dates_of_clickhouse_are_compared_alike(dialect: SqlDialect, run: Run) -> None:
    columns = columns_of(["company.established", "company.registered_capital"])
    names = [name for name, _ in columns]
    cells = [
        (date(2024, 11, 23), Decimal("1000000.00")),
        (date(2024, 11, 24), Decimal("1000000.01")),
        (date(1970, 1, 1), Decimal("0.00")),
        (None, None),
    ]
    rows = [{"id": number, **dict(zip(names, row, strict=True))} for number, row in enumerate(cells)]
    kinds = {"id": "count", **dict(zip(names, ("short_day", "money"), strict=True))}
    query = emit_sql(dialect, TABLE, columns, Rules(CATALOGUE, ("enterprise",), AS_OF)).text
    found = {row["id"]: row["enterprise.ruled_out_by"] for row in run(query, TABLE, kinds, rows)}
    age, capital = "enterprise.company-age", "enterprise.registered-capital"
    assert found == {0: capital, 1: age, 2: capital, 3: ""}


@pytest.mark.slow
def test_a_statement_that_clickhouse_takes_only_when_told_says_so_and_then_runs() -> None:
    facts = [*REGISTRY, "team.technical_and_service", "team.marketplace_operators", "company.external_funding"]
    columns = [SqlColumn(fact, fields()[fact]) for fact in facts]
    emitted = emit_sql("clickhouse", "t", columns, RULES)
    message = emitted.notes[-1]
    assert message.key == "sql.max_query_size"
    assert 256 * 1024 < len(emitted.text.encode()) < int(str(message.values["size"]))
    assert all(note.key != "sql.max_query_size" for note in emit_sql("spark", "t", columns, RULES).notes)
    kinds = {fact: KINDS.get(fields()[fact].kind, "flag") for fact in facts}
    run_first = (f"SET max_query_size = {message.values['size']}",)
    (row,) = on_clickhouse(emitted.text, "t", kinds, [dict.fromkeys(facts)], run_first)
    assert row["website"] == "still_open"
