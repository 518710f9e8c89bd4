"""Plans, onboarding steps and marketplaces as one HTML page: a table of the vendors, then a section for each."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.planning.tasks import TaskKind
from cloudmkt_cli.render.client.html_page import IDENTITY, numbered, page, page_environment
from cloudmkt_cli.render.client.plan_content import KIND_TITLES
from cloudmkt_cli.render.client.subjects import (
    content_of,
    date_line,
    edition_line,
    editions_of,
    heads_of,
    remarks_of,
    title_of,
)
from cloudmkt_cli.render.error_phrases import errors_by_file
from cloudmkt_cli.render.result_phrases import configuration_line, override_assignments
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import CheckedProfile, RunContext, Summary

if TYPE_CHECKING:
    from jinja2 import Environment


class ProfileHtmlWriter:
    """Writes the page. Text from profiles is always escaped."""

    def __init__(self, run: RunContext, language: Language, subject: Subject) -> None:
        self._run = run
        self._language = language
        self._subject = subject

    def __reduce__(self) -> tuple[type["ProfileHtmlWriter"], tuple[RunContext, Language, Subject]]:
        """Templates cannot be pickled: each process compiles its own."""
        return ProfileHtmlWriter, (self._run, self._language, self._subject)

    def profile(self, checked: CheckedProfile) -> tuple[bytes, bytes]:
        """The row and the section of a profile."""
        content = content_of(self._subject, checked, self._run)
        row, section = (
            self._environment.get_template(f"{self._subject}_{part}.html.jinja").render(
                id=IDENTITY,
                content=content,
                kinds=tuple(TaskKind),
                kind_titles=KIND_TITLES,
            )
            for part in ("row", "client")
        )
        return row.encode(), section.encode()

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The page. A single vendor needs no table."""
        subject, run, language = self._subject, self._run, self._language
        return page(
            self._environment,
            "profiles",
            [(one, edition_line(subject, one, run, language)) for one in editions_of(subject, run)],
            language,
            remarks=remarks_of(subject),
            title=title_of(subject, run),
            as_of=date_line(run, subject),
            configuration=configuration_line(run, language),
            supposed=override_assignments(run),
            shown=summary.shown,
            heads=heads_of(subject, run),
            rows=numbered(parts(0)) if summary.shown > 1 else (),
            sections=numbered(parts(1)),
            faults=errors_by_file(summary.errors),
        )

    @cached_property
    def _environment(self) -> "Environment":
        return page_environment(self._language)
