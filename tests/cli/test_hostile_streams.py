"""Streams that are full, closed, interrupted or of another encoding: no traceback, no half file, no wrong verdict."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from support.samples import stating, without
from support.strategies_runs import PROGRAM, run, write

POSIX: Final = pytest.mark.skipif(sys.platform == "win32", reason="streams and signals of POSIX")
FULL: Final = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
AT: Final = ("--as-of", "2026-11-23")
RESULTS: Final = ("check good.toml", "next good.toml", "markets", "requirements", "explain api.renown")
ENDS: Final = dict.fromkeys((*RESULTS, "--help"), 0) | {
    "check good.toml": 3,
    "check wrong.toml": 4,
    "explain nothing": 4,
}
FORMATS: Final = ("text", "json")
SHELL: Final = ("/bin/sh", "-c")
OLD: Final = "the old report\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A profile that is incomplete, one that is wrong, and a report of last time."""
    write(tmp_path / "good.toml", without(("team",)))
    write(tmp_path / "wrong.toml", {"profile_version": 1})
    (tmp_path / "report").write_text(OLD, encoding="utf-8")
    return tmp_path


def with_streams(folder: Path, streams: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with its streams as a shell redirects them."""
    program = (*SHELL, f'exec "$0" "$@" {streams}', *PROGRAM)
    return run(*arguments, program=program, folder=folder, environment=environment)


def is_clear(complaint: bytes) -> bool:
    return b"Traceback" not in complaint and b"internal error" not in complaint


@FULL
@pytest.mark.parametrize("environment", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "arguments", [*RESULTS, *(f"{arguments} -f json" for arguments in ("check good.toml", "next good.toml", "markets"))]
)
def test_a_full_disk(folder: Path, arguments: str, environment: dict[str, str]) -> None:
    done = with_streams(folder, ">/dev/full", *arguments.split(), "--lang", "en", **environment)
    assert done.returncode == 4
    assert b"<stdout>: error: cannot be written: No space left on device" in done.stderr
    assert is_clear(done.stderr)


@FULL
@pytest.mark.parametrize("arguments", ["--version", "--help", "check --help"])
def test_help_on_a_full_disk_is_no_defect(folder: Path, arguments: str) -> None:
    done = with_streams(folder, ">/dev/full", *arguments.split())
    assert done.returncode == 4
    assert b"<stdout>: error: cannot be written: " in done.stderr
    assert is_clear(done.stderr)


@POSIX
@pytest.mark.parametrize("streams", ["2>/dev/full", "2>&-", ">&- 2>&-", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize("output_format", FORMATS)
def test_mistakes_that_cannot_be_told_are_bad_input_all_the_same(
    folder: Path, output_format: str, streams: str
) -> None:
    if "/dev/full" in streams and not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    done = with_streams(folder, streams, "check", "wrong.toml", "-f", output_format)
    assert done.returncode == 4
    assert is_clear(done.stdout + done.stderr)


@POSIX
@pytest.mark.parametrize("arguments", [*RESULTS, "check good.toml -f json", "markets -f json"])
def test_a_closed_standard_output_is_no_defect(folder: Path, arguments: str) -> None:
    done = with_streams(folder, ">&-", *arguments.split())
    assert done.returncode == ENDS[arguments.partition(" -f")[0]]
    assert is_clear(done.stderr)


@POSIX
@pytest.mark.parametrize("command", ["check", "next"])
def test_a_closed_standard_input_is_bad_input(folder: Path, command: str) -> None:
    done = with_streams(folder, "<&-", command, "-")
    assert done.returncode == 4
    assert b"<stdin>: error: cannot be read: Bad file descriptor" in done.stderr


@POSIX
@pytest.mark.parametrize("where", ["report/below", "nowhere/report", ".", "x" * 300])
def test_an_output_that_cannot_be_written(folder: Path, where: str) -> None:
    done = run("check", "good.toml", *AT, "--output", where, folder=folder)
    assert done.returncode == 4
    assert b"cannot be written: " in done.stderr
    assert done.stdout == b""
    assert is_clear(done.stderr)
    assert left_alone(folder)


def left_alone(folder: Path) -> bool:
    """Whether the old report is whole, and nothing half-written beside it."""
    names = {path.name for path in folder.iterdir()}
    return names == {"good.toml", "wrong.toml", "report"} and (folder / "report").read_text(encoding="utf-8") == OLD


@POSIX
@pytest.mark.parametrize("output_format", FORMATS)
def test_a_disk_that_fills_while_writing_leaves_the_old_file_whole(folder: Path, output_format: str) -> None:
    program = (*SHELL, 'ulimit -f 1; exec "$0" "$@"', *PROGRAM)
    arguments = ("check", "good.toml", *AT, "-f", output_format, "-o", "report")
    done = run(*arguments, program=program, folder=folder)
    assert done.returncode == 4
    assert b"report: error: cannot be written: File too large" in done.stderr
    assert left_alone(folder)


@POSIX
def test_a_pipe_as_output_is_written_to_and_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["/bin/cat", folder / "pipe"], stdout=subprocess.PIPE) as reader:
        done = run("markets", "--output", "pipe", folder=folder)
        output, _ = reader.communicate(timeout=60)
    assert done.returncode == 0
    assert b"website" in output
    assert (folder / "pipe").is_fifo()


@POSIX
def test_a_report_keeps_its_permissions(folder: Path) -> None:
    (folder / "report").chmod(0o600)
    assert run("markets", "--output", "report", folder=folder).returncode == 0
    assert (folder / "report").read_text(encoding="utf-8") != OLD
    assert (folder / "report").stat().st_mode & 0o777 == 0o600


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to every file")
def test_a_report_that_may_not_be_written_to_is_not_replaced(folder: Path) -> None:
    (folder / "report").chmod(0o400)
    done = run("markets", "--output", "report", "--lang", "en", folder=folder)
    assert done.returncode == 4
    assert b"report: error: cannot be written: Permission denied" in done.stderr
    assert left_alone(folder)


@POSIX
def test_a_report_may_have_as_long_a_name_as_any(folder: Path) -> None:
    assert run("markets", "--output", "x" * 255, folder=folder).returncode == 0


@FULL
@pytest.mark.parametrize("streams", ["2>/dev/full", "2>&-"])
def test_wrong_use_that_cannot_be_told_is_wrong_use(folder: Path, streams: str) -> None:
    done = with_streams(folder, streams, "check", "--nope")
    assert done.returncode == 2
    assert is_clear(done.stdout + done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
@pytest.mark.parametrize("arguments", ENDS)
def test_a_terminal_of_another_encoding(folder: Path, arguments: str, encoding: str) -> None:
    done = run(*arguments.split(), folder=folder, environment={"PYTHONIOENCODING": encoding, "LANG": "zh_CN"})
    assert done.returncode == ENDS[arguments]
    assert is_clear(done.stderr)
    assert bool(done.stdout.strip()) is (done.returncode != 4)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_marks_are_told_from_each_other_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """What is met must not look like what is unknown."""
    values = stating(("agreements", "consignment"), value=False, values=without(("team",)))
    del values["attestations"]["renown"]
    write(tmp_path / "vendor.toml", values)
    arguments = ("check", "vendor.toml", *AT, "-m", "website", "--lang", "en")
    plain, other = (
        run(*arguments, folder=tmp_path, environment={"PYTHONIOENCODING": name}).stdout.decode(name).splitlines()
        for name in ("utf-8", encoding)
    )
    rows = [(line[2], shown[2]) for line, shown in zip(plain, other, strict=True) if line[2:3] in set("✓✗?☐")]
    marks = dict(rows)
    assert set(marks) == set("✓✗?☐")
    assert len(set(marks.values())) == 4


def test_json_is_the_same_in_any_encoding(folder: Path) -> None:
    arguments = ("check", "good.toml", *AT, "-f", "json", "--lang", "zh")
    runs = {run(*arguments, folder=folder, environment={"PYTHONIOENCODING": name}).stdout for name in ("ascii", "gbk")}
    assert runs == {run(*arguments, folder=folder).stdout}
    assert "星海示例" in json.loads(runs.pop())["profiles"][0]["vendor"]
