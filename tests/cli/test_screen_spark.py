"""``cloudmkt screen --engine spark`` as a user runs it: a process of its own, and what an interrupt leaves."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from support.sql_engines import need
from support.strategies_runs import PROGRAM, clean_environment

pytestmark = pytest.mark.slow
HEADINGS = ("企业名称", "企业类型", "成立日期", "注册资本", "所在省份")


@pytest.fixture(name="table")
def _table(tmp_path: Path) -> Path:
    need("pyspark", "java")
    table = tmp_path / "registry.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        forms = ("有限责任公司", "个体工商户", "")
        rows = ((f"示例{row}", forms[row % 3], "2020-05-01", f"{row}万元", "福建省") for row in range(200))
        csv.writer(file).writerows([HEADINGS, *rows])
    return table


def start(table: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a screening on this machine."""
    command = [*PROGRAM, "screen", str(table), "--engine", "spark", "--master", "local[2]", "--lang", "en", *arguments]
    return subprocess.Popen(
        command, env=clean_environment(), cwd=table.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_the_summary_and_the_rows_are_those_of_duckdb(table: Path) -> None:
    said = {}
    for engine in ("duckdb", "spark"):
        arguments = ["--to", f"{engine}.parquet", "--by", "所在省份", "--as-of", "2026-11-27", "--engine", engine]
        arguments += ["--profiles", f"{engine}-profiles", "--where", "website=still_open", "--where", "所在省份=福建省"]
        arguments += ["--format", "json"] + (["--master", "local[2]"] if engine == "spark" else [])
        done = subprocess.run(
            [*PROGRAM, "screen", str(table), *arguments],
            env=clean_environment(), cwd=table.parent, capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        said[engine] = done.stdout.decode().replace(str(table.parent), "")
    assert said["spark"] == said["duckdb"]
    with duckdb.connect() as database:
        spark, here = (
            sorted(database.execute(f"SELECT * FROM '{table.parent}/{files}'").fetchall(), key=repr)  # noqa: S608  a path of the test
            for files in ("spark.parquet/*.parquet", "duckdb.parquet")
        )
    assert spark == here
    assert len(spark) == 200
    profiles = [
        sorted((path.name, path.read_bytes()) for path in (table.parent / f"{engine}-profiles").iterdir())
        for engine in said
    ]
    assert profiles[0] == profiles[1] != []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_an_interrupt_leaves_no_half_written_output_behind(table: Path) -> None:
    started = start(table, "--to", "out.parquet")
    target = table.parent / "out.parquet"
    deadline = time.monotonic() + 120
    while not target.exists():
        assert started.poll() is None, started.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Traceback" not in errors.decode()
    assert not target.exists() or (target / "_SUCCESS").exists()  # if it was quicker than the signal
