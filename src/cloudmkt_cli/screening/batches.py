"""Decides many patterns: in this process, or in batches in several processes if there are too many for one."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.runs.workers import WorkerKilled, map_in_processes
from cloudmkt_cli.screening.model import CellClasses, Decision, Pattern, ValueClass, told_apart
from cloudmkt_cli.screening.patterns import decide

_BATCH: Final = 500


class Rules(NamedTuple):
    """What patterns are decided by."""

    catalogue: Catalogue
    markets: tuple[str, ...]
    """In the order of the catalogue."""
    as_of: date


class Decided(NamedTuple):
    """The decisions, and how many processes made them."""

    decisions: Mapping[Pattern, Decision]
    processes: int


def decide_patterns(patterns: Iterable[Pattern], sources: Sequence[CellClasses], rules: Rules, limit: int) -> Decided:
    """Decide all patterns; in several processes if more than ``limit`` are told apart by a condition.

    Raises:
        InputError: a process was killed, for example by the system for lack of memory.
    """
    alike = {pattern: told_apart(pattern, sources) for pattern in patterns}
    different = list(dict.fromkeys(alike.values()))
    classes = [source.classes for source in sources]
    processes = os.cpu_count() or 1 if len(different) > limit else 1
    decide_batch = partial(_decide_batch, classes=classes, rules=rules)
    decided = _in_processes(decide_batch, different, processes) if processes > 1 else decide_batch(different)
    by_pattern = dict(zip(different, decided, strict=True))
    return Decided({pattern: by_pattern[same] for pattern, same in alike.items()}, processes)


def _in_processes(
    decide_batch: "partial[list[Decision]]", patterns: Sequence[Pattern], processes: int
) -> list[Decision]:
    batches = [patterns[start : start + _BATCH] for start in range(0, len(patterns), _BATCH)]
    decided: list[Decision] = []
    kept: dict[Decision, Decision] = {}
    for _, outcome in map_in_processes(decide_batch, batches, processes):
        if isinstance(outcome, WorkerKilled):
            message = Message("error.worker_ended", {"status": outcome.status})
            raise InputError(Diagnostic(message, Message("hint.worker_ended")))
        decided += [kept.setdefault(one, one) for one in outcome]  # most are equal to an earlier one
    return decided


def _decide_batch(patterns: Sequence[Pattern], classes: Sequence[Sequence[ValueClass]], rules: Rules) -> list[Decision]:
    return [decide(pattern, classes, rules.catalogue, rules.markets, rules.as_of) for pattern in patterns]
