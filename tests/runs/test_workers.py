"""Work in several processes, any of which may be killed at any moment or raise whatever it likes."""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from cloudmkt_cli.runs.workers import WorkerKilled, map_in_processes

CHUNKS = range(40)


def doubled(number: int) -> int:
    return 2 * number


def slow_at_first(number: int) -> int:
    time.sleep(0.05 if number % 7 == 0 else 0)
    return number


def large(number: int) -> bytes:
    return bytes([number]) * 1_000_000


def fatal(number: int, last_words: dict[int, int]) -> int:
    if number in last_words:
        os.kill(os.getpid(), last_words[number])
    return number


def with_a_fault(number: int) -> int:
    if number == 3:
        raise ValueError("the third")
    return number


def with_something_that_cannot_travel(number: int) -> object:
    return partial(lambda: number)


def recording(number: int, folder: Path) -> int:
    (folder / f"{os.getpid()}").touch()
    return number


@pytest.mark.parametrize("work", [doubled, slow_at_first, large])
@pytest.mark.parametrize("processes", [1, 2, 5, 100])
def test_every_portion_comes_with_its_outcome_and_in_order(work: object, processes: int) -> None:
    assert callable(work)
    assert list(map_in_processes(work, CHUNKS, processes)) == [(number, work(number)) for number in CHUNKS]


def test_nothing_to_do_starts_nobody() -> None:
    assert list(map_in_processes(doubled, [], 4)) == []


def test_no_more_are_started_than_there_are_portions(tmp_path: Path) -> None:
    assert len(list(map_in_processes(partial(recording, folder=tmp_path), range(3), 50))) == 3
    assert len(list(tmp_path.iterdir())) <= 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_loses_what_it_was_at_and_no_more(number: int) -> None:
    work = partial(fatal, last_words={5: number})
    expected = [(chunk, WorkerKilled(128 + number) if chunk == 5 else chunk) for chunk in CHUNKS]
    assert list(map_in_processes(work, CHUNKS, 2)) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_once_all_are_gone_the_rest_is_lost() -> None:
    work = partial(fatal, last_words=dict.fromkeys(CHUNKS, signal.SIGKILL))
    assert list(map_in_processes(work, CHUNKS, 3)) == [(chunk, WorkerKilled(137)) for chunk in CHUNKS]


def test_an_exception_is_raised_here_with_its_traceback() -> None:
    outcomes = map_in_processes(with_a_fault, CHUNKS, 2)
    with pytest.raises(RuntimeError, match="ValueError: the third") as raised:
        list(outcomes)
    assert "in with_a_fault" in raised.value.__notes__[0]


def test_an_outcome_that_cannot_travel_is_an_exception_too() -> None:
    with pytest.raises(RuntimeError, match=r"[Pp]ickl"):
        list(map_in_processes(with_something_that_cannot_travel, CHUNKS, 2))


def pids(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir()}


def are_gone(processes: set[int]) -> Iterator[bool]:
    for process in processes:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            yield True
        else:
            yield False


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_who_stops_listening_leaves_nobody_behind(tmp_path: Path) -> None:
    for _ in map_in_processes(partial(recording, folder=tmp_path), CHUNKS, 3):
        break
    gc.collect()
    assert pids(tmp_path)
    assert all(are_gone(pids(tmp_path)))
