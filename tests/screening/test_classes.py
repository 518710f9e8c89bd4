"""Days and sums share a class between the limits of the conditions: few of them are decided, and none wrongly."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from support.screened import screened

from cloudmkt_cli.catalogue.conditions import Leaf
from cloudmkt_cli.checking import evaluator
from cloudmkt_cli.checking.evaluator import Evaluation
from cloudmkt_cli.checking.facts import Facts
from cloudmkt_cli.screening import leaves
from cloudmkt_cli.screening.model import Screening

START = date(2000, 1, 1)


def of_cells(heading: str, cells: Sequence[object]) -> Screening:
    table, _ = screened([{"company.name": "示例公司", heading: str(cell)} for cell in cells])
    return table.screening


def classes(screening: Screening) -> list[int]:
    (source,) = screening.sources
    return list(source.of_cell)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("company.established", [START + timedelta(number) for number in range(10_000)]),
        ("company.registered_capital", [f"{number}元" for number in range(1, 2_000_000, 500)]),
    ],
)
def test_thousands_of_days_and_sums_cost_few_decisions(
    heading: str, cells: Sequence[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def evaluate(leaf: Leaf, facts: Facts) -> Evaluation:
        asked.append(leaf)
        return evaluator.evaluate(leaf, facts)

    monkeypatch.setattr(leaves, "evaluate", evaluate)
    of_cells(heading, cells)
    assert 1 < len(asked) < 40


@pytest.mark.parametrize(
    ("heading", "valid", "invalid"),
    [
        ("company.established", "1900-01-01", "1899-12-31"),
        ("company.registered_capital", "1000000000000000元", "1000000000000001元"),
    ],
)
@pytest.mark.parametrize("first", ["valid", "invalid"])
def test_a_value_out_of_bounds_is_refused_beside_one_that_is_as_good(
    heading: str, valid: str, invalid: str, first: str
) -> None:
    cells = [valid, invalid] if first == "valid" else [invalid, valid]
    screening = of_cells(heading, cells)
    assert sorted(classes(screening)) == [0, 1]
    assert classes(screening)[cells.index(invalid)] == 0
    assert [(one.heading, one.rows) for one in screening.refused] == [(heading, 1)]


@pytest.mark.parametrize("turned", [1, -1])
def test_refused_cells_that_are_as_many_are_in_the_order_of_their_forms(turned: int) -> None:
    screening = of_cells("company.established", ["不详", "去年", "2020", "不详？", "去年"][::turned])
    assert [(one.form, one.rows) for one in screening.refused] == [("去年", 2), ("9", 1), ("不详？", 1)]


def test_each_day_of_a_class_has_its_own_anniversary() -> None:
    screening = of_cells("company.established", ["1999-12-31", "2000-02-29", "2001-03-01"])
    (source,) = screening.sources
    (days,) = source.met_on.values()
    assert classes(screening) == [1, 1, 1]
    assert list(days) == [date(2001, 12, 31), date(2002, 2, 28), date(2003, 3, 1)]
