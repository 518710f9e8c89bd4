"""The Typer app: which commands there are."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Final

import typer

from cloudmkt_cli.cli.errors import print_to_stderr, report_internal_error, show_diagnostics
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.help import HelpCommand, HelpGroup
from cloudmkt_cli.cli.output import cannot_write, degrade_gracefully, let_go_of_streams, write_text
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.version import __version__

COMMANDS: Final = (
    *("check", "diff", "next", "plan", "where", "init", "fill", "markets", "requirements", "explain", "editions"),
    *("config", "pack", "schema", "import", "screen"),
)
"""The commands, in the order of the help page."""
_WITHOUT_EXAMPLES: Final = {"markets", "schema"}


def make_app(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """The app with some of its commands: a short run imports the one that it names, and no other."""
    app = typer.Typer(
        name="cloudmkt",
        cls=HelpGroup,
        help="help.app",
        invoke_without_command=True,
        pretty_exceptions_enable=False,
        add_completion=names is COMMANDS,  # whose options stand before a command
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name in names:
        if name == "editions":
            app.add_typer(_editions(), name=name)
        else:
            more = None if name in _WITHOUT_EXAMPLES else f"help.{name}_more"
            app.command(name, cls=HelpCommand, help=f"help.{name}", epilog=more)(_function(name))
    return app


def _function(name: str) -> Callable[..., None]:  # noqa: C901, PLR0912  a table of imports
    """The function of a command."""
    match name:
        case "check":
            from cloudmkt_cli.cli.commands.check import check

            return check
        case "diff":
            from cloudmkt_cli.cli.commands.diff import diff

            return diff
        case "next":
            from cloudmkt_cli.cli.commands.next import next_step

            return next_step
        case "plan":
            from cloudmkt_cli.cli.commands.plan import plan

            return plan
        case "where":
            from cloudmkt_cli.cli.commands.where import where

            return where
        case "init":
            from cloudmkt_cli.cli.commands.init import init

            return init
        case "fill":
            from cloudmkt_cli.cli.commands.fill import fill

            return fill
        case "config":
            from cloudmkt_cli.cli.commands.config import config

            return config
        case "pack":
            from cloudmkt_cli.cli.commands.pack import pack

            return pack
        case "schema":
            from cloudmkt_cli.cli.commands.schema import schema

            return schema
        case "import":
            from cloudmkt_cli.cli.commands.import_ import import_table

            return import_table
        case "screen":
            from cloudmkt_cli.cli.commands.screen import screen

            return screen
        case _:
            from cloudmkt_cli.cli.commands.catalogue import explain, markets, requirements

            of_catalogue: dict[str, Callable[..., None]] = {
                "markets": markets,
                "requirements": requirements,
                "explain": explain,
            }
            return of_catalogue[name]


def _editions() -> typer.Typer:
    from cloudmkt_cli.cli.commands.editions import diff_editions, editions

    group = typer.Typer(cls=HelpGroup, invoke_without_command=True)
    group.callback(help="help.editions", epilog="help.editions_more")(editions)
    group.command("diff", cls=HelpCommand, help="help.editions_diff", epilog="help.editions_diff_more")(diff_editions)
    return group


def _show_version(asked: bool) -> None:  # noqa: FBT001  Typer calls it so
    if asked:
        write_text(f"cloudmkt {__version__}\n", "text", None)
        raise typer.Exit


def _options(
    ctx: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001  its callback acts on it
        bool, typer.Option("--version", help="help.version", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself; without a command, the help page."""
    if ctx.invoked_subcommand is None:
        print_to_stderr(ctx.get_help())
        raise typer.Exit(ExitStatus.USAGE)


def main() -> None:
    """Run the program."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # other packages have no say in what is valid
    degrade_gracefully()
    named = [name for name in sys.argv[1:2] if name in COMMANDS]
    try:
        make_app(named or COMMANDS)()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # so Typer ends when nobody reads its help
            sys.exit(ExitStatus.OK)
        raise
    except InputError as error:
        show_diagnostics(error.diagnostics)
        sys.exit(ExitStatus.BAD_INPUT)
    except OSError as error:  # the help page cannot be written
        show_diagnostics(cannot_write(None, error).diagnostics)
        sys.exit(ExitStatus.BAD_INPUT)
    except Exception as error:  # noqa: BLE001  an internal error before the command started
        sys.exit(report_internal_error(error))
    finally:
        let_go_of_streams()
