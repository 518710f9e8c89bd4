"""The matrix of a run: one row for each vendor, with a cell for each market, the gaps and the next step."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from cloudmkt_cli.checking.gaps import blocking_gaps
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.formats import Only, Sort
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.gate import GateReason, gate_of, gate_reasons

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import BaselineResult

Item = TypeVar("Item")


class MarketCell(NamedTuple):
    """The result of one vendor for one market."""

    market: str
    targeted: bool
    verdict: Verdict
    satisfied: int
    applicable: int


class VendorRow(NamedTuple):
    """The results of one vendor."""

    path: str
    vendor: str
    verdict: Verdict
    cells: tuple[MarketCell, ...]
    gaps: int
    """Number of gaps in the target markets."""
    failing: tuple[tuple[str, ...], ...]
    """The ids of each gap that fails and is not waived."""
    waived: tuple[tuple[str, ...], ...]
    """The ids of each gap that fails and is waived."""
    next_step: str
    due: date | None
    due_is_estimate: bool
    is_waived: bool
    """Whether at least one required failure is waived, in any market."""
    gate: Verdict
    gate_reasons: tuple[GateReason, ...]
    worse: "BaselineResult | None"
    """The comparison with the baseline, if the vendor is worse than in it."""


class SummaryTable(NamedTuple):
    """The rows to show, and the totals of all checked profiles."""

    rows: list[VendorRow]
    totals: Counter[Verdict]
    unchecked: int
    waived: int
    """Number of checked profiles with a waived failure."""
    worse: int
    """Number of checked profiles that are worse than in the baseline."""
    overrides: tuple[Override, ...] = ()
    """Values set with ``--set`` for every profile."""
    configuration: str | None = None
    """As in ``Batch``."""


def vendor_row(checked: CheckedProfile) -> VendorRow:
    """The row of a checked profile."""
    result, baseline_result = checked.result, checked.baseline_result
    step, gaps, gate = result.next_step, blocking_gaps(result), gate_of(checked)
    failures = [gap for gap in gaps if gap.finding.status is Status.FAIL]
    return VendorRow(
        path=checked.path,
        vendor=result.vendor,
        verdict=result.verdict,
        cells=tuple(
            [
                _cell(item.market.id, item.targeted, item.verdict, item.satisfied, item.applicable)
                for item in result.markets
            ]
        ),
        gaps=len(gaps),
        failing=tuple([gap.ids for gap in failures if not gap.finding.waived]),
        waived=tuple([gap.ids for gap in failures if gap.finding.waived]),
        next_step=step.id,
        due=step.due,
        due_is_estimate=step.due_is_estimate,
        is_waived=result.is_waived,
        gate=gate,
        gate_reasons=gate_reasons(checked) if gate is not result.verdict else (),
        worse=_without_gate_data(baseline_result) if baseline_result and baseline_result.is_worse else None,
    )


_cell = cache(MarketCell)
"""Equal cells are shared, so that pickling many rows writes each only once."""


def _without_gate_data(result: "BaselineResult") -> "BaselineResult":
    """Drop what only the gate needs: it is many times the size of a row."""
    return result._replace(tolerated=frozenset(), old_statuses={})


def sorted_and_filtered(
    items: Iterable[Item], row_of: Callable[[Item], VendorRow], sort: Sort | None, only: Only | None
) -> list[Item]:
    """The items that ``only`` selects, sorted by ``sort``; without it, in the given order.

    Sorting by verdict or by gaps puts the nearest to eligible first.
    """
    rows = [(row_of(item), item) for item in items]
    wanted = [(row, item) for row, item in rows if only is None or row.verdict == only.replace("-", "_")]
    if sort is not None:
        wanted.sort(key=lambda pair: _SORT_KEYS[sort](pair[0]))
    return [item for _, item in wanted]


_SORT_KEYS: Final[dict[Sort, Callable[[VendorRow], tuple[str | int, ...]]]] = {
    "name": lambda row: (row.vendor,),
    "verdict": lambda row: (-row.verdict.rank, row.gaps),
    "gaps": lambda row: (row.gaps,),
}
