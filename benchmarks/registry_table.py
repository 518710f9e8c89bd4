"""A table like a registry of companies, of any size: its skew and its dirt, but none of its companies exists.

    python benchmarks/registry_table.py ROWS FILE [SEED] [ENCODING]

FILE ends in ``.csv`` or ``.parquet``. The same seed gives the same rows, and a smaller table is the beginning of a
larger one. ``registry_words.toml`` holds what cells contain and how often. Damaged lines, such as by a quote that is
not closed, are in CSV alone; in Parquet, all cells are text.
"""

import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

HERE: Final = Path(__file__).parent
PORTION: Final = 100_000


def words() -> dict[str, list[str]]:
    """The words by column, each as often as its weight says."""
    tables = tomllib.loads((HERE / "registry_words.toml").read_text(encoding="utf-8"))
    alike: dict[str, list[str]] = tables.pop("words")
    weighted = {
        name: [word for word, weight in weights.items() for _ in range(weight)] for name, weights in tables.items()
    }
    return alike | weighted


@contextmanager
def connected(seed: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that has the macros ``registry``, ``shifted`` and ``lines``, each of the rows from one to another."""
    with duckdb.connect() as connection:
        connection.execute("SET VARIABLE seed = $1", [seed])
        for name, listed in words().items():
            connection.execute(f"SET VARIABLE {name} = $1", [listed])
        connection.execute((HERE / "registry_table.sql").read_text(encoding="utf-8"))
        yield connection


def write_table(path: Path, rows: int, seed: int = 1, encoding: str = "utf-8") -> None:
    """Write a table as its name ends: ``.csv`` or ``.parquet``."""
    with connected(seed) as connection:
        table = connection.sql(f"FROM shifted(0, {rows})").project("* EXCLUDE (damage)")
        if path.suffix == ".parquet":
            table.write_parquet(str(path), compression="zstd")
            return
        with path.open("w", encoding=encoding, newline="") as file:
            file.write(",".join(table.columns) + "\n")
            for first in range(0, rows, PORTION):
                portion = connection.sql(f"FROM lines({first}, {min(first + PORTION, rows)})")
                file.writelines(f"{line}\n" for (line,) in portion.fetchall())


if __name__ == "__main__":
    number, target, *rest = sys.argv[1:]
    write_table(Path(target), int(number), int((rest or ["1"])[0]), (rest[1:] or ["utf-8"])[0])
