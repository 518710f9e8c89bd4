"""A DuckDB database in memory: statements, rows, tables of our own, and what its errors mean."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.screening.duckdb_output import quoted_text

_MEMORY: Final = "600MB"
_NULL: Final = "NULL"
_FETCHED: Final = 10_000
_NUMBER: Final = re.compile(r'"errno":"(\d{1,4})"')
"""Where DuckDB tells the number of the system's error."""
_INTERRUPTED: Final = "Query interrupted"


class Unparsable(Exception):  # noqa: N818  the reader tries again
    """A text table that the reader of DuckDB cannot make rows of."""


class Session:
    """A database in memory. What does not fit goes to a folder of ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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

    def run(self, statement: str) -> None:
        """Run a statement that returns nothing.

        Raises:
            OSError: the disk is full, or memory and disk together are.
            Unparsable: a text table is broken in a way that DuckDB does not pass over.
        """
        with _errors():
            self._database.execute(statement)

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run a statement, and yield its rows; no other may be run before the last of them."""
        with _errors():
            result = self._database.execute(statement, parameters)
            while chunk := result.fetchmany(_FETCHED):
                yield from chunk

    def upload(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Store rows of our own as a table. A file is the fastest way in."""
        path = self._folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_NULL if cell is None else cell for cell in row] for row in rows)
        types = ", ".join(f"{quoted_text(column)}: {quoted_text(kind)}" for column, kind in columns.items())
        self.run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_csv({quoted_text(str(path))}, "
            f"auto_detect=false, header=false, delim=',', quote='\"', escape='\"', nullstr={quoted_text(_NULL)}, "
            f"columns={{{types}}})"
        )
        path.unlink()

    def parquet_columns(self, path: Path, name: str) -> list[tuple[str, str]]:
        """The names and types of the columns of a Parquet file.

        Raises:
            InputError: it is damaged; the message names it, and quotes nothing of it.
        """
        try:
            found = list(self.rows(f"DESCRIBE SELECT * FROM read_parquet({quoted_text(str(path))})"))
        except (duckdb.Error, Unparsable, OSError):
            raise damaged_table(name) from None
        return [(column, kind) for column, kind, *_ in found]


def damaged_table(name: str) -> InputError:
    """The error for a table that cannot be read."""
    return InputError(Diagnostic(Message("screen.damaged_table"), Message("screen.export_again"), path=name))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        number = _NUMBER.search(str(error))
        raise (
            OSError(int(number[1]), os.strerror(int(number[1]))) if number else OSError(_first_line(error))
        ) from None
    except duckdb.InvalidInputException as error:
        raise Unparsable from error
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        # DuckDB 1 says what has ended it, 2 does not.
        raise error.__cause__ or KeyboardInterrupt from None
