"""How ``check`` runs: one pass over the profiles, which feeds every output and report that was asked for."""

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.formats import Only, Sort
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary, name_of
from cloudmkt_cli.runs.exclusions import Reason
from cloudmkt_cli.runs.gate import GateOutcome, GateTally, apply_gate
from cloudmkt_cli.runs.pool import CheckOptions, Rejected, transform_profiles
from cloudmkt_cli.runs.summary import VendorRow, sorted_and_filtered, vendor_row
from cloudmkt_cli.runs.waivers import StatedWaiver, WaiverState, WaiverUse, active_waivers, waiver_uses

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import Baseline

_WORTH_WATCHING: Final = 100
"""Profiles from which somebody at a terminal wants to see how far it is."""

Transform = Callable[[CheckedProfile], Any]
"""What an output needs of a profile; it is made in the process that checks it."""


class Run(NamedTuple):
    """What to check, and on what terms."""

    context: RunContext
    files: Sequence[str]
    unusable: Sequence[Diagnostic]
    """What is wrong with paths that led to no file."""
    markets: tuple[str, ...]
    """The markets to narrow it to; none: all."""
    waivers: tuple[StatedWaiver, ...] = ()
    baseline: "Baseline | None" = None
    left_out: Mapping[Reason, int] = {}
    """How many files and folders were left out below the folders that were named."""
    stdin_filename: str | None = None


def context_of(
    catalogue: Catalogue,
    as_of: date,
    markets: Sequence[str],
    *,
    overrides: tuple[Override, ...],
    files: Sequence[str],
    configuration: str | None,
) -> RunContext:
    """What is the same for every profile of a run over ``files``, narrowed to ``markets`` if there are any."""
    looked_at = tuple(market for market in catalogue.markets if not markets or market.id in markets)
    raw_paths = {display(file): Path(file).as_posix() for file in files if _is_no_text(file)}
    return RunContext(catalogue, as_of, looked_at, overrides, configuration, raw_paths, len(files) == 1)


def _is_no_text(path: str) -> bool:
    return not path.isascii() and display(path) != Path(path).as_posix()


class Outcome:
    """What a run came to; it grows while profiles are checked."""

    def __init__(self, run: Run, only: Only | None) -> None:
        self._run = run
        self._only = only
        self.gate = GateTally()
        self.rows: list[VendorRow] = []
        self.errors: list[Diagnostic] = []

    def order(self, sort: Sort | None) -> list[int]:
        """Which of the profiles to show, in the order asked for; they are counted as they came."""
        return sorted_and_filtered(range(len(self.rows)), self.rows.__getitem__, sort, self._only)

    def is_shown(self, row: VendorRow) -> bool:
        """Whether ``--only`` lets a profile through."""
        return bool(sorted_and_filtered([row], lambda one: one, None, self._only))

    def summary(self) -> Summary:
        """What is known once all are checked."""
        return Summary(
            totals=Counter(row.verdict for row in self.rows),
            waived=sum(row.is_waived for row in self.rows),
            worse=sum(row.worse is not None for row in self.rows),
            shown=len(self.order(None)),
            errors=tuple(self.errors),
            waivers=self.waiver_uses(),
            left_out=sum(self._run.left_out.values()),
        )

    def waiver_uses(self) -> tuple[WaiverUse, ...]:
        """What became of every waiver."""
        context = self._run.context
        return tuple(waiver_uses(self._run.waivers, context.catalogue, context.as_of, self.gate.used))

    def idle_waivers(self) -> list[Diagnostic]:
        """What to say of the waivers that are of no use, but for those that are for another edition."""
        idle = (use for use in self.waiver_uses() if use.state is not WaiverState.USED and not use.of_other_edition)
        return [use.diagnostic for use in idle]


class Sink(Protocol):
    """An output or a report. It takes what ``transform`` made of each profile, in the order of their paths."""

    @property
    def transform(self) -> Transform:
        """What it needs of a profile."""

    def take(self, row: VendorRow, made: Any, outcome: Outcome) -> None:
        """A profile that was checked; ``made`` is what ``transform`` made of it."""

    def reject(self, errors: tuple[Diagnostic, ...]) -> None:
        """An input that could not be checked."""

    def finish(self, outcome: Outcome) -> None:
        """All profiles are checked."""


def check_all(run: Run, outcome: Outcome, sinks: Sequence[Sink], processes: int | None = None) -> None:
    """Check every profile once: the outcome grows, and the sinks are fed. Finishing them is the caller's."""
    transforms = [sink.transform for sink in sinks]
    for checked in _in_order(run, _checked(run, partial(_made, transforms=transforms), outcome.gate, processes)):
        if isinstance(checked, Rejected):
            outcome.errors += checked.diagnostics
            for sink in sinks:
                sink.reject(checked.diagnostics)
        else:
            row, made = checked
            outcome.rows.append(row)
            for sink, of_sink in zip(sinks, made, strict=True):
                sink.take(row, of_sink, outcome)


_Made = tuple[VendorRow, list[Any]]


def _made(checked: CheckedProfile, transforms: Sequence[Transform]) -> _Made:
    return vendor_row(checked), [transform(checked) for transform in transforms]


def _checked(
    run: Run, transform: Callable[[CheckedProfile], _Made], gate: GateTally, processes: int | None
) -> Iterator[_Made | Rejected]:
    """What became of each file, in the order of the files."""
    context = run.context
    waivers = active_waivers(run.waivers, context.as_of)
    gated = partial(apply_gate, transform=transform, waivers=waivers, baseline=run.baseline)
    options = CheckOptions(
        context.as_of,
        context.catalogue,
        run.markets,
        context.overrides,
        context.configuration,
        run.stdin_filename,
    )
    checked = transform_profiles(run.files, options, gated, processes)
    if len(run.files) >= _WORTH_WATCHING and sys.stderr.isatty():
        from cloudmkt_cli.render.terminal.progress import show_progress

        checked = show_progress(checked, len(run.files))
    return (gate.add(one) if isinstance(one, GateOutcome) else one for one in checked)


def _in_order(run: Run, checked: Iterator[_Made | Rejected]) -> Iterator[_Made | Rejected]:
    """The same, with the paths that led to no file where they belong among the others."""
    names = [name_of(file, run.stdin_filename) for file in run.files] if run.unusable else []
    unusable = [
        (bisect_left(names, path), Rejected(tuple(errors)))
        for path, errors in groupby(sorted(run.unusable, key=_path), key=_path)
    ]
    for number, one in enumerate(checked):
        while unusable and unusable[0][0] <= number:
            yield unusable.pop(0)[1]
        yield one
    yield from (rejected for _, rejected in unusable)


def _path(error: Diagnostic) -> str:
    return error.path or ""
