"""The onboarding steps as JSON."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.onboarding import OnboardingStep
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.check import step_entry, warning_entry
from cloudmkt_cli.render.json_report.envelope import json_bytes, write_document
from cloudmkt_cli.render.json_report.profiles import profiles_document
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary


def render_onboarding(
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """What each step is about."""
    return write_document({"steps": [_bare_step(step, language) for step in catalogue.onboarding]}, catalogue, language)


class NextJsonWriter(NamedTuple):
    """Writes the steps of every vendor, and the next of them."""

    run: RunContext
    language: Language

    def profile(self, checked: CheckedProfile) -> tuple[bytes]:
        """The entry of a profile."""
        result, language = checked.result, self.language
        entry = {
            "path": checked.path,
            "vendor": result.vendor,
            "steps": [step_entry(step, language) | {"done": step.done} for step in result.onboarding],
            "next_step": step_entry(result.next_step, language),
            "warnings": [warning_entry(warning, checked.loaded.locate, language) for warning in result.warnings],
        }
        return (json_bytes(entry, indent=2, depth=4),)

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The profiles and the errors."""
        return profiles_document(self.run, self.language, summary, parts)


def _bare_step(step: OnboardingStep, language: Language) -> dict[str, Any]:
    return {"id": step.id, "title": step.title.get(language), "detail": step.about.get(language)}
