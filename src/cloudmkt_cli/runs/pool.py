"""Checks many profiles in several processes. Each result is transformed at once, so memory stays small."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple, TypeVar

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import STDIN, display
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.runs.batch import CheckedProfile, check_path

PARALLEL_FROM: Final = 200
"""Number of files from which several processes are faster than one."""
_CHUNK_SIZE: Final = 50

Transformed = TypeVar("Transformed")


class CheckOptions(NamedTuple):
    """The options of a check that are sent to every process; ``configuration`` is the file that some come from."""

    as_of: date
    catalogue: Catalogue
    markets: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    configuration: str | None = None
    stdin_filename: str | None = None
    """The path that a profile on standard input is said to have."""


class Rejected(NamedTuple):
    """The diagnostics of a file that could not be checked."""

    diagnostics: tuple[Diagnostic, ...]


def transform_profiles(
    files: Sequence[str],
    options: CheckOptions,
    transform: Callable[[CheckedProfile], Transformed],
    processes: int | None = None,
) -> Iterator[Transformed | Rejected]:
    """Check profiles and transform each result, in the order of ``files``.

    ``transform`` and what it returns must be picklable. The number of processes does not change the results. If a
    process is killed, the files of its current chunk are rejected, and the other processes go on.
    """
    processes = processes or (os.cpu_count() or 1 if len(files) >= PARALLEL_FROM else 1)
    if processes == 1 or STDIN in files:  # only this process has the standard input
        yield from (_check_one(file, options, transform) for file in files)
        return
    from cloudmkt_cli.runs.workers import WorkerKilled, map_in_processes  # noqa: PLC0415  most runs have one profile

    check_chunk = partial(_check_chunk, options=options, transform=transform)
    chunks = [files[start : start + _CHUNK_SIZE] for start in range(0, len(files), _CHUNK_SIZE)]
    for chunk, outcome in map_in_processes(check_chunk, chunks, processes):
        if isinstance(outcome, WorkerKilled):
            yield from (worker_killed(file, outcome.status) for file in chunk)
        else:
            yield from outcome


def _check_chunk(
    files: Sequence[str], options: CheckOptions, transform: Callable[[CheckedProfile], Transformed]
) -> list[Transformed | Rejected]:
    return [_check_one(file, options, transform) for file in files]


def _check_one(
    file: str, options: CheckOptions, transform: Callable[[CheckedProfile], Transformed]
) -> Transformed | Rejected:
    try:
        checked = check_path(
            file,
            options.catalogue,
            options.as_of,
            options.markets,
            options.overrides,
            stdin_filename=options.stdin_filename,
        )
        if options.configuration is not None:
            checked = checked._replace(configuration=options.configuration)
        return transform(checked)
    except InputError as error:
        return Rejected(error.diagnostics)


def worker_killed(file: str, status: int) -> Rejected:
    """A file whose process was killed from outside, for example by the system for lack of memory."""
    message = Message("error.worker_ended", {"status": status})
    return Rejected((Diagnostic(message, Message("hint.worker_ended"), path=display(file)),))
