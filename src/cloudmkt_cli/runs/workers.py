"""Work in several processes: each has a pipe of its own to this one, and ends when this one does.

There is no queue and no lock that they share: a process that is killed, whatever it was doing, closes its pipe and
holds up nobody.
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

Portion = TypeVar("Portion")
Outcome = TypeVar("Outcome")

_GIVEN: Final = 2
"""Portions that a worker has: the one it works at, and the next, so that it never waits for this process."""
_AHEAD: Final = 8
"""Portions a worker that may be done before their turn: one that takes long must not fill the memory with others."""


class Lost(NamedTuple):
    """What became of a portion whose worker was killed: how that ended, as a shell says it (137 for SIGKILL)."""

    status: int


class _Failed(NamedTuple):
    error: str
    details: str


class _Worker(Generic[Portion, Outcome]):
    """A process that makes outcomes of portions, in the order in which it is given their numbers."""

    def __init__(self, work: Callable[[Portion], Outcome], portions: Sequence[Portion]) -> None:
        self.connection, theirs = Pipe()
        self._process = Process(target=_serve, args=(theirs, work, portions), daemon=True)
        self._process.start()
        theirs.close()  # before another process is forked, which would hold it open when this one is gone
        self.given: deque[int] = deque()

    def give(self, index: int) -> None:
        """Hand out a portion; its number fits into any pipe, so that this never waits."""
        self.given.append(index)
        with suppress(OSError):  # it is gone, as ``outcome`` will find
            self.connection.send(index)

    def outcome(self) -> Outcome | Lost:
        """What became of the portion that was given first.

        Raises:
            RuntimeError: the work raised an exception.
        """
        try:
            outcome: Outcome | _Failed = pickle.loads(self.connection.recv_bytes())  # noqa: S301  from a process of ours
        except (EOFError, OSError):
            return Lost(self.end())
        if isinstance(outcome, _Failed):
            failure = RuntimeError(outcome.error)
            failure.add_note(outcome.details)
            raise failure
        return outcome

    def end(self) -> int:
        """End the process; the status that it ended with."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        status = self._process.exitcode or 0
        return status if status >= 0 else 128 - status


def spread(
    work: Callable[[Portion], Outcome], portions: Sequence[Portion], processes: int
) -> Iterator[tuple[Portion, Outcome | Lost]]:
    """Every portion with what ``work`` makes of it, in the order of ``portions``.

    A portion is lost with the worker that is killed over it; the other workers take over what that one had not begun.
    Once all of them are gone, the rest is lost too.

    Raises:
        RuntimeError: ``work`` raised an exception, which is told with its traceback as a note.
    """
    workers: list[_Worker[Portion, Outcome]] = []
    waiting = deque(range(len(portions)))
    done: dict[int, Outcome | Lost] = {}
    try:
        for _ in range(min(processes, len(portions))):
            workers.append(_Worker(work, portions))  # noqa: PERF401  if the next cannot be started, this one is ended
        for index, portion in enumerate(portions):
            while index not in done:
                _hand_out(workers, waiting, index + _AHEAD * len(workers))
                _collect(workers, waiting, done)
            yield portion, done.pop(index)
    finally:
        for worker in workers:
            worker.end()


def _hand_out(workers: Sequence[_Worker[Portion, Outcome]], waiting: deque[int], before: int) -> None:
    """Give every worker something to do, and then something more."""
    for number in range(1, _GIVEN + 1):
        for worker in workers:
            if len(worker.given) < number and waiting and waiting[0] < before:
                worker.give(waiting.popleft())


def _collect(workers: list[_Worker[Portion, Outcome]], waiting: deque[int], done: dict[int, Outcome | Lost]) -> None:
    """Wait until there is something, and take it; what a worker that is gone had not begun waits for another one."""
    of_connection = {worker.connection: worker for worker in workers}
    for ready in wait(list(of_connection)):
        worker = of_connection[ready]  # type: ignore[index]  # what is ready is one of them
        outcome = worker.outcome()
        if worker.given:
            done[worker.given.popleft()] = outcome
        if isinstance(outcome, Lost):
            workers.remove(worker)
            waiting.extendleft(reversed(worker.given))
            if not workers:
                done.update(dict.fromkeys(waiting, outcome))


def _serve(
    connection: "Connection[bytes, int]", work: Callable[[Portion], Outcome], portions: Sequence[Portion]
) -> None:
    """Do as told, until there is nobody to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; one answers for all
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_answer(work, portions[connection.recv()]))


def _end_with_parent() -> None:
    """Whatever this process is doing: a pipe of which a brother holds the other end would not tell it."""
    parent = parent_process()
    assert parent is not None  # noqa: S101  this runs in a worker
    wait([parent.sentinel])
    os._exit(1)


def _answer(work: Callable[[Portion], Outcome], portion: Portion) -> bytes:
    try:
        return pickle.dumps(work(portion), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001  whatever it is, it is raised where it can be told
        return pickle.dumps(_Failed(f"{type(error).__name__}: {error}", traceback.format_exc()))
