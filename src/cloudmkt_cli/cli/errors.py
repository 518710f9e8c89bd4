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


def handle_errors(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Turn what a command raises into messages and exit codes; an internal error never looks like a verdict."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        with command_begins():
            try:
                command(*args, **kwargs)
            except (typer.Exit, typer.BadParameter):
                raise
            except InputError as error:
                show_diagnostics(error.diagnostics)
                raise typer.Exit(ExitStatus.BAD_INPUT) from None
            except Exception as error:  # noqa: BLE001  any other exception is an internal error
                raise typer.Exit(report_internal_error(error)) from None

    return run


def report_internal_error(error: Exception) -> ExitStatus:
    """Report an internal error in one line; ``CLOUDMKT_DEBUG=1`` shows its traceback as well."""
    if os.environ.get("CLOUDMKT_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    what = escape_untrusted(f"{type(error).__name__}: {error}")
    print_to_stderr(tr("text.internal_error", error=what, url=f"{address()}/issues"))
    return ExitStatus.INTERNAL_ERROR


def show_diagnostics(diagnostics: Sequence[Diagnostic], gravity: Literal["error", "warning"] = "error") -> None:
    """Show what is wrong with the input, where, and what to do, on standard error."""
    from cloudmkt_cli.core.diagnostic_text import render_diagnostics

    print_to_stderr(render_diagnostics(diagnostics, current_language(), gravity))


def print_to_stderr(text: str) -> None:
    """Print what is not a result."""
    with suppress(OSError):  # there is nowhere to report it; the exit code remains
        if text and sys.stderr is not None:
            sys.stderr.write(text.rstrip("\n") + "\n")
