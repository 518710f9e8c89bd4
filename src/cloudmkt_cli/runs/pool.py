"""Many profiles in several processes: each is checked, made into something small, and let go of."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple, TypeVar

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import STDIN, display
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.runs.batch import CheckedProfile, check_path

PAYS_FROM: Final = 200
"""Files from which more processes are worth starting."""
_AT_A_TIME: Final = 50

Digest = TypeVar("Digest")


class CheckOptions(NamedTuple):
    """On what terms profiles are checked: the day, the markets to narrow it to, what to suppose, and who said so."""

    as_of: date
    markets: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    configuration: str | None = None
    stdin_filename: str | None = None
    """The path that a profile on standard input is said to have."""


class Rejected(NamedTuple):
    """A file that could not be checked, and why."""

    diagnostics: tuple[Diagnostic, ...]


def transform_profiles(
    files: Sequence[str],
    terms: CheckOptions,
    transform: Callable[[CheckedProfile], Digest],
    processes: int | None = None,
) -> Iterator[Digest | Rejected]:
    """What ``digest`` makes of each profile, or what is wrong with its file, in the order of ``files``.

    ``digest`` travels to each process once, what it returns travels back. The outcome is the same with any number. A
    process that is killed takes no results with it but those of the portion that it was at: the files of that were not
    checked, and are rejected for it.
    """
    processes = processes or (os.cpu_count() or 1 if len(files) >= PAYS_FROM else 1)
    if processes == 1 or STDIN in files:  # other processes have no standard input
        yield from (_digest(file, terms, transform) for file in files)
        return
    from cloudmkt_cli.runs.workers import Lost, spread  # noqa: PLC0415  one profile needs no processes

    portions = [files[start : start + _AT_A_TIME] for start in range(0, len(files), _AT_A_TIME)]
    for portion, outcome in spread(partial(_digest_some, terms=terms, transform=transform), portions, processes):
        yield from (not_checked(file, outcome.status) for file in portion) if isinstance(outcome, Lost) else outcome


def _digest_some(
    files: Sequence[str], terms: CheckOptions, transform: Callable[[CheckedProfile], Digest]
) -> list[Digest | Rejected]:
    return [_digest(file, terms, transform) for file in files]


def _digest(file: str, terms: CheckOptions, transform: Callable[[CheckedProfile], Digest]) -> Digest | Rejected:
    try:
        named = terms.stdin_filename
        checked = check_path(file, load_catalogue(), terms.as_of, terms.markets, terms.overrides, stdin_filename=named)
        return transform(checked._replace(configuration=terms.configuration))
    except InputError as error:
        return Rejected(error.diagnostics)


def not_checked(file: str, status: int) -> Rejected:
    """No defect of ours: it was ended from outside, by somebody or for want of memory."""
    message = Message("error.worker_ended", {"status": status})
    return Rejected((Diagnostic(message, Message("hint.worker_ended"), path=display(file)),))
