"""The JSON document of ``plan`` and ``next``: a list of profiles, and the errors."""

from collections.abc import Iterator

from pydantic_core import from_json

from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.check import counts_entry, error_entry
from cloudmkt_cli.render.json_report.envelope import document_head, hypothetical, object_with_list
from cloudmkt_cli.render.writer import Parts
from cloudmkt_cli.runs.batch import RunContext, Summary


def profiles_document(run: RunContext, language: Language, summary: Summary, parts: Parts) -> Iterator[bytes]:
    """The document around the entries of the profiles.

    The members of a single profile stand at the top as well, where they were before there could be several.
    """
    before = document_head(run.catalogue, language) | {
        "as_of": run.as_of.isoformat(),
        "configuration": run.configuration,
        "hypothetical": hypothetical(run.overrides),
        "summary": {**counts_entry(summary), "left_out": summary.left_out},
    }
    if summary.shown == 1 and not summary.errors:
        before |= from_json(next(parts(0)))
    after = {"errors": [error_entry(error, language) for error in summary.errors]}
    yield from object_with_list(before, "profiles", parts(0), after)
    yield b"\n"
