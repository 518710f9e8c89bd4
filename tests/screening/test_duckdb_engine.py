"""Tables in DuckDB: every format says the same, and whatever is wrong with a file, the rest of it is read."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, stating, vendor
from support.screened import Row, assert_same, checked, options_for, row_of, rows_in_columns, screened

from cloudmkt_cli.catalogue.conditions import Since
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.sanitize import FORMULA, escape_formula
from cloudmkt_cli.screening.duckdb_engine import DuckDbEngine
from cloudmkt_cli.screening.duckdb_session import Session, Unparsable
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions, screen
from cloudmkt_cli.screening.sources import open_table

duckdb = pytest.importorskip("duckdb")

ROWS = [
    row_of(vendor()),
    row_of(stating(("company", "established"), "2025-11-24")),
    row_of(stating(("company", "registered_capital"), "100万元")),
    row_of(stating(("team", "technical_and_service"), 9)),
    row_of({"company": {"name": "示例公司", "legal_form": "individual-business"}}),
]
PLAIN = [{key: cell for key, cell in row.items() if key not in {"products", "cases", "attestations"}} for row in ROWS]


@contextmanager
def in_duckdb(paths: Sequence[Path], options: ScreenOptions) -> Iterator[ScreenedTable]:
    with TemporaryDirectory() as folder:
        tables = [open_table(path, Path(folder), number) for number, path in enumerate(paths)]
        engine = DuckDbEngine(tables, Path(folder))
        try:
            yield screen(engine, [str(path) for path in paths], options, lambda _: None)
        finally:
            engine.close()


def written(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\n") -> Path:
    headings, cells = rows_in_columns(rows)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([headings, *cells])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def output_of(path: Path) -> list[dict[str, object]]:
    result = duckdb.connect().execute(f"SELECT * FROM '{path}'")  # noqa: S608  a path of ours
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def in_any_order(rows: Sequence[dict[str, object]]) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, default=str) for row in rows)


def test_duckdb_decides_each_row_as_a_check_does(tmp_path: Path) -> None:
    rows = [row | {"company.uscc": str(number)} for number, row in enumerate(ROWS)]
    with in_duckdb([written(tmp_path / "t.csv", rows)], options_for(as_of=AS_OF)) as table:
        table.write(tmp_path / "o.parquet", as_csv=False)
    found = {row["company.uscc"]: row for row in output_of(tmp_path / "o.parquet")}
    assert len(found) == len(rows)
    _, decisions = screened(rows, as_of=AS_OF)
    for number, (row, decision) in enumerate(zip(rows, decisions, strict=True)):
        assert_same(decision, checked(row, as_of=AS_OF), row)
        said = found[str(number)]
        for market in decision.markets:
            assert said[market.market] == market.state
            assert said[f"{market.market}.decided"] == market.decided
            assert said[f"{market.market}.required"] == market.required
            assert said[f"{market.market}.ruled_out_by"] == ";".join(market.ruled_out_by)
            assert said[f"{market.market}.unknown"] == ";".join(market.unknown)
            assert said[f"{market.market}.product"] == market.product
        assert said["ask_first"] == decision.ask_first


def test_the_day_on_which_age_alone_lets_a_company_in(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [ROWS[1]])
    with in_duckdb([path], options_for(as_of=AS_OF)) as table:
        table.write(tmp_path / "o.csv", as_csv=True)
        (decision,) = set(table.screening.decisions.values())
    (row,) = output_of(tmp_path / "o.csv")
    by_age = [market.market for market in decision.markets if isinstance(market.age, Since)]
    assert by_age
    assert {str(row[f"{market}.age_reached_on"]) for market in by_age} == {"2027-11-24"}


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ";", "\r\n"),
        ("gb18030", "\t", "\n"),
        ("utf-16", ",", "\r\n"),
        ("utf-16-le", ",", "\n"),
    ],
)
def test_encodings_delimiters_and_line_ends_change_nothing(
    encoding: str, delimiter: str, end: str, tmp_path: Path
) -> None:
    rows = [row | {"company.name": f"示例“公司”, {number}"} for number, row in enumerate(PLAIN)]
    plain = written(tmp_path / "plain.csv", rows)
    other = written(tmp_path / "other.csv", rows, encoding=encoding, delimiter=delimiter, end=end)
    outputs = []
    for path in (plain, other):
        with in_duckdb([path], options_for()) as table:
            table.write(tmp_path / "o.parquet", as_csv=False)
        outputs.append(in_any_order(output_of(tmp_path / "o.parquet")))
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == len(rows)


def test_parquet_workbooks_and_json_lines_say_the_same_as_text(tmp_path: Path) -> None:
    text = written(tmp_path / "t.csv", PLAIN)
    parquet, sheet, lines = tmp_path / "t.parquet", tmp_path / "t.xlsx", tmp_path / "t.ndjson"
    duckdb.connect().execute(f"COPY (FROM read_csv('{text}', all_varchar=true)) TO '{parquet}'")
    headings, cells = rows_in_columns(PLAIN)
    with xlsxwriter.Workbook(sheet) as book:
        page = book.add_worksheet()
        for number, row in enumerate([headings, *cells]):
            page.write_row(number, 0, row)
    lines.write_text("".join(json.dumps(row) + "\n" for row in PLAIN), encoding="utf-8")
    counts = []
    for path in (text, parquet, sheet, lines):
        with in_duckdb([path], options_for()) as table:
            counts.append(sorted((table.screening.decisions[one.pattern], one.rows) for one in table.screening.counts))
    assert all(count == counts[0] for count in counts)


def test_typed_columns_of_parquet_are_read_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    duckdb.connect().execute(
        "COPY (SELECT '示例公司' AS \"company.name\", DATE '2015-03-15' AS \"company.established\", "
        '20::BIGINT AS "team.technical_and_service", 7.5::DECIMAL(4, 1) AS "support.hours_per_day", '
        "true AS \"agreements.consignment\", [{'name': 'a', 'markets': ['website'], 'kind': 'saas'}] AS products) "
        f"TO '{path}' (FORMAT parquet)"
    )
    row = {
        "company.name": "示例公司",
        "company.established": "2015-03-15",
        "team.technical_and_service": "20",
        "support.hours_per_day": "7.5",
        "agreements.consignment": "true",
        "products": '[{"name": "a", "markets": ["website"], "kind": "saas"}]',
    }
    with in_duckdb([path], options_for()) as table:
        (decision,) = table.screening.decisions.values()
    assert_same(decision, checked(row), row)
    assert not table.screening.refused


def test_several_files_are_one_table_whatever_the_order_of_their_columns(tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", PLAIN[:2])
    turned = [dict(reversed(row.items())) for row in PLAIN[:2]]
    second = written(tmp_path / "b.csv", turned, delimiter=";")
    with in_duckdb([first, second], options_for()) as table:
        assert sorted(one.rows for one in table.screening.counts) == [2, 2]


def test_a_file_that_lacks_a_column_is_named(tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", PLAIN[:1])
    second = written(tmp_path / "b.csv", [{"company.name": "示例公司"}])
    with pytest.raises(InputError) as raised, in_duckdb([first, second], options_for()):
        pass
    (fault,) = raised.value.diagnostics
    assert fault.message.key == "screen.other_headings"
    assert fault.path is not None
    assert fault.path.endswith("b.csv")


GOOD = '示例公司,"500万元",a\n'
BROKEN = {
    "an endless line": (f"示例公司,{'z' * 50_000_000},a\n", ["too_long"]),
    "a quote that is not closed": ('"示例公司,500万元,a\n', ["quotes"]),
    "two of them in a row": ('"示例公司,500万元,a\n示例公司,"500万元,a\n', ["quotes", "quotes"]),
    "a NUL": ("示例\0公司,500万元,a\n", ["encoding"]),
    "fewer columns": ("示例公司,500万元\n", ["missing_columns"]),
    "more columns": ("示例公司,500万元,a,b\n", ["too_many_columns"]),
    "another line end": ("示例公司,500万元,a\r\n", []),
    "a blank line": ("\n", []),
    "a cell of several lines": ('示例公司,500万元,"a\nb\nc"\n', []),
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("before", [3, 5000])
def test_a_broken_line_is_listed_and_the_rest_is_read(broken: str, before: int, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    line, reasons = BROKEN[broken]
    after = 3000
    path.write_text("企业名称,注册资本,x\n" + GOOD * before + line + GOOD * after, encoding="utf-8", newline="")
    with in_duckdb([path], options_for()) as table:
        rejected = list(table.engine.rejected())
        rows = table.screening.rows
    assert [(one.line, one.reason) for one in rejected] == [
        (before + 2 + number, reason) for number, reason in enumerate(reasons)
    ]
    assert rows == before + after + (broken in {"another line end", "a cell of several lines"})


def test_a_line_in_another_encoding_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(("企业名称,注册资本,x\n" + GOOD).encode() + "示例公司,五百,a\n".encode("gb18030") + GOOD.encode())
    with in_duckdb([path], options_for()) as table:
        assert [(one.line, one.reason) for one in table.engine.rejected()] == [(3, "encoding")]
        assert table.screening.rows == 2


@given(st.lists(st.sampled_from([GOOD, *(line for line, _ in BROKEN.values() if len(line) < 100)]), max_size=60))
def test_rows_and_rejected_lines_are_all_there_is(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_text("企业名称,注册资本,x\n" + "".join(lines), encoding="utf-8", newline="")
        with in_duckdb([path], options_for()) as table:
            rejected = len(list(table.engine.rejected()))
            rows = table.screening.rows
    good = sum(line in {GOOD, BROKEN["another line end"][0]} for line in lines)
    several = lines.count(BROKEN["a cell of several lines"][0])
    two = lines.count(BROKEN["two of them in a row"][0])
    bad = len(lines) - good - several - lines.count("\n") + two
    assert rows >= good
    assert rejected >= bad
    assert (rows, rejected) == (good + several, bad) or several


def test_the_file_of_a_failed_attempt_may_vanish_after_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, failed = Session.run, list[Path]()

    def fail_once(session: Session, statement: str) -> None:
        run(session, statement)
        if written_to := re.search(r" TO '([^']+)'", statement):
            if failed:
                failed[0].unlink(missing_ok=True)
            else:
                failed.append(Path(written_to[1]))
                raise Unparsable

    monkeypatch.setattr(Session, "run", fail_once)
    with in_duckdb([written(tmp_path / "t.csv", PLAIN)], options_for()) as table:
        assert table.screening.rows == len(PLAIN)
    assert failed


def test_cells_of_csv_are_no_formulas(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [{"company.name": "=示例公司", "company.uscc": "　+1"}])
    with in_duckdb([path], options_for()) as table:
        table.write(tmp_path / "o.csv", as_csv=True)
        table.write(tmp_path / "o.parquet", as_csv=False)
    (row,) = output_of(tmp_path / "o.parquet")
    assert (row["company.name"], row["company.uscc"]) == ("=示例公司", "　+1")
    assert "'=示例公司,'　+1" in (tmp_path / "o.csv").read_text(encoding="utf-8")


def test_cells_of_csv_are_defused_as_elsewhere() -> None:
    names = [f"{blank}{chr(sign)}公司" for sign in range(0x20, 0x7F) for blank in ("", " ")]
    rows = duckdb.connect().execute("SELECT n FROM unnest(?) AS t (n) WHERE regexp_matches(n, ?)", [names, FORMULA])
    assert {name for (name,) in rows.fetchall()} == {name for name in names if escape_formula(name) != name}


def test_codes_and_numbers_of_csv_stay_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [{"company.name": "360公司", "company.uscc": "91000000MA00000030"}])
    with in_duckdb([path], options_for()) as table:
        table.write(tmp_path / "o.csv", as_csv=True)
    assert "360公司,91000000MA00000030," in (tmp_path / "o.csv").read_text(encoding="utf-8")


def test_names_of_files_and_headings_are_never_part_of_a_statement(tmp_path: Path) -> None:
    path = written(tmp_path / "a'; DROP [x]*.csv", [{"company.name": "示例公司", '\'; "x"': "甲"}])
    with in_duckdb([path], options_for(by=('\'; "x"',))) as table:
        table.write(tmp_path / "o.parquet", as_csv=False)
    (row,) = output_of(tmp_path / "o.parquet")
    assert row['\'; "x"'] == "甲"
    assert table.screening.counts[0].group == ("甲",)


def test_a_damaged_parquet_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(InputError) as raised, in_duckdb([path], options_for()):
        pass
    assert raised.value.diagnostics[0].message.key == "screen.damaged_table"


def test_several_processes_decide_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", ROWS)
    decided = []
    for limit in (20_000, 1):
        with in_duckdb([path], options_for(limit_patterns=limit)) as table:
            decided.append(table.screening.decisions)
            assert (table.screening.processes > 1) is (limit == 1)
    assert decided[0] == decided[1]
    assert CATALOGUE.market_ids == tuple(one.market for one in next(iter(decided[0].values())).markets)


def joins_of(plan: Any) -> Iterator[int]:
    """The numbers of rows that the joins of an executed statement made."""
    if isinstance(plan, list):
        for part in plan:
            yield from joins_of(part)
    elif isinstance(plan, dict):
        if "HASH_JOIN" in {plan.get("type"), plan.get("operator_type")}:
            yield plan["intermediate_rows" if "intermediate_rows" in plan else "operator_cardinality"]
        for part in plan.values():
            yield from joins_of(part)


def test_each_join_has_the_rows_of_the_table_on_its_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else cells are joined with patterns first, which are more than the rows of a large table."""
    rows = [
        {"company.name": "示例", "company.established": str(date(2000, 1, 1) + timedelta(number)), **capital}
        for number in range(1000)
        for capital in ({"company.registered_capital": "10万元"}, {"company.registered_capital": f"{200 + number}万元"})
    ]
    ran: list[tuple[Session, str]] = []
    run = Session.run

    def recorded(session: Session, statement: str) -> None:
        ran.append((session, statement))
        run(session, statement)

    monkeypatch.setattr(Session, "run", recorded)
    with in_duckdb([written(tmp_path / "t.csv", rows)], options_for()) as table:
        table.write(tmp_path / "out.parquet", as_csv=False)
        session, statement = ran[-1]
        ((_, plan),) = session.rows(f"EXPLAIN (ANALYZE, FORMAT json) {statement}")
    cells_patterns_and_decisions = 4
    assert list(joins_of(json.loads(plan))) == [len(rows)] * cells_patterns_and_decisions
