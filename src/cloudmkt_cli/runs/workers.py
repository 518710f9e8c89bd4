"""An ordered map over worker processes, each with its own pipe to this process.

Workers share no queue and no lock, so a worker that is killed closes its pipe and cannot block the others. Workers end
when this process does.
"""

import os
import pickle
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from typing import Final, Generic, NamedTuple, TypeVar

Chunk = TypeVar("Chunk")
Outcome = TypeVar("Outcome")

_QUEUED_PER_WORKER: Final = 2
"""Chunks sent to a worker: the current one and the next, so that it never waits for this process."""
_AHEAD_PER_WORKER: Final = 8
"""Limit on finished chunks kept for later, so that one slow chunk does not fill the memory."""


class WorkerKilled(NamedTuple):
    """The outcome of a chunk whose worker was killed; ``status`` as a shell reports it (137 for SIGKILL)."""

    status: int


class _Failed(NamedTuple):
    error: str
    details: str


class _Worker(Generic[Chunk, Outcome]):
    """A process that works on chunks in the order in which it is sent their indexes."""

    def __init__(self, work: Callable[[Chunk], Outcome], chunks: Sequence[Chunk]) -> None:
        self.connection, theirs = Pipe()
        self._process = Process(target=_serve, args=(theirs, work, chunks), daemon=True)
        self._process.start()
        theirs.close()  # a worker forked later would keep it open after this one has ended
        self.queued: deque[int] = deque()

    def send(self, index: int) -> None:
        """Send the index of a chunk; it is small enough never to block on the pipe."""
        self.queued.append(index)
        with suppress(OSError):  # the worker has ended, as ``outcome`` will report
            self.connection.send(index)

    def outcome(self) -> Outcome | WorkerKilled:
        """The outcome of the chunk that was sent first.

        Raises:
            RuntimeError: the work raised an exception.
        """
        try:
            outcome: Outcome | _Failed = pickle.loads(self.connection.recv_bytes())  # noqa: S301  from a process of ours
        except (EOFError, OSError):
            return WorkerKilled(self.end())
        if isinstance(outcome, _Failed):
            failure = RuntimeError(outcome.error)
            failure.add_note(outcome.details)
            raise failure
        return outcome

    def end(self) -> int:
        """Kill the process and return its exit status."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        status = self._process.exitcode or 0
        return status if status >= 0 else 128 - status


def map_in_processes(
    work: Callable[[Chunk], Outcome], chunks: Sequence[Chunk], processes: int
) -> Iterator[tuple[Chunk, Outcome | WorkerKilled]]:
    """Apply ``work`` to every chunk, and yield chunks with their outcomes in order.

    If a worker is killed, its current chunk gets ``WorkerKilled``, and the other workers take over its queue. If no
    worker is left, all remaining chunks get ``WorkerKilled``.

    Raises:
        RuntimeError: ``work`` raised an exception; its traceback is added as a note.
    """
    workers: list[_Worker[Chunk, Outcome]] = []
    waiting = deque(range(len(chunks)))
    done: dict[int, Outcome | WorkerKilled] = {}
    try:
        for _ in range(min(processes, len(chunks))):
            workers.append(_Worker(work, chunks))  # noqa: PERF401  if the next cannot be started, this one is ended
        for index, chunk in enumerate(chunks):
            while index not in done:
                _send_chunks(workers, waiting, index + _AHEAD_PER_WORKER * len(workers))
                _collect(workers, waiting, done)
            yield chunk, done.pop(index)
    finally:
        for worker in workers:
            worker.end()


def _send_chunks(workers: Sequence[_Worker[Chunk, Outcome]], waiting: deque[int], before: int) -> None:
    """Fill the queues of the workers evenly, with chunks whose index is below ``before``."""
    for number in range(1, _QUEUED_PER_WORKER + 1):
        for worker in workers:
            if len(worker.queued) < number and waiting and waiting[0] < before:
                worker.send(waiting.popleft())


def _collect(
    workers: list[_Worker[Chunk, Outcome]], waiting: deque[int], done: dict[int, Outcome | WorkerKilled]
) -> None:
    """Wait for outcomes and store them; requeue the chunks that a killed worker had not begun."""
    by_connection = {worker.connection: worker for worker in workers}
    for ready in wait(list(by_connection)):
        worker = by_connection[ready]  # type: ignore[index]  # ``wait`` returns items of its argument
        outcome = worker.outcome()
        if worker.queued:
            done[worker.queued.popleft()] = outcome
        if isinstance(outcome, WorkerKilled):
            workers.remove(worker)
            waiting.extendleft(reversed(worker.queued))
            if not workers:
                done.update(dict.fromkeys(waiting, outcome))


def _serve(connection: "Connection[bytes, int]", work: Callable[[Chunk], Outcome], chunks: Sequence[Chunk]) -> None:
    """The main loop of a worker, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent handles it
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_answer(work, chunks[connection.recv()]))


def _end_with_parent() -> None:
    """End this process when its parent ends, which a pipe may not report: other workers can hold its other end open."""
    parent = parent_process()
    assert parent is not None  # noqa: S101  this runs in a worker
    wait([parent.sentinel])
    os._exit(1)


def _answer(work: Callable[[Chunk], Outcome], chunk: Chunk) -> bytes:
    try:
        return pickle.dumps(work(chunk), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001  raised again in the parent
        return pickle.dumps(_Failed(f"{type(error).__name__}: {error}", traceback.format_exc()))
