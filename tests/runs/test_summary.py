"""The rows of the matrix, their order and their filter."""

from datetime import date

import pytest
from support.samples import AS_OF, CATALOGUE, Values, check, stating, vendor, without
from support.samples_waivers import stated, waiver
from support.strategies_runs import as_toml

from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.formats import Only, Sort
from cloudmkt_cli.history.baseline import BaselineResult
from cloudmkt_cli.history.diff import Change
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.summary import MarketCell, VendorRow, sorted_and_filtered, vendor_row
from cloudmkt_cli.runs.waivers import active_waivers, apply_waivers

UNSIGNED = stating(("agreements", "consignment"), value=False)
UNKNOWN = without(("agreements", "consignment"))


def checked(values: Values, markets: tuple[str, ...] = ("api", "website")) -> CheckedProfile:
    loaded = load_profile(as_toml(values).encode(), "", CATALOGUE)
    return CheckedProfile("a.toml", loaded, check(values, markets=markets))


def test_the_row_of_a_vendor() -> None:
    row = vendor_row(checked(UNSIGNED | {"target_markets": ["website"]}, ()))
    required = {"miniprogram": 19, "website": 17, "image": 15, "enterprise": 18, "api": 17, "service": 16}
    assert row == VendorRow(
        path="a.toml",
        vendor="星海示例科技有限公司",
        verdict=Verdict.NOT_ELIGIBLE,
        cells=tuple(
            MarketCell(market, market == "website", Verdict.NOT_ELIGIBLE, count - 1, count)
            for market, count in required.items()
        ),
        gaps=1,
        failing=(("website.agreements",),),
        waived=(),
        next_step="qualify",
        due=None,
        due_is_estimate=False,
        is_waived=False,
        gate=Verdict.NOT_ELIGIBLE,
        gate_reasons=(),
        worse=None,
    )


def test_the_row_of_a_vendor_that_waits() -> None:
    values = vendor() | {"onboarding": {"applied_on": date(2030, 6, 3), "review": "pending"}}
    result = check(values, as_of=date(2030, 6, 3))
    row = vendor_row(checked(values)._replace(result=result))
    assert (row.next_step, row.due, row.due_is_estimate) == ("await-review", result.next_step.due, True)
    assert (row.verdict, row.gaps) == (Verdict.ELIGIBLE, 0)
    assert row.due


def test_a_row_says_that_a_failure_is_waived() -> None:
    found = checked(UNSIGNED)
    active = active_waivers(stated(waiver("agreements")), AS_OF)
    result, _ = apply_waivers(found.result, found.loaded.profile.company, active)
    assert vendor_row(found._replace(result=result)).is_waived is True


def test_a_row_keeps_the_comparison_only_of_a_vendor_that_is_worse_and_without_the_data_of_the_gate() -> None:
    worse = BaselineResult(Change.WORSE, Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE, (), frozenset("x"), {"x": Status.FAIL})
    row = vendor_row(checked(UNSIGNED)._replace(baseline_result=worse))
    assert row.worse == BaselineResult(Change.WORSE, Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)
    better = worse._replace(change=Change.BETTER)
    assert vendor_row(checked(UNSIGNED)._replace(baseline_result=better)).worse is None


def test_equal_cells_are_one_object() -> None:
    one, other = vendor_row(checked(vendor())), vendor_row(checked(vendor()))
    assert all(left is right for left, right in zip(one.cells, other.cells, strict=True))


NO_OPERATORS = stating(("team", "marketplace_operators"), 0, UNSIGNED)
VENDORS = {
    "d": NO_OPERATORS,
    "c": UNKNOWN,
    "b": UNSIGNED,
    "a": vendor(),
    "e": without(("team", "marketplace_operators"), UNKNOWN),
}


@pytest.mark.parametrize(
    ("sort", "only", "expected"),
    [
        (None, None, "dcbae"),
        ("name", None, "abcde"),
        ("verdict", None, "acebd"),
        ("gaps", None, "acbde"),
        (None, "not-eligible", "db"),
        ("gaps", "incomplete", "ce"),
        ("verdict", "eligible", "a"),
    ],
)
def test_order_and_filter_of_rows(sort: Sort | None, only: Only | None, expected: str) -> None:
    rows = [
        vendor_row(checked(stating(("company", "name"), name, values), ("website",)))
        for name, values in VENDORS.items()
    ]
    by_number = dict(enumerate(rows))
    found = sorted_and_filtered(by_number, by_number.__getitem__, sort, only)
    assert "".join(by_number[number].vendor for number in found) == expected
