"""Conditions on customer cases: their truth, the case that decides, and the notes on texts that are no evidence."""

import pytest
from support.samples import Values, facts_of_vendor, stating, without

from cloudmkt_cli.catalogue.conditions import AnyCase, CasesAtLeast
from cloudmkt_cli.checking.evaluator import Evaluation, evaluate
from cloudmkt_cli.core.messages import Message

NAMED: Values = {"customer": "示例"}
AWARD_OR_CHINA_500 = AnyCase(("award", "china_500"))
NO_AWARD = Evaluation(
    None,
    ("cases", 1),
    (Message("check.says_no", {"found": "无"}),),
    (Message("remedy.says_no", {"key": "cases[1].award", "line": 'award = ""'}),),
)


def evaluated(condition: AnyCase | CasesAtLeast, cases: list[Values] | None) -> Evaluation:
    values = without(("cases",)) if cases is None else stating(("cases",), [NAMED | case for case in cases])
    return evaluate(condition, facts_of_vendor(values).for_market("api"))


@pytest.mark.parametrize(
    ("cases", "truth"),
    [
        (None, None),
        ([], False),
        ([{}], False),
        ([{}, {}], True),
        ([{}, {}, {}], True),
        ([{}, {"markets": ["image"]}], False),
    ],
    ids=["not stated", "none", "too few", "enough", "more", "of another market"],
)
def test_the_number_of_cases(cases: list[Values] | None, truth: bool | None) -> None:
    assert evaluated(CasesAtLeast(2), cases) == Evaluation(truth, ("cases",))


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (None, Evaluation(None, ("cases",))),
        ([], Evaluation(truth=False, decided_by=("cases",))),
        ([{"award": "", "china_500": False}], Evaluation(truth=False, decided_by=("cases",))),
        ([{"award": " ", "china_500": False}], Evaluation(truth=False, decided_by=("cases",))),
        ([{"award": "", "china_500": False}, {"award": ""}], Evaluation(None, ("cases", 1))),
        ([{}, {"award": "示例奖"}], Evaluation(truth=True, decided_by=("cases", 1))),
        ([{}, {"china_500": True}, {"award": "示例奖"}], Evaluation(truth=True, decided_by=("cases", 1))),
        ([{"award": "示例奖", "china_500": True}], Evaluation(truth=True, decided_by=("cases", 0))),
        ([{"china_500": False}, {"award": "无"}, {"award": "无"}], NO_AWARD),
        ([{"award": "无"}, {"china_500": True}], Evaluation(truth=True, decided_by=("cases", 1))),
    ],
    ids=[
        "not stated",
        "none",
        "no",
        "blank",
        "one silent",
        "award",
        "first of two facts",
        "both in one case",
        "not accepted",
        "not accepted but shown by another",
    ],
)
def test_a_case_that_shows_one_of_several_facts(cases: list[Values] | None, expected: Evaluation) -> None:
    assert evaluated(AWARD_OR_CHINA_500, cases) == expected
