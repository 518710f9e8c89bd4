"""The form of a cell that could not be read: enough to see what is wrong, and nothing of a company or a person."""

import pytest

from cloudmkt_cli.screening.masked import NOT_SHOWN, masked


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("500(万元(人民币", "9(万元(人民币"),
        ("9(万元（", "9(万元（"),
        ("1,200.50 万圆整", "9.9 万圆整"),
        ("50 万港元整", "9 万港元整"),
        ("２０２１年", "9年"),
        ("91350100M000100Y43", "9A9A9"),
        ("有限责任公司分公司", "有限责任公司分公司"),
        ("", ""),
    ],
)
def test_numbers_and_letters_are_masked(cell: str, form: str) -> None:
    assert masked(cell) == form


@pytest.mark.parametrize(
    "cell", ["张三", "万达", "500万元张三", "500 万芳", "Zhang San", "13800000000 李四", "司" * 41]
)
def test_what_may_be_a_name_or_is_long_is_not_shown(cell: str) -> None:
    assert masked(cell) == NOT_SHOWN
