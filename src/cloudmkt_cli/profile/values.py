"""What the keys of a profile hold: numbers, days, texts and sums, each within bounds."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

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


Filled = Annotated[str, AfterValidator(_not_blank)]
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Sum = Annotated[float, Field(ge=0, le=MAX_AMOUNT, allow_inf_nan=False)]
DaysPerWeek = Annotated[int, Field(ge=0, le=7)]
HoursPerDay = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
MarketIds = Annotated[tuple[str, ...], Field(strict=False)]  # TOML has arrays, not tuples
DocumentEvidence = bool | Filled  # a filled text is the path of the file
Certificate = bool | Day  # a day is the last one on which it is valid


def _two_capitals(text: str) -> str:
    if not _COUNTRY.fullmatch(text):
        raise PydanticCustomError("country_form", "not a code of two capital letters")
    return text


Country = Annotated[str, AfterValidator(_two_capitals)]  # ISO 3166-1


def _known_version(version: int) -> int:
    if version != 1:
        raise PydanticCustomError("unknown_version", "not a version of the format")
    return version


Version = Annotated[int, AfterValidator(_known_version)]  # a Literal would take 1.0 and true for 1


class StrictTable(BaseModel):
    """A table of a file from outside: no key that it does not name, no value of another type."""

    # Only the whole of a file is ever validated: building one validator, not fifteen, halves the start-up.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


Cloud = Literal["tencent", "qingcloud", "huawei", "jd", "aws", "aliyun", "other"]
Clouds = Annotated[tuple[Cloud, ...], Field(strict=False)]
CLOUD_KEYS: Final = {"on_tencent_cloud": "runs_on", "bundled_with_tencent_cloud": "bundled_with"}
"""Keys of a product about Tencent Cloud alone, and the lists of clouds that say the same."""


class Capital(StrictTable):
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


LicenceCapital = Annotated[Capital, BeforeValidator(_read_capital)]  # a table, or a text as licences write it
