"""What ``init`` and ``fill`` share: questions on the terminal, or answers from a pipe, and the check at the end."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cloudmkt_cli.cli.atomic_file import check_not_a_link
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.output import opened, publish
from cloudmkt_cli.core.messages import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.intake.interview.next_question import State

_LONGEST_LINE: Final = 10_000


def file_to_write(path: str) -> Path:
    """The file that a profile is written to: standard input cannot be, and a link is refused before anything is asked.

    Raises:
        InputError: it is a symbolic link.
    """
    if path == "-":
        raise typer.BadParameter(tr("usage.not_a_stream"))
    check_not_a_link(Path(path))
    return Path(path)


def read_line() -> str | None:
    """A line of standard input; None at its end. Prompts go to standard error, so any terminal or pipe will do."""
    line = sys.stdin.readline(_LONGEST_LINE) if sys.stdin else ""
    return line or None


def tell(text: str) -> None:
    """Show a part of the conversation."""
    sys.stderr.write(text)
    sys.stderr.flush()


def converse(
    state: "State",
    catalogue: "Catalogue",
    folder: Path,
    markets: tuple[str, ...],
    language: Language,
    keep: "Callable[[State], None]",
) -> None:
    """Ask, and keep what was said however it ends."""
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.intake.interview.dialogue import interview
    from cloudmkt_cli.intake.interview.next_question import Asker

    asker, said = Asker(catalogue, today_in_china(), folder, markets), state
    tell(tr("ask.intro") + "\n")
    try:
        for now in interview(state, asker, language, read_line, tell):
            said = now
    finally:
        keep(said)
    tell("\n" if asker.next_question(said) else f"\n{tr('ask.nothing_open')}\n")


def show_check(path: Path, catalogue: "Catalogue", markets: tuple[str, ...], language: Language) -> None:
    """How the profile stands now."""
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.runs.batch import check_paths

    batch = check_paths([str(path)], catalogue, today_in_china(), markets)
    publish(lambda to, *how: to.render_batch(batch, *how), "text", None, language)


def write(path: Path, data: bytes) -> None:
    """Put a whole file in its place."""
    with opened(path) as stream:
        stream.write(data)
