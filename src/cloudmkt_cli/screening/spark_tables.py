"""Tables as Spark reads them: CSV of one stated dialect, and Parquet. Cells become what readers of tables give."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812  its usual name
from pyspark.sql import types as T  # noqa: N812  as above

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.readers.table import Table, Value

_HEAD_ROWS: Final = 100
REJECTED: Final = "rejected"
FILE: Final = "file"
_CSV: Final[dict[str, Any]] = {"sep": ",", "quote": '"', "escape": '"', "encoding": "UTF-8", "multiLine": True}
"""The only dialect that is read: what differs is better converted to Parquet."""
_KEPT_TYPES: Final = (T.StringType, T.BooleanType, T.NumericType, T.DateType)


def head_of(session: SparkSession, path: str) -> Table:
    """The headings and the first rows of a file.

    Raises:
        InputError: Spark cannot read it.
    """
    taken = Message("spark.taken_as", {"format": "CSV" if is_csv(path) else "Parquet"})
    with spark_errors(path):
        if is_csv(path):
            rows = [tuple(map(cell_value, row)) for row in session.read.csv(path, **_CSV).take(_HEAD_ROWS)]
            first = tuple(str(cell).removeprefix("\ufeff") for cell in rows[0]) if rows else ()
            return Table(path, None, (first, *rows[1:]), taken)
        table = session.read.parquet(path)
        rows = [tuple(map(cell_value, row)) for row in _by_position(table).take(_HEAD_ROWS)]
        return Table(path, None, (tuple(table.columns), *rows), taken)


def columns_of(session: SparkSession, head: Table, places: Mapping[int, int]) -> DataFrame:
    """The columns of a file at some places, by their positions in the first one; and which lines are no rows."""
    path = head.path
    nothing = F.lit(None).cast("string")
    if not is_csv(path):
        table = _by_position(session.read.parquet(path))
        columns = [F.col(column_name(place)).alias(column_name(number)) for number, place in places.items()]
        return table.select(*columns, nothing.alias(REJECTED), nothing.alias(FILE))
    headings = [str(heading) for heading in head.rows[0]]
    # Spark compares the headings of all files of a folder with these, which it can do only if they differ.
    are_names = all(headings) and len({*map(str.casefold, headings)} | {REJECTED}) > len(headings)
    names = headings if are_names else [*map(column_name, range(len(headings)))]
    schema = T.StructType([T.StructField(name, T.StringType()) for name in (*names, REJECTED)])
    options = {**_CSV, "header": True, "enforceSchema": not are_names}
    table = session.read.schema(schema).options(columnNameOfCorruptRecord=REJECTED, **options).csv(path)
    table = table.toDF(*map(column_name, range(len(headings))), REJECTED)
    columns = [F.coalesce(column_name(place), F.lit("")).alias(column_name(number)) for number, place in places.items()]
    return table.select(*columns, REJECTED, F.lit(path).alias(FILE))


def cell_value(cell: Any) -> Value:
    """A cell as readers of tables have it."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    value: Value = "" if cell is None else cell
    return value


def _by_position(table: DataFrame) -> DataFrame:
    """A table whose columns are named by their positions, and whose cells can be compared and read."""
    numbered = table.toDF(*map(column_name, range(len(table.columns))))
    return numbered.select(*map(_readable_column, numbered.schema.fields))


def _readable_column(field: T.StructField) -> Column:
    """Lists become JSON; what is neither text, number nor day becomes text."""
    column = F.col(field.name)
    if isinstance(field.dataType, T.ArrayType | T.StructType | T.MapType):
        return F.to_json(column).alias(field.name)
    return column if isinstance(field.dataType, _KEPT_TYPES) else column.cast("string").alias(field.name)


def is_csv(path: str) -> bool:
    """Whether a file is CSV by its ending; all others are Parquet."""
    return path.casefold().endswith((".csv", ".csv.gz"))


def column_name(number: int) -> str:
    """The name of the column at a position of the first file."""
    return f"c{number}"


@contextmanager
def spark_errors(path: str | None) -> Iterator[None]:
    """Turn what Spark cannot do into an error without the text of any cell."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        condition = error.getCondition() if isinstance(error, PySparkException) else None
        reason = {"reason": condition or type(error).__name__}
        raise InputError(Diagnostic(Message("spark.failed", reason), Message("spark.see_log"), path=path)) from None
