"""A registry screened, counted only or written as Parquet: ``cloudmkt screen`` against a bare scan with DuckDB.

    python benchmarks/screen.py [ROWS] [ROUNDS] [FOLDER]

ROWS are 3,000,000 if not said; tables that are in FOLDER already are not made again. All are whole processes, run in
turn; the figures are medians of processor time, of wall time, and the highest peak of memory. The aims are 4 x the scan
from CSV, 8 x from Parquet, and less than 1 GiB from 1 to 30 million rows.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from registry_table import write_table

PROGRAM: Final = [sys.executable, "-m", "cloudmkt_cli", "screen", "--as-of", "2026-11-23", "--force", "--lang", "en"]
SCAN_CSV: Final = """
import duckdb, sys
headings = open(sys.argv[1], encoding="utf-8").readline().strip().split(",")
rows = duckdb.read_csv(
    sys.argv[1], auto_detect=False, header=True, delimiter=",", quotechar='"', escapechar='"', store_rejects=True,
    columns={heading: "VARCHAR" for heading in headings}, rejects_limit=0,
)
print(rows.aggregate("count(*)").fetchall())
"""
SCAN_PARQUET: Final = """
import duckdb, sys
print(duckdb.read_parquet(sys.argv[1]).aggregate("max(length(COLUMNS(*)))").fetchall())
"""
"""The number of rows alone would come from the file's footer."""
TABLES: Final = {"csv": "whole.csv", "damaged csv": "damaged.csv", "parquet": "whole.parquet"}


class Cost(NamedTuple):
    """What a process took: seconds of the processor and of the clock, and its peak of memory in MiB."""

    processor: float
    clock: float
    peak: float


def cost(command: list[str]) -> Cost:
    """Run a process to its end, and say what it and its children took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:5]} ended with {process.returncode}")
    peak = used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, peak)


def commands(tables: dict[str, Path], folder: Path) -> dict[str, list[str]]:
    """The processes to compare, by their labels."""
    run = {}
    for name, table in tables.items():
        scan = SCAN_PARQUET if table.suffix == ".parquet" else SCAN_CSV
        run[f"{name}, scan"] = [sys.executable, "-c", scan, str(table)]
        run[f"{name}, counted"] = [*PROGRAM, str(table), "--by", "所在省份"]
        run[f"{name}, written"] = [*run[f"{name}, counted"], "--to", str(folder / "out.parquet")]
    return run


def measure(tables: dict[str, Path], folder: Path, rounds: int) -> None:
    """Run everything in turn, and print what it took."""
    run = commands(tables, folder)
    costs: dict[str, list[Cost]] = {label: [] for label in run}
    for _ in range(rounds):
        for label, command in run.items():
            costs[label].append(cost(command))
    medians = {label: statistics.median(one.processor for one in taken) for label, taken in costs.items()}
    for label, taken in costs.items():
        name, what = label.split(", ")
        ratio = "" if what == "scan" else f"{medians[label] / medians[f'{name}, scan']:5.2f} x the scan"
        clock = statistics.median(one.clock for one in taken)
        peak = max(one.peak for one in taken)
        print(f"{label:21} {medians[label]:7.2f} s of processor  {clock:7.2f} s  {peak:6.0f} MiB  {ratio}", flush=True)


def main() -> None:
    """Make the tables, measure and print."""
    rows, rounds = int((sys.argv[1:] or ["3000000"])[0]), int((sys.argv[2:] or ["3"])[0])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path((sys.argv[3:] or [temporary])[0])
        folder.mkdir(parents=True, exist_ok=True)
        tables = {name: folder / f"{rows}-{file}" for name, file in TABLES.items()}
        for name, table in tables.items():
            if not table.exists():
                write_table(table, rows, damaged=name.startswith("damaged"))
            print(f"{name}: {rows:,} rows, {table.stat().st_size / 1024**2:,.0f} MiB", flush=True)
        measure(tables, Path(temporary), rounds)


if __name__ == "__main__":
    main()
