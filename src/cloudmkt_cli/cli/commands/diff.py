"""``cloudmkt diff``: what changed between two reports."""

from typing import TYPE_CHECKING, Annotated

import typer

from cloudmkt_cli.cli.errors import handle_errors
from cloudmkt_cli.cli.exit_codes import exit_status_of_comparison
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import (
    ConfigOption,
    DiffReports,
    FormatOrEnding,
    Lang,
    NoConfig,
    Output,
    kind_by_ending,
    refuse_one_file_for_two,
    report_kind,
)
from cloudmkt_cli.cli.output import language_of, publish, write_pieces
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.core.formats import DIFF_REPORT_ENDINGS, DiffReportFormat, Format

if TYPE_CHECKING:
    from pathlib import Path

    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.core.messages import Language
    from cloudmkt_cli.history.diff import Comparison

OldReport = Annotated[str, typer.Argument(metavar="OLD", help="help.diff_old", show_default=False)]
NewReport = Annotated[str, typer.Argument(metavar="NEW", help="help.diff_new", show_default=False)]
FailOnRegression = Annotated[
    bool,
    typer.Option(
        "--fail-on-regression",
        help="help.fail_on_regression",
        show_default=False,
        rich_help_panel="typer.gate_options",
    ),
]


@handle_errors
def diff(
    old: OldReport,
    new: NewReport,
    output_format: FormatOrEnding = None,
    output: Output = None,
    lang: Lang = None,
    report: DiffReports = None,
    fail_on_regression: FailOnRegression = False,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
) -> None:
    from cloudmkt_cli.core.input import STDIN
    from cloudmkt_cli.history.diff import Change, compare
    from cloudmkt_cli.history.reader import read_report

    if old == new == STDIN:
        raise typer.BadParameter(tr("usage.one_from_stdin"))
    reports = [(path, report_kind(path, DIFF_REPORT_ENDINGS)) for path in report or ()]
    refuse_one_file_for_two([*([output] if output else ()), *(path for path, _ in reports)])
    language = effective_settings(lang=lang, config=config_file, no_config=no_config).lang.value
    comparison = compare(read_report(old), read_report(new))
    catalogue = _catalogue_of(comparison.new.catalogue)
    by_ending = kind_by_ending(output, DIFF_REPORT_ENDINGS) if output and output_format is None else None
    outputs: list[tuple[Path | None, Format | DiffReportFormat]] = [(output, output_format or by_ending or "text")]
    for path, kind in (*outputs, *reports):
        _write(comparison, catalogue, kind, path, language)
    worse = comparison.totals[Change.WORSE]
    raise typer.Exit(exit_status_of_comparison(worse=worse, fail_on_regression=fail_on_regression))


def _catalogue_of(edition: str) -> "Catalogue":
    """The catalogue that the new report was made with; the default one if it does not ship."""
    from cloudmkt_cli.catalogue.loader import DEFAULT_PACK, load_catalogue
    from cloudmkt_cli.catalogue.pack_files import shipped_packs

    return load_catalogue(edition if edition in shipped_packs() else DEFAULT_PACK)


def _write(
    comparison: "Comparison",
    catalogue: "Catalogue",
    kind: Format | DiffReportFormat,
    path: "Path | None",
    language: "Language | None",
) -> None:
    """Write a comparison in a format."""
    if kind in {"text", "json"}:
        publish(lambda to, *how: to.render_comparison(comparison, catalogue, *how), kind, path, language)
        return
    from cloudmkt_cli.render.client.diff_report import html_pieces, markdown_pieces

    pieces = html_pieces if kind == "html" else markdown_pieces
    write_pieces(pieces(comparison, catalogue, language_of(kind, language)), kind, path)
