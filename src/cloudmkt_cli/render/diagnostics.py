"""Mistakes in input, for people: where, what, and what to do about it."""

from collections.abc import Iterable

from cloudmkt_cli.errors import Diagnostic
from cloudmkt_cli.language import Language, Message
from cloudmkt_cli.render.wording import visible
from cloudmkt_cli.translate import translate


def render_diagnostics(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Every mistake in two lines: its place and fault, then the remedy."""
    return "".join(_diagnostic(diagnostic, language) for diagnostic in diagnostics)


def _diagnostic(diagnostic: Diagnostic, language: Language) -> str:
    position = f":{diagnostic.position.line}:{diagnostic.position.column}" if diagnostic.position else ""
    place = f"{diagnostic.path or 'cloudmkt'}{position}"
    key = f"{diagnostic.key}: " if diagnostic.key else ""
    values = {"place": place, "message": f"{key}{translate(diagnostic.message, language)}"}
    fault = translate(Message("text.error_at", values), language)
    remedy = translate(Message("text.error_hint", {"hint": translate(diagnostic.hint, language)}), language)
    return f"{visible(fault, 1000)}\n  {visible(remedy, 1000)}\n"
