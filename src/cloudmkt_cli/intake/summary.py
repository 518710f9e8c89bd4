"""Describe the outcome of an import for people."""

from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.header_row import short_heading
from cloudmkt_cli.intake.importer import ImportResult
from cloudmkt_cli.intake.problems import Cause

_LONGEST = 1000


def error_diagnostics(done: ImportResult, language: Language) -> list[Diagnostic]:
    """What was not imported: one diagnostic per cause, and what concerns no cell."""
    causes = [cause for cause in done.problems.causes() if cause.consequence != "warning"]
    return [*(_diagnostic(cause, done.table.path, language) for cause in causes), *done.errors]


def warning_diagnostics(done: ImportResult, language: Language) -> list[Diagnostic]:
    """What was imported and deserves a look: one diagnostic per cause."""
    causes = [cause for cause in done.problems.causes() if cause.consequence == "warning"]
    return [_diagnostic(cause, done.table.path, language) for cause in causes]


def summary(done: ImportResult, language: Language) -> str:
    """How the table was read, which columns were not, and the counts."""
    read = Message("import.read_as", {"path": done.table.path, "taken_as": done.table.taken_as})
    kept = done.problems.count("kept")
    counts = {
        "rows": done.rows,
        "written": len(done.written),
        "kept": kept,
        "skipped": done.rows - len(done.written) - kept,
        "unreadable": done.problems.count("cell"),
    }
    unknown = any(note.key in {"import.unknown_column", "import.unknown_column_near"} for note in done.notes)
    use_map = [Message("import.use_map")] if unknown else []
    messages = (read, *done.notes, *use_map, Message("import.summary", counts))
    return "".join(escape_untrusted(translate(message, language), _LONGEST) + "\n" for message in messages)


def _diagnostic(cause: Cause, path: str, language: Language) -> Diagnostic:
    cells = ", ".join(cause.cells)
    more = cause.rows > len(cause.cells)
    values = {"path": path, "cells": cells, "count": cause.rows, "heading": short_heading(cause.heading)}
    place = translate(Message("import.place_of_many" if more else "import.place", values), language)
    return Diagnostic(cause.message, cause.hint, place, key=cause.key)
