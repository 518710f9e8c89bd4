"""Registered capital as text: the forms of licences and registry exports, and what is refused rather than guessed."""

from decimal import Decimal
from typing import get_args

import pytest
from pydantic_core import ValidationError
from support.samples import stating

from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.registered_capital import CNY, CURRENCY_WORDS, Currency, is_plausible, parse_capital
from cloudmkt_cli.profile.values import Capital


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        # The forms that the contract names.
        ("500万元", "5000000", "CNY"),
        ("6500万人民币", "65000000", "CNY"),
        ("1,200万元", "12000000", "CNY"),
        ("1.2亿元", "120000000", "CNY"),
        ("1000.000000万人民币", "10000000", "CNY"),
        ("10(万)", "100000", "CNY"),
        ("50(万香港元)", "500000", "HKD"),
        ("9(万元(人民币))", "90000", "CNY"),
        ("9( 万人民币元)", "90000", "CNY"),
        ("9(万元(港币))", "90000", "HKD"),
        ("9（万元（港币））", "90000", "HKD"),
        ("9(万元美元)", "90000", "USD"),
        ("9万元(人民币)", "90000", "CNY"),
        ("300,000美元", "300000", "USD"),
        # The same with other words.
        ("人民币500万元", "5000000", "CNY"),
        ("500万元人民币", "5000000", "CNY"),
        ("500万人民币元", "5000000", "CNY"),
        ("1000000元", "1000000", "CNY"),
        ("1,000,000.01元", "1000000.01", "CNY"),
        ("0.5亿元", "50000000", "CNY"),
        ("3亿", "300000000", "CNY"),
        ("500万美元", "5000000", "USD"),
        ("50(万美元)", "500000", "USD"),
        ("80万欧元", "800000", "EUR"),
        ("5000万日元", "50000000", "JPY"),
        ("10万英镑", "100000", "GBP"),
        ("100万港元", "1000000", "HKD"),
        ("100万港币", "1000000", "HKD"),
        ("20万新加坡元", "200000", "SGD"),
        ("300万新台币", "3000000", "TWD"),
        ("300万澳门元", "3000000", "MOP"),
        ("1亿韩元", "100000000", "KRW"),
        ("40万澳大利亚元", "400000", "AUD"),
        ("40万加拿大元", "400000", "CAD"),
        ("40万瑞士法郎", "400000", "CHF"),
        ("0元", "0", "CNY"),
    ],
)
def test_known_forms(text: str, amount: str, currency: Currency) -> None:
    assert parse_capital(text) == (Decimal(amount), currency)
    capital = validate(VendorProfile, stating(("company", "registered_capital"), text)).company.registered_capital
    assert capital == Capital(amount=float(amount), currency=currency)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("\uff15\uff10\uff10万元", "5000000", "CNY"),
        ("\uff11\uff0c\uff12\uff10\uff10万元", "12000000", "CNY"),
        ("\uff11\uff0e\uff12亿元", "120000000", "CNY"),
        ("\uff11\uff10\uff08万\uff09", "100000", "CNY"),
        ("\uff15\uff10\uff08万香港元\uff09", "500000", "HKD"),
        ("\uff13\uff10\uff10\uff0c\uff10\uff10\uff10美元", "300000", "USD"),
        ("1\uff0c200万元", "12000000", "CNY"),
        ("10\uff08万\uff09", "100000", "CNY"),
        (" 500 万元 ", "5000000", "CNY"),
        ("500\u3000万元", "5000000", "CNY"),
        ("300,000 美元", "300000", "USD"),
    ],
)
def test_full_width_characters_and_spaces_around_words(text: str, amount: str, currency: str) -> None:
    assert parse_capital(text) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blank"),
        pytest.param("500", id="no-unit"),
        pytest.param("1,000,000", id="no-unit-grouped"),
        pytest.param("5000000.00", id="no-unit-fraction"),
        pytest.param("500()", id="empty-brackets"),
        pytest.param("1,2000万元", id="group-of-four"),
        pytest.param("1\uff0c2000万元", id="group-of-four-full-width"),
        pytest.param("\uff15\uff10\uff10", id="no-unit-full-width"),
        pytest.param("12,00万元", id="group-of-two"),
        pytest.param("1200,000元", id="first-group-of-four"),
        pytest.param(",500万元", id="leading-comma"),
        pytest.param("500,万元", id="trailing-comma"),
        pytest.param("1,,200万元", id="two-commas"),
        pytest.param("12 34万元", id="spaces-as-bad-grouping"),
        pytest.param("1.2.3万元", id="two-points"),
        pytest.param("500.万元", id="point-without-fraction"),
        pytest.param(".5亿元", id="fraction-alone"),
        pytest.param("1.200,000元", id="comma-in-fraction"),
        pytest.param("-500万元", id="negative"),
        pytest.param("\u2212500万元", id="negative-sign-of-typography"),
        pytest.param("+500万元", id="plus"),
        pytest.param("(500)万元", id="bracketed-as-negative"),
        pytest.param("500万比索", id="unknown-currency"),
        pytest.param("500万USD", id="currency-code"),
        pytest.param("$300,000", id="currency-sign"),
        pytest.param("500万个", id="no-currency"),
        pytest.param("人民币500万美元", id="two-currencies"),
        pytest.param("人民币500万港元", id="two-currencies-hk"),
        pytest.param("美元500万", id="foreign-prefix"),
        pytest.param("人民币", id="no-number"),
        pytest.param("万元", id="scale-alone"),
        pytest.param("五百万元", id="chinese-numerals"),
        pytest.param("伍佰万", id="formal-numerals-without-unit"),
        pytest.param("٥٠٠万元", id="arabic-indic-digits"),
        pytest.param("约500万元", id="about"),
        pytest.param("500余万元", id="and-more"),
        pytest.param("500-600万元", id="range"),
        pytest.param("500万元/600万元", id="two-figures"),
        pytest.param("500千元", id="unknown-scale"),
        pytest.param("5百万元", id="scale-of-hundreds"),
        pytest.param("500万亿元", id="two-scales"),
        pytest.param("1e6元", id="exponent"),
        pytest.param("50(万香港元", id="open-bracket"),
        pytest.param("9(万元(人民币)", id="one-of-two-brackets-open"),
        pytest.param("9(万元(人民币)(美元))", id="two-notes"),
        pytest.param("9(万美元(人民币))", id="a-note-that-says-otherwise"),
        pytest.param("人民币9(万元(美元))", id="a-note-that-says-otherwise-than-the-prefix"),
        pytest.param("9(万元())", id="empty-note"),
        pytest.param("9元元", id="unit-twice"),
        pytest.param("50万香港元)", id="closing-bracket"),
        pytest.param("500\n万元", id="line-break"),
        pytest.param("500¹万元", id="footnote-mark"),
        pytest.param("5②万元", id="circled-digit"),
        pytest.param("NaN元", id="not-a-number"),
    ],
)
def test_what_is_not_known_for_sure_is_refused(text: str) -> None:
    assert parse_capital(text) is None
    with pytest.raises(ValidationError):
        validate(VendorProfile, stating(("company", "registered_capital"), text))


@pytest.mark.parametrize("currency", ["CNY", "USD", "HKD", "NZD", "SEK", "MYR", "THB"])
def test_a_table_may_name_a_currency_that_text_has_no_word_for(currency: str) -> None:
    stated = {"amount": 1_000_000, "currency": currency, "cny_equivalent": 2_000_000}
    profile = validate(VendorProfile, stating(("company", "registered_capital"), stated))
    assert profile.company.registered_capital is not None
    assert profile.company.registered_capital.in_cny == (1_000_000 if currency == "CNY" else 2_000_000)


@pytest.mark.parametrize(
    ("stated", "in_cny"),
    [
        ("500万元", Decimal(5_000_000)),
        ("1,000,000.01元", Decimal("1000000.01")),
        ("60万美元", None),
        ({"amount": 5_000_000, "currency": "CNY"}, Decimal(5_000_000)),
        ({"amount": 600_000, "currency": "USD"}, None),
        ({"amount": 600_000, "currency": "USD", "cny_equivalent": 4_300_000}, Decimal(4_300_000)),
        ({"amount": 600_000, "currency": "USD", "cny_equivalent": 0}, Decimal(0)),
        ({"amount": 0, "currency": "CNY"}, Decimal(0)),
    ],
    ids=str,
)
def test_amount_in_yuan(stated: object, in_cny: Decimal | None) -> None:
    profile = validate(VendorProfile, stating(("company", "registered_capital"), stated))
    assert isinstance(profile.company.registered_capital, Capital)
    assert profile.company.registered_capital.in_cny == in_cny


@pytest.mark.parametrize(
    "stated",
    [
        {"amount": -1, "currency": "CNY"},
        {"amount": "5000000", "currency": "CNY"},
        {"amount": 5_000_000},
        {"currency": "CNY"},
        {"amount": 5_000_000, "currency": "XXX"},
        {"amount": 5_000_000, "currency": "cny"},
        {"amount": 5_000_000, "currency": "USD", "cny_equivalent": -1},
        {"amount": float("nan"), "currency": "CNY"},
        {"amount": float("inf"), "currency": "CNY"},
        5_000_000,
        True,
    ],
    ids=str,
)
def test_a_table_or_a_number_that_is_not_sure_is_refused(stated: object) -> None:
    with pytest.raises(ValidationError):
        validate(VendorProfile, stating(("company", "registered_capital"), stated))


def test_text_of_a_hundred_characters_is_read_and_longer_text_is_not() -> None:
    text = f"{'0' * 97}5万元"
    assert len(text) == 100
    assert parse_capital(text) == (Decimal(50_000), "CNY")
    assert parse_capital(f"0{text}") is None


@pytest.mark.parametrize("currency", sorted({*get_args(Currency)} - {CNY}))
def test_every_currency_has_a_range_that_spans_less_than_a_digit(currency: Currency) -> None:
    plausible = [exponent for exponent in range(-9, 9) if is_plausible(1, currency, 10.0**exponent)]
    assert len(plausible) <= 1
    assert any(is_plausible(1, currency, 10.0 ** (step / 10)) for step in range(-90, 90))


def test_every_word_is_of_a_known_currency() -> None:
    assert {*CURRENCY_WORDS.values()} <= {*get_args(Currency)}
