"""What ``init`` and ``fill`` share: questions on the terminal or answers from a pipe, saving, and the final check."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cloudmkt_cli.cli.atomic_file import check_not_a_link
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.output import cannot_write, opened, publish
from cloudmkt_cli.core.input import DEFAULT_PROFILE
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.core.diagnostics import Diagnostic
    from cloudmkt_cli.core.toml.document import KeyPath
    from cloudmkt_cli.intake.interview.next_question import Asker
    from cloudmkt_cli.intake.interview.state import State

    Save = Callable[[State], tuple[Diagnostic, ...]]

_LONGEST_LINE: Final = 10_000
_LONGEST_LIST: Final = 5
"""Keys that are listed; a company may leave dozens of questions unanswered."""


def file_to_write(path: str) -> Path:
    """The file for a profile. Standard input is not one, and a link is refused before anything is asked.

    Raises:
        InputError: it is a symbolic link.
    """
    if path == "-":
        raise typer.BadParameter(tr("usage.not_a_stream"))
    check_not_a_link(Path(path))
    return Path(path)


def prepare_folder(path: Path) -> None:
    """Create the folder of a new profile, and make sure that a file can be written there, before anything is asked.

    Raises:
        InputError: the folder cannot be created or written to.
    """
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise cannot_write(path, error) from None


def read_line() -> str | None:
    """A line of standard input; None at its end. Prompts go to standard error, so any terminal or pipe will do."""
    line = sys.stdin.readline(_LONGEST_LINE) if sys.stdin else ""
    return line or None


def tell(text: str) -> None:
    """Show a part of the conversation."""
    sys.stderr.write(text)
    sys.stderr.flush()


def converse(state: "State", asker: "Asker", path: Path, language: Language, save: "Save") -> None:
    """Ask, save every answer at once, and say at the end, however it comes, what was saved and how to go on."""
    from cloudmkt_cli.intake.interview.dialogue import interview

    first, saved = state, state
    unplaced: tuple[Diagnostic, ...] = ()
    tell(tr("ask.intro") + "\n")
    try:
        for state in interview(first, asker, language, read_line, tell):  # noqa: PLR1704  the newest is saved below
            unplaced = save(state)
            saved = state
    finally:
        if state is not saved:
            unplaced = save(state)
        tell("\n" + "".join(f"{line}\n" for line in _closing(first, state, asker, path, unplaced)))


def fill_command(path: Path, catalogue: "Catalogue", markets: Iterable[str] = ()) -> str:
    """The command that goes on with a profile, for a shell."""
    import shlex

    from cloudmkt_cli.render.result_phrases import edition_option

    target = "" if path == Path(DEFAULT_PROFILE) else " " + shlex.quote(escape_untrusted(path.as_posix()))
    return "".join(["cloudmkt fill", target, *(f" -m {market}" for market in markets), edition_option(catalogue)])


def _closing(
    first: "State", state: "State", asker: "Asker", path: Path, unplaced: "tuple[Diagnostic, ...]"
) -> Iterator[str]:
    """What was saved, what is open, and how to go on."""
    shown = escape_untrusted(path.as_posix())
    command = fill_command(path, asker.catalogue, asker.markets)
    if state.values.get("company", {}).get("name") is None:
        return
    state = state.saveable()
    if (state.added, state.pending) == (first.added, first.pending):
        yield tr("ask.unchanged", path=shown)
    else:
        yield tr("ask.saved", path=shown)
    if state.pending:
        yield tr("ask.half_given", entries=_keys([*state.pending]))
    if unplaced:
        yield tr("ask.unplaced", path=shown)
        yield from ("  " + escape_untrusted(str(item.message.values["line"])) for item in unplaced)
    unstated = asker.unstated(state)
    if asker.next_question(state):
        yield tr("ask.go_on", command=command)
    elif unstated or state.pending:
        yield tr("ask.skipped", count=len(unstated), keys=_keys(unstated), command=command)
    else:
        yield tr("ask.complete")


def _keys(paths: "list[KeyPath]") -> tuple[str, ...]:
    from cloudmkt_cli.core.toml.document import dotted

    more = ("…",) if len(paths) > _LONGEST_LIST else ()
    return (*map(dotted, paths[:_LONGEST_LIST]), *more)


def show_check(path: Path, catalogue: "Catalogue", markets: tuple[str, ...], language: Language) -> None:
    """How the profile stands now."""
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.runs.batch import check_paths

    batch = check_paths([str(path)], catalogue, today_in_china(), markets)
    publish(lambda to, *how: to.render_batch(batch, *how), "text", None, language)


def write(path: Path, data: bytes) -> None:
    """Replace a file."""
    with opened(path) as stream:
        stream.write(data)
