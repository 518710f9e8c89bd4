"""What the formats for CI share: which findings they contain, how severe those are, and how they are worded.

These formats are about what decides the exit code: the findings of the target markets, or of the best market if the
profile names no target, with waived failures counted as met. Gaps in other markets are left out.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Literal, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.checking.results import Finding, MarketResult, Status
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.error_phrases import error_text
from cloudmkt_cli.render.phrases import actual, fix, phase
from cloudmkt_cli.render.result_phrases import format_value, join, product_messages
from cloudmkt_cli.runs.batch import CheckedProfile
from cloudmkt_cli.runs.gate import is_tolerated

Severity = Literal["error", "warning", "notice"]


class GateFinding(NamedTuple):
    """A finding that may affect the exit code, with its profile and the position of the value that decided it."""

    checked: CheckedProfile
    finding: Finding
    position: Position | None


class FindingText(NamedTuple):
    """A finding in words. Each field is one line, safe for a screen."""

    state: str
    actual: str
    expected: str
    fix: str

    def summary(self, language: Language) -> str:
        """The status and the actual value."""
        return translate("word.semicolon", language).join(filter(None, (self.state, self.actual)))

    def remedy_lines(self, language: Language) -> tuple[str, ...]:
        """What is expected and what to do, labelled; empty for a finding that needs no action."""
        labelled = {"text.expected": self.expected, "text.fix": self.fix}
        return tuple(translate(label, language) + text for label, text in labelled.items() if text)


def severity(checked: CheckedProfile, finding: Finding) -> Severity | None:
    """How severe a finding is: errors fail the run, warnings do unless ``--fail-on`` excludes them, notices never do.

    None: the finding needs no attention.
    """
    if not finding.blocks:
        return "notice" if finding.status is Status.FAIL else None
    if finding.waived or is_tolerated(checked, finding):
        return "notice"
    return "error" if finding.status is Status.FAIL else "warning"


def gate_findings(checked: CheckedProfile) -> Iterator[GateFinding]:
    """The findings of the targets. One that several markets share is listed once."""
    by_id = {finding.requirement.id: finding for target in checked.result.targets for finding in target.findings}
    for finding in by_id.values():
        yield GateFinding(checked, finding, checked.loaded.locate(finding.decided_by))


def other_products(market: MarketResult, language: Language) -> str:
    """The product that a market is checked with, and the verdicts of the others; empty if there are no others."""
    if not market.other_products:
        return ""
    parts = (translate(message, language) for message in product_messages(market))
    return format_value(join(parts, language), language)


def describe(checked: CheckedProfile, finding: Finding, catalogue: Catalogue, language: Language) -> FindingText:
    """Put a finding into words. Without ``expected`` and ``fix`` if it passes or does not apply."""
    settled = finding.status in {Status.PASS, Status.NOT_APPLICABLE}
    return FindingText(
        state=format_value(_state(checked, finding), language),
        actual=format_value(actual(finding, catalogue, language), language),
        expected="" if settled else format_value(finding.requirement.expected, language),
        fix=format_value(fix(finding, language) or "", language),
    )


def _state(checked: CheckedProfile, finding: Finding) -> Message:
    status = Message(f"status.{finding.status}")
    if waiver := finding.waived:
        values = {"day": waiver.expires, "by": waiver.approved_by, "reason": waiver.reason}
        return Message("gate.waived", values)
    if is_tolerated(checked, finding):
        return Message("gate.no_worse", {"status": status})
    if finding.requirement.level == "preferred" and finding.status is not Status.PASS:
        return Message("gate.preferred", {"status": status})
    if (due := finding.requirement.phase) and finding.status is not Status.PASS:
        return Message("gate.later", {"status": status, "phase": phase(due)})
    return status


def id_and_title(requirement: Requirement, language: Language) -> str:
    """The id of a requirement and its title."""
    return f"{requirement.id} {requirement.title.get(language)}"


def error_lines(error: Diagnostic, language: Language) -> tuple[str, str]:
    """The message and the hint of an error of the input."""
    return format_value(error_text(error, language), language), translate("text.hint", language) + format_value(
        error.hint, language
    )


def fingerprint(*parts: str) -> str:
    """An identifier that stays the same from run to run, whatever the language and wherever in its file a value is."""
    return sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]


def fingerprint_of_error(error: Diagnostic) -> str:
    """The fingerprint of an error of the input."""
    return fingerprint(error.path or "", error.key or "", translate(error.message, "en"))
