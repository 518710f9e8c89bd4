"""The Typer app: which commands there are."""

import gc
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cloudmkt_cli.cli.commands.catalogue import explain, markets, requirements
from cloudmkt_cli.cli.commands.check import check
from cloudmkt_cli.cli.commands.config import config
from cloudmkt_cli.cli.commands.diff import diff
from cloudmkt_cli.cli.commands.fill import fill
from cloudmkt_cli.cli.commands.import_ import import_table
from cloudmkt_cli.cli.commands.init import init
from cloudmkt_cli.cli.commands.next import next_step
from cloudmkt_cli.cli.commands.plan import plan
from cloudmkt_cli.cli.commands.schema import schema
from cloudmkt_cli.cli.errors import explain as explain_mistakes
from cloudmkt_cli.cli.errors import report_defect
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.output import cannot_write, degrade_gracefully, let_go_of_streams, write_text
from cloudmkt_cli.cli.typer_i18n import HELP_OF_OPTIONS
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.version import __version__


class _Commands(TyperGroup):
    """The commands, with the options that Typer adds in the language of the run, too."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translated(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            _translated([command.get_help_option(ctx)])
        return command


def _translated(options: list[Any]) -> list[Any]:
    for option in options:
        if option is not None and option.name in HELP_OF_OPTIONS:
            option.help = tr(HELP_OF_OPTIONS[option.name])
    return options


app = typer.Typer(
    name="cloudmkt",
    cls=_Commands,
    help=tr("help.app"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check", help=tr("help.check"), epilog=tr("help.check_more"))(check)
app.command("diff", help=tr("help.diff"), epilog=tr("help.diff_more"))(diff)
app.command("next", help=tr("help.next"), epilog=tr("help.next_more"))(next_step)
app.command("plan", help=tr("help.plan"), epilog=tr("help.plan_more"))(plan)
app.command("init", help=tr("help.init"), epilog=tr("help.init_more"))(init)
app.command("fill", help=tr("help.fill"), epilog=tr("help.fill_more"))(fill)
app.command("markets", help=tr("help.markets"))(markets)
app.command("requirements", help=tr("help.requirements"))(requirements)
app.command("explain", help=tr("help.explain"), epilog=tr("help.explain_more"))(explain)
app.command("config", help=tr("help.config"), epilog=tr("help.config_more"))(config)
app.command("schema", help=tr("help.schema"))(schema)
app.command("import", help=tr("help.import"), epilog=tr("help.import_more"))(import_table)


def _show_version(asked: bool) -> None:  # noqa: FBT001  Typer calls it so
    if asked:
        write_text(f"cloudmkt {__version__}\n", "text", None)
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help=tr("help.version"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run the program."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # other packages have no say in what a valid profile is
    degrade_gracefully()
    _leave_out_other_commands()
    try:
        app()
    except SystemExit as ended:
        gc.freeze()  # else the interpreter looks for garbage in all that lives before it ends: a tenth of a short run
        unread = ended.__context__
        if isinstance(unread, BrokenPipeError):  # so Typer ends when nobody reads its help, or its complaint
            sys.exit(getattr(unread.__context__, "exit_code", ExitStatus.OK))
        raise
    except InputError as error:
        explain_mistakes(error.diagnostics)
        sys.exit(ExitStatus.BAD_INPUT)
    except OSError as error:  # so Typer ends when its help cannot be written, or its complaint
        explain_mistakes(cannot_write(None, error).diagnostics)
        sys.exit(getattr(error.__context__, "exit_code", ExitStatus.BAD_INPUT))
    except Exception as error:  # noqa: BLE001  raised before a command began: as much a defect as within one
        sys.exit(report_defect(error))
    finally:
        let_go_of_streams()


def _leave_out_other_commands() -> None:
    """Build the command that is named and no other: each takes a millisecond."""
    named = [command for command in app.registered_commands if command.name in sys.argv[1:2]]
    app.registered_commands = named or app.registered_commands
