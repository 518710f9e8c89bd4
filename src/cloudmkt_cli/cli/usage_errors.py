"""Usage errors in the language of the run.

Typer words its own in English. Their texts are not parsed: the exceptions have the details. Typer does not export the
classes of most of them, so they are told apart by their attributes.
"""

from typing import Any

import typer

from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.core.messages import Message


def usage_error_message(error: Any) -> str:
    """The message of a usage error."""
    if isinstance(error, typer.BadParameter):
        return _bad_value(error)
    if hasattr(error, "possibilities"):
        near = tuple(sorted(error.possibilities or ()))
        hint = Message("typer.near", {"near": near}) if near else ""
        return tr("typer.no_such_option", name=error.option_name, hint=hint)
    if hasattr(error, "option_name"):
        params = error.ctx.command.params
        is_flag = any(getattr(param, "is_flag", False) for param in params if error.option_name in param.opts)
        return tr("typer.takes_no_value" if is_flag else "typer.needs_value", name=error.option_name)
    return str(error.format_message())


def _bad_value(error: typer.BadParameter) -> str:
    param: Any = error.param
    if param is None:
        return error.message
    name = param.metavar.strip("[].") if param.param_type_name == "argument" else max(param.opts, key=len)
    if hasattr(error, "param_type"):
        return tr("typer.missing", name=name)
    if choices := getattr(param.type, "choices", ()):
        return tr("typer.not_a_choice", name=name, choices=tuple(choices))
    return tr("typer.bad_value", name=name, message=error.message)
