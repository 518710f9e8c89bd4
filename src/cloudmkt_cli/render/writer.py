"""How every format of ``check`` is written: something of each profile as it comes, and a document around all of that.

So no format needs more than one profile in memory, and what is made of a profile is made in the process that checks it.
"""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeVar

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, Summary

Made = TypeVar("Made")
Parts = Callable[[int], Iterator[bytes]]
"""The parts of that number of every profile to show, in order; each can be gone through more than once."""

NUMBER: Final = b"\0"
"""Where a number goes that is not known before all profiles are. No text has a NUL that is made safe for a screen."""

_MOST_REMEMBERED: Final = 20_000


class Writer(Protocol):
    """A format, for one run and in one language. It travels to other processes."""

    def profile(self, checked: CheckedProfile) -> tuple[bytes, ...]:
        """The parts that a profile has in the document, always as many."""

    def document(self, summary: Summary, parts: Parts) -> Iterator[bytes]:
        """The document, piece by piece."""


def render_document(writer: Writer, batch: Batch) -> bytes:
    """The document of a run that is kept in memory."""
    made = [writer.profile(checked) for checked in batch.profiles]
    return b"".join(writer.document(batch.summary, lambda number: (parts[number] for parts in made)))


def cache_per_finding(
    make: Callable[[Finding, Catalogue, Language], Made],
) -> Callable[[Finding, Catalogue, Language], Made]:
    """Remember what is made of a finding: it is the same for all who are found the same.

    Findings are shared between profiles, which makes their identity the key; holding them keeps it theirs.
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
