"""The embedded table engine. It reads, groups and joins; no cell and no heading becomes part of a statement."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from cloudmkt_cli.core.sanitize import BLANKS, FORMULA_SIGNS
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.engine import DistinctCells, OutputColumns
from cloudmkt_cli.screening.model import (
    CellClasses,
    Decision,
    MarketDecision,
    Pattern,
    PatternCount,
    RejectedLine,
    Source,
)
from cloudmkt_cli.screening.sources import InputTable, ParquetTable, TextTable, check_same_headings

_FETCHED: Final = 10_000
_MEMORY: Final = "600MB"
_FORMULA: Final = f"^[{BLANKS}]*[{FORMULA_SIGNS}]"


class DuckDbEngine:
    """A table in DuckDB. Only the columns that are needed are kept, in memory or in a folder of its own."""

    def __init__(self, tables: Sequence[InputTable], folder: Path) -> None:
        self._tables = tables
        self._folder = folder
        self._columns: tuple[int, ...] = ()
        self._database = duckdb.connect(
            config={
                "memory_limit": _MEMORY,
                "temp_directory": str(folder),
                "preserve_insertion_order": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )

    def close(self) -> None:
        """Let go of all data."""
        self._database.close()

    def head(self) -> Table:
        """The first rows, with the headings among them."""
        return self._head(self._tables[0])

    def load(self, heading_row: int, numbers: Sequence[int]) -> None:
        """Read the columns at some positions of all files."""
        self._columns = tuple(numbers)
        head = self.head()
        parts = []
        for table in self._tables:
            places = check_same_headings(head, heading_row, self._head(table), numbers)
            parts.append(self._select(table, heading_row, places))
        self._run(f"CREATE TEMP TABLE staged AS {' UNION ALL '.join(parts)}")

    def distinct(self, source: Source) -> Iterator[DistinctCells]:
        """The distinct cells of a source."""
        cells, cell_table = ", ".join(map(_column, source.numbers)), _cells_of(source)
        self._run(f"CREATE TEMP TABLE {cell_table} AS SELECT {cells}, count(*) AS n FROM staged GROUP BY ALL")
        rows = self._run(f"SELECT rowid, {cells}, n FROM {cell_table}")
        while chunk := rows.fetchmany(_FETCHED):
            for number, *values, count in chunk:
                yield DistinctCells(number, tuple(map(_value, values)), count)

    def count(self, sources: Sequence[CellClasses], by: Sequence[int]) -> Iterator[PatternCount]:
        """The rows by pattern and group."""
        for source in sources:
            self._store_classes(source)
        classes = [f"{_classes_of(one.source)}.class" for one in sources]
        groups = [f"CAST({_column(number)} AS VARCHAR)" for number in by]
        rows = self._run(
            f"SELECT {', '.join([*classes, *groups, 'count(*)'])} FROM {_joined(sources)}"
            f"{' GROUP BY ALL' if classes or groups else ''}"
        )
        while chunk := rows.fetchmany(_FETCHED):
            for row in chunk:
                yield PatternCount(row[: len(classes)], row[len(classes) : -1], row[-1])

    def write(
        self,
        columns: OutputColumns,
        sources: Sequence[CellClasses],
        decisions: Mapping[Pattern, Decision],
        target: Path,
        *,
        as_csv: bool,
    ) -> None:
        """Write one row per row of the table."""
        self._store_decisions(columns, sources, decisions)
        selected = [
            *(
                f"{_safe(_column(kept.number)) if as_csv else _column(kept.number)} AS {_name(kept.name)}"
                for kept in columns.kept
            ),
            *_market_columns(columns, sources, as_csv=as_csv),
            "decisions.ask_first",
        ]
        on = [f"{_classes_of(one.source)}.class = patterns.p{number}" for number, one in enumerate(sources)]
        options = "FORMAT csv, HEADER" if as_csv else "FORMAT parquet, COMPRESSION zstd"
        self._run(
            f"COPY (SELECT {', '.join(selected)} FROM {_joined(sources)} JOIN patterns ON {' AND '.join(on) or 'true'} "
            f"JOIN decisions ON decisions.number = patterns.decision) TO {_text(str(target))} ({options}, USE_TMP_FILE false)"
        )

    def rejected(self) -> Iterator[RejectedLine]:
        """The lines that are no rows."""
        yield from ()

    def _head(self, table: InputTable) -> Table:
        if isinstance(table, TextTable):
            return table.head
        raise NotImplementedError

    def _select(self, table: InputTable, heading_row: int, places: Mapping[int, int]) -> str:
        """The statement that reads the columns of a file, at the places that it has them."""
        selected = ", ".join(f"coalesce({_column(place)}, '') AS {_column(number)}" for number, place in places.items())
        if isinstance(table, ParquetTable):
            raise NotImplementedError
        width = len(table.head.rows[heading_row])
        columns = ", ".join(f"{_text(_column(number))}: 'VARCHAR'" for number in range(width))
        return (
            f"SELECT {selected} FROM read_csv({_text(str(table.path))}, auto_detect=false, header=false, "
            f"skip={table.ends[heading_row]}, delim={_text(table.delimiter)}, quote='\"', escape='\"', "
            f"columns={{{columns}}}, store_rejects=true, rejects_limit=0)"
        )

    def _store_classes(self, source: CellClasses) -> None:
        """Keep the class of each of the cells of a source, beside the cells."""
        days = {f"d{number}": "DATE" for number in range(len(source.met_on))}
        rows = zip(range(len(source.of_cell)), source.of_cell, *source.met_on.values(), strict=True)
        name = _classes_of(source.source)
        self._upload("uploaded", {"number": "BIGINT", "class": "INTEGER", **days}, rows)
        self._run(
            f"CREATE TEMP TABLE {name} AS SELECT {_cells_of(source.source)}.*, uploaded.* EXCLUDE (number) "
            f"FROM {_cells_of(source.source)} JOIN uploaded ON {_cells_of(source.source)}.rowid = uploaded.number"
        )

    def _store_decisions(
        self, columns: OutputColumns, sources: Sequence[CellClasses], decisions: Mapping[Pattern, Decision]
    ) -> None:
        """Keep each of the different decisions once, and which of them each pattern has."""
        numbers: dict[Decision, int] = {}
        patterns = [(*pattern, numbers.setdefault(one, len(numbers))) for pattern, one in decisions.items()]
        classes = {f"p{number}": "INTEGER" for number in range(len(sources))}
        self._upload("patterns", {**classes, "decision": "INTEGER"}, patterns)
        durations = [condition for source in sources for condition in source.met_on]
        self._upload(
            "decisions",
            {"number": "INTEGER", **_decision_columns(columns), "ask_first": "VARCHAR"},
            (
                (
                    number,
                    *(cell for market in one.markets for cell in _decision_cells(market, durations)),
                    one.ask_first,
                )
                for one, number in numbers.items()
            ),
        )

    def _upload(self, name: str, columns: Mapping[str, str], rows: Any) -> None:
        """Store rows of our own as a table. A file is the fastest way in."""
        path = self._folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        types = ", ".join(f"{_text(column)}: {_text(kind)}" for column, kind in columns.items())
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_csv({_text(str(path))}, auto_detect=false, "
            f"header=false, delim=',', quote='\"', escape='\"', columns={{{types}}})"
        )
        path.unlink()

    def _run(self, statement: str) -> duckdb.DuckDBPyConnection:
        return self._database.execute(statement)


def _joined(sources: Sequence[CellClasses]) -> str:
    """The rows, each with the classes of its cells."""
    joins = []
    for one in sources:
        name = _classes_of(one.source)
        same = " AND ".join(f"staged.{_column(n)} IS NOT DISTINCT FROM {name}.{_column(n)}" for n in one.source.numbers)
        joins.append(f" JOIN {name} ON {same}")
    return f"staged{''.join(joins)}"


def _decision_columns(columns: OutputColumns) -> dict[str, str]:
    """The columns of one decision and their types."""
    parts = {"state": "VARCHAR", "decided": "INTEGER", "required": "INTEGER", "ruled_out_by": "VARCHAR"}
    parts |= {"unknown": "VARCHAR", "age": "INTEGER", "product": "INTEGER"}
    return {f"m{number}_{part}": kind for number in range(len(columns.markets)) for part, kind in parts.items()}


def _decision_cells(market: MarketDecision, durations: Sequence[Any]) -> tuple[Any, ...]:
    age = durations.index(market.age) if market.age in durations else None
    lists = (";".join(market.ruled_out_by), ";".join(market.unknown))
    return (market.state, market.decided, market.required, *lists, age, market.product)


def _market_columns(columns: OutputColumns, sources: Sequence[CellClasses], *, as_csv: bool) -> Iterator[str]:
    """What is selected for each market."""
    days = [f"{_classes_of(one.source)}.d{number}" for one in sources for number in range(len(one.met_on))]
    for number, market in enumerate(columns.markets):
        column = f"decisions.m{number}_"
        yield f"{column}state AS {_name(market)}"
        for part in ("decided", "required"):
            yield f"{column}{part} AS {_name(f'{market}.{part}')}"
        for part in ("ruled_out_by", "unknown"):
            joined = f"coalesce({column}{part}, '')"
            split = joined if as_csv else f"CASE WHEN {joined} = '' THEN [] ELSE string_split({joined}, ';') END"
            yield f"{split} AS {_name(f'{market}.{part}')}"
        cases = " ".join(f"WHEN {index} THEN {day}" for index, day in enumerate(days))
        day = f"CASE {column}age {cases} END" if cases else "CAST(NULL AS DATE)"
        yield f"{day} AS {_name(f'{market}.age_reached_on')}"
        if columns.with_products:
            yield f"{column}product AS {_name(f'{market}.product')}"


def _column(number: int) -> str:
    return f"c{number}"


def _cells_of(source: Source) -> str:
    return f"cells_{source.numbers[0]}"


def _classes_of(source: Source) -> str:
    return f"classes_{source.numbers[0]}"


def _name(text: str) -> str:
    """An identifier."""
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


def _safe(column: str) -> str:
    """A column of texts that no spreadsheet takes for a formula."""
    cell = f"CAST({column} AS VARCHAR)"
    return f"CASE WHEN regexp_matches({cell}, {_text(_FORMULA)}) THEN '''' || {cell} ELSE {cell} END"


def _value(cell: Any) -> Value:
    return "" if cell is None else cell
