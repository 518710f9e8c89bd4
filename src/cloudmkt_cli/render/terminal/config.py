"""What is in force, and from where."""

from typing import TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.config.settings import Search, Setting, Settings
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import visible
from cloudmkt_cli.render.terminal.layout import Page, Row, labelled


def render_settings(
    settings: Settings,
    catalogue: Catalogue,  # noqa: ARG001  for programs
    language: Language,
    target: TextIO | None,
) -> str:
    """A row for every setting: its name, its value, and who said so; and how the file was looked for."""
    page = Page(language, target)
    page.line(page.say("config.file", path=settings.file) if settings.file else page.say("config.no_file"), "bold")
    page.rows([_row(page, name, setting, settings.file) for name, setting in settings.named().items()])
    _add_search(page, settings.search)
    return page.text()


def _add_search(page: Page, search: Search) -> None:
    """The files that are there, and where the search ended."""
    end = page.say(f"config.{search.end}", folder=search.last) if search.last else ""
    page.line(labelled(page.say("config.search"), end))
    if search.met:
        page.rows([Row([Text(visible(path)), Text(page.say(f"config.{met}"), "dim")]) for path, met in search.met])


def _row(page: Page, name: str, setting: Setting[object], file: str | None) -> Row:
    value, place = setting.value, setting.place
    shown = visible(page.word(value)) if value else page.say(f"config.no_{name}")
    said = f"{file}:{place.line}:{place.column}" if place else page.say(f"config.{setting.origin}")
    return Row([Text(name, "bold"), Text(visible(said), "dim"), Text(shown)])
