"""The embedded table engine. It reads, groups and joins; no cell and no heading becomes part of a statement."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from cloudmkt_cli.catalogue.conditions import Since
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.duckdb_output import (
    cells_table,
    classes_table,
    column_name,
    decision_columns,
    decision_row,
    joined,
    output_statement,
    quoted_text,
)
from cloudmkt_cli.screening.engine import DistinctCells, OutputColumns
from cloudmkt_cli.screening.model import (
    CellClasses,
    Decision,
    Pattern,
    PatternCount,
    RejectedLine,
    Source,
)
from cloudmkt_cli.screening.sources import InputTable, ParquetTable, TextTable, check_same_headings

_FETCHED: Final = 10_000
_MEMORY: Final = "600MB"
_MOST_WORDS: Final = 10_000
"""Different decisions up to which their texts are worth being kept as numbers."""


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
        cells, cell_table = ", ".join(map(column_name, source.numbers)), cells_table(source)
        self._run(f"CREATE TEMP TABLE {cell_table} AS SELECT {cells}, count(*) AS n FROM staged GROUP BY ALL")
        rows = self._run(f"SELECT rowid, {cells}, n FROM {cell_table}")
        while chunk := rows.fetchmany(_FETCHED):
            for number, *values, count in chunk:
                yield DistinctCells(number, tuple(map(_value, values)), count)

    def count(self, sources: Sequence[CellClasses], by: Sequence[int]) -> Iterator[PatternCount]:
        """The rows by pattern and group."""
        for source in sources:
            self._store_classes(source)
        classes = [f"{classes_table(one.source)}.class" for one in sources]
        groups = [f"CAST({column_name(number)} AS VARCHAR)" for number in by]
        rows = self._run(
            f"SELECT {', '.join([*classes, *groups, 'count(*)'])} FROM {joined([one.source for one in sources])}"
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
        self._run(
            output_statement(columns, [one.source for one in sources], _durations(sources), target, as_csv=as_csv)
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
        selected = ", ".join(
            f"coalesce({column_name(place)}, '') AS {column_name(number)}" for number, place in places.items()
        )
        if isinstance(table, ParquetTable):
            raise NotImplementedError
        width = len(table.head.rows[heading_row])
        columns = ", ".join(f"{quoted_text(column_name(number))}: 'VARCHAR'" for number in range(width))
        return (
            f"SELECT {selected} FROM read_csv({quoted_text(str(table.path))}, auto_detect=false, header=false, "
            f"skip={table.ends[heading_row]}, delim={quoted_text(table.delimiter)}, quote='\"', escape='\"', "
            f"columns={{{columns}}}, store_rejects=true, rejects_limit=0)"
        )

    def _store_classes(self, source: CellClasses) -> None:
        """Keep the class of each of the cells of a source, beside the cells."""
        days = {f"d{number}": "DATE" for number in range(len(source.met_on))}
        rows = zip(range(len(source.of_cell)), source.of_cell, *source.met_on.values(), strict=True)
        name = classes_table(source.source)
        self._upload("uploaded", {"number": "BIGINT", "class": "INTEGER", **days}, rows)
        self._run(
            f"CREATE TEMP TABLE {name} AS SELECT {cells_table(source.source)}.*, uploaded.* EXCLUDE (number) "
            f"FROM {cells_table(source.source)} JOIN uploaded ON {cells_table(source.source)}.rowid = uploaded.number"
        )

    def _store_decisions(
        self, columns: OutputColumns, sources: Sequence[CellClasses], decisions: Mapping[Pattern, Decision]
    ) -> None:
        """Keep each of the different decisions once, and which of them each pattern has."""
        numbers: dict[Decision, int] = {}
        patterns = [(*pattern, numbers.setdefault(one, len(numbers))) for pattern, one in decisions.items()]
        classes = {f"p{number}": "INTEGER" for number in range(len(sources))}
        self._upload("patterns", {**classes, "decision": "INTEGER"}, patterns)
        kinds = decision_columns(len(columns.markets))
        durations = [condition for _, condition in _durations(sources)]
        self._upload("decisions", kinds, (decision_row(number, one, durations) for one, number in numbers.items()))
        for column in (
            [name for name, kind in kinds.items() if kind == "VARCHAR"] if len(numbers) <= _MOST_WORDS else ()
        ):
            # Words that are numbers inside are written in a fifth of the time.
            self._run(
                f"CREATE TYPE {column} AS ENUM (SELECT DISTINCT {column} FROM decisions WHERE {column} IS NOT NULL)"
            )
            self._run(f"ALTER TABLE decisions ALTER {column} TYPE {column}")

    def _upload(self, name: str, columns: Mapping[str, str], rows: Any) -> None:
        """Store rows of our own as a table. A file is the fastest way in."""
        path = self._folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        types = ", ".join(f"{quoted_text(column)}: {quoted_text(kind)}" for column, kind in columns.items())
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_csv({quoted_text(str(path))}, "
            f"auto_detect=false, header=false, delim=',', quote='\"', escape='\"', columns={{{types}}})"
        )
        path.unlink()

    def _run(self, statement: str) -> duckdb.DuckDBPyConnection:
        return self._database.execute(statement)


def _durations(sources: Sequence[CellClasses]) -> list[tuple[str, Since]]:
    """The conditions on durations, each with the column of the days on which it is met."""
    return [
        (f"{classes_table(one.source)}.d{number}", condition)
        for one in sources
        for number, condition in enumerate(one.met_on)
    ]


def _value(cell: Any) -> Value:
    return "" if cell is None else cell
