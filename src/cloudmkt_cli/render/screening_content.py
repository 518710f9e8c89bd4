"""A screening as people read it: what was read, what the states mean, tables of counts, and the edition."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.result_phrases import edition
from cloudmkt_cli.render.screening_phrases import STATES, StateLine
from cloudmkt_cli.render.screening_tables import Section, sections
from cloudmkt_cli.render.text_phrases import standing
from cloudmkt_cli.screening.summary import Summary

_FILES: Final = 3
_NOTES: Final = 5
TITLE: Final = Message("summary.title")


class ScreeningContent(NamedTuple):
    """A summary in the words that all formats use."""

    as_of: Message
    read: tuple[Message, ...]
    """What was read and what was not, and how the rows were decided."""
    states: tuple[StateLine, ...]
    sections: tuple[Section, ...]
    edition: Message
    """Its dates, its grade, and that it must be confirmed."""


def screening_content(summary: Summary, catalogue: Catalogue, language: Language) -> ScreeningContent:
    """What a summary says."""
    as_of = summary.screening.as_of
    values = {
        "edition": edition(catalogue, language),
        "grade": catalogue.edition.grade,
        "standing": standing(catalogue, as_of),
    }
    return ScreeningContent(
        as_of=Message("text.as_of", {"day": as_of}),
        read=tuple(_read(summary)),
        states=STATES,
        sections=sections(summary, catalogue),
        edition=Message("summary.edition", values),
    )


def _read(summary: Summary) -> Iterator[Message]:
    screening = summary.screening
    files: tuple[Message | str, ...] = screening.files[:_FILES]
    if others := len(screening.files) - len(files):
        files = (*files, Message("summary.more_files", {"count": others}))
    yield Message("summary.read", {"files": files, "rows": screening.rows})
    refused = sum(cells.rows for cells in screening.refused)
    if refused or screening.rejected_lines:
        yield Message("summary.not_read", {"lines": screening.rejected_lines, "cells": refused})
        if summary.listed_in:
            yield Message("summary.listed_in", {"path": summary.listed_in})
    else:
        yield Message("summary.all_read")
    yield from (Message(f"summary.ended_{one.way}", {"rows": one.rows}) for one in screening.ended)
    if screening.ended:
        yield Message("summary.ended_means")
    yield from screening.notes[:_NOTES]
    if len(screening.notes) > _NOTES:
        yield Message("summary.more_notes", {"count": len(screening.notes) - _NOTES})
    way = "summary.by_patterns" if screening.processes == 1 else "summary.by_processes"
    yield Message(way, {"patterns": screening.patterns, "processes": screening.processes})
