"""The JSON report of ``check`` and of ``next``."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.facts import StatedAttestation
from cloudmkt_cli.checking.remarks import notes_on_open, open_exceptions
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileWarning, Step, Verdict, Waiver
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.json_report.catalogue import exception_entry, note_entry, phase_entry
from cloudmkt_cli.render.json_report.envelope import (
    document_head,
    hypothetical,
    json_bytes,
    object_with_list,
)
from cloudmkt_cli.render.phrases import actual, details, fix
from cloudmkt_cli.render.writer import Parts, cache_per_finding, render_document
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.gate import gate_of
from cloudmkt_cli.runs.waivers import WaiverUse

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import Regression

Locate = Callable[[KeyPath | None], Position | None]


def render_batch(batch: Batch, language: Language, target: TextIO | None = None) -> str:  # noqa: ARG001  for text
    """The report of a batch."""
    return render_document(JsonWriter(batch.context, language), batch).decode()


class JsonWriter(NamedTuple):
    """Writes the report as one document."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The entry of a profile."""
        return (json_bytes(profile_entry(checked, self.run, self.language), indent=2, depth=4),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The totals, the entries of the profiles, and the errors."""
        before = document_head(self.run.catalogue, self.language) | {
            "as_of": self.run.as_of.isoformat(),
            "configuration": self.run.configuration,
            "hypothetical": hypothetical(self.run.overrides),
            "summary": {
                **counts_entry(summary),
                "waived": summary.waived,
                "worse": summary.worse,
                "left_out": summary.left_out,
            },
        }
        after = {
            "errors": [error_entry(error, self.language) for error in summary.errors],
            "waivers": [waiver_entry(use) for use in summary.waivers],
        }
        yield from object_with_list(before, "profiles", parts(0), after)
        yield b"\n"


def counts_entry(summary: Summary) -> dict[str, int]:
    """How many profiles have each verdict, and how many inputs could not be checked."""
    verdicts = (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE, Verdict.INCOMPLETE)
    counts = {verdict.value: summary.totals[verdict] for verdict in verdicts}
    return {"profiles": summary.totals.total(), **counts, "errors": summary.unchecked}


def profile_entry(checked: CheckedProfile, run: RunContext, language: Language) -> dict[str, Any]:
    """One profile of the report."""
    locate = cache(checked.loaded.locate)

    def requirement(finding: Finding) -> dict[str, Any]:
        return finding_entry(finding, run.catalogue, language) | {"location": location(locate(finding.decided_by))}

    markets = [
        market_entry(market, run.catalogue, language)
        | {"requirements": [requirement(finding) for finding in market.findings]}
        for market in checked.result.markets
    ]
    return profile_head(checked) | {"markets": markets} | profile_tail(checked, locate, language)


def profile_head(checked: CheckedProfile) -> dict[str, Any]:
    """The members of a profile before its markets."""
    compared = checked.baseline_result
    return {
        "path": checked.path,
        "vendor": checked.result.vendor,
        "verdict": checked.result.verdict.value,
        "gate": gate_of(checked).value,
        "baseline": compared.change.value if compared else None,
        "regressions": [_regression(loss) for loss in compared.regressions] if compared else [],
    }


def profile_tail(checked: CheckedProfile, locate: Locate, language: Language) -> dict[str, Any]:
    """The members of a profile after its markets."""
    return {
        "next_step": step_entry(checked.result.next_step, language),
        "warnings": [warning_entry(warning, locate, language) for warning in checked.result.warnings],
    }


def _regression(loss: "Regression") -> dict[str, Any]:
    """A requirement with a worse status than in the baseline; ``old`` is null if it was not required there."""
    old = loss.old and ("waived" if loss.old.waived else loss.old.status.value)
    return {"id": loss.new.id, "old": old, "new": loss.new.status.value}


def step_entry(step: Step, language: Language) -> dict[str, Any]:
    """One onboarding step."""
    return {
        "id": step.id,
        "title": step.title.get(language),
        "detail": details(step, language),
        "due": step.due.isoformat() if step.due else None,
        "due_is_estimate": step.due_is_estimate,
        "blocked_by": list(step.blocked_by),
    }


def warning_entry(warning: ProfileWarning, locate: Locate, language: Language) -> dict[str, Any]:
    """One warning."""
    return {
        "code": warning.code,
        "message": translate(warning.message, language),
        "location": location(locate(warning.about)),
    }


def market_entry(market: MarketResult, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """One market of a profile, without its requirements."""
    return {
        "market": market.market.id,
        "targeted": market.targeted,
        "verdict": market.verdict.value,
        "satisfied": market.satisfied,
        "decided": market.decided,
        "applicable": market.applicable,
        "preferred": {"satisfied": market.preferred_satisfied, "of": len(market.preferred)},
        "product": market.product,
        "other_products": [{"name": name, "verdict": verdict.value} for name, verdict in market.other_products],
        "exceptions": [exception_entry(one, language) for one in open_exceptions(market, catalogue)],
        "notes": [note_entry(note, language) for note in notes_on_open(market, catalogue)],
    }


@cache_per_finding
def finding_entry(finding: Finding, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """One requirement of a market, without its location."""
    requirement = finding.requirement
    return {
        "id": requirement.id,
        "clause": requirement.clause,
        "level": requirement.level,
        "phase": phase_entry(requirement.phase),
        "status": finding.status.value,
        "expected": requirement.expected.get(language),
        "actual": actual(finding, catalogue, language),
        "fix": fix(finding, language),
        "attested": _attested(finding.attested),
        "waived": _waived(finding.waived),
    }


def _attested(attestation: StatedAttestation | None) -> dict[str, Any] | None:
    if attestation is None:
        return None
    return {
        "by": attestation.by,
        "on": attestation.on.isoformat(),
        "expires": attestation.expires.isoformat() if attestation.expires else None,
        "evidence": list(attestation.evidence),
    }


def _waived(waiver: Waiver | None) -> dict[str, Any] | None:
    if waiver is None:
        return None
    return {"reason": waiver.reason, "approved_by": waiver.approved_by, "expires": waiver.expires.isoformat()}


def waiver_entry(use: WaiverUse) -> dict[str, Any]:
    """One waiver and its state."""
    waiver, path, position, _ = use.stated
    return {
        "path": path,
        "requirement": waiver.requirement,
        "vendor": waiver.vendor,
        "expires": waiver.expires.isoformat(),
        "state": use.state.value,
        "location": location(position),
    }


def location(position: Position | None) -> dict[str, int] | None:
    """Where a value is in its file; null if it is not there."""
    return position._asdict() if position else None


def error_entry(error: Diagnostic, language: Language) -> dict[str, Any]:
    """One error of one input."""
    return {
        "path": error.path,
        "line": error.position.line if error.position else None,
        "column": error.position.column if error.position else None,
        "key": error.key,
        "message": translate(error.message, language),
        "hint": translate(error.hint, language),
    }
