"""The statements that read columns as cells, and join decisions to the rows of a table and write them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from cloudmkt_cli.catalogue.conditions import Since
from cloudmkt_cli.core.sanitize import FORMULA
from cloudmkt_cli.screening.engine import OutputColumns
from cloudmkt_cli.screening.model import Basis, Decision, MarketDecision, Source

_PARQUET: Final = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 40960"
"""A fifth less time than the defaults and a third less memory, for a file that is a hundredth larger."""
_PARTS: Final = {
    "state": "VARCHAR",
    "decided": "INTEGER",
    "required": "INTEGER",
    "ruled_out_by": "VARCHAR",
    "unknown": "VARCHAR",
    "age": "INTEGER",
    "product": "INTEGER",
}
"""What is kept of a decision for each market; ``age`` is the position of a condition."""

BASIS_KEY: Final = "cloudmkt."
"""What the keys begin with by which Parquet keeps what an output was made by."""

Durations = Sequence[tuple[str, Since]]
"""Conditions on durations, each with the column of the days on which it is met."""


def column_name(number: int) -> str:
    """The column of the table at a position."""
    return f"c{number}"


def cells_table(source: Source) -> str:
    """The table of the distinct cells of a source."""
    return f"cells_{source.numbers[0]}"


def classes_table(source: Source) -> str:
    """The table of these cells with their classes."""
    return f"classes_{source.numbers[0]}"


def readable(column: str, kind: str) -> str:
    """A column of Parquet as cells: a list of words as one text, other lists and structs as JSON."""
    if kind == "VARCHAR[]":
        return f"coalesce(array_to_string({column}, '、'), '')"
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"CAST({column} AS DOUBLE)" if kind.startswith("DECIMAL") else column


def quoted_text(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(text: str) -> str:
    """An identifier."""
    return '"' + text.replace('"', '""') + '"'


def joined(sources: Sequence[Source]) -> str:
    """The rows, each with the classes of its cells."""
    joins = []
    for source in sources:
        name = classes_table(source)
        same = (f"staged.{column_name(n)} IS NOT DISTINCT FROM {name}.{column_name(n)}" for n in source.numbers)
        joins.append(f" JOIN {name} ON {' AND '.join(same)}")
    return f"staged{''.join(joins)}"


def selecting(sources: Sequence[Source], chosen: str, cells: Sequence[int], numbers: Sequence[int], most: int) -> str:
    """The statement that selects rows of the patterns in a table, with texts that are parameters."""
    selected = ", ".join(f"staged.{column_name(number)}" for number in numbers)
    of_pattern = [f"{classes_table(source)}.class = {chosen}.p{at}" for at, source in enumerate(sources)]
    same = [f"coalesce(CAST(staged.{column_name(number)} AS VARCHAR), '') = ?" for number in cells]
    return (
        f"SELECT {selected} FROM {joined(sources)} JOIN {chosen} ON {' AND '.join(of_pattern) or 'true'} "
        f"WHERE {' AND '.join(same) or 'true'} LIMIT {most}"
    )


def decision_columns(markets: int) -> dict[str, str]:
    """The columns of the table of decisions, with their types."""
    parts = {f"m{number}_{part}": kind for number in range(markets) for part, kind in _PARTS.items()}
    return {"number": "INTEGER", **parts, "ask_first": "VARCHAR"}


def decision_row(number: int, decision: Decision, durations: Sequence[Since]) -> tuple[object, ...]:
    """The cells of a decision."""
    return (number, *(cell for market in decision.markets for cell in _cells(market, durations)), decision.ask_first)


def _cells(market: MarketDecision, durations: Sequence[Since]) -> tuple[object, ...]:
    age = durations.index(market.age) if market.age in durations else None
    lists = (";".join(market.ruled_out_by), ";".join(market.unknown))
    return (market.state, market.decided, market.required, *lists, age, market.product)


def output_statement(
    columns: OutputColumns, sources: Sequence[Source], durations: Durations, target: Path, *, as_csv: bool
) -> str:
    """The statement that writes the table with its decisions."""
    kept = (f"{_kept(one.number, as_csv=as_csv)} AS {quoted_name(one.name)}" for one in columns.kept)
    selected = [*kept, *_of_markets(columns, [day for day, _ in durations]), "decisions.ask_first"]
    same = [f"{classes_table(source)}.class = patterns.p{number}" for number, source in enumerate(sources)]
    options = "FORMAT csv, HEADER" if as_csv else f"{_PARQUET}, {_metadata(columns.basis)}"
    return (
        f"COPY (SELECT {', '.join(selected)} FROM {joined(sources)} JOIN patterns ON {' AND '.join(same) or 'true'} "
        "JOIN decisions ON decisions.number = patterns.decision) "
        f"TO {quoted_text(str(target))} ({options}, USE_TMP_FILE false)"
    )


def _metadata(basis: Basis) -> str:
    values = ", ".join(f"{quoted_name(BASIS_KEY + name)}: {quoted_text(one)}" for name, one in basis._asdict().items())
    return f"KV_METADATA {{{values}}}"


def _of_markets(columns: OutputColumns, days: Sequence[str]) -> Iterator[str]:
    """What is selected for each market."""
    for number, market in enumerate(columns.markets):
        of_market = f"decisions.m{number}_"
        yield f"{of_market}state AS {quoted_name(market)}"
        for part in ("decided", "required", "ruled_out_by", "unknown"):
            yield f"{of_market}{part} AS {quoted_name(f'{market}.{part}')}"
        cases = " ".join(f"WHEN {index} THEN {day}" for index, day in enumerate(days))
        day = f"CASE {of_market}age {cases} END" if cases else "CAST(NULL AS DATE)"
        yield f"{day} AS {quoted_name(f'{market}.age_reached_on')}"
        if columns.with_products:
            yield f"{of_market}product AS {quoted_name(f'{market}.product')}"


def _kept(number: int, *, as_csv: bool) -> str:
    """A column as it was read; for CSV, with no text that a spreadsheet takes for a formula."""
    column = f"staged.{column_name(number)}"
    if not as_csv:
        return column
    cell = f"CAST({column} AS VARCHAR)"
    return f"CASE WHEN regexp_matches({cell}, {quoted_text(FORMULA)}) THEN chr(39) || {cell} ELSE {cell} END"
