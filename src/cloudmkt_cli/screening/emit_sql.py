"""One SELECT for an engine that is not started here: classes by CASE, and a join with the decisions on their patterns.

Every pattern is decided here, by the checker. SQL compares values with thresholds, and decides nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import product
from math import prod
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import SqlDialect
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.mapping import mapped_headings
from cloudmkt_cli.intake.vocabulary import load_vocabulary
from cloudmkt_cli.profile.fields import CAPITAL, Field, Kind, fields
from cloudmkt_cli.screening.leaves import leaves_of
from cloudmkt_cli.screening.model import Pattern
from cloudmkt_cli.screening.patterns import decide
from cloudmkt_cli.screening.sql_classes import ColumnClasses, column_classes
from cloudmkt_cli.screening.sql_dialects import DIALECTS, Words, case_of, literal, quoted
from cloudmkt_cli.version import __version__

MOST_PATTERNS: Final = 1_000
"""Rows of decisions, those of all markets together, unless the user sets another limit."""
_OF_A_REGISTRY: Final = ("company.legal_form", "company.established", CAPITAL)
_CLICKHOUSE_BYTES: Final = 256 * 1024
"""The longest query that ClickHouse takes by default."""
_COMMENT_BYTES: Final = 1024
_CLASS, _RESULT = "k", ("state", "decided", "required", "ruled_out_by", "unknown")
"""The columns of the joined decisions: numbered classes, then the result."""
_TYPES: Final = ("String", "UInt16", "UInt16", "String", "String")
"""The types of a result in ClickHouse."""


class Rules(NamedTuple):
    """The markets that are decided, by which edition, and the day on which durations are evaluated."""

    catalogue: Catalogue
    markets: tuple[str, ...]
    as_of: date


class SqlColumn(NamedTuple):
    """A column of the table, and the key of a profile that it gives."""

    name: str
    field: Field


def sql_columns(mapped: Sequence[tuple[str, str]], catalogue: Catalogue) -> tuple[SqlColumn, ...]:
    """The columns that the user maps to keys or, if there are none, those of a registry under the names of their keys.

    Raises:
        InputError: a key is unknown or cannot stand in a row, or capital is in another unit than yuan.
    """
    if not mapped:
        return tuple(SqlColumn(fact, fields()[fact]) for fact in _OF_A_REGISTRY)
    columns: list[SqlColumn] = []
    for name, (field, unit, _) in mapped_headings(mapped, load_vocabulary(catalogue)).items():
        if unit not in {"", "元"}:
            message = Message("sql.in_yuan", {"heading": name})
            raise InputError(Diagnostic(message, Message("sql.map_in_yuan"), "--map"))
        columns += [SqlColumn(name, field)] if field else []
    return tuple(columns)


class EmittedSql(NamedTuple):
    """A SELECT, what to say above it, and notes about columns that it does not use."""

    text: str
    comment: Message
    notes: tuple[Message, ...]


class _Patterns(NamedTuple):
    """The columns that decide one market; every combination of their classes is a pattern."""

    market: str
    columns: tuple[ColumnClasses, ...]

    @property
    def number(self) -> int:
        return prod(len(column.classes) for column in self.columns)

    def without(self, names: Collection[str]) -> "_Patterns":
        return self._replace(columns=tuple(column for column in self.columns if column.column not in names))


def emit_sql(
    dialect: SqlDialect, table: str, columns: Sequence[SqlColumn], rules: Rules, limit: int = MOST_PATTERNS
) -> EmittedSql:
    """The SELECT that adds the decisions on some markets to every row of a table.

    Args:
        dialect: the SQL to write.
        table: the name of the table; dots divide it into catalogue, schema and table.
        columns: the typed columns of the table that state facts. All other facts are not stated.
        rules: what is decided.
        limit: the most patterns of all markets together.

    Raises:
        InputError: two columns give the same key, or there are more patterns than ``limit``.
    """
    _refuse_two_of_one_key(columns)
    every = [_patterns(market, columns, rules) for market in rules.markets]
    _refuse_too_many(every, limit)
    words = DIALECTS[dialect]
    results = [_results(number, patterns, words, rules) for number, patterns in enumerate(every, start=1)]
    selected = ["t.*", *(column for one in results for column in one.columns)]
    name = ".".join(quoted(part, words) for part in table.split("."))
    lines = ["SELECT", ",\n".join(f"  {column}" for column in selected), f"FROM {name} AS t"]
    lines += [one.join for one in results if one.join]
    read = {column.fact for patterns in every for column in patterns.columns}
    about = {"version": __version__, "edition": rules.catalogue.id, "day": rules.as_of}
    text = "\n".join(lines) + "\n"
    notes = [*_notes(columns, read), *_size_note(dialect, text)]
    return EmittedSql(text, Message("sql.comment", about), tuple(notes))


def _notes(columns: Sequence[SqlColumn], read: Collection[str]) -> Iterator[Message]:
    for name, field in columns:
        if field.fact not in read:
            yield Message("sql.unused", {"heading": name, "key": field.fact})
        elif field.kind is Kind.CAPITAL:
            yield Message("sql.in_yuan", {"heading": name})


def _size_note(dialect: SqlDialect, text: str) -> Iterator[Message]:
    size = len(text.encode()) + _COMMENT_BYTES
    if dialect == "clickhouse" and size > _CLICKHOUSE_BYTES:
        yield Message("sql.max_query_size", {"size": str(size)})


def _patterns(market: str, columns: Sequence[SqlColumn], rules: Rules) -> _Patterns:
    leaves = leaves_of(rules.catalogue, (market,), rules.as_of)
    read = [column for column in columns if column.field.fact in leaves.of_facts]
    return _Patterns(market, tuple(column_classes(one.name, one.field, leaves, rules.catalogue) for one in read))


def _refuse_two_of_one_key(columns: Sequence[SqlColumn]) -> None:
    by_key: dict[str, str] = {}
    for name, field in columns:
        if field.fact in by_key:
            values = {"first": by_key[field.fact], "second": name, "key": field.fact}
            raise InputError(Diagnostic(Message("sql.column_twice", values), Message("import.keep_one_column")))
        by_key[field.fact] = name


def _refuse_too_many(every: Sequence[_Patterns], limit: int) -> None:
    """Refuse more patterns than ``limit``, with the fewest columns to leave out, those first that save most."""

    def number(leaving_out: Collection[str]) -> int:
        return sum(patterns.without(leaving_out).number for patterns in every)

    if number(()) <= limit:
        return
    names = dict.fromkeys(column.column for patterns in every for column in patterns.columns)
    out: list[str] = []
    while number(out) > limit and len(out) < len(names):
        out.append(min((name for name in names if name not in out), key=lambda name: number([*out, name])))
    values = {"patterns": number(()), "limit": limit}
    raise InputError(Diagnostic(Message("sql.too_many", values), Message("sql.leave_out", {"columns": tuple(out)})))


class _Results(NamedTuple):
    """The output columns of one market, and the join that they come from."""

    columns: tuple[str, ...]
    join: str


def _results(number: int, patterns: _Patterns, words: Words, rules: Rules) -> _Results:
    market = patterns.market
    names = [quoted(name, words) for name in (market, *(f"{market}.{part}" for part in _RESULT[1:]))]
    rows = list(_decisions(patterns, rules))
    if not patterns.columns:  # the same for every row
        ((_, row),) = rows
        return _Results(tuple(f"{literal(cell, words)} AS {name}" for cell, name in zip(row, names, strict=True)), "")
    alias = f"m{number}"
    keys = [f"{_CLASS}{position}" for position, _ in enumerate(patterns.columns, start=1)]
    conditions = [f"{case_of(one, words)} = {alias}.{key}" for one, key in zip(patterns.columns, keys, strict=True)]
    decisions = words.decisions.format(
        name=alias,
        columns=", ".join((*keys, *_RESULT)),
        typed=", ".join((*(f"{key} UInt8" for key in keys), *map(" ".join, zip(_RESULT, _TYPES, strict=True)))),
        rows=",\n".join(f"  ({', '.join(literal(cell, words) for cell in (*key, *row))})" for key, row in rows),
    )
    selected = tuple(f"{alias}.{part} AS {name}" for part, name in zip(_RESULT, names, strict=True))
    return _Results(selected, f"JOIN {decisions} ON " + "\n AND ".join(conditions))


def _decisions(patterns: _Patterns, rules: Rules) -> Iterator[tuple[Pattern, tuple[Any, ...]]]:
    """Every pattern with its result."""
    classes = [column.classes for column in patterns.columns]
    for pattern in product(*(range(len(of_column)) for of_column in classes)):
        (one,) = decide(pattern, classes, rules.catalogue, (patterns.market,), rules.as_of).markets
        yield pattern, (one.state.value, one.decided, one.required, ";".join(one.ruled_out_by), ";".join(one.unknown))
