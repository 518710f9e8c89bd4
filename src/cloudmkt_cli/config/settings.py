"""The settings of a run, each with its source: the command line, else the configuration file, else the default."""

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from cloudmkt_cli.catalogue.loader import DEFAULT_PACK
from cloudmkt_cli.core.diagnostics import Position
from cloudmkt_cli.core.formats import FailOn
from cloudmkt_cli.core.input import CONFIGURATION, DEFAULT_PROFILE
from cloudmkt_cli.core.messages import Language

Value = TypeVar("Value")


class PartialSettings(NamedTuple):
    """What one source sets; None where it sets nothing. Paths are relative to the working folder."""

    path: str | None = None
    """The configuration file; None for the command line."""
    positions: dict[str, Position] = {}  # noqa: RUF012  a named tuple's default, never changed
    """The position of each key in the file."""
    paths: tuple[str, ...] | None = None
    markets: tuple[str, ...] | None = None
    fail_on: FailOn | None = None
    lang: Language | None = None
    waivers: str | None = None
    """Empty: no waivers."""
    baseline: str | None = None
    exclude: tuple[str, ...] | None = None
    """Patterns, relative to the folder of the file."""
    edition: str | None = None
    max_age: str | None = None
    packs: tuple[str, ...] | None = None


class CandidateState(StrEnum):
    """What became of a file that could be the configuration."""

    IN_FORCE = "in_force"
    NO_TABLE = "no_table"
    """It has settings of other programs only."""
    OTHER_OWNER = "other_owner"
    """It belongs neither to the user, nor to the owner of the working folder, nor to the administrator."""


class SearchEnd(StrEnum):
    """Why the search ended."""

    FOUND = "found"
    REPOSITORY = "repository"
    HOME = "home"
    ROOT = "root"
    NAMED = "named"
    """Nothing was looked for: the command line names the file."""
    NONE = "none"
    """Nothing was looked for: the command line wants no file."""


class Search(NamedTuple):
    """The search for the configuration, from the working folder upward."""

    candidates: tuple[tuple[str, CandidateState], ...] = ()
    """The files found on the way, the nearest first."""
    last_folder: str | None = None
    """The last folder searched, relative to the working folder; None if the working folder does not exist any more."""
    end: SearchEnd = SearchEnd.ROOT

    @property
    def ignored_files(self) -> tuple[str, ...]:
        """Files named ``cloudmkt-config.toml`` that are ignored for their owner; ``pyproject.toml`` has other uses."""
        ignored = CandidateState.OTHER_OWNER
        return tuple(path for path, state in self.candidates if state is ignored and path.endswith(CONFIGURATION))


class SettingSource(StrEnum):
    """Where the value of a setting comes from."""

    COMMAND_LINE = "command_line"
    FILE = "file"
    DEFAULT = "default"


class Setting(NamedTuple, Generic[Value]):
    """A value, its source, and its position if that is a file."""

    value: Value
    source: SettingSource
    position: Position | None = None


class Settings(NamedTuple):
    """All settings, named as in a configuration file."""

    file: str | None
    """The configuration file in use."""
    paths: Setting[tuple[str, ...]]
    markets: Setting[tuple[str, ...]]
    """Empty: all markets."""
    fail_on: Setting[FailOn]
    lang: Setting[Language | None]
    """None: the language of the locale for text, English for data formats."""
    waivers: Setting[str]
    """Empty: none."""
    baseline: Setting[str]
    """Empty: none."""
    exclude: Setting[tuple[str, ...]]
    """What the file excludes; an option adds to it."""
    edition: Setting[str]
    """As ``--edition`` takes it: an id, ``newest``, a day, or a marketplace."""
    max_age: Setting[str]
    """The age from which an edition is warned of, such as ``180d``; empty: none."""
    packs: Setting[tuple[str, ...]]
    """Folders of packs that users wrote."""
    search: Search = Search()

    @property
    def edition_of_packs(self) -> bool:
        """Whether the last of the packs is the edition: no other is named where they are, or by what has precedence."""
        sources = [SettingSource.COMMAND_LINE, SettingSource.FILE, SettingSource.DEFAULT]
        return bool(self.packs.value) and sources.index(self.packs.source) < sources.index(self.edition.source)

    def with_edition(self, edition: str) -> "Settings":
        """The settings with the edition that the packs come to."""
        return self._replace(edition=Setting(edition, self.packs.source, self.packs.position))

    def file_for(self, *names: str) -> str | None:
        """The configuration file if any of these settings comes from it, for results that have to name it."""
        return self.file if any(self.named()[name].source is SettingSource.FILE for name in names) else None

    def named(self) -> dict[str, Setting[object]]:
        """The settings by name."""
        return {
            name.replace("_", "-"): setting for name, setting in self._asdict().items() if isinstance(setting, Setting)
        }


def merge_settings(command_line: PartialSettings, file: PartialSettings, search: Search) -> Settings:
    """Combine the settings of the command line with those of a file; the command line wins."""

    def setting(key: str, of_line: Value | None, of_file: Value | None, default: Value) -> Setting[Value]:
        if of_line is not None:
            return Setting(of_line, SettingSource.COMMAND_LINE)
        if of_file is not None:
            return Setting(of_file, SettingSource.FILE, file.positions.get(key))
        return Setting(default, SettingSource.DEFAULT)

    return Settings(
        file=file.path,
        paths=setting("paths", command_line.paths, file.paths, (DEFAULT_PROFILE,)),
        markets=setting("markets", command_line.markets, file.markets, ()),
        fail_on=setting("fail-on", command_line.fail_on, file.fail_on, "incomplete"),
        lang=setting("lang", command_line.lang, file.lang, None),
        waivers=setting("waivers", command_line.waivers, file.waivers, ""),
        baseline=setting("baseline", command_line.baseline, file.baseline, ""),
        exclude=setting("exclude", command_line.exclude, file.exclude, ()),
        edition=setting("edition", command_line.edition, file.edition, DEFAULT_PACK),
        max_age=setting("max-age", command_line.max_age, file.max_age, ""),
        packs=setting("packs", command_line.packs, file.packs, ()),
        search=search,
    )
