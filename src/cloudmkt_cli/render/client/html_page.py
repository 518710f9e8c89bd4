"""What the HTML pages of all commands share: templates, style, and how values are written."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.results import Status, Step, Verdict
from cloudmkt_cli.core.messages import Language, Message, Text
from cloudmkt_cli.render.phrases import SYMBOLS
from cloudmkt_cli.render.result_phrases import format_value, join
from cloudmkt_cli.render.writer import NUMBER

FOLDER: Final = Path(__file__).with_name("html")
_STYLES: Final = ("report.css", "page.css")
LOCALES: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}


def page_environment(language: Language) -> Environment:
    """The environment of the templates. Text from profiles is always escaped; ``tr`` makes a message of a key."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_finalized, language=language),
    )
    environment.filters.update(
        joined=lambda values: join((format_value(value, language) for value in values), language),
        symbol=SYMBOLS.__getitem__,
        words=_words,
    )
    environment.globals.update(tr=lambda key, **values: Message(key, values))
    return environment


def page(
    environment: Environment,
    template: str,
    editions: Iterable[tuple[Catalogue, Message | str]],
    language: Language,
    **values: object,
) -> Iterator[bytes]:
    """The page of a template, piece by piece. It runs no script and loads nothing.

    Args:
        environment: the environment of the templates.
        template: the name of the template.
        editions: the editions that the page is based on, each with what is said of it.
        language: the language of the page.
        values: what else the template shows.
    """
    style = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in _STYLES)
    pieces = environment.get_template(f"{template}.html.jinja").generate(
        editions=tuple(editions),
        locale=LOCALES[language],
        style=Markup(style),  # noqa: S704  the package's own
        style_hash=content_hash(style),
        **values,
    )
    return (piece.encode() for piece in pieces)


IDENTITY: Final = Markup(f"client-{NUMBER.decode()}")  # noqa: S704  ours
"""The id of a section, until its number is known."""


def numbered(parts: Iterator[bytes]) -> Iterator[Markup]:
    """Parts that templates made, with the number of each client."""
    for number, part in enumerate(parts, start=1):
        yield Markup(part.replace(NUMBER, b"%d" % number).decode())  # noqa: S704  made by the templates


def content_hash(content: str) -> str:
    """The hash that allows a style or script in a content security policy."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _finalized(value: object, language: Language) -> object:
    """Translate a value of a template and make it safe for a screen. Jinja escapes it afterwards."""
    return value if isinstance(value, Markup) else format_value(value, language)


def _words(state: Status | Verdict | Step) -> Message | Text:
    """The name of a status, verdict or step."""
    match state:
        case Status():
            return Message(f"status.{state}")
        case Verdict():
            return Message(f"verdict.{state}")
        case Step():
            return state.title
