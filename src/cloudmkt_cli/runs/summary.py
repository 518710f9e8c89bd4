"""A checked profile in a row: how it stands in each market, what is missing, what comes next."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.formats import Only, Sort
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.runs.batch import CheckedProfile

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import BaselineResult

Item = TypeVar("Item")


class Cell(NamedTuple):
    """One market of one vendor."""

    market: str
    targeted: bool
    verdict: Verdict
    satisfied: int
    applicable: int


class Overview(NamedTuple):
    """One vendor."""

    path: str
    vendor: str
    verdict: Verdict
    cells: tuple[Cell, ...]
    gaps: int
    """How many requirements stand in the way of the markets aimed at."""
    next_step: str
    due: date | None
    due_is_estimate: bool
    is_waived: bool
    """Whether something required that fails is waived."""
    worse: "BaselineResult | None"
    """How it stands beside the baseline, where that is worse: what is lost."""


class Survey(NamedTuple):
    """The rows to show, and the totals of all that was checked."""

    rows: list[Overview]
    totals: Counter[Verdict]
    unchecked: int
    waived: int
    """How many of all have a failure that is waived."""
    worse: int
    """How many of all are worse than in the baseline."""
    overrides: tuple[Override, ...] = ()
    """What was supposed of every profile."""
    configuration: str | None = None
    """As in ``Batch``."""


def overview(checked: CheckedProfile) -> Overview:
    """The row of a profile."""
    result, baseline_result = checked.result, checked.baseline_result
    step = result.next_step
    return Overview(
        path=checked.path,
        vendor=result.vendor,
        verdict=result.verdict,
        cells=tuple(
            [
                _cell(item.market.id, item.targeted, item.verdict, item.satisfied, item.applicable)
                for item in result.markets
            ]
        ),
        gaps=result.gaps,
        next_step=step.id,
        due=step.due,
        due_is_estimate=step.due_is_estimate,
        is_waived=result.is_waived,
        # What the gate needs of it has been used, and is a hundred times a row.
        worse=baseline_result._replace(tolerated=frozenset(), old_statuses={})
        if baseline_result and baseline_result.is_worse
        else None,
    )


_cell = cache(Cell)
"""Cells are few, and one that is shared travels between processes once for many rows."""


def sorted_and_filtered(
    items: Iterable[Item], row_of: Callable[[Item], Overview], sort: Sort | None, only: Only | None
) -> list[Item]:
    """The items that ``only`` lets through, in the order asked for: by default as they come.

    By verdict and by gaps, who is nearest comes first.
    """
    rows = [(row_of(item), item) for item in items]
    wanted = [(row, item) for row, item in rows if only is None or row.verdict == only.replace("-", "_")]
    if sort is not None:
        wanted.sort(key=lambda pair: _SORT_KEYS[sort](pair[0]))
    return [item for _, item in wanted]


_SORT_KEYS: Final[dict[Sort, Callable[[Overview], tuple[str | int, ...]]]] = {
    "name": lambda row: (row.vendor,),
    "verdict": lambda row: (-row.verdict.rank, row.gaps),
    "gaps": lambda row: (row.gaps,),
}
