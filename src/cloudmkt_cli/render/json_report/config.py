"""The effective settings as JSON."""

from typing import Any, TextIO

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.config.settings import Setting, Settings
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.json_report.envelope import write_document


def render_settings(
    settings: Settings,
    catalogue: Catalogue,
    language: Language,
    target: TextIO | None = None,  # noqa: ARG001  for text
) -> str:
    """Every setting with its origin. A value is null if nothing is set and the default depends on the output format."""
    named = {name: _setting(setting, settings.file) for name, setting in settings.named().items()}
    search = {
        "met": [{"path": path, "state": state.value} for path, state in settings.search.candidates],
        "last_folder": settings.search.last_folder,
        "ended_by": settings.search.end.value,
    }
    return write_document({"file": settings.file, "settings": named, "search": search}, catalogue, language)


def _setting(setting: Setting[object], file: str | None) -> dict[str, Any]:
    value, source, position = setting
    return {
        "value": value or None if isinstance(value, str) else value,
        "origin": source.value,
        "location": {"path": file, **position._asdict()} if position else None,
    }
