"""A registry screened, counted only or written as Parquet: ``cloudmkt screen`` against a bare scan with DuckDB.

    python benchmarks/screen.py [ROWS] [ROUNDS] [FOLDER]

ROWS are 3,000,000 if not said; tables that are in FOLDER already are not made again. All are whole processes, run in
turn; the figures are medians of processor time, of wall time, and the highest peak of memory.
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
BOUNDS: Final = {"csv": 4, "parquet": 8}


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
    scans = {"csv": SCAN_CSV, "parquet": SCAN_PARQUET}
    run = {}
    for kind, table in tables.items():
        out = folder / f"{kind}-out.parquet"
        run[f"{kind} scan"] = [sys.executable, "-c", scans[kind], str(table)]
        run[f"{kind} counted"] = [*PROGRAM, str(table), "--by", "所在省份"]
        run[f"{kind} written"] = [*run[f"{kind} counted"], "--to", str(out)]
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
        kind = label.split()[0]
        ratio = f"{medians[label] / medians[f'{kind} scan']:5.2f} x the scan (bound {BOUNDS[kind]})"
        clock = statistics.median(one.clock for one in taken)
        peak = max(one.peak for one in taken)
        print(f"{label:16} {medians[label]:7.2f} s of processor  {clock:7.2f} s  {peak:6.0f} MiB  {ratio}", flush=True)


def main() -> None:
    """Make the tables, measure and print."""
    rows, rounds = int((sys.argv[1:] or ["3000000"])[0]), int((sys.argv[2:] or ["3"])[0])
    with tempfile.TemporaryDirectory() as name:
        folder = Path((sys.argv[3:] or [name])[0])
        tables = {kind: folder / f"{rows}.{kind}" for kind in BOUNDS}
        for kind, table in tables.items():
            if not table.exists():
                write_table(table, rows)
            print(f"{kind}: {rows:,} rows, {table.stat().st_size / 1024**2:,.0f} MiB", flush=True)
        measure(tables, Path(name), rounds)


if __name__ == "__main__":
    main()
