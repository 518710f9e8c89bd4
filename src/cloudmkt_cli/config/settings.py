"""What is in force in a run, and who said so: the command line, else the configuration, else the program."""

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.formats import FailOn
from cloudmkt_cli.core.input import CONFIGURATION, DEFAULT_PROFILE
from cloudmkt_cli.core.messages import Language

Value = TypeVar("Value")


class Stated(NamedTuple):
    """What the command line or a file sets; None for what it does not. Paths lead from the working folder."""

    path: str | None = None
    """The file."""
    places: dict[str, Position] = {}  # noqa: RUF012  a named tuple's default, never changed
    """Where each of its keys stands in it."""
    paths: tuple[str, ...] | None = None
    markets: tuple[str, ...] | None = None
    fail_on: FailOn | None = None
    lang: Language | None = None
    waivers: str | None = None
    """Empty: none at all."""
    baseline: str | None = None
    exclude: tuple[str, ...] | None = None
    """Patterns, which start at the folder of the file."""


class Met(StrEnum):
    """What became of a file that may be the configuration."""

    IN_FORCE = "in_force"
    NO_TABLE = "no_table"
    """Other programs' alone."""
    OTHER_OWNER = "other_owner"
    """Neither the user's, nor of who owns the working folder, nor the administrator's."""


class SearchEnd(StrEnum):
    """Where a search ends."""

    FOUND = "found"
    REPOSITORY = "repository"
    HOME = "home"
    ROOT = "root"


class Search(NamedTuple):
    """How the configuration was looked for, from the working folder upward."""

    met: tuple[tuple[str, Met], ...] = ()
    """The files that are there, the nearest first."""
    last: str | None = None
    """The last folder that was looked into, from the working folder; None where that is gone."""
    end: SearchEnd = SearchEnd.ROOT

    @property
    def others_own(self) -> tuple[str, ...]:
        """The files of our name that are left out; a shared one need not have been meant for us."""
        return tuple(path for path, met in self.met if met is Met.OTHER_OWNER and path.endswith(CONFIGURATION))


class Origin(StrEnum):
    """Who said it."""

    COMMAND_LINE = "command_line"
    FILE = "file"
    DEFAULT = "default"


class Setting(NamedTuple, Generic[Value]):
    """A value, who said it, and where in the file that did."""

    value: Value
    origin: Origin
    place: Position | None = None


class Settings(NamedTuple):
    """Every setting, under its name in a file."""

    file: str | None
    """The configuration that was found."""
    paths: Setting[tuple[str, ...]]
    markets: Setting[tuple[str, ...]]
    """Empty: every market, and the targets that a profile names."""
    fail_on: Setting[FailOn]
    lang: Setting[Language | None]
    """None: the language of the locale for text, English for programs."""
    waivers: Setting[str]
    """Empty: none."""
    baseline: Setting[str]
    """Empty: none."""
    exclude: Setting[tuple[str, ...]]
    """What the file excludes; an option adds to it."""
    search: Search = Search()

    def file_for(self, *names: str) -> str | None:
        """The configuration, where one of these settings comes from it: what they change has to name it."""
        return self.file if any(self.named()[name].origin is Origin.FILE for name in names) else None

    def named(self) -> dict[str, Setting[object]]:
        """Each under its name."""
        return {
            name.replace("_", "-"): setting for name, setting in self._asdict().items() if isinstance(setting, Setting)
        }


def in_force(given: Stated, found: Stated, search: Search) -> Settings:
    """What holds, of what the command line gives and a file sets, and how that was found."""

    def setting(key: str, of_line: Value | None, of_file: Value | None, default: Value) -> Setting[Value]:
        if of_line is not None:
            return Setting(of_line, Origin.COMMAND_LINE)
        if of_file is not None:
            return Setting(of_file, Origin.FILE, found.places.get(key))
        return Setting(default, Origin.DEFAULT)

    return Settings(
        file=found.path,
        paths=setting("paths", given.paths, found.paths, (DEFAULT_PROFILE,)),
        markets=setting("markets", given.markets, found.markets, ()),
        fail_on=setting("fail-on", given.fail_on, found.fail_on, "incomplete"),
        lang=setting("lang", given.lang, found.lang, None),
        waivers=setting("waivers", given.waivers, found.waivers, ""),
        baseline=setting("baseline", given.baseline, found.baseline, ""),
        exclude=setting("exclude", given.exclude, found.exclude, ()),
        search=search,
    )
