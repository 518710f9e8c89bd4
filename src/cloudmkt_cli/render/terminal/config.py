"""The effective settings as text."""

from typing import Final, TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.config.settings import Search, SearchEnd, Setting, Settings
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.terminal.layout import Page, Row, labelled

_NO_SEARCH: Final = {SearchEnd.NAMED, SearchEnd.NONE}


def render_settings(
    settings: Settings,
    catalogue: Catalogue,  # noqa: ARG001  for programs
    language: Language,
    target: TextIO | None,
) -> str:
    """The settings with their origins, and where configuration files were looked for."""
    page = Page(language, target)
    page.line(page.tr("config.file", path=settings.file) if settings.file else page.tr("config.no_file"), "bold")
    page.rows([_row(page, name, setting, settings.file) for name, setting in settings.named().items()])
    _add_search(page, settings.search)
    return page.text()


def _add_search(page: Page, search: Search) -> None:
    """Add the files that were found, and where the search ended."""
    end = (
        page.tr(f"config.{search.end}", folder=search.last_folder)
        if search.last_folder or search.end in _NO_SEARCH
        else ""
    )
    page.line(labelled(page.tr("config.search"), end))
    if search.candidates:
        page.rows(
            [
                Row([Text(escape_untrusted(path)), Text(page.tr(f"config.{state}"), "dim")])
                for path, state in search.candidates
            ]
        )


def _row(page: Page, name: str, setting: Setting[object], file: str | None) -> Row:
    value, position = setting.value, setting.position
    shown = escape_untrusted(page.word(value)) if value else page.tr(f"config.no_{name}")
    said = f"{file}:{position.line}:{position.column}" if position else page.tr(f"config.{setting.source}")
    return Row([Text(name, "bold"), Text(escape_untrusted(said), "dim"), Text(shown)])
