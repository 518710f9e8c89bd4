"""Describe the outcome of an import for people."""

from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.importer import ImportResult

_LONGEST = 1000


def summary(done: ImportResult, language: Language) -> str:
    """How the table was read, which columns were not, and the counts."""
    read = Message("import.read_as", {"path": done.table.path, "taken_as": done.table.taken_as})
    counts = {
        "rows": done.rows,
        "written": len(done.written),
        "kept": done.kept,
        "skipped": done.rows - len(done.written) - done.kept,
        "unreadable": done.unreadable,
    }
    messages = (read, *done.notes, Message("import.summary", counts))
    return "".join(escape_untrusted(translate(message, language), _LONGEST) + "\n" for message in messages)
