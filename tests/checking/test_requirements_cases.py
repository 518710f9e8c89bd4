"""Which customer cases count for a market, and what they say."""

from typing import Final

import pytest
from support.samples import Values, finding, stating


@pytest.mark.parametrize("market", ["miniprogram", "website", "enterprise"])
@pytest.mark.parametrize(
    ("named", "status"),
    [
        ([[]] * 4, "fail"),
        ([[]] * 5, "pass"),
        ([["this"]] * 4, "fail"),
        ([["this"]] * 5, "pass"),
        ([["image", "this"]] * 5, "pass"),
        ([[]] * 4 + [["this"]], "pass"),
        ([[]] * 4 + [["image"]], "fail"),
        ([["image"]] * 6, "fail"),
        ([], "fail"),
    ],
    ids=lambda value: "+".join("&".join(names) or "all" for names in value) if isinstance(value, list) else value,
)
def test_customer_cases(market: str, named: list[list[str]], status: str) -> None:
    cases: list[Values] = [
        {"customer": "示例客户", "markets": [name.replace("this", market) for name in names]}
        if names
        else {"customer": "甲"}
        for names in named
    ]
    assert finding(stating(("cases",), cases), f"{market}.customer-cases").status == status


YES: Final = {"china_500": True}
NO: Final = {"china_500": False, "fortune_global_500": False}
HALF: Final = {"fortune_global_500": False}
ELSEWHERE: Final = {"markets": ["website"], "china_500": True, "award": "示例奖"}


@pytest.mark.parametrize(
    ("slug", "cases", "status"),
    [
        ("top-500-case", [NO, {}, YES], "pass"),
        ("top-500-case", [NO, {"fortune_global_500": True}], "pass"),
        ("top-500-case", [NO, NO], "fail"),
        ("top-500-case", [NO, HALF], "unknown"),
        ("top-500-case", [ELSEWHERE], "fail"),
        ("top-500-case", [ELSEWHERE, {}], "unknown"),
        ("top-500-case", [], "fail"),
        ("award", [{}, {"award": ""}, {"award": "示例奖"}], "pass"),
        ("award", [{"award": ""}], "fail"),
        ("award", [{"award": ""}, {}], "unknown"),
        ("award", [ELSEWHERE], "fail"),
        ("award", [], "fail"),
    ],
    ids=[
        "top-says-yes",
        "top-fortune",
        "top-all-no",
        "top-half-unsaid",
        "top-elsewhere",
        "top-elsewhere-and-unsaid",
        "top-none",
        "award-won",
        "award-empty",
        "award-unsaid",
        "award-elsewhere",
        "award-none",
    ],
)
def test_case_that_says_so(slug: str, cases: list[Values], status: str) -> None:
    values = stating(("cases",), [{"customer": "示例客户"} | case for case in cases])
    assert finding(values, f"miniprogram.{slug}").status == status
