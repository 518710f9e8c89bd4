"""``cloudmkt diff``: what changed between two reports."""

from typing import Annotated

import typer

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.exit_codes import exit_status_of_comparison
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import ConfigOption, FormatOption, Lang, NoConfig, Output
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings

OldReport = Annotated[str, typer.Argument(metavar="OLD", help=tr("help.diff_old"), show_default=False)]
NewReport = Annotated[str, typer.Argument(metavar="NEW", help=tr("help.diff_new"), show_default=False)]
FailOnRegression = Annotated[
    bool,
    typer.Option(
        "--fail-on-regression",
        help=tr("help.fail_on_regression"),
        show_default=False,
        rich_help_panel=tr("typer.gate_options"),
    ),
]


@handle_errors
def diff(
    old: OldReport,
    new: NewReport,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    fail_on_regression: FailOnRegression = False,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.catalogue.loader import load_catalogue
    from cloudmkt_cli.core.input import STDIN
    from cloudmkt_cli.history.diff import Change, compare
    from cloudmkt_cli.history.reader import read_report

    if old == new == STDIN:
        raise typer.BadParameter(tr("usage.one_from_stdin"))
    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    comparison = compare(read_report(old), read_report(new))
    catalogue = load_catalogue()
    publish(lambda to, *how: to.render_comparison(comparison, catalogue, *how), output_format, output, language)
    worse = comparison.totals[Change.WORSE]
    raise typer.Exit(exit_status_of_comparison(worse=worse, fail_on_regression=fail_on_regression))
