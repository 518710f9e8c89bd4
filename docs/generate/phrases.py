"""Words that the generated pages use for what the catalogue holds."""

from typing import Final

from generate.words import LEVELS, PHASES, WITHIN

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.thresholds import Threshold, thresholds
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.thresholds import SIGNS, threshold_unit

COMMA: Final[dict[Language, str]] = {"en": ", ", "zh": "，"}


def numbers_of(item: Requirement, catalogue: Catalogue, language: Language) -> str:
    """The numbers that decide a requirement, with their units; empty where there are none."""
    return COMMA[language].join(_bound(threshold, catalogue, language) for threshold in thresholds(item.condition))


def level_of(item: Requirement, language: Language) -> str:
    """Whether a requirement decides a verdict; of one that does not yet, when it must be met."""
    if item.phase is None:
        return LEVELS[language][item.level]
    when, within = PHASES[language][item.phase.when], WITHIN[language]
    for count, words in ((item.phase.working_days, within["working_days"]), (item.phase.months, within["months"])):
        if count:
            return words.format(when=when, count=count)
    return when


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
