"""The command line: one small module a command, and the one place where errors become exit codes."""

import cloudmkt_cli.cli.typer_i18n  # noqa: F401  before Typer is imported
