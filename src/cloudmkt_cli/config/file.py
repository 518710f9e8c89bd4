"""Read and validate a configuration file, as strictly as a profile."""

import glob
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Final, NamedTuple

from pydantic_core import to_json

from cloudmkt_cli.catalogue.editions import find_edition
from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue
from cloudmkt_cli.catalogue.pack_files import every_market_id
from cloudmkt_cli.config.settings import PartialSettings
from cloudmkt_cli.core.diagnostics import InputError, errors_in
from cloudmkt_cli.core.formats import FailOn
from cloudmkt_cli.core.input import STDIN, read_input, spelled
from cloudmkt_cli.core.json_schema import schema_of
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.patterns import is_pattern
from cloudmkt_cli.core.tables.types import Alias, Limits, keys_of
from cloudmkt_cli.core.toml.document import KeyPath, TomlDocument, look_up, read_document
from cloudmkt_cli.profile.references import unknown_markets
from cloudmkt_cli.profile.validation import ValidationIssue, format_value, validated
from cloudmkt_cli.profile.values import Filled

_TABLE: Final[KeyPath] = ("tool", "cloudmkt")
_NAMES_TABLE: Final = re.compile(
    rb"""^[ \t]*+(?:\[[ \t]*+)?["']?tool["']?[ \t]*+\.[ \t]*+["']?cloudmkt(?![\w-])""", re.MULTILINE
)
"""The name of our table, to find it in a file that cannot be parsed."""
_AGE: Final = re.compile(r"[0-9]{1,5}d")
"""An age in days."""


class _Settings(NamedTuple):
    paths: Annotated[tuple[Filled, ...], Limits(min_length=1)] | None = None
    markets: Annotated[tuple[str, ...], Limits(min_length=1)] | None = None
    fail_on: Annotated[FailOn | None, Alias("fail-on")] = None
    lang: Language | None = None
    waivers: Filled | None = None
    baseline: Filled | None = None
    exclude: tuple[Filled, ...] | None = None
    edition: Filled | None = None
    max_age: Annotated[Filled | None, Alias("max-age")] = None
    packs: tuple[Filled, ...] | None = None


def render_configuration_schema() -> str:
    """The JSON Schema of a file of ours, and of our table in ``pyproject.toml``."""
    schema = schema_of(_Settings, "config")
    markets = dict.fromkeys((*load_catalogue().market_ids, *sorted(every_market_id())))
    schema["properties"]["markets"]["items"] = {"type": "string", "enum": [*markets]}
    schema["properties"]["max-age"]["pattern"] = f"^{_AGE.pattern}$"
    return to_json(schema, indent=2).decode() + "\n"


def read_configuration(path: str, *, own: bool) -> PartialSettings | None:
    """Read ``cloudmkt-config.toml`` if it is our ``own``, else our table in ``pyproject.toml``; None if that has none.

    Raises:
        InputError: as ``find_configuration``.
    """
    below = () if own else _TABLE
    with errors_in(_display(path)):
        document = read_document(read_input(path)) if own else _read_shared(path)
        if document is None:
            return None
        faults = (*_wrong_names(document, below), *_bad_patterns(document, below), *_bad_age(document, below))
        settings = validated(_Settings, document, faults, below=below)
    folder = os.path.dirname(path)  # noqa: PTH120  paths are texts here: a Path would tidy them up
    positions = {key: document.position((*below, key)) for key in keys_of(_Settings)}
    return PartialSettings(
        path=_display(path),
        positions={key: position for key, position in positions.items() if position},
        paths=settings.paths and tuple(_from_here(folder, stated) for stated in settings.paths),
        markets=settings.markets,
        fail_on=settings.fail_on,
        lang=settings.lang,
        waivers=settings.waivers and os.path.join(folder, settings.waivers),  # noqa: PTH118  as above
        baseline=settings.baseline and os.path.join(folder, settings.baseline),  # noqa: PTH118  as above
        exclude=settings.exclude,
        edition=settings.edition,
        max_age=settings.max_age,
        packs=settings.packs and tuple(os.path.join(folder, pack) for pack in settings.packs),  # noqa: PTH118  as above
    )


def _read_shared(path: str) -> TomlDocument | None:
    """Read ``pyproject.toml``; None if it has no table of ours, even if it is broken."""
    data = b""
    with suppress(InputError):
        data = read_input(path)
    if b"cloudmkt" not in data:
        return None
    try:
        document = read_document(data)
    except InputError:
        if _NAMES_TABLE.search(data):
            raise
        return None
    tool = document.values.get("tool")
    return document if isinstance(tool, dict) and "cloudmkt" in tool else None


def _wrong_names(document: TomlDocument, below: KeyPath) -> Iterator[ValidationIssue]:
    """An edition that there is not, and markets that neither it nor any other edition has.

    With packs of users, what they hold is known only when they are read.
    """
    if look_up(document.values, (*below, "packs")):
        return
    stated, edition = look_up(document.values, (*below, "edition")), DEFAULT_PACK
    try:
        edition = find_edition(stated) if isinstance(stated, str) and stated.strip() else DEFAULT_PACK
    except InputError as error:
        yield from (ValidationIssue((*below, "edition"), item.message, item.hint) for item in error.diagnostics)
    yield from unknown_markets(
        (*below, "markets"), look_up(document.values, (*below, "markets")), load_catalogue(edition)
    )


def _bad_age(document: TomlDocument, below: KeyPath) -> Iterator[ValidationIssue]:
    stated = look_up(document.values, (*below, "max-age"))
    if isinstance(stated, str) and stated.strip() and not _AGE.fullmatch(stated):
        found = {"found": format_value(stated)}
        yield ValidationIssue((*below, "max-age"), Message("error.bad_age", found), Message("hint.bad_age"))


def _bad_patterns(document: TomlDocument, below: KeyPath) -> Iterator[ValidationIssue]:
    stated = look_up(document.values, (*below, "exclude"))
    for index, pattern in enumerate(stated if isinstance(stated, list) else ()):
        if isinstance(pattern, str) and not is_pattern(pattern):
            found = {"found": format_value(pattern)}
            path = (*below, "exclude", index)
            yield ValidationIssue(path, Message("error.bad_pattern", found), Message("hint.bad_pattern"))


def _from_here(folder: str, stated: str) -> str:
    """Make a path relative to the working folder; only what the file states is a pattern, not the folder's name."""
    path = os.path.join(glob.escape(folder) if glob.has_magic(stated) else folder, stated)  # noqa: PTH118  as above
    return os.path.join(os.curdir, path) if path == STDIN else path  # noqa: PTH118  "-" is a file's name here


def _display(path: str) -> str:
    return spelled(path.replace(os.sep, "/"))
