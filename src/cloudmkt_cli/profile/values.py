"""What the keys of a profile hold: numbers, days, texts and sums, each within bounds."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple

from pydantic_core import PydanticCustomError

from cloudmkt_cli.core.tables.types import Check, JsonSchema, Limits, Parse
from cloudmkt_cli.profile.registered_capital import CNY, Currency, parse_capital

MAX_COUNT: Final = 1_000_000_000
MAX_AMOUNT: Final = 10**15
"""Bounds far beyond any company; below 2**53, so that a float of TOML is exact."""
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank text")
    return text


Filled = Annotated[str, Check(_not_blank), JsonSchema({"type": "string", "pattern": r"\S"})]
Day = Annotated[date, Limits(ge=EARLIEST, le=LATEST)]
Count = Annotated[int, Limits(ge=0, le=MAX_COUNT)]
Sum = Annotated[float, Limits(ge=0, le=MAX_AMOUNT)]
DaysPerWeek = Annotated[int, Limits(ge=0, le=7)]
HoursPerDay = Annotated[float, Limits(ge=0, le=24)]
Email = Annotated[str, Limits(pattern=r"^[^@\s]+@[^@\s]+$")]
MarketId = Annotated[str, JsonSchema({"$ref": "#/$defs/market"})]
MarketIds = tuple[MarketId, ...]
DocumentEvidence = bool | Filled  # a filled text is the path of the file
Certificate = bool | Day  # a day is the last one on which it is valid


def _two_capitals(text: str) -> str:
    if not _COUNTRY.fullmatch(text):
        raise PydanticCustomError("country_form", "not a code of two capital letters")
    return text


Country = Annotated[str, Check(_two_capitals), JsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]  # ISO 3166-1


def _known_version(version: int) -> int:
    if version != 1:
        raise PydanticCustomError("unknown_version", "not a version of the format")
    return version


Version = Annotated[int, Check(_known_version), JsonSchema({"type": "integer", "const": 1})]
"""A Literal would take 1.0 and true for 1."""
Cloud = Literal["tencent", "qingcloud", "huawei", "jd", "aws", "aliyun", "other"]
Clouds = tuple[Cloud, ...]
CLOUD_KEYS: Final = {"on_tencent_cloud": "runs_on", "bundled_with_tencent_cloud": "bundled_with"}
"""Keys of a product about Tencent Cloud alone, and the lists of clouds that say the same."""


class Capital(NamedTuple):
    """Registered capital: the subscribed amount on the current licence."""

    amount: Sum
    currency: Currency
    cny_equivalent: Sum | None = None

    @property
    def in_cny(self) -> Decimal | None:
        """The amount in yuan; None for another currency with no stated equivalent: it is never converted by guess."""
        stated = self.amount if self.currency == CNY else self.cny_equivalent
        return None if stated is None else Decimal(str(stated))


def _read_capital(value: object) -> object:
    if isinstance(value, dict):
        return value
    parsed = parse_capital(value) if isinstance(value, str) else None
    if parsed is None:
        raise PydanticCustomError("capital_form", "not a known form of registered capital")
    return {"amount": float(parsed.amount), "currency": parsed.currency}


LicenceCapital = Annotated[Capital, Parse(_read_capital)]  # a table, or a text as licences write it
