"""The interface of all formats of ``check``: parts of each profile, and a document around the parts of all profiles.

This way a document needs only one profile in memory, and parts are made in the process that checks the profile.
"""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeVar

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, Summary

Made = TypeVar("Made")
Parts = Callable[[int], Iterator[bytes]]
"""Takes the index of a part, and yields that part of every profile to show. It may be called more than once."""

NUMBER: Final = b"\0"
"""Placeholder for a number that depends on the profiles before this one. Escaped text contains no NUL."""

_MOST_REMEMBERED: Final = 20_000


class Writer(Protocol):
    """Writes one format, for one run and in one language. It is sent to the worker processes."""

    def profile(self, checked: CheckedProfile) -> tuple[bytes, ...]:
        """The parts of a profile. Their number is the same for every profile."""

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The document, piece by piece."""


def render_document(writer: Writer, batch: Batch) -> bytes:
    """Render the document of a batch."""
    made = [writer.profile(checked) for checked in batch.profiles]
    return b"".join(writer.document(batch.summary, lambda number: (parts[number] for parts in made)))


def cache_per_finding(
    make: Callable[[Finding, Catalogue, Language], Made],
) -> Callable[[Finding, Catalogue, Language], Made]:
    """Cache the results of a function of a finding.

    Profiles share findings, so that their identity is the key. The cache holds them: an identity is not reused.
    """
    known: dict[tuple[int, Language], tuple[Finding, Made]] = {}

    def remembered(finding: Finding, catalogue: Catalogue, language: Language) -> Made:
        key = (id(finding), language)
        if (found := known.get(key)) is None:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            found = known[key] = finding, make(finding, catalogue, language)
        return found[1]

    return remembered
