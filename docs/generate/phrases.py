"""Words that the generated pages use for what the catalogue holds."""

from typing import Final

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.thresholds import Threshold, thresholds
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.phrases import phase
from cloudmkt_cli.render.thresholds import SIGNS, threshold_unit

COMMA: Final[dict[Language, str]] = {"en": ", ", "zh": "，"}


def numbers_of(item: Requirement, catalogue: Catalogue, language: Language) -> str:
    """The numbers that decide a requirement, with their units; empty where there are none."""
    return COMMA[language].join(_bound(threshold, catalogue, language) for threshold in thresholds(item.condition))


def level_of(item: Requirement, language: Language) -> str:
    """Whether a requirement decides a verdict; of one that does not yet, when it must be met."""
    return translate(phase(item.phase) if item.phase else f"level.{item.level}", language)


def dates_of(catalogue: Catalogue, language: Language) -> str:
    """The first and the last day on which an edition is known to have been in force."""
    since, last_seen = catalogue.edition.since, catalogue.edition.last_seen
    if not (since and last_seen):
        return {"en": "undated", "zh": "没有日期"}[language]
    return {"en": f"{since} to {last_seen}", "zh": f"{since} 至 {last_seen}"}[language]


def _bound(threshold: Threshold, catalogue: Catalogue, language: Language) -> str:
    unit = threshold_unit(threshold, catalogue)
    word = (unit.one if threshold.value == 1 else unit.many).get(language) if unit else ""
    return f"{SIGNS[threshold.operator]} {threshold.value:,} {word}"
