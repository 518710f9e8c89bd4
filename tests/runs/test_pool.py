"""Profiles checked in this process or in several: the same results, in the order of the files."""

import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.samples import CATALOGUE, check, stating, vendor
from support.strategies_runs import as_toml, write

from cloudmkt_cli.checking.results import ProfileResult
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.runs import pool, workers
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.pool import CheckOptions, Rejected, transform_profiles, worker_killed

DAY = date(2026, 1, 1)
OPTIONS = CheckOptions(DAY, CATALOGUE, ("api",), (Override(("team", "technical_and_service"), 1),), "settings.toml")


def essence(checked: CheckedProfile) -> tuple[str, str | None, ProfileResult]:
    return checked.path, checked.configuration, checked.result


def fatal(checked: CheckedProfile) -> str:
    if checked.path == "060.toml":
        os.kill(os.getpid(), signal.SIGKILL)
    return checked.path


@pytest.fixture(name="files")
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    for number in range(102):
        write(tmp_path / f"{number:03}.toml", vendor())
    return sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("processes", [1, 2])
def test_every_option_reaches_the_check(files: list[str], processes: int) -> None:
    result = check(stating(("team", "technical_and_service"), 1), as_of=DAY, markets=("api",))
    assert list(transform_profiles(files, OPTIONS, essence, processes)) == [
        (file, "settings.toml", result) for file in files
    ]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_file_that_cannot_be_checked_is_rejected_in_its_place(files: list[str], processes: int) -> None:
    Path("077.toml").write_text("", encoding="utf-8")
    outcomes = dict(zip(files, transform_profiles(files, OPTIONS, essence, processes), strict=True))
    empty = Diagnostic(Message("error.empty"), Message("hint.empty"), "077.toml")
    assert {file: found for file, found in outcomes.items() if isinstance(found, Rejected)} == {
        "077.toml": Rejected((empty._replace(position=Position(1, 1)),))
    }


def test_standard_input_is_checked_in_this_process(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_toml(vendor()).encode())))
    options = CheckOptions(DAY, CATALOGUE, stdin_filename="x.toml")
    in_this_process: list[str] = []

    def record(checked: CheckedProfile) -> None:
        in_this_process.append(checked.path)

    assert list(transform_profiles([*files, "-"], options, record, 2)) == [None] * 103
    assert in_this_process == [*files, "x.toml"]


@pytest.mark.parametrize(
    ("number", "cpus", "processes", "expected"),
    [
        (199, 8, None, None),
        (200, 8, None, (8, [50, 50, 50, 50])),
        (201, 2, None, (2, [50, 50, 50, 50, 1])),
        (200, None, None, None),
        (200, 1, None, None),
        (60, 8, 3, (3, [50, 10])),
        (500, 8, 1, None),
    ],
)
def test_the_number_of_processes_and_their_chunks(
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    cpus: int | None,
    processes: int | None,
    expected: tuple[int, list[int]] | None,
) -> None:
    started: list[tuple[int, list[int]]] = []

    def map_in_processes(
        work: Callable[[Sequence[str]], Any], chunks: Sequence[Sequence[str]], processes: int
    ) -> list[Any]:
        started.append((processes, [len(chunk) for chunk in chunks]))
        return [(chunk, work(chunk)) for chunk in chunks]

    monkeypatch.setattr(workers, "map_in_processes", map_in_processes)
    monkeypatch.setattr(pool, "_check_one", lambda *arguments: arguments)
    monkeypatch.setattr(os, "cpu_count", lambda: cpus)
    files = [str(index) for index in range(number)]
    outcomes: list[Any] = [*transform_profiles(files, OPTIONS, essence, processes)]
    assert outcomes == [(file, OPTIONS, essence) for file in files]
    assert started == ([expected] if expected else [])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_files_of_a_killed_process_are_rejected(files: list[str]) -> None:
    outcomes = list(transform_profiles(files, CheckOptions(DAY, CATALOGUE), fatal, 2))
    assert outcomes == [*files[:50], *(worker_killed(file, 137) for file in files[50:100]), *files[100:]]


def test_a_file_of_a_killed_process_has_its_name_and_the_status() -> None:
    assert worker_killed("./a.toml", 137) == Rejected(
        (Diagnostic(Message("error.worker_ended", {"status": 137}), Message("hint.worker_ended"), path="a.toml"),)
    )
