"""The Typer app: which commands there are."""

import os
import sys
from types import ModuleType
from typing import Annotated, Any, Final

import typer

from cloudmkt_cli.cli.commands.catalogue import explain, markets, requirements
from cloudmkt_cli.cli.commands.check import check
from cloudmkt_cli.cli.commands.config import config
from cloudmkt_cli.cli.commands.diff import diff
from cloudmkt_cli.cli.commands.editions import diff_editions, editions
from cloudmkt_cli.cli.commands.fill import fill
from cloudmkt_cli.cli.commands.import_ import import_table
from cloudmkt_cli.cli.commands.init import init
from cloudmkt_cli.cli.commands.next import next_step
from cloudmkt_cli.cli.commands.pack import pack
from cloudmkt_cli.cli.commands.plan import plan
from cloudmkt_cli.cli.commands.schema import schema
from cloudmkt_cli.cli.commands.screen import screen
from cloudmkt_cli.cli.commands.where import where
from cloudmkt_cli.cli.errors import print_to_stderr, report_internal_error, show_diagnostics
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.help import HelpCommand, HelpGroup
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.output import cannot_write, degrade_gracefully, let_go_of_streams, write_text
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.version import __version__

app = typer.Typer(
    name="cloudmkt",
    cls=HelpGroup,
    help=tr("help.app"),
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check", cls=HelpCommand, help=tr("help.check"), epilog=tr("help.check_more"))(check)
app.command("diff", cls=HelpCommand, help=tr("help.diff"), epilog=tr("help.diff_more"))(diff)
app.command("next", cls=HelpCommand, help=tr("help.next"), epilog=tr("help.next_more"))(next_step)
app.command("plan", cls=HelpCommand, help=tr("help.plan"), epilog=tr("help.plan_more"))(plan)
app.command("where", cls=HelpCommand, help=tr("help.where"), epilog=tr("help.where_more"))(where)
app.command("init", cls=HelpCommand, help=tr("help.init"), epilog=tr("help.init_more"))(init)
app.command("fill", cls=HelpCommand, help=tr("help.fill"), epilog=tr("help.fill_more"))(fill)
app.command("markets", cls=HelpCommand, help=tr("help.markets"))(markets)
app.command("requirements", cls=HelpCommand, help=tr("help.requirements"), epilog=tr("help.requirements_more"))(
    requirements
)
app.command("explain", cls=HelpCommand, help=tr("help.explain"), epilog=tr("help.explain_more"))(explain)
_editions = typer.Typer(cls=HelpGroup, invoke_without_command=True)
_editions.callback(help=tr("help.editions"), epilog=tr("help.editions_more"))(editions)
_editions.command("diff", cls=HelpCommand, help=tr("help.editions_diff"), epilog=tr("help.editions_diff_more"))(
    diff_editions
)
app.add_typer(_editions, name="editions")
app.command("config", cls=HelpCommand, help=tr("help.config"), epilog=tr("help.config_more"))(config)
app.command("pack", cls=HelpCommand, help=tr("help.pack"), epilog=tr("help.pack_more"))(pack)
app.command("schema", cls=HelpCommand, help=tr("help.schema"))(schema)
app.command("import", cls=HelpCommand, help=tr("help.import"), epilog=tr("help.import_more"))(import_table)
app.command("screen", cls=HelpCommand, help=tr("help.screen"), epilog=tr("help.screen_more"))(screen)


def _show_version(asked: bool) -> None:  # noqa: FBT001  Typer calls it so
    if asked:
        write_text(f"cloudmkt {__version__}\n", "text", None)
        raise typer.Exit


@app.callback()
def _options(
    ctx: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001  its callback acts on it
        bool, typer.Option("--version", help=tr("help.version"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself; without a command, the help page."""
    if ctx.invoked_subcommand is None:
        print_to_stderr(ctx.get_help())
        raise typer.Exit(ExitStatus.USAGE)


_PLUGIN_LOADER: Final = "pydantic.plugin._loader"


class _NoPlugins(ModuleType):
    """Stands in for the module with which Pydantic looks for plugins."""

    get_plugins = tuple

    def __getattr__(self, name: str) -> Any:
        """Whatever else a release of Pydantic asks for is in the module itself."""
        if name.startswith("__"):
            raise AttributeError(name)
        del sys.modules[_PLUGIN_LOADER]
        from pydantic.plugin import _loader

        return getattr(_loader, name)


def _keep_out_pydantic_plugins() -> None:
    """Other packages have no say in what a valid profile is."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # With that alone, Pydantic still imports the reading of package metadata: 8 ms, a fifteenth of a short run.
    sys.modules[_PLUGIN_LOADER] = _NoPlugins(_PLUGIN_LOADER)


def _build_only_the_named_command() -> None:
    """Spare a short run the options of the other commands, 3 ms."""
    commands = [command for command in app.registered_commands if command.name in sys.argv[1:2]]
    groups = [group for group in app.registered_groups if group.name in sys.argv[1:2]]
    if commands or groups:
        app.registered_commands, app.registered_groups = commands, groups


def main() -> None:
    """Run the program."""
    _keep_out_pydantic_plugins()
    degrade_gracefully()
    _build_only_the_named_command()
    try:
        app()
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
