"""Ctrl-C, which reaches every process of a terminal, and signals to one process alone: a clear status, no traceback, no
half file, nobody left behind.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from support.samples import without
from support.strategies_runs import PROGRAM, clean_environment, write

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups of POSIX"),
    pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="ignored here, and so in children"),
]
AT: Final = ("--as-of", "2026-11-23")
OLD: Final = "the old report\n"
MANY: Final = 400
"""Profiles that several processes share."""


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        write(folder / "profiles" / f"{number}.toml", without(("team",)))
    return folder


@pytest.fixture(autouse=True)
def _old_reports(folder: Path) -> None:
    for name in ("report", "report.html"):
        (folder / name).write_text(OLD, encoding="utf-8")


@contextmanager
def started(folder: Path, *arguments: str, program: Sequence[str] = PROGRAM) -> Iterator[subprocess.Popen[bytes]]:
    """The program as a shell starts it: a process group of its own."""
    with subprocess.Popen(
        [*program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=clean_environment(),
        start_new_session=True,
    ) as process:
        yield process


def interrupted(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """How a run ends that is interrupted now: its exit code, and what it complained of."""
    os.killpg(process.pid, signal.SIGINT)
    _, complaints = process.communicate(timeout=60)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # nobody of the group is left
    return process.returncode, complaints


def group(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes of a run that are alive, in the order of their ids."""
    listed = subprocess.run(
        ["/bin/ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, check=True, text=True
    ).stdout
    found = (line.split() for line in listed.splitlines())
    return sorted(int(pid) for pid, of, state in found if int(of) == process.pid and not state.startswith("Z"))


def wait_until(done: Callable[[], bool]) -> bool:
    """Whether something comes about, in a time that only what never ends takes."""
    end = time.monotonic() + 30
    while not done() and time.monotonic() < end:
        time.sleep(0.01)
    return done()


def is_clear(complaint: bytes) -> bool:
    return b"Traceback" not in complaint and b"internal error" not in complaint


def left_alone(folder: Path) -> bool:
    """Whether the old reports are whole, and nothing half-written beside them."""
    olds = [(folder / name).read_text(encoding="utf-8") for name in ("report", "report.html")]
    return olds == [OLD, OLD] and {path.name for path in folder.iterdir()} == {"profiles", "report", "report.html"}


def wait_for_half_a_file(folder: Path, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None and not any(path.name.startswith(".cloudmkt-") for path in folder.iterdir()):
        time.sleep(0.001)


@pytest.mark.parametrize("outputs", [("-o", "report"), ("-f", "json", "-o", "report"), ("--report", "report.html")])
def test_while_reading(folder: Path, outputs: tuple[str, ...]) -> None:
    with started(folder, "check", "-", "profiles", *AT, *outputs) as process:
        assert process.stdin
        # More than a pipe holds: once it is written, the program is reading.
        process.stdin.write(b"#" * 1_000_000)
        process.stdin.flush()
        code, complaints = interrupted(process)
    assert code == 130
    assert is_clear(complaints)
    assert left_alone(folder)


def test_while_several_processes_check(folder: Path) -> None:
    with started(folder, "check", "profiles", *AT, "-f", "jsonl") as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b'{"version":1,')
        code, complaints = interrupted(process)
    assert code == 130
    assert is_clear(complaints)


def test_while_several_processes_check_for_a_file(folder: Path) -> None:
    with started(folder, "check", "profiles", *AT, "-f", "jsonl", "-o", "report") as process:
        wait_for_half_a_file(folder, process)
        code, complaints = interrupted(process)
    assert code == 130
    assert is_clear(complaints)
    assert left_alone(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_first_process_ends_all_and_leaves_no_half_file(folder: Path, number: int) -> None:
    with started(folder, "check", "profiles", *AT, "-f", "jsonl", "-o", "report") as process:
        wait_for_half_a_file(folder, process)
        os.kill(process.pid, number)
        _, complaints = process.communicate(timeout=60)
        assert wait_until(lambda: group(process) == [])
    assert process.returncode == 128 + number
    assert is_clear(complaints)
    assert left_alone(folder)


def test_a_signal_while_one_process_reads(folder: Path) -> None:
    with started(folder, "check", "-", *AT, "-o", "report") as process:
        assert process.stdin
        process.stdin.write(b"#" * 1_000_000)  # more than a pipe holds: the program is reading
        process.stdin.flush()
        os.kill(process.pid, signal.SIGTERM)
        _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (128 + signal.SIGTERM, b"")
    assert left_alone(folder)


def test_what_nohup_ignores_stays_ignored(folder: Path) -> None:
    program = ("/bin/sh", "-c", 'trap "" HUP; exec "$0" "$@"', *PROGRAM)
    with started(folder, "check", "profiles", *AT, "-f", "jsonl", program=program) as process:
        assert process.stdout
        process.stdout.readline()
        os.kill(process.pid, signal.SIGHUP)
        assert len(process.stdout.readlines()) == MANY - 1
        assert process.wait(60) == 3


@pytest.mark.parametrize("wait_for_output", [True, False])
def test_workers_end_with_a_parent_that_is_killed(folder: Path, wait_for_output: bool) -> None:
    """While they work, and while they send what nobody takes."""
    with started(folder, "check", "profiles", *AT, "-f", "jsonl") as process:
        assert process.stdout
        if wait_for_output:
            process.stdout.readline()
        assert wait_until(lambda: len(group(process)) > 1)
        os.kill(process.pid, signal.SIGKILL)
        assert wait_until(lambda: group(process) == [])
        assert process.wait() == -signal.SIGKILL


def test_what_a_killed_run_left_is_gone_after_the_next(folder: Path) -> None:
    with started(folder, "check", "profiles", *AT, "-f", "jsonl", "-o", "report") as process:
        wait_for_half_a_file(folder, process)
        os.kill(process.pid, signal.SIGKILL)
        assert wait_until(lambda: group(process) == [])
    assert not left_alone(folder)
    with started(folder, "markets", "-o", "markets") as process:
        process.communicate(timeout=60)
    (folder / "markets").unlink()
    assert left_alone(folder)


def test_a_worker_that_is_killed_while_it_sends_holds_up_nobody(folder: Path) -> None:
    """Nobody reads the output, so that the pipes from the workers are full."""
    with started(folder, "check", "profiles", *AT, "-f", "jsonl") as process:
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(0.5)
        os.kill(group(process)[-1], signal.SIGKILL)
        lines = [json.loads(line) for line in (first, *process.stdout)]
        _, complaints = process.communicate(timeout=60)
    lost = [line for line in lines if "errors" in line]
    assert {line["path"] for line in lines} == {f"profiles/{number}.toml" for number in range(MANY)}
    assert len(lines) == MANY
    assert 0 < len(lost) < MANY
    assert {error["message"] for line in lost for error in line["errors"]} == {
        "not checked: its worker process ended unexpectedly (status 137)"
    }
    assert (process.returncode, complaints) == (4, b"")


@pytest.mark.parametrize("before", ["", "m.run = lambda: None; m.main(); "])
def test_before_a_command_begins_and_after_it_ended(folder: Path, before: str) -> None:
    script = f"import cloudmkt_cli.__main__ as m, os, signal; {before}os.kill(os.getpid(), signal.SIGINT); print(1)"
    with started(folder, program=(sys.executable, "-c", script)) as process:
        output, complaints = process.communicate(timeout=60)
    assert (process.returncode, output, complaints) == (130, b"", b"")


def test_within_a_command_an_interrupt_is_an_exception(folder: Path) -> None:
    script = (
        "import cloudmkt_cli.__main__ as m, signal\n"
        "m.run = lambda: print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)\n"
        "m.main()\n"
    )
    with started(folder, program=(sys.executable, "-c", script)) as process:
        output, complaints = process.communicate(timeout=60)
    assert (process.returncode, output, complaints) == (0, b"True\n", b"")
