"""The table engine for tables that outgrow a machine: the same steps as plain DataFrame operations of Spark.

Distinct cells come to the driver, which has their classes and the patterns decided, and sends both back to all workers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from itertools import repeat
from pathlib import Path
from typing import Any, Final

from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F  # noqa: N812  its usual name
from pyspark.sql import types as T  # noqa: N812  as above

from cloudmkt_cli.catalogue.conditions import Since
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.sanitize import FORMULA
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.screening.columns import CodeForms
from cloudmkt_cli.screening.engine import Cells, DistinctCells, OutputColumns, ShiftSigns
from cloudmkt_cli.screening.model import (
    CellClasses,
    Decision,
    MarketDecision,
    Pattern,
    PatternCount,
    RejectedLine,
    Source,
)
from cloudmkt_cli.screening.shifted import ShiftRule
from cloudmkt_cli.screening.sources import check_same_headings
from cloudmkt_cli.screening.spark_tables import (
    FILE,
    REJECTED,
    cell_value,
    column_name,
    columns_of,
    head_of,
    is_csv,
    spark_errors,
)

_CSV_OUT: Final[dict[str, Any]] = {
    "header": True,
    "quote": '"',
    "escape": '"',
    "emptyValue": "",
    "ignoreLeadingWhiteSpace": False,
    "ignoreTrailingWhiteSpace": False,
}
_SCHEME: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+:)/(?=[^/])")


class SparkEngine:
    """A table in Spark. Paths are those of Spark: files, folders, patterns, or addresses such as ``s3a://…``."""

    def __init__(self, session: SparkSession, paths: Sequence[str], *, overwrite: bool = False) -> None:
        self._session = session
        self._paths = paths
        self._mode = "overwrite" if overwrite else "errorifexists"
        self._rows: DataFrame = session.range(0)
        self._rejected: DataFrame | None = None
        self._cells: dict[str, tuple[T.StructType, list[Row]]] = {}

    def head(self) -> Table:
        """The headings and the first rows."""
        return head_of(self._session, self._paths[0])

    def load(self, heading_row: int, numbers: Sequence[int]) -> None:
        """Select the columns at some positions of all files."""
        head = self.head()
        if heading_row:
            raise InputError(Diagnostic(Message("spark.heading_row"), Message("spark.first_line"), path=head.path))
        parts = []
        for path in self._paths:
            own = head_of(self._session, path)
            parts.append(columns_of(self._session, own, check_same_headings(head, heading_row, own, numbers)))
        every = reduce(DataFrame.unionByName, parts)
        if any(map(is_csv, self._paths)):
            every = every.persist()
            self._rejected = every.where(F.col(REJECTED).isNotNull())
        self._rows = every.where(F.col(REJECTED).isNull()).drop(REJECTED, FILE)

    def distinct(self, source: Source) -> Iterator[DistinctCells]:
        """The distinct cells of a source."""
        names = [column_name(number) for number in source.numbers]
        counted = self._rows.groupBy(*names).count()
        rows: list[Row] = []
        for number, row in enumerate(self._collected(counted)):
            rows.append(row[:-1])
            yield DistinctCells(number, tuple(map(cell_value, row[:-1])), row[-1])
        self._cells[source.name] = (T.StructType(counted.schema.fields[:-1]), rows)

    def add_code_forms(self, forms: CodeForms) -> None:
        """Not on Spark; the command refuses it."""
        raise NotImplementedError

    def suspected(self, sources: Sequence[CellClasses], signs: ShiftSigns, most: int) -> Iterator[Cells]:  # noqa: ARG002
        """None: Spark has no lines that could be named."""
        return iter(())

    def leave_out(self, wanted: AbstractSet[Cells], rule: ShiftRule) -> Mapping[Cells, int]:  # noqa: ARG002
        """None, as none is suspected."""
        return {}

    def count(self, sources: Sequence[CellClasses], by: Sequence[int]) -> Iterator[PatternCount]:
        """The rows by pattern and group."""
        groups = [F.col(column_name(number)).cast("string").alias(f"g{position}") for position, number in enumerate(by)]
        classes = [_class(number) for number, _ in enumerate(sources)]
        grouped = self._classified(sources).groupBy(*classes, *groups).count()
        for row in self._collected(grouped):
            yield PatternCount(tuple(row[: len(classes)]), tuple(row[len(classes) : -1]), row[-1])

    def write(
        self,
        columns: OutputColumns,
        sources: Sequence[CellClasses],
        decisions: Mapping[Pattern, Decision],
        target: Path,
        *,
        as_csv: bool,
    ) -> None:
        """Write one row per row of the table, as a folder of files, which is whole once it has ``_SUCCESS`` in it."""
        patterns = [_class(number) for number, _ in enumerate(sources)]
        durations = [condition for one in sources for condition in one.met_on]
        decided = self._session.createDataFrame(
            [
                (*pattern, *(cell for one in decision.markets for cell in _cells(one, durations)), decision.ask_first)
                for pattern, decision in decisions.items()
            ],
            _decision_schema(patterns, columns),
        )
        address = _address(target)
        rows = self._classified(sources)
        joined = rows.join(F.broadcast(decided), patterns) if patterns else rows.crossJoin(F.broadcast(decided))
        kept = (F.col(column_name(one.number)).alias(one.name) for one in columns.kept)
        written = joined.select(*kept, *_market_columns(columns, sources), "ask_first")
        with spark_errors(address):
            if as_csv:
                written.select(*map(_csv_cell, written.schema)).write.mode(self._mode).options(**_CSV_OUT).csv(address)
            else:
                written.write.mode(self._mode).option("compression", "zstd").parquet(address)

    def select(
        self,
        sources: Sequence[CellClasses],
        patterns: Sequence[Pattern],
        cells: Sequence[tuple[int, str]],
        numbers: Sequence[int],
        most: int,
    ) -> Iterator[tuple[Value, ...]]:
        """Rows of some patterns that have certain texts at some positions."""
        rows, classes = self._classified(sources), [_class(number) for number, _ in enumerate(sources)]
        if classes:
            schema = T.StructType([T.StructField(name, T.IntegerType()) for name in classes])
            rows = rows.join(F.broadcast(self._session.createDataFrame([*patterns], schema)), classes)
        for number, text in cells:
            rows = rows.where(F.coalesce(F.col(column_name(number)).cast("string"), F.lit("")) == F.lit(text))
        for row in self._collected(rows.select(*map(column_name, numbers)).limit(most)):
            yield tuple(map(cell_value, row))

    def rejected(self) -> Iterator[RejectedLine]:
        """The lines that are no rows. Spark does not number lines."""
        if self._rejected is not None:
            files = self._rejected.groupBy(FILE).count().orderBy(FILE)
            for file, lines in self._collected(files):
                yield from repeat(RejectedLine(file, 0, "no_table"), lines)

    def _collected(self, rows: DataFrame) -> list[Row]:
        with spark_errors(self._paths[0] if len(self._paths) == 1 else None):
            collected: list[Row] = rows.collect()
        return collected

    def _classified(self, sources: Sequence[CellClasses]) -> DataFrame:
        """The rows, each with the classes of its cells and the days on which its durations are met."""
        rows = self._rows
        for position, one in enumerate(sources):
            schema, cells = self._cells[one.source.name]
            renamed = [T.StructField(f"s{number}", field.dataType) for number, field in enumerate(schema.fields)]
            days = [T.StructField(_day(position, number), T.DateType()) for number, _ in enumerate(one.met_on)]
            data = [(*row, *rest) for row, *rest in zip(cells, one.of_cell, *one.met_on.values(), strict=True)]
            known = self._session.createDataFrame(
                data, T.StructType([*renamed, T.StructField(_class(position), T.IntegerType()), *days])
            )
            same = [
                F.col(column_name(number)).eqNullSafe(F.col(f"s{place}"))
                for place, number in enumerate(one.source.numbers)
            ]
            rows = rows.join(F.broadcast(known), reduce(Column.__and__, same)).drop(*(field.name for field in renamed))
        return rows


def _market_columns(columns: OutputColumns, sources: Sequence[CellClasses]) -> Iterator[Column]:
    """What is written for each market."""
    days = [_day(position, number) for position, one in enumerate(sources) for number, _ in enumerate(one.met_on)]
    for number, market in enumerate(columns.markets):
        yield F.col(f"m{number}_state").alias(market)
        for part in ("decided", "required", "ruled_out_by", "unknown"):
            yield F.col(f"m{number}_{part}").alias(f"{market}.{part}")
        reached = (F.when(F.col(f"m{number}_age") == index, F.col(day)) for index, day in enumerate(days))
        yield F.coalesce(F.lit(None).cast("date"), *reached).alias(f"{market}.age_reached_on")
        if columns.with_products:
            yield F.col(f"m{number}_product").alias(f"{market}.product")


def _decision_schema(patterns: Sequence[str], columns: OutputColumns) -> T.StructType:
    kinds = {"state": "string", "decided": "int", "required": "int", "ruled_out_by": "string"}
    kinds |= {"unknown": "string", "age": "int", "product": "int"}
    parts = [f"m{number}_{part} {kind}" for number, _ in enumerate(columns.markets) for part, kind in kinds.items()]
    fields: Any = T.StructType.fromDDL(", ".join([*(f"{name} int" for name in patterns), *parts, "ask_first string"]))
    return T.StructType(fields.fields)


def _cells(market: MarketDecision, durations: Sequence[Since]) -> tuple[Any, ...]:
    """A decision as cells of ``_decision_schema``."""
    age = durations.index(market.age) if market.age in durations else None
    lists = (";".join(market.ruled_out_by), ";".join(market.unknown))
    return (market.state.value, market.decided, market.required, *lists, age, market.product)


def _csv_cell(field: T.StructField) -> Column:
    """A column as CSV has it: no text that a spreadsheet takes for a formula."""
    cell = F.col("`" + field.name.replace("`", "``") + "`")
    if isinstance(field.dataType, T.StringType):
        cell = F.when(cell.rlike(FORMULA), F.concat(F.lit("'"), cell)).otherwise(cell)
    return cell.alias(field.name)


def _address(target: Path) -> str:
    """The address of an output. A path has one slash where ``s3a://bucket`` has two."""
    return _SCHEME.sub(r"\1//", str(target))


def _class(position: int) -> str:
    return f"p{position}"


def _day(position: int, number: int) -> str:
    return f"d{position}_{number}"
