"""Many profiles in several processes: each is checked, made into something small, and let go of."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple, TypeVar

from cloudmkt_cli.batch import CheckedProfile, check_path
from cloudmkt_cli.catalogue import load_catalogue
from cloudmkt_cli.edits import Edit
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.input_file import STDIN

PAYS_FROM: Final = 200
"""Files from which more processes are worth starting."""
_AT_A_TIME: Final = 50

Digest = TypeVar("Digest")


class Terms(NamedTuple):
    """On what terms profiles are checked: the day, the markets to narrow it to, and what to suppose."""

    as_of: date
    markets: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class Rejected(NamedTuple):
    """A file that could not be checked, and why."""

    diagnostics: tuple[Diagnostic, ...]


def digest_profiles(
    files: Sequence[str],
    terms: Terms,
    digest: Callable[[CheckedProfile], Digest],
    processes: int | None = None,
) -> Iterator[Digest | Rejected]:
    """What ``digest`` makes of each profile, or what is wrong with its file, in the order of ``files``.

    ``digest`` travels to each process once, what it returns travels back. The outcome is the same with any number.
    """
    work = partial(_digest_some, terms=terms, digest=digest)
    processes = processes or (os.cpu_count() or 1 if len(files) >= PAYS_FROM else 1)
    if processes == 1 or STDIN in files:  # other processes have no standard input
        yield from chain.from_iterable(map(work, ([file] for file in files)))
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  one profile needs no processes

    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(work,)) as pool:
        portions = [files[start : start + _AT_A_TIME] for start in range(0, len(files), _AT_A_TIME)]
        try:
            yield from chain.from_iterable(pool.map(_go_on, portions))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _digest_some(
    files: Sequence[str], terms: Terms, digest: Callable[[CheckedProfile], Digest]
) -> list[Digest | Rejected]:
    return [_digest(file, terms, digest) for file in files]


def _digest(file: str, terms: Terms, digest: Callable[[CheckedProfile], Digest]) -> Digest | Rejected:
    try:
        return digest(check_path(file, load_catalogue(), *terms))
    except InputError as error:
        return Rejected(error.diagnostics)


_given: Final[list[Callable[[Sequence[str]], list[Any]]]] = []
"""In a process of the pool, its work: with a baseline it is too much to come with every portion."""


def _begin(work: Callable[[Sequence[str]], list[Any]]) -> None:
    """Ctrl-C reaches every process of a terminal; the first one answers it for all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given.append(work)


def _go_on(files: Sequence[str]) -> list[Any]:
    return _given[-1](files)
