"""What is in force, and from where."""

from typing import TextIO

from rich.text import Text

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.as_text.page import Page, Row
from cloudmkt_cli.settings import Setting, Settings
from cloudmkt_cli.visible import visible


def render_settings(
    settings: Settings,
    catalogue: Catalogue,  # noqa: ARG001  for programs
    language: Language,
    target: TextIO | None,
) -> str:
    """A row for every setting: its name, its value, and who said so."""
    page = Page(language, target)
    page.line(page.say("config.file", path=settings.file) if settings.file else page.say("config.no_file"), "bold")
    page.rows([_row(page, name, setting, settings.file) for name, setting in settings.named().items()])
    return page.text()


def _row(page: Page, name: str, setting: Setting[object], file: str | None) -> Row:
    value, place = setting.value, setting.place
    shown = visible(page.word(value)) if value else page.say(f"config.no_{name}")
    said = f"{file}:{place.line}:{place.column}" if place else page.say(f"config.{setting.origin}")
    return Row([Text(name, "bold"), Text(visible(said), "dim"), Text(shown)])
