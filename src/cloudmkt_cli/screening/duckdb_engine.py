"""The embedded table engine. It reads, groups and joins; no cell and no heading becomes part of a statement."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import merge
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from cloudmkt_cli.catalogue.conditions import Since
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.code_forms import add_code_forms
from cloudmkt_cli.screening.columns import CodeForms
from cloudmkt_cli.screening.duckdb_input import MOST_REJECTED, Place, TextInput
from cloudmkt_cli.screening.duckdb_output import (
    cells_table,
    classes_table,
    column_name,
    decision_columns,
    decision_row,
    joined,
    output_statement,
    quoted_name,
    quoted_text,
    readable,
    selecting,
)
from cloudmkt_cli.screening.duckdb_session import Session, Unparsable, damaged_table
from cloudmkt_cli.screening.duckdb_shifted import ReadText, leave_out_rows, shifted_rows, suspected
from cloudmkt_cli.screening.engine import Cells, DistinctCells, OutputColumns, ShiftSigns
from cloudmkt_cli.screening.model import CellClasses, Decision, Pattern, PatternCount, RejectedLine, Source
from cloudmkt_cli.screening.shifted import ShiftRule
from cloudmkt_cli.screening.sources import InputTable, ParquetTable, TextTable, check_same_headings

_MOST_WORDS: Final = 10_000
"""Different decisions up to which their texts are worth being kept as numbers."""
_NOT_REORDERED: Final = "join_order,build_side_probe_side"
"""Every join has the rows on its left. By its estimates, DuckDB would join the cells with the patterns first: of 30
million rows, it would make 17 million of these, with eight times the time and all the memory there is."""
_STAGED: Final = "COMPRESSION uncompressed, ROW_GROUP_SIZE 20480"
"""Small groups of rows take a quarter less time than large ones that are compressed, and less memory."""


class DuckDbEngine:
    """A table in DuckDB. Only the columns that are needed are kept, in memory or in a folder of its own."""

    def __init__(self, tables: Sequence[InputTable], folder: Path) -> None:
        self._tables = tables
        self._folder = folder
        self._texts: list[ReadText] = []
        self._numbers: tuple[int, ...] = ()
        self._attempts = count()
        self._session = Session(folder)
        self._session.run(f"SET disabled_optimizers = {quoted_text(_NOT_REORDERED)}")

    def close(self) -> None:
        """Let go of all data."""
        self._session.close()

    def head(self) -> Table:
        """The first rows, with the headings among them."""
        return self._head(self._tables[0])

    def load(self, heading_row: int, numbers: Sequence[int]) -> None:
        """Read the columns at some positions of all files, text once: it becomes Parquet, which is small and fast."""
        head, parts, self._numbers = self.head(), [], tuple(numbers)
        for number, table in enumerate(self._tables):
            places = check_same_headings(head, heading_row, self._head(table), numbers)
            if isinstance(table, ParquetTable):
                parts.append(self._of_parquet(table, places))
            else:
                text = TextInput(table, heading_row, self._folder, number)
                self._texts.append(ReadText(text, places, []))
                parts.append(f"SELECT * FROM read_parquet({quoted_text(str(self._staged(text, places)))})")
        self._session.run(f"CREATE TEMP VIEW staged AS {' UNION ALL '.join(parts)}")

    def _staged(self, text: TextInput, places: Mapping[int, int]) -> Path:
        """A Parquet file with the columns of a text."""
        # Each attempt has its own: DuckDB may remove the file of one that failed as late as after the next.
        staged = self._folder / f"staged-{next(self._attempts)}.parquet"
        try:
            self._stage(text.statement(places), staged)
        except Unparsable:
            if text.is_clean:
                raise damaged_table(text.table.name) from None
            text.clean()
        else:
            if not text.mend(self._rejected_places(text)):
                return staged
            self._session.run("DELETE FROM reject_errors")
            staged.unlink()
        return self._staged(text, places)

    def _stage(self, statement: str, target: Path) -> None:
        self._session.run(f"COPY ({statement}) TO {quoted_text(str(target))} (FORMAT parquet, {_STAGED})")

    def _rejected_places(self, text: TextInput) -> list[Place]:
        """Where in a file DuckDB rejected something, in order, each place once."""
        if not list(self._session.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'")):
            return []
        rows = self._session.rows(
            "SELECT line_byte_position, max(CAST(error_type AS VARCHAR)) "
            "FROM reject_errors JOIN reject_scans USING (scan_id, file_id) "
            f"WHERE file_path = ? GROUP BY 1 ORDER BY 1 LIMIT {MOST_REJECTED + 1}",
            [str(text.path)],
        )
        return [Place.of(*row) for row in rows]

    def distinct(self, source: Source) -> Iterator[DistinctCells]:
        """The distinct cells of a source."""
        cells, cell_table = ", ".join(map(column_name, source.numbers)), cells_table(source)
        self._session.run(f"CREATE TEMP TABLE {cell_table} AS SELECT {cells}, count(*) AS n FROM staged GROUP BY ALL")
        for row in self._session.rows(f"SELECT rowid, n, {cells} FROM {cell_table}"):
            values = row[2:]
            yield DistinctCells(row[0], tuple(map(_value, values)) if None in values else values, row[1])

    def add_code_forms(self, forms: CodeForms) -> None:
        """Add the column of the legal forms that credit codes give."""
        add_code_forms(self._session, forms)

    def suspected(self, sources: Sequence[CellClasses], signs: ShiftSigns, most: int) -> Iterator[Cells]:
        """The different rows with signs of a shift; in Parquet and JSON, cells cannot shift."""
        if all(one.text.table.is_keyed for one in self._texts):
            return iter(())
        return suspected(self._session, sources, self._numbers, signs, most)

    def leave_out(self, wanted: AbstractSet[Cells], rule: ShiftRule) -> Mapping[Cells, int]:
        """Leave out the rows with some cells that have shifted."""
        found = shifted_rows(self._texts, wanted, rule)
        if found:
            leave_out_rows(self._session, self._numbers, found)
        return found

    def count(self, sources: Sequence[CellClasses], by: Sequence[int]) -> Iterator[PatternCount]:
        """The rows by pattern and group."""
        for source in sources:
            self._store_classes(source)
        classes = [f"{classes_table(one.source)}.class" for one in sources]
        groups = [f"CAST({column_name(number)} AS VARCHAR)" for number in by]
        selected, grouped = [*classes, *groups, "count(*)"], " GROUP BY ALL" if classes or groups else ""
        joined_rows = joined([one.source for one in sources])
        for row in self._session.rows(f"SELECT {', '.join(selected)} FROM {joined_rows}{grouped}"):
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
        self._session.run(
            output_statement(columns, [one.source for one in sources], _durations(sources), target, as_csv=as_csv)
        )

    def select(
        self,
        sources: Sequence[CellClasses],
        patterns: Sequence[Pattern],
        cells: Sequence[tuple[int, str]],
        numbers: Sequence[int],
        most: int,
    ) -> Iterator[tuple[Value, ...]]:
        """Rows of some patterns that have certain texts at some positions."""
        classes = {f"p{at}": "INTEGER" for at in range(len(sources))} | {"there": "BOOLEAN"}
        self._session.upload("chosen", classes, ((*pattern, True) for pattern in patterns))
        statement = selecting([one.source for one in sources], "chosen", [at for at, _ in cells], numbers, most)
        for row in self._session.rows(statement, [text for _, text in cells]):
            yield tuple(map(_value, row))

    def rejected(self) -> Iterator[RejectedLine]:
        """The lines that are no rows."""
        for text, _, shifted in self._texts:
            yield from merge(text.rejected(self._rejected_places(text)), shifted, key=attrgetter("line"))

    def _head(self, table: InputTable) -> Table:
        """The first rows of a file; of Parquet, its headings."""
        if isinstance(table, TextTable):
            return table.head
        names = tuple(name for name, _ in self._session.parquet_columns(table.path, table.name))
        return Table(table.name, None, (names,), Message("screen.taken_as_parquet"))

    def _of_parquet(self, table: ParquetTable, places: Mapping[int, int]) -> str:
        """The statement that reads the columns of a Parquet file; lists of structs become JSON."""
        columns = self._session.parquet_columns(table.path, table.name)
        selected = []
        for number, place in places.items():
            name, kind = columns[place]
            selected.append(f"{readable(quoted_name(name), kind)} AS {column_name(number)}")
        return f"SELECT {', '.join(selected)} FROM read_parquet({quoted_text(str(table.path))})"

    def _store_classes(self, source: CellClasses) -> None:
        """Keep the class of each of the cells of a source, beside the cells."""
        days = {f"d{number}": "DATE" for number in range(len(source.met_on))}
        rows = zip(range(len(source.of_cell)), source.of_cell, *source.met_on.values(), strict=True)
        name = classes_table(source.source)
        self._session.upload("uploaded", {"number": "BIGINT", "class": "INTEGER", **days}, rows)
        self._session.run(
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
        self._session.upload("patterns", {**classes, "decision": "INTEGER"}, patterns)
        kinds = decision_columns(len(columns.markets))
        durations = [condition for _, condition in _durations(sources)]
        self._session.upload(
            "decisions", kinds, (decision_row(number, one, durations) for one, number in numbers.items())
        )
        if len(numbers) <= _MOST_WORDS:
            for column in [name for name, kind in kinds.items() if kind == "VARCHAR"]:
                self._keep_as_numbers(column)

    def _keep_as_numbers(self, column: str) -> None:
        """Keep the texts of a column of decisions as numbers, which are written in a fifth of the time."""
        words = f"SELECT DISTINCT {column} FROM decisions WHERE {column} IS NOT NULL"
        if list(self._session.rows(f"{words} LIMIT 1")):
            self._session.run(f"DROP TYPE IF EXISTS {column}")
            self._session.run(f"CREATE TYPE {column} AS ENUM ({words})")
            self._session.run(f"ALTER TABLE decisions ALTER {column} TYPE {column}")


def _durations(sources: Sequence[CellClasses]) -> list[tuple[str, Since]]:
    """The conditions on durations, each with the column of the days on which it is met."""
    return [
        (f"{classes_table(one.source)}.d{number}", condition)
        for one in sources
        for number, condition in enumerate(one.met_on)
    ]


def _value(cell: Any) -> Value:
    return "" if cell is None else cell
