"""``cloudmkt check``: the main job."""

import gc

import typer

from cloudmkt_cli.cli.boundary import explain, guarded
from cloudmkt_cli.cli.options import (
    AsOf,
    CheckFormatOption,
    Details,
    FailOnOption,
    Lang,
    Markets,
    OnlyOption,
    Output,
    ProfilePaths,
    ReportDir,
    ReportFormatOption,
    Reports,
    SarifAll,
    SortOption,
    report_kind,
    today_in_china,
)
from cloudmkt_cli.cli.output import language_of
from cloudmkt_cli.exit_status import exit_status


@guarded
def check(
    paths: ProfilePaths = None,
    market: Markets = None,
    as_of: AsOf = None,
    output_format: CheckFormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    fail_on: FailOnOption = "incomplete",
    sort: SortOption = None,
    only: OnlyOption = None,
    details: Details = False,
    report: Reports = None,
    report_dir: ReportDir = None,
    report_format: ReportFormatOption = "html",
    sarif_all: SarifAll = False,
) -> None:
    from cloudmkt_cli.batch import find_profiles
    from cloudmkt_cli.catalogue import load_catalogue
    from cloudmkt_cli.cli.check_reports import Papers, write_reports
    from cloudmkt_cli.cli.check_runs import Run, run_for_the_gate, run_in_full, run_in_lines, run_in_rows
    from cloudmkt_cli.report import Verdict

    reports = [(path, report_kind(path)) for path in report or ()]
    gc.freeze()
    gc.set_threshold(50_000)  # results are trees: there is little to find, and looking costs
    gc.enable()
    catalogue = load_catalogue()
    markets = tuple(catalogue.market(market_id).id for market_id in market or ())
    files, errors = find_profiles(paths or ())
    language = language_of(output_format, lang)
    run = Run(files, errors, catalogue, as_of or today_in_china(), markets, language, output, sort, only)
    if reports or report_dir:
        run = run.kept_in_full()
    if output_format == "jsonl":
        totals = run_in_lines(run)
    elif output_format == "text" and len(files) > 1 and not details:
        totals = run_in_rows(run)
    elif output_format == "text" or output_format == "json":  # noqa: PLR1714  which mypy can follow
        totals = run_in_full(run, output_format)
    else:
        totals = run_for_the_gate(run, output_format, sarif_all=sarif_all)
    if output_format == "text":
        explain(run.errors)
    write_reports(run, Papers(reports, report_dir, report_format, lang, sarif_all))
    status = exit_status(
        bad_input=len(run.errors),
        not_eligible=totals[Verdict.NOT_ELIGIBLE],
        incomplete=totals[Verdict.INCOMPLETE],
        fail_on=fail_on,
    )
    raise typer.Exit(status)
