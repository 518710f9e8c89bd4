"""Typer's own words in the language of the run: the headings of its help, the help of its options, and its complaints.

Typer asks ``gettext`` for most of them, and takes the function when it is imported: this module comes before it. What
it does not ask for, or words in another way one day, stays English.
"""

import gettext
from collections.abc import Mapping
from typing import Final

from cloudmkt_cli.cli.language import tr

_ASKED_FOR: Final[Mapping[str, str]] = {
    "Arguments": "typer.arguments",
    "Options": "typer.options",
    "Commands": "typer.commands",
    "Error": "typer.error",
    "Aborted.": "typer.aborted",
    "Missing command.": "typer.missing_command",
    "[default: {}]": "typer.default",
    "[required]": "typer.required",
    "Try [blue]'{command_path} {help_option}'[/] for help.": "typer.try_help",
    "No such command {name!r}.": "typer.no_such_command",
}
HELP_OF_OPTIONS: Final[Mapping[str, str]] = {
    "help": "typer.help",
    "install_completion": "typer.install_completion",
    "show_completion": "typer.show_completion",
}
"""Keys of the help of the options that Typer adds, by their names."""


_original: Final = gettext.gettext


def _spoken(message: str) -> str:
    """Our words for those of Typer, with its own placeholders left for it to fill."""
    return tr(_ASKED_FOR[message]) if message in _ASKED_FOR else _original(message)


gettext.gettext = _spoken
