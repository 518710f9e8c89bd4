"""``cloudmkt diff``: what changed between two reports."""

from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.exit_codes import exit_status_of_comparison
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import FormatOption, Lang, Output
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.cli.resolve_settings import effective_settings

if TYPE_CHECKING:
    from cloudmkt_cli.catalogue.model import Catalogue

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
) -> None:
    from cloudmkt_cli.core.input import STDIN
    from cloudmkt_cli.history.diff import Change, compare
    from cloudmkt_cli.history.reader import read_report

    if old == new == STDIN:
        raise typer.BadParameter(tr("usage.one_from_stdin"))
    language = effective_settings(lang=lang).lang.value
    comparison = compare(read_report(old), read_report(new))
    catalogue = _catalogue_of(comparison.new.catalogue)
    publish(lambda to, *how: to.render_comparison(comparison, catalogue, *how), output_format, output, language)
    worse = comparison.totals[Change.WORSE]
    raise typer.Exit(exit_status_of_comparison(worse=worse, fail_on_regression=fail_on_regression))


def _catalogue_of(edition: str) -> "Catalogue":
    """The catalogue that the new report was made with; the default one if it does not ship."""
    from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue
    from cloudmkt_cli.catalogue.pack_files import shipped_packs

    return load_catalogue(edition if edition in shipped_packs() else DEFAULT_PACK)
