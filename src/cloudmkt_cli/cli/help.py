"""``--help`` and usage errors, in the language of the run and no wider than the terminal.

Commands and options name the keys of their texts, which are looked up only when they are shown.

Typer's own pages are English, and break lines at spaces only: Chinese has none, so they cut it.
"""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from cloudmkt_cli.cli.errors import print_to_stderr
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.usage_errors import usage_error_message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.suggestions import choices_hint

_WIDEST: Final = 100
_TERM_WIDTH: Final = 27
"""Columns of an option with its value; a longer one has its help on the next line."""
_LONGEST_ERROR: Final = 1000
_KEYS: Final = ("help.", "typer.")
_HELP_OF_TYPERS_OPTIONS: Final = {
    "help": "typer.help",
    "install_completion": "typer.install_completion",
    "show_completion": "typer.show_completion",
}


class HelpCommand(TyperCommand):
    """A command with our help page, and our message for arguments that it does not take."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse a command line."""
        ctx.allow_extra_args = True  # they are rejected here
        with _errors_of(ctx):
            rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:  # which completes a command line
            ctx.fail(tr("typer.extra_arguments", found=tuple(ctx.args)))
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page; ``--help`` prints what the formatter holds."""
        formatter.write(_page(self, ctx))

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return _usage(self, ctx)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What a shell may complete a word to."""
        return _described(super().shell_complete(ctx, incomplete))


class HelpGroup(TyperGroup):
    """The program: its help page, and its usage errors."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse a command line."""
        with _errors_of(ctx):
            return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page; ``--help`` prints what the formatter holds."""
        formatter.write(_page(self, ctx))

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return _usage(self, ctx)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What a shell may complete a word to."""
        return _described(super().shell_complete(ctx, incomplete))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that is named first in ``args``."""
        if args[0] not in self.commands and not ctx.resilient_parsing:  # which completes a command line
            hint = choices_hint(args[0], list(self.commands))
            ctx.fail(tr("typer.no_such_command", name=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line and exit; a usage error is shown here, not by Typer."""
        try:
            sys.exit(super().main(*args, **kwargs | {"standalone_mode": False}))
        except typer.TyperException as error:
            print_to_stderr(_usage_error(error))
            sys.exit(error.exit_code)


def _described(items: list[Any]) -> list[Any]:
    """Completions with what their commands and options are for, in a line."""
    for item in items:
        if item.help:
            item.help = _text(item.help).partition("\n")[0]
    return items


def _text(key: str) -> str:
    """A text by its key; Typer's own options have theirs in English."""
    return tr(key) if key.startswith(_KEYS) else key


@contextmanager
def _errors_of(ctx: Any) -> Iterator[None]:
    """Give usage errors of the option parser, which knows no context, that of their command."""
    try:
        yield
    except typer.TyperException as error:
        if getattr(error, "ctx", ctx) is None:
            error.ctx = ctx  # type: ignore[attr-defined]
        raise


def _usage_error(error: typer.TyperException) -> str:
    ctx = getattr(error, "ctx", None)
    lines = [tr("typer.error", message=escape_untrusted(usage_error_message(error), _LONGEST_ERROR))]
    if ctx is not None:
        lines[:0] = [ctx.get_usage(), tr("typer.try_help", command=ctx.command_path, option=ctx.help_option_names[0])]
    return "\n".join(lines)


def _page(command: Any, ctx: Any) -> str:
    blocks = [_usage(command, ctx), "\n".join(_lines(_text(command.help or "")))]
    sections: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(ctx):
        is_option = param.param_type_name == "option"
        title = tr(param.rich_help_panel or ("typer.options" if is_option else "typer.arguments"))
        sections.setdefault(title, []).append((_option(param) if is_option else param.metavar, _help(param)))
    if isinstance(command, TyperGroup):
        commands = [(name, _text(each.help or "")) for name, each in command.commands.items()]
        sections[tr("typer.commands")] = commands
    page = "\n\n".join(blocks)
    for title, rows in sections.items():
        page += f"\n\n{title}\n" + "\n".join(_rows(rows))
    if command.epilog:
        page += "\n\n" + "\n".join(_lines(_text(command.epilog)))
    return page + "\n"


def _usage(command: Any, ctx: Any) -> str:
    arguments = [param.metavar for param in command.get_params(ctx) if param.param_type_name == "argument"]
    subcommand = [command.subcommand_metavar] if isinstance(command, TyperGroup) else []
    usage = " ".join([ctx.command_path, command.options_metavar, *arguments, *subcommand])
    return "\n".join(_lines(tr("typer.usage", usage=usage)))


def _option(param: Any) -> str:
    """The names of an option and what follows them, short names first, long ones aligned."""
    names = sorted(param.opts, key=len)
    metavar = "" if param.is_flag else f" {param.metavar}"
    return f"{'' if len(names[0]) == 2 else '    '}{', '.join(names)}{metavar}"  # noqa: PLR2004  as in -f


def _help(param: Any) -> str:
    """What a parameter is for, with its choices and its default."""
    text = _text(_HELP_OF_TYPERS_OPTIONS.get(param.name, param.help))
    choices = getattr(param.type, "choices", ())
    if choices:
        text += tr("typer.choices", choices=tuple(choices))
    if param.show_default and isinstance(param.default, str):
        text += tr("typer.default", default=param.default)
    return str(text)


def _rows(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Terms, and what is said of them beside or below."""
    width = min(max(len(term) for term, _ in rows), _TERM_WIDTH) + 2
    for term, text in rows:
        first, *others = _lines(text, margin=width + 2)
        if len(term) + 2 <= width:
            yield f"  {term:{width}}{first}"
        else:
            yield f"  {term}"
            yield " " * (width + 2) + first
        yield from (" " * (width + 2) + line for line in others)


def _lines(text: str, margin: int = 0) -> list[str]:
    """A text broken into lines that fit beside a margin."""
    from cloudmkt_cli.render.cjk_wrap import plain_lines

    return plain_lines(text, min(shutil.get_terminal_size().columns, _WIDEST) - margin)
