"""What the reports for clients are made of: rows and words that all of their formats share."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileResult, Status, Step, Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.serialize import assignment
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.render.phrases import actual, clause, fix, waived
from cloudmkt_cli.runs.batch import RunContext, Summary

OPEN: Final = (Status.FAIL, Status.UNKNOWN, Status.MANUAL)
"""What keeps a market from being eligible, the most certain first."""
ERRORS_OF_A_FILE: Final = 50
"""How many mistakes of one file a page for reading shows."""

_LONGEST: Final = 1000


class Gap(NamedTuple):
    """What a vendor still lacks, once for all the target markets that ask for the same."""

    status: Status
    title: Text
    ids: tuple[str, ...]
    clauses: tuple[str, ...]
    expected: str
    actual: str
    fix: str
    waived: str
    """Until when it is waived, by whom and why; empty where it is not."""


class Faults(NamedTuple):
    """What is wrong with one file, and how many mistakes more there are than are shown."""

    path: str
    shown: tuple[Diagnostic, ...]
    more: int


def shown(value: object, language: Language) -> str:
    """A value in a language, safe for a screen."""
    return escape_untrusted(word(value, language), _LONGEST)


def gaps(result: ProfileResult, catalogue: Catalogue, language: Language) -> tuple[Gap, ...]:
    """What is not met of the target markets: failures first, then what nobody knows, then what a reviewer judges."""
    found: dict[tuple[str, Status, str, str, str, str], dict[str, str]] = {}
    titles: dict[str, Text] = {}
    for aim in result.targets:
        for finding in aim.blockers:
            requirement = finding.requirement
            texts = (
                requirement.expected.get(language),
                actual(finding, catalogue, language),
                fix(finding, language) or "",
                waived(finding, language) or "",
            )
            titles[requirement.slug] = requirement.title
            same = found.setdefault((requirement.slug, finding.status, *texts), {})
            same[requirement.id] = _clause_of(finding, aim.market, language)
    listed = [
        Gap(status, titles[slug], tuple(places), tuple(places.values()), *texts)
        for (slug, status, *texts), places in found.items()
    ]
    return tuple(sorted(listed, key=lambda gap: OPEN.index(gap.status)))


def _clause_of(finding: Finding, market: Market, language: Language) -> str:
    place = clause(finding.requirement, language)
    if finding.requirement.clause is None:  # a general requirement belongs to no market
        return place
    return translate(Message("report.clause_of", {"market": market.name, "clause": place}), language)


def titles(result: MarketResult, status: Status) -> tuple[Text, ...]:
    """The required requirements of a market that have a status, by title."""
    return tuple(finding.requirement.title for finding in result.required if finding.status is status)


def waived_titles(result: MarketResult) -> tuple[Text, ...]:
    """The required requirements of a market that fail and are waived, by title."""
    return tuple(finding.requirement.title for finding in result.required if finding.waived)


def in_the_way(result: MarketResult, language: Language) -> str:
    """What keeps a market from being eligible: failures by name, the rest by number."""
    parts: list[str] = []
    if failing := titles(result, Status.FAIL):
        values = {"status": translate(f"status.{Status.FAIL}", language), "titles": failing}
        parts.append(translate(Message("text.in_the_way", values), language))
    for status in (Status.UNKNOWN, Status.MANUAL):
        if count := len(titles(result, status)):
            number = {"status": translate(f"status.{status}", language), "count": count}
            parts.append(translate(Message("text.in_the_way_count", number), language))
    return translate("word.semicolon", language).join(parts)


def due(step: Step, language: Language) -> str | None:
    """By when something is expected, marked where it is an estimate."""
    if step.due is None:
        return None
    return translate(Message("text.due_estimate" if step.due_is_estimate else "text.due", {"day": step.due}), language)


def totals(summary: Summary, language: Language) -> str:
    """How many profiles came out each way, in one sentence; those too that the report does not show."""
    verdicts = {verdict.value: summary.totals[verdict] for verdict in Verdict}
    values = {"profiles": summary.totals.total(), "errors": summary.unchecked, **verdicts}
    parts = [translate(Message("text.summary", values), language)]
    if summary.waived:
        parts.append(translate(Message("text.summary_waived", {"waived": summary.waived}), language))
    if summary.worse:
        parts.append(translate(Message("text.summary_worse", {"worse": summary.worse}), language))
    return translate("word.semicolon", language).join(parts)


def edition(catalogue: Catalogue, language: Language) -> str:
    """The edition of the rules, when it was in force, the day it was checked, and the notice to confirm it."""
    values = {"id": catalogue.id, "in_force": catalogue.in_force, "day": catalogue.checked_on}
    return translate(Message("text.edition", values | {"notice": catalogue.notice}), language)


def supposed(run: RunContext) -> tuple[str, ...]:
    """What was supposed of every profile, as a profile would have it."""
    return tuple(assignment(override.key, override.value) for override in run.overrides)


def supposition(run: RunContext, language: Language) -> str:
    """The same in one line, safe for a screen; nothing where nothing was supposed."""
    if not run.overrides:
        return ""
    values = {"label": Message("report.supposed"), "value": supposed(run)}
    return shown(Message("check.stated", values), language)


def configured(run: RunContext, language: Language) -> str:
    """Which configuration had a say in the run, safe for a screen; nothing where none had."""
    return shown(Message("config.file", {"path": run.configuration}), language) if run.configuration else ""


def faults(errors: Iterable[Diagnostic]) -> tuple[Faults, ...]:
    """The mistakes of every file; of a file with very many, the first."""
    by_file = [(path, tuple(of_file)) for path, of_file in groupby(errors, key=lambda error: error.path or "cloudmkt")]
    return tuple(
        Faults(path, of_file[:ERRORS_OF_A_FILE], max(0, len(of_file) - ERRORS_OF_A_FILE)) for path, of_file in by_file
    )


def place(error: Diagnostic) -> str:
    """The file of a mistake, with line and column where they are known."""
    path = error.path or "cloudmkt"
    return f"{path}:{error.position.line}:{error.position.column}" if error.position else path


def fault(error: Diagnostic, language: Language) -> str:
    """What is wrong, with the key that it is about."""
    message = translate(error.message, language)
    return f"{error.key}: {message}" if error.key else message
