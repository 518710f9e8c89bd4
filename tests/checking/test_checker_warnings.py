"""What is odd in a profile and decides nothing."""

from typing import Final

import pytest
from support.samples import MARKETS, check, finding, stating, vendor

COPYRIGHT: Final = ("products", 0, "software_copyright")
CODE: Final = ("company", "uscc")


def test_nothing_is_odd_in_a_sound_profile() -> None:
    assert check(vendor()).warnings == ()


@pytest.mark.parametrize(
    ("stated", "odd"),
    [
        ("2023SR0123456", False),
        (True, False),
        (False, False),
        ("软著登字第0123456号", True),
        ("23SR0123456", True),
        ("2023SR", True),
    ],
)
def test_shape_of_a_software_copyright_number(stated: object, odd: bool) -> None:
    values = stating(COPYRIGHT, stated)
    assert (COPYRIGHT in [warning.about for warning in check(values).warnings]) is odd
    for market in ("miniprogram", "website", "enterprise"):
        status = "unknown" if odd else "pass" if stated else "fail"
        assert finding(values, f"{market}.software-copyright").status == status


@pytest.mark.parametrize(
    ("code", "odd"), [("91350100M000100Y43", False), ("91000000MA00000030", False), ("91350100M000100Y4Z", True)]
)
def test_check_digit_of_the_credit_code(code: str, odd: bool) -> None:
    result = check(stating(CODE, code))
    found = [(warning.code, warning.about) for warning in result.warnings]
    assert found == ([("uscc-check-digit", CODE)] if odd else [])
    assert [market.verdict.value for market in result.markets] == ["eligible"] * len(MARKETS)
