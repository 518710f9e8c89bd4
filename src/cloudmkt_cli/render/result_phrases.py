"""Words that all formats use for a run, its catalogue, and the results of a profile."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, get_args

from cloudmkt_cli.catalogue.loader import DEFAULT_PACK
from cloudmkt_cli.catalogue.lookup import notes_about
from cloudmkt_cli.catalogue.model import Catalogue, Level, Note, PublishedException, Requirement
from cloudmkt_cli.checking.gaps import blocking_gaps
from cloudmkt_cli.checking.remarks import notes_on_open, open_exceptions, remarks_on
from cloudmkt_cli.checking.results import OPEN_STATUSES, Finding, MarketResult, ProfileResult, Status, Verdict
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.toml.serialize import assignment
from cloudmkt_cli.core.translation import translate, word
from cloudmkt_cli.render.phrases import phase
from cloudmkt_cli.runs.batch import RunContext, Summary
from cloudmkt_cli.runs.summary import SummaryTable

_LONGEST: Final = 1000


def format_value(value: object, language: Language) -> str:
    """A value in a language, safe for a screen."""
    return escape_untrusted(word(value, language), _LONGEST)


def join(parts: Iterable[str], language: Language) -> str:
    """Several statements in one line."""
    return translate("word.semicolon", language).join(parts)


def totals(counted: Summary | SummaryTable, language: Language) -> str:
    """How many profiles have each verdict, are waived or worse, or could not be checked. Filters do not matter."""
    verdicts = {verdict.value: counted.totals[verdict] for verdict in Verdict}
    values = {"profiles": counted.totals.total(), "errors": counted.unchecked, **verdicts}
    parts = [translate(Message("text.summary", values), language)]
    if counted.waived:
        parts.append(translate(Message("text.summary_waived", {"waived": counted.waived}), language))
    if counted.worse:
        parts.append(translate(Message("text.summary_worse", {"worse": counted.worse}), language))
    return join(parts, language)


def report_title(key: str, catalogue: Catalogue) -> Message:
    """The title of a report, which names the marketplace."""
    return Message(key, {"marketplace": catalogue.edition.marketplace_name})


def edition(catalogue: Catalogue, language: Language) -> str:
    """The edition of the catalogue, when it was in force, when it was checked, and the notice to confirm it."""
    values = {"id": catalogue.id, "in_force": catalogue.in_force, "day": catalogue.checked_on}
    return translate(Message("text.edition", values | {"notice": catalogue.notice}), language)


def configuration_line(run: RunContext, language: Language) -> str:
    """The configuration file that affected the results, safe for a screen; empty if none did."""
    return format_value(Message("config.file", {"path": run.configuration}), language) if run.configuration else ""


def override_assignments(run: RunContext) -> tuple[str, ...]:
    """The values given by ``--set``, as TOML."""
    return tuple(assignment(override.key, override.value) for override in run.overrides)


def overrides_line(run: RunContext, language: Language) -> str:
    """The same in one line with its label, safe for a screen; empty if there are none."""
    if not run.overrides:
        return ""
    values = {"label": Message("report.supposed"), "value": override_assignments(run)}
    return format_value(Message("check.stated", values), language)


def titles_with_status(result: MarketResult, status: Status) -> tuple[Text, ...]:
    """The titles of the required requirements of a market that have a status."""
    return tuple(finding.requirement.title for finding in result.required if finding.status is status)


def left_to_do(result: ProfileResult, language: Language) -> str:
    """What keeps a vendor from being eligible for its targets, by kind; empty if nothing does.

    A gap that several markets share counts once.
    """
    return _by_kind([gap.finding for gap in blocking_gaps(result)], language)


def counts(result: MarketResult, language: Language) -> str:
    """What keeps a market from being eligible, by kind, then how many requirements are met."""
    values = {"applicable": result.applicable, "satisfied": result.satisfied}
    left = _by_kind(result.blockers, language)
    parts = [*([left] if left else ()), translate(Message("text.counts", values), language)]
    if result.preferred:
        preferred = {"of": len(result.preferred), "satisfied": result.preferred_satisfied}
        parts.append(translate(Message("text.counts_preferred", preferred), language))
    return join(parts, language)


def blockers_line(result: MarketResult, language: Language) -> str:
    """What keeps a market from being eligible: the titles of what fails, and how much else there is of each kind."""
    failing = titles_with_status(result, Status.FAIL)
    others = _by_kind([finding for finding in result.blockers if finding.status is not Status.FAIL], language)
    titles = translate(Message("text.to_fix", {"items": failing}), language) if failing else ""
    return join(filter(None, (titles, others)), language)


def _by_kind(blockers: Sequence[Finding], language: Language) -> str:
    return word(kinds_left(blockers), language)


def kinds_left(blockers: Sequence[Finding]) -> tuple[Message, ...]:
    """How many there are to fix, to fill in and for review."""
    waived = sum(finding.waived is not None for finding in blockers)
    statuses = [finding.status for finding in blockers]
    return tuple(
        Message(
            "left.waived" if waived and status is Status.FAIL else f"left.{status}",
            {"count": statuses.count(status), "waived": waived},
        )
        for status in OPEN_STATUSES
        if status in statuses
    )


def shared_id(ids: Sequence[str]) -> Message | str:
    """The id of a requirement; if several markets ask for the same, the first id, and the other markets."""
    first, *others = ids
    if not others:
        return first
    return Message(
        "text.shared_id",
        {"id": first, "markets": tuple(other.partition(".")[0].rpartition("/")[2] for other in others)},
    )


def finding_groups(
    findings: Sequence[Finding], language: Language
) -> tuple[tuple[Level, str, tuple[Finding, ...]], ...]:
    """The findings of a market by level, each group with its heading; what is asked for later, by when it is due."""
    groups: dict[tuple[Level, str], list[Finding]] = {}
    for level in get_args(Level):
        for finding in findings:
            if finding.requirement.level == level:
                groups.setdefault((level, level_heading(finding.requirement, language)), []).append(finding)
    return tuple((level, heading, tuple(grouped)) for (level, heading), grouped in groups.items())


def level_heading(requirement: Requirement, language: Language) -> str:
    """The heading of the requirements of the same level that are due at the same time."""
    if requirement.phase is None:
        return translate(f"text.{requirement.level}", language)
    return translate(Message("text.later", {"phase": phase(requirement.phase)}), language)


def level_words(requirement: Requirement, language: Language) -> str:
    """The level of a requirement, or when it is due."""
    if requirement.phase is None:
        return translate(f"level.{requirement.level}", language)
    return translate(Message("text.due_when", {"phase": phase(requirement.phase)}), language)


def remarks(result: MarketResult, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """What the edition says of a result: published ways in despite a failure, then notes on what is open."""
    return _remark_lines(open_exceptions(result, catalogue), notes_on_open(result, catalogue), language)


def finding_remarks(
    finding: Finding, result: MarketResult, catalogue: Catalogue, language: Language
) -> tuple[str, ...]:
    """The same for one finding of a market."""
    return _remark_lines(*remarks_on(finding, result, catalogue), language)


def requirement_remarks(requirement: Requirement, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """The published exceptions to a requirement and the notes on it, whatever a vendor states."""
    exceptions = (one for one in catalogue.exceptions if requirement.slug in one.slugs)
    return _remark_lines(exceptions, notes_about(requirement, catalogue), language)


def _remark_lines(
    exceptions: Iterable[PublishedException], notes: Iterable[Note], language: Language
) -> tuple[str, ...]:
    ways = (exception_line(one, language) for one in exceptions)
    return (*ways, *(note_line(note, language) for note in notes))


def exception_line(exception: PublishedException, language: Language) -> str:
    """A published way in despite a failure, with the time for an answer if the source promises one."""
    values = {"title": exception.title, "about": exception.about, "days": exception.answer_within}
    key = "text.exception" if exception.answer_within is None else "text.exception_answered"
    return translate(Message(key, values), language)


def note_line(note: Note, language: Language) -> str:
    """A note of the edition, with its kind."""
    return translate(Message("check.stated", {"label": Message(f"note.{note.kind}"), "value": note.text}), language)


def edition_option(catalogue: Catalogue) -> str:
    """What a command needs to be about the same edition; empty for the default one."""
    return "" if catalogue.id == DEFAULT_PACK else f" --edition {catalogue.id}"


def product_messages(result: MarketResult) -> tuple[Message, ...]:
    """The product that a market is checked with, and the verdicts of the other products offered there."""
    messages: list[Message] = []
    if result.product is not None:
        messages.append(Message("text.product", {"name": result.product}))
    if result.other_products:
        others = tuple(
            Message("text.other_product", {"name": name, "verdict": Message(f"verdict.{verdict}")})
            for name, verdict in result.other_products
        )
        messages.append(Message("text.other_products", {"products": others}))
    return tuple(messages)


def due_line(day: date | None, language: Language, *, is_estimate: bool) -> str | None:
    """By when a step is due, marked if that is an estimate; None if it is not due."""
    if day is None:
        return None
    return translate(Message("text.due_estimate" if is_estimate else "text.due", {"day": day}), language)
