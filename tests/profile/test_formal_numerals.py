"""Formal Chinese numerals: what is well-formed is read, and nothing else."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudmkt_cli.profile.formal_numerals import parse_formal
from cloudmkt_cli.profile.registered_capital import Amount, parse_capital

DIGITS = "零壹贰叁肆伍陆柒捌玖"
CHARACTERS = DIGITS + "拾佰仟万亿"


def spelled(number: int) -> str:
    """The standard spelling, digit by digit from the highest: zeros in a row are one 零, trailing ones none."""
    text, zero, section_is_empty = "", False, True
    digits = str(number)
    for index, digit in enumerate(digits):
        position = len(digits) - 1 - index
        if digit == "0":
            zero = True
        else:
            text += ("零" if zero and text else "") + DIGITS[int(digit)] + ("", "拾", "佰", "仟")[position % 4]
            zero, section_is_empty = False, False
        if position % 4 == 0 and not section_is_empty:
            text += ("", "万", "亿")[position // 4]
            section_is_empty = True
            zero = False  # at the end of a section; one at the start of the next is spelled
    return text


@given(st.integers(1, 10**12 - 1) | st.integers(1, 10**5) | st.integers(1, 10**6).map(lambda n: n * 1000))
def test_the_standard_spelling_of_every_number_is_read(number: int) -> None:
    assert parse_formal(spelled(number)) == number


@given(st.text(CHARACTERS, min_size=1, max_size=8))
def test_what_is_read_has_one_meaning(text: str) -> None:
    number = parse_formal(text)
    if number is not None:
        full = "壹" + text if text.startswith("拾") else text
        assert full.replace("零", "") == spelled(number).replace("零", "")


@given(st.integers(1, 10**12 - 1), st.data())
def test_a_misplaced_character_is_refused_or_changes_the_number(number: int, data: st.DataObject) -> None:
    text = spelled(number)
    at = data.draw(st.integers(0, len(text)))
    other = text[:at] + data.draw(st.sampled_from(CHARACTERS)) + text[at:]
    assert parse_formal(other) != number or other.replace("零", "") == text.replace("零", "") or other == "壹" + text


def test_short_texts_are_read_as_the_spellings_of_one_number_each() -> None:
    read = {text: parse_formal(text) for text in map("".join, itertools.product(CHARACTERS, repeat=3))}
    meant = {text: number for text, number in read.items() if number is not None}
    assert meant["壹佰万"] == 1_000_000
    assert all(text in {spelled(number), spelled(number).removeprefix("壹")} for text, number in meant.items())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("壹拾万零伍佰", 100_500),
        ("拾万", 100_000),
        ("壹佰万伍仟", 1_005_000),
        ("壹佰万零伍仟", 1_005_000),
        ("壹亿伍仟", 100_005_000),
        ("壹亿零伍", 100_000_005),
        ("壹仟零壹拾万", 10_100_000),
    ],
)
def test_both_spellings_before_full_thousands_are_read(text: str, number: int) -> None:
    assert parse_formal(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "零",
        "壹零",
        "壹佰零",
        "零壹",
        "壹佰壹",
        "壹仟壹",
        "壹贰",
        "壹万壹",
        "壹佰零零伍",
        "万",
        "壹万万",
        "壹万亿",
        "壹万壹亿",
        "佰壹",
        "壹拾拾",
        "拾拾",
        "壹百",
        "一佰",
        "两佰",
        "廿",
        "壹拾壹万零壹仟",
        "壹佰零壹拾壹万零伍仟",
        "壹拾零万",
    ],
)
def test_what_is_malformed_is_refused(text: str) -> None:
    assert parse_formal(text) is None


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("壹佰万元整", 1_000_000, "CNY"),
        ("人民币伍佰万圆整", 5_000_000, "CNY"),
        ("伍佰万圆正", 5_000_000, "CNY"),
        ("叁仟伍佰万元", 35_000_000, "CNY"),
        ("壹佰万人民币", 1_000_000, "CNY"),
        ("叁拾万美元整", 300_000, "USD"),
        (" 壹佰万元整 ", 1_000_000, "CNY"),
    ],
)
def test_capital_in_formal_numerals(text: str, amount: int, currency: str) -> None:
    assert parse_capital(text) == Amount(Decimal(amount), currency)  # type: ignore[arg-type]  # one of them


@pytest.mark.parametrize(
    "text", ["壹佰万", "壹佰万整", "人民币壹佰万美元", "壹佰万元整整", "壹佰元伍角", "壹百万元", "元整", "1佰万元"]
)
def test_capital_that_is_ambiguous_is_refused(text: str) -> None:
    assert parse_capital(text) is None
