"""How each dialect of SQL writes names, values, tests and lists of rows. None is translated from another."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from cloudmkt_cli.core.formats import SqlDialect
from cloudmkt_cli.screening.sql_classes import Above, AnyWord, AtOrAbove, ColumnClasses, CountryCode, Flag, Test

_SAFE: Final = re.compile(r"[\w.;/-]*", re.ASCII)


class Words(NamedTuple):
    """What a dialect writes in a way of its own."""

    quote: str
    quoted_backslash: str
    """A backslash in a quoted name."""
    day: str
    decisions: str
    """A list of rows, joined as a table."""


_STANDARD: Final = Words('"', "\\", "DATE '{day}'", "(VALUES\n{rows}\n) AS {name} ({columns})")
DIALECTS: Final[Mapping[SqlDialect, Words]] = {
    "duckdb": _STANDARD,
    "trino": _STANDARD,
    "spark": _STANDARD._replace(quote="`"),
    # Its DATE begins in 1970 and wraps around.
    "clickhouse": Words("`", "\\\\", "toDate32('{day}')", "values('{typed}',\n{rows}\n) AS {name}"),
}


def case_of(column: ColumnClasses, words: Words) -> str:
    """The class of a column of the table ``t``; 0 for a value that states nothing, NULL included."""
    name = f"t.{quoted(column.column, words)}"
    cases = " ".join(f"WHEN {_condition(test, name, words)} THEN {number}" for test, number in column.tests)
    return f"CASE {cases} ELSE 0 END"


def _condition(test: Test, name: str, words: Words) -> str:
    match test:
        case AtOrAbove():
            return f"{name} >= {literal(test.limit, words)}"
        case Above():
            return f"{name} > {literal(test.limit, words)}"
        case AnyWord():
            return f"{name} IN ({', '.join(literal(word, words) for word in test.words)})"
        case CountryCode():
            letters = (f"substr({name}, {place}, 1) BETWEEN 'A' AND 'Z'" for place in (1, 2))
            return f"length({name}) = 2 AND {' AND '.join(letters)}"
        case Flag():
            return name if test.value else f"NOT {name}"


def literal(value: object, words: Words) -> str:
    """A value. Texts are ids and words of the format: there is nothing in them to escape."""
    match value:
        case int():
            return str(value)
        case date():
            return words.day.format(day=value.isoformat())
        case str() if _SAFE.fullmatch(value):
            return f"'{value}'"
        case _:
            raise TypeError(f"not a word, a number or a day: {value!r}")


def quoted(name: str, words: Words) -> str:
    """A name that the user gives, or that has a dot in it."""
    escaped = name.replace("\\", words.quoted_backslash).replace(words.quote, words.quote * 2)
    return f"{words.quote}{escaped}{words.quote}"
