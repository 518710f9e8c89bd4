"""Parse registered capital as written on licences and in registry exports."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Currency = Literal[
    "CNY",
    "USD",
    "HKD",
    "EUR",
    "JPY",
    "GBP",
    "SGD",
    "TWD",
    "MOP",
    "KRW",
    "AUD",
    "CAD",
    "NZD",
    "CHF",
    "SEK",
    "MYR",
    "THB",
]
CNY: Final = "CNY"

_SCALES: Final = {"": 1, "万": 10_000, "亿": 100_000_000}
CURRENCY_WORDS: Final[dict[str, Currency]] = {
    "元": CNY,
    "人民币": CNY,
    "元人民币": CNY,
    "人民币元": CNY,
    "美元": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "香港元": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "新加坡元": "SGD",
    "新台币": "TWD",
    "澳门元": "MOP",
    "韩元": "KRW",
    "澳大利亚元": "AUD",
    "加拿大元": "CAD",
    "瑞士法郎": "CHF",
}
_YUAN: Final[dict[Currency, float]] = {
    "USD": 7,
    "HKD": 0.9,
    "EUR": 8,
    "JPY": 0.06,
    "GBP": 10,
    "SGD": 5,
    "TWD": 0.23,
    "MOP": 0.9,
    "KRW": 0.006,
    "AUD": 5,
    "CAD": 5.5,
    "NZD": 4.5,
    "CHF": 7,
    "SEK": 0.8,
    "MYR": 1.8,
    "THB": 0.2,
}
"""Approximate value of each currency in yuan since the 1990s: to detect typing errors, never to convert."""
_WITHIN: Final = 3
"""The factor by which an equivalent may differ from that: more than any rate has moved, less than a digit."""
_LONGEST: Final = 100
"""Maximum length in characters, far beyond any amount."""
_HALF_WIDTH: Final = {0x3000: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
_CAPITAL = re.compile(
    rf"(人民币)?{_NUMBER}[ ]?(?P<open>\()?[ ]?([万亿]?)([^\d()]*)(?:\(([^\d()]+)\))?(?(open)\))",
    re.ASCII,
)
"""The note, the last of the groups, is the currency of a bare 元: ``9(万元(港币))``."""


class Amount(NamedTuple):
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: Currency


def is_plausible(amount: float, currency: Currency, yuan: float) -> bool:
    """Whether an amount can be worth ``yuan``: equal if it is in yuan, within a factor of three otherwise."""
    if currency == CNY:
        return amount == yuan
    about = amount * _YUAN[currency]
    return about / _WITHIN <= yuan <= about * _WITHIN


@lru_cache(maxsize=256)
def parse_capital(text: str) -> Amount | None:
    """Parse registered capital such as ``500万元``, ``50(万港元)`` or ``壹佰万元整``; return None if it is ambiguous.

    A figure with neither scale nor currency is ambiguous: it could be yuan or ten thousand yuan. With a scale alone,
    as in registry exports (``10(万)``), it is in yuan.
    """
    if len(text) > _LONGEST:
        return None
    text = text.translate(_HALF_WIDTH).strip()
    match = _CAPITAL.fullmatch(text)
    if match is None:
        return _parse_formal_capital(text)
    prefix, number, fraction, _, scale, word, note = match.groups()
    if not (prefix or scale or word):
        return None
    currency = _currency(word, note)
    if currency is None or (prefix and currency != CNY):
        return None
    return Amount(Decimal(number.replace(",", "") + (fraction or "")) * _SCALES[scale], currency)


def _currency(word: str, note: str | None) -> Currency | None:
    """The currency of a word, or of what stands behind a bare 元: 元美元, 元(港币)."""
    if note is not None:
        return CURRENCY_WORDS.get(note) if word == "元" else None
    if not word:
        return CNY
    behind = word.removeprefix("元")
    return CURRENCY_WORDS.get(word) or (CURRENCY_WORDS.get(behind) if behind != "元" else None)


def _parse_formal_capital(text: str) -> Amount | None:
    """Parse capital in formal numerals, with its currency."""
    from cloudmkt_cli.profile.formal_numerals import parse_formal_amount  # noqa: PLC0415  few state it so

    amount = parse_formal_amount(text)
    currency = CURRENCY_WORDS.get(amount.word.replace("圆", "元")) if amount else None
    if amount is None or currency is None or (amount.in_renminbi and currency != CNY):
        return None
    return Amount(Decimal(amount.number), currency)
