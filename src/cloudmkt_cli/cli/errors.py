"""The one place where an exception becomes a message and an exit code."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Literal, ParamSpec

import typer

from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.language import command_begins, current_language, tr
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.project import address
from cloudmkt_cli.core.sanitize import escape_untrusted

Arguments = ParamSpec("Arguments")


def guarded(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Let a command raise what it likes: bad input is explained, and a defect of ours never looks like a verdict."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        with command_begins():
            try:
                command(*args, **kwargs)
            except (typer.Exit, typer.Abort, typer.BadParameter):
                raise
            except InputError as error:
                explain(error.diagnostics)
                raise typer.Exit(ExitStatus.BAD_INPUT) from None
            except Exception as error:  # noqa: BLE001  whatever it is, the user sees one line and the defect's own exit code
                raise typer.Exit(report_defect(error)) from None

    return run


def report_defect(error: Exception) -> ExitStatus:
    """Say in one line that the program is at fault and where to report it; the traceback is for those who ask."""
    if os.environ.get("CLOUDMKT_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    what = escape_untrusted(f"{type(error).__name__}: {error}")
    complain(tr("text.defect", error=what, url=f"{address()}/issues"))
    return ExitStatus.DEFECT


def explain(diagnostics: Sequence[Diagnostic], gravity: Literal["error", "warning"] = "error") -> None:
    """Tell the user what is wrong with the input, where, and what to do."""
    from cloudmkt_cli.render.diagnostics import render_diagnostics

    complain(render_diagnostics(diagnostics, current_language(), gravity))


def complain(text: str) -> None:
    """Print to standard error, which takes everything that is not a result."""
    with suppress(OSError):  # nobody can be told: the exit status says it all
        if text and sys.stderr is not None:
            sys.stderr.write(text.rstrip("\n") + "\n")
