"""An ordered map over processes, any of which may be killed or raise an exception."""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from threading import Event, Thread, current_thread
from types import SimpleNamespace
from typing import Any

import pytest

from cloudmkt_cli.runs import workers
from cloudmkt_cli.runs.workers import WorkerKilled, _send_chunks, _serve, map_in_processes

CHUNKS = range(40)


def doubled(number: int) -> int:
    return 2 * number


def slow_at_first(number: int) -> int:
    time.sleep(0.05 if number % 7 == 0 else 0)
    return number


def large(number: int) -> bytes:
    return bytes([number]) * 1_000_000


def fatal(number: int, signals: dict[int, int]) -> int:
    if number in signals:
        os.kill(os.getpid(), signals[number])
    return number


def leaving(number: int, status: int) -> int:
    if number == 1:
        os._exit(status)
    return number


def with_a_fault(number: int) -> int:
    if number == 3:
        raise ValueError("the third")
    return number


def with_an_unpicklable_outcome(number: int) -> object:
    return partial(lambda: number)


def recording(number: int, folder: Path) -> int:
    (folder / f"{os.getpid()}").touch()
    return number


@pytest.mark.parametrize("work", [doubled, slow_at_first, large])
@pytest.mark.parametrize(("processes", "number_of_chunks"), [(1, 40), (2, 40), (5, 40), (100, 10)])
def test_chunks_come_with_their_outcomes_in_order(work: object, processes: int, number_of_chunks: int) -> None:
    """The last case has fewer chunks than processes."""
    assert callable(work)
    chunks = range(number_of_chunks)
    assert list(map_in_processes(work, chunks, processes)) == [(number, work(number)) for number in chunks]


def test_no_chunks_give_no_outcomes() -> None:
    assert list(map_in_processes(doubled, [], 4)) == []


def test_there_are_no_more_processes_than_chunks(tmp_path: Path) -> None:
    assert len(list(map_in_processes(partial(recording, folder=tmp_path), range(3), 50))) == 3
    assert len(list(tmp_path.iterdir())) <= 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_loses_only_its_current_chunk(number: int) -> None:
    work = partial(fatal, signals={5: number})
    expected = [(chunk, WorkerKilled(128 + number) if chunk == 5 else chunk) for chunk in CHUNKS]
    assert list(map_in_processes(work, CHUNKS, 2)) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_remaining_chunks_are_lost_once_all_workers_are_killed() -> None:
    work = partial(fatal, signals=dict.fromkeys(CHUNKS, signal.SIGKILL))
    assert list(map_in_processes(work, CHUNKS, 3)) == [(chunk, WorkerKilled(137)) for chunk in CHUNKS]


@pytest.mark.parametrize("status", [0, 3])
def test_a_worker_that_leaves_is_killed_with_its_status(status: int) -> None:
    work = partial(leaving, status=status)
    assert list(map_in_processes(work, CHUNKS[:2], 1)) == [(0, 0), (1, WorkerKilled(status))]


def test_a_chunk_sent_to_a_worker_that_has_ended_is_reported_as_killed() -> None:
    """It ends while this process is busy with an outcome, so the next chunk is sent to nobody."""
    outcomes = []
    for outcome in map_in_processes(partial(leaving, status=3), CHUNKS[:9], 1):
        outcomes.append(outcome)
        time.sleep(0.2 if len(outcomes) == 1 else 0)
    assert outcomes == [(0, 0), *((chunk, WorkerKilled(3)) for chunk in CHUNKS[1:9])]


def test_workers_are_daemons() -> None:
    outcomes = map_in_processes(doubled, CHUNKS, 2)
    next(outcomes)
    assert [process.daemon for process in multiprocessing.active_children()] == [True, True]


def test_an_exception_is_raised_in_the_parent_with_its_traceback() -> None:
    outcomes = map_in_processes(with_a_fault, CHUNKS, 2)
    with pytest.raises(RuntimeError, match="ValueError: the third") as raised:
        list(outcomes)
    assert str(raised.value) == "ValueError: the third"  # without its notes, which ``match`` takes in
    assert "in with_a_fault" in raised.value.__notes__[0]


def test_an_outcome_that_cannot_be_pickled_raises_an_exception() -> None:
    with pytest.raises(RuntimeError, match=r"[Pp]ickl"):
        list(map_in_processes(with_an_unpicklable_outcome, CHUNKS, 2))


SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture(name="handlers")
def _handlers() -> Iterator[None]:
    """Handlers of the parent, which a worker inherits; those of this process are restored."""
    before = [signal.signal(number, lambda *_: None) for number in SIGNALS]
    yield
    for number, handler in zip(SIGNALS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("reads", "sends_one_more"),
    [(True, True), (True, False), (False, True)],
    ids=["that reads", "that reads all it asks for", "that closes"],
)
def test_a_worker_serves_its_parent_until_the_pipe_is_closed_and_ends_with_it(
    handlers: None, monkeypatch: pytest.MonkeyPatch, reads: bool, sends_one_more: bool
) -> None:
    ours, theirs = Pipe()
    parent, alive = Pipe()
    ended = Event()
    exits: list[tuple[int, bool]] = []
    answers: list[Any] = []

    def ask() -> None:
        for index in (2, 0) if reads else ():
            ours.send(index)
            answers.append(pickle.loads(ours.recv_bytes()))  # noqa: S301  from this process
        if sends_one_more:
            ours.send(1)
        ours.close()

    def end(status: int) -> None:
        exits.append((status, current_thread().daemon))
        ended.set()

    monkeypatch.setattr(workers, "parent_process", lambda: SimpleNamespace(sentinel=parent))
    monkeypatch.setattr(os, "_exit", end)
    asking = Thread(target=ask, daemon=True)
    asking.start()
    if not reads:
        asking.join(10)  # the pipe is closed before the answer is sent
    _serve(theirs, with_a_fault, [1, 2, 3])
    asking.join(10)
    assert not exits
    alive.close()
    assert ended.wait(10)
    assert exits == [(1, True)]
    assert [signal.getsignal(number) for number in SIGNALS] == [signal.SIG_IGN, *[signal.SIG_DFL] * (len(SIGNALS) - 1)]
    if reads:
        (error, details), one = answers
        assert (one, error) == (1, "ValueError: the third")
        assert "in with_a_fault" in details


def waiting_for_the_last_of_those_ahead(number: int, folder: Path) -> bool:
    """The first chunk waits for the last chunk that may be finished while it is unfinished."""
    (folder / f"{number}").touch()
    last = folder / f"{8 * 2 - 1}"
    deadline = time.monotonic() + 10
    while number == 0 and not last.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return last.exists() if number == 0 else True


def test_while_a_slow_chunk_runs_eight_chunks_for_each_worker_are_begun(tmp_path: Path) -> None:
    outcomes = map_in_processes(partial(waiting_for_the_last_of_those_ahead, folder=tmp_path), CHUNKS, 2)
    assert next(outcomes) == (0, True)
    assert all(done for _, done in outcomes)


class Queue:
    """What is sent to a worker."""

    def __init__(self, *queued: int) -> None:
        self.queued = deque(queued)
        self.send = self.queued.append


@pytest.mark.parametrize(
    ("queues", "before", "expected"),
    [
        ([Queue(), Queue(), Queue()], 100, [[20, 23], [21, 24], [22, 25]]),
        ([Queue(), Queue(), Queue()], 25, [[20, 23], [21, 24], [22]]),
        ([Queue(1), Queue(), Queue(2, 3)], 100, [[1, 21], [20, 22], [2, 3]]),
        ([Queue()], 20, [[]]),
    ],
    ids=["empty", "limit", "filled", "limit reached"],
)
def test_queues_are_filled_evenly_up_to_two_chunks(queues: list[Any], before: int, expected: list[list[int]]) -> None:
    _send_chunks(queues, deque(range(20, 29)), before)
    assert [[*queue.queued] for queue in queues] == expected


def test_the_last_chunks_are_sent() -> None:
    queue: Any = Queue()
    waiting = deque([7])
    _send_chunks([queue], waiting, 100)
    assert (queue.queued, waiting) == (deque([7]), deque())


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
def test_workers_end_if_the_caller_stops_early(tmp_path: Path) -> None:
    for _ in map_in_processes(partial(recording, folder=tmp_path), CHUNKS, 3):
        break
    gc.collect()
    assert pids(tmp_path)
    assert all(are_gone(pids(tmp_path)))
