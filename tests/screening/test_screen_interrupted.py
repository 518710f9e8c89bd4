"""A screening that is interrupted, ended, killed, or finds the disk full: the output is the old one, or none."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from registry_table import write_table
from support.strategies_runs import PROGRAM, clean_environment

resource = pytest.importorskip("resource")  # Windows has none
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX"),
    pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="ignored here, and so in children"),
]
OLD = "the old output\n"
ROWS = 300_000
STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}


@pytest.fixture(name="registry", scope="module")
def _registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "registry.parquet"
    write_table(path, ROWS)
    return path


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder of outputs, beside one for what does not fit into memory."""
    (tmp_path / "temporary").mkdir()
    folder = tmp_path / "outputs"
    folder.mkdir()
    for name in ("out.parquet", "out.csv"):
        (folder / name).write_text(OLD, encoding="utf-8")
    return folder


@contextmanager
def started(table: Path, output: Path, **limits: int) -> Iterator[subprocess.Popen[str]]:
    def limit() -> None:
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, name), (most, most))

    command = [*PROGRAM, "screen", str(table), "--to", str(output), "--force", "--lang", "en"]
    environment = clean_environment(TMPDIR=str(output.parent.parent / "temporary"))
    # With a limit to the size of files, Python would leave byte code that is cut off.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509  no other thread runs
    ) as process:
        yield process


def is_writing(folder: Path) -> bool:
    return any(path.name.startswith(".cloudmkt-") for path in folder.iterdir())


def is_reading(folder: Path) -> bool:
    """Whether the program's own folder is there. Python itself tries the place with an empty file of another name."""
    return any((folder.parent / "temporary").glob("cloudmkt-*"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["out.parquet", "out.csv"])
@pytest.mark.parametrize("begun", [is_reading, is_writing])
@pytest.mark.parametrize("number", list(STOPPED))
def test_a_run_that_is_stopped_leaves_the_old_output(
    number: signal.Signals, begun: Callable[[Path], bool], name: str, registry: Path, folder: Path
) -> None:
    with started(registry, folder / name) as process:
        while not begun(folder):
            assert process.poll() is None
            time.sleep(0.001)
        os.kill(process.pid, number)
        shown, _ = process.communicate(timeout=60)
    assert process.returncode == STOPPED[number]
    assert shown == ""
    assert (folder / name).read_text(encoding="utf-8") == OLD
    if number != signal.SIGKILL:
        assert sorted(path.name for path in folder.iterdir()) == ["out.csv", "out.parquet"]
        assert not is_reading(folder)


@pytest.mark.slow
def test_the_next_run_removes_what_a_killed_one_left(registry: Path, folder: Path) -> None:
    with started(registry, folder / "out.parquet") as process:
        while not is_writing(folder):
            time.sleep(0.001)
        process.kill()
    assert is_writing(folder)
    with started(registry, folder / "out.parquet") as process:
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["out.csv", "out.not-read.csv", "out.parquet"]
    assert (folder / "out.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize("name", ["out.parquet", "out.csv"])
def test_a_full_disk_leaves_the_old_output(name: str, tmp_path: Path, folder: Path) -> None:
    table = tmp_path / "table.parquet"  # which is read from where it is
    with duckdb.connect() as database:
        rows = database.sql("SELECT sha256(range::VARCHAR) AS 企业名称, '500万元' AS 注册资本 FROM range(20_000)")
        rows.write_parquet(str(table))
    with started(table, folder / name, RLIMIT_FSIZE=100_000) as process:
        shown, complaints = process.communicate(timeout=60)
    assert (process.returncode, shown) == (4, "")
    assert complaints.startswith(f"{folder / name}: error: cannot be written: ")
    assert [path.read_text(encoding="utf-8") for path in folder.iterdir()] == [OLD, OLD]
    assert not is_reading(folder)


def test_a_full_disk_for_what_does_not_fit_into_memory_is_told_of(tmp_path: Path, folder: Path) -> None:
    table = tmp_path / "table.csv"
    rows = (f"示例{number},{number}元\n" for number in range(20_000))
    table.write_text("企业名称,注册资本\n" + "".join(rows), encoding="utf-8")
    with started(table, folder / "out.csv", RLIMIT_FSIZE=100_000) as process:
        shown, complaints = process.communicate(timeout=60)
    assert (process.returncode, shown) == (4, "")
    assert complaints.startswith(f"{tmp_path / 'temporary'}: error: cannot be written: ")
    assert [path.read_text(encoding="utf-8") for path in folder.iterdir()] == [OLD, OLD]
    assert not is_reading(folder)
