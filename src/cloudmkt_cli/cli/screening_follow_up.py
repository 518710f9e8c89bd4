"""What follows a screening: the comparison with an earlier one, and the profiles of a short-list."""

from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from cloudmkt_cli.cli.atomic_file import replaced_by_path
from cloudmkt_cli.cli.errors import print_to_stderr
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.output import cannot_write, opened
from cloudmkt_cli.core.diagnostic_text import render_diagnostics
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.screening.changes import Changes
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions
from cloudmkt_cli.screening.shortlist import problems, shortlist, write_profiles


def compare_outputs(
    last: Path | None,
    now: Path | None,
    target: Path | None,
    markets: Sequence[str],
    folder: Path | None,
    report: Callable[[Message], None],
) -> Changes | None:
    """Compare the output with an earlier one, if one is given, and list the companies that changed in ``target``.

    ``folder`` is for what does not fit into memory. An interrupt could leave one of our own behind.
    """
    if last is None or now is None or target is None or folder is None:
        return None
    from cloudmkt_cli.screening.since import compare

    report(Message("screen.comparing", {"path": display(last)}))
    try:
        with replaced_by_path(target) as path:
            changes = compare(last, now, markets, path, folder)
    except OSError as error:
        raise cannot_write(target, error) from None
    return changes._replace(listed_in=display(target))


def write_shortlist(
    screened: ScreenedTable, folder: Path, options: ScreenOptions, language: Language, *, force: bool
) -> None:
    """Write the profiles of the short-list, and say on standard error what became of them."""
    done = write_profiles(shortlist(screened, options.where), folder, options, _write, force=force)
    print_to_stderr(render_diagnostics(problems(done, "error"), language))
    print_to_stderr(render_diagnostics(problems(done, "warning"), language, "warning"))
    counts = {"written": len(done.written), "companies": done.rows, "folder": display(folder)}
    print_to_stderr(translate(Message("screen.profiles", counts), language))
    if len(done.written) < done.rows:
        raise typer.Exit(ExitStatus.BAD_INPUT)


def _write(path: Path, data: bytes) -> None:
    with opened(path) as stream:
        stream.write(data)
