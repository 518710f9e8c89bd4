"""Words for the numbers in conditions."""

from functools import cache
from typing import Final

from cloudmkt_cli.catalogue.facts import Unit
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.thresholds import Threshold
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message, Text
from cloudmkt_cli.core.translation import translate

SIGNS: Final = {">=": "≥", ">": ">"}
_SCALE: Final[dict[Language, int]] = {"zh": 10_000, "en": 1_000_000}
"""The unit that round numbers are counted in where there is little room."""


def short_threshold(threshold: Threshold, language: Language) -> str:
    """A threshold without its unit, such as ``≥ 20``; round numbers are scaled."""
    scaled, rest = divmod(threshold.value, _SCALE[language])
    number = f"{threshold.value:,}" if rest else translate(Message("threshold.scaled", {"number": scaled}), language)
    return f"{SIGNS[threshold.operator]} {number}"


def threshold_unit(threshold: Threshold, catalogue: Catalogue) -> Unit | None:
    """What the number of a threshold counts."""
    return _years() if threshold.in_years else catalogue.facts[threshold.fact].unit


@cache
def _years() -> Unit:
    one, many = (Text(*(translate(key, lang) for lang in LANGUAGES)) for key in ("threshold.year", "threshold.years"))
    return Unit(one, many)
