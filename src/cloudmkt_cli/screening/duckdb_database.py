"""A database of DuckDB that keeps to its memory, and fetches nothing."""

from pathlib import Path
from typing import Final

import duckdb

_MEMORY: Final = "600MB"


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A new database in memory; what does not fit goes to ``folder``."""
    return duckdb.connect(
        config={
            "memory_limit": _MEMORY,
            "temp_directory": str(folder),
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
