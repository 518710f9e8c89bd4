"""The report of ``check``, and the way in of one vendor."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.facts import StatedAttestation
from cloudmkt_cli.checking.onboarding import STEPS
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileWarning, Step, Verdict, Waiver
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.json_report.envelope import hypothetical, json_bytes, with_entries, write_document
from cloudmkt_cli.render.phrases import actual, details, fix
from cloudmkt_cli.render.writer import Parts, once_a_finding, whole
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, RunContext, Summary
from cloudmkt_cli.runs.waivers import WaiverUse

if TYPE_CHECKING:
    from cloudmkt_cli.history.baseline import Regression

Locate = Callable[[KeyPath | None], Position | None]
Requirements = Callable[[MarketResult, Locate], list[dict[str, Any]]]


def render_batch(batch: Batch, language: Language, target: TextIO | None = None) -> str:  # noqa: ARG001  for text
    """The report of a run that is kept in memory."""
    return whole(JsonWriter(batch.context, language), batch).decode()


class JsonWriter(NamedTuple):
    """The whole report."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """Its entry."""
        return (json_bytes(profile_entry(checked, self.run.catalogue, self.language), indent=2, depth=4),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The totals stand before the entries, the errors after them."""
        body = {
            "as_of": self.run.as_of.isoformat(),
            "configuration": self.run.configuration,
            "hypothetical": hypothetical(self.run.overrides),
            "summary": {
                "profiles": summary.totals.total(),
                "eligible": summary.totals[Verdict.ELIGIBLE],
                "not_eligible": summary.totals[Verdict.NOT_ELIGIBLE],
                "incomplete": summary.totals[Verdict.INCOMPLETE],
                "errors": summary.unchecked,
                "waived": summary.waived,
                "worse": summary.worse,
                "left_out": summary.left_out,
            },
            "profiles": [],
            "errors": [error_entry(error, self.language) for error in summary.errors],
            "waivers": [waiver_entry(use) for use in summary.waivers],
        }
        document = write_document(body, self.run.catalogue, self.language).encode()
        return with_entries(document, b'\n  "profiles": ', parts(0))


def render_onboarding(
    checked: CheckedProfile | None,
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001
) -> str:
    """Every step of the way in: as it stands for a vendor, or what there is to do for nobody in particular."""
    if checked is None:
        return write_document({"steps": [_bare_step(step, language) for step in STEPS]}, catalogue, language)
    result = checked.result
    body = {
        "configuration": checked.configuration,
        "hypothetical": hypothetical(checked.loaded.overrides),
        "path": checked.path,
        "vendor": result.vendor,
        "steps": [_step(step, language) | {"done": step.done} for step in result.onboarding],
        "next_step": _step(result.next_step, language),
        "warnings": [_warning(warning, checked.loaded.locate, language) for warning in result.warnings],
    }
    return write_document(body, catalogue, language)


def profile_entry(
    checked: CheckedProfile, catalogue: Catalogue, language: Language, requirements: Requirements | None = None
) -> dict[str, Any]:
    """One profile of the report, or a line of its own in JSON Lines; ``requirements`` lists those of a market."""
    result = checked.result
    locate = cache(checked.loaded.locate)
    list_of = requirements or partial(_requirements, catalogue=catalogue, language=language)
    return {
        "path": checked.path,
        "vendor": result.vendor,
        "verdict": result.verdict.value,
        "gate": checked.gate.value,
        "baseline": checked.baseline_result.change.value if checked.baseline_result else None,
        "regressions": [_regression(loss) for loss in checked.baseline_result.losses]
        if checked.baseline_result
        else [],
        "markets": [_market(market, list_of(market, locate)) for market in result.markets],
        "next_step": _step(result.next_step, language),
        "warnings": [_warning(warning, locate, language) for warning in result.warnings],
    }


def _regression(loss: "Regression") -> dict[str, Any]:
    """A requirement that stands worse than in the baseline; null for what was not asked for then."""
    old = loss.old and ("waived" if loss.old.waived else loss.old.status.value)
    return {"id": loss.new.id, "old": old, "new": loss.new.status.value}


def _step(step: Step, language: Language) -> dict[str, Any]:
    """A step of the way in."""
    return {
        "id": step.id,
        "title": translate(f"onboarding.{step.id}.title", language),
        "detail": details(step, language),
        "due": step.due.isoformat() if step.due else None,
        "due_is_estimate": step.due_is_estimate,
        "blocked_by": list(step.blocked_by),
    }


def _warning(warning: ProfileWarning, locate: Locate, language: Language) -> dict[str, Any]:
    """Something odd that decides nothing."""
    return {
        "code": warning.code,
        "message": translate(warning.message, language),
        "location": _location(locate(warning.about)),
    }


def _bare_step(step: str, language: Language) -> dict[str, Any]:
    title, about = (translate(f"onboarding.{step}.{name}", language) for name in ("title", "about"))
    return {"id": step, "title": title, "detail": about}


def _market(market: MarketResult, requirements: list[dict[str, Any]]) -> dict[str, Any]:
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
        "requirements": requirements,
    }


def _requirements(
    market: MarketResult, locate: Locate, catalogue: Catalogue, language: Language
) -> list[dict[str, Any]]:
    return [
        {**finding_entry(finding, catalogue, language), "location": _location(locate(finding.decided_by))}
        for finding in market.findings
    ]


@once_a_finding
def finding_entry(finding: Finding, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """One requirement of a market, its place in the file apart."""
    requirement = finding.requirement
    return {
        "id": requirement.id,
        "clause": requirement.clause,
        "level": requirement.level,
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
    """A waiver, and what became of it."""
    waiver, path, position, _ = use.stated
    return {
        "path": path,
        "requirement": waiver.requirement,
        "vendor": waiver.vendor,
        "expires": waiver.expires.isoformat(),
        "state": use.state.value,
        "location": _location(position),
    }


def _location(position: Position | None) -> dict[str, int] | None:
    return position._asdict() if position else None


def error_entry(error: Diagnostic, language: Language) -> dict[str, Any]:
    """One mistake in one input."""
    return {
        "path": error.path,
        "line": error.position.line if error.position else None,
        "column": error.position.column if error.position else None,
        "key": error.key,
        "message": translate(error.message, language),
        "hint": translate(error.hint, language),
    }
