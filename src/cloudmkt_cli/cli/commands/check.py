"""``cloudmkt check``: the main job."""

import os
from functools import partial
from typing import TYPE_CHECKING

import typer

from cloudmkt_cli.cli import garbage_collection
from cloudmkt_cli.cli.edition import PackFolders, chosen_catalogue, chosen_markets
from cloudmkt_cli.cli.errors import handle_errors, show_diagnostics
from cloudmkt_cli.cli.exit_codes import ExitStatus, exit_status
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import (
    AsOf,
    BaselineOption,
    Brief,
    CheckFormatOption,
    ConfigOption,
    Details,
    EditionOption,
    Excludes,
    FailOnOption,
    Lang,
    Markets,
    NoConfig,
    NoWaivers,
    OnlyOption,
    OpenOnly,
    Output,
    Overrides,
    ProfilePaths,
    Quiet,
    ReportDir,
    ReportFormatOption,
    Reports,
    SarifAll,
    SortOption,
    StdinFilename,
    StrictWaivers,
    WaiversOption,
    format_of,
    refuse_one_file_for_two,
    report_kind,
)
from cloudmkt_cli.cli.resolve_settings import effective_settings
from cloudmkt_cli.cli.views import refuse_brief, refuse_workbook_on_terminal, view_of
from cloudmkt_cli.core.formats import REPORT_ENDINGS
from cloudmkt_cli.core.input import STDIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cloudmkt_cli.catalogue.model import Catalogue
    from cloudmkt_cli.cli.check_pipeline import Outcome, Run
    from cloudmkt_cli.config.settings import Settings
    from cloudmkt_cli.core.toml.overrides import Override
    from cloudmkt_cli.history.baseline import Baseline
    from cloudmkt_cli.history.model import PastReport
    from cloudmkt_cli.runs.waivers import StatedWaiver


@handle_errors
def check(
    paths: ProfilePaths = None,
    market: Markets = None,
    edition: EditionOption = None,
    pack: PackFolders = None,
    as_of: AsOf = None,
    overrides: Overrides = None,
    exclude: Excludes = None,
    output_format: CheckFormatOption = None,
    output: Output = None,
    lang: Lang = None,
    config_file: ConfigOption = None,
    no_config: NoConfig = False,
    stdin_filename: StdinFilename = None,
    fail_on: FailOnOption = None,
    waivers: WaiversOption = None,
    strict_waivers: StrictWaivers = False,
    no_waivers: NoWaivers = False,
    baseline: BaselineOption = None,
    sort: SortOption = None,
    only: OnlyOption = None,
    details: Details = False,
    open_only: OpenOnly = False,
    quiet: Quiet = False,
    brief: Brief = False,
    report: Reports = None,
    report_dir: ReportDir = None,
    report_format: ReportFormatOption = "html",
    sarif_all: SarifAll = False,
) -> None:
    from cloudmkt_cli.cli.check_outputs import OutputOptions, run_check

    settings = effective_settings(
        paths=paths,
        markets=market,
        fail_on=fail_on,
        lang=lang,
        waivers=waivers,
        no_waivers=no_waivers,
        baseline=baseline,
        edition=edition,
        packs=pack,
        config=config_file,
        no_config=no_config,
    )
    reports = [(path, report_kind(path, REPORT_ENDINGS)) for path in report or ()]
    refuse_one_file_for_two([*([output] if output else ()), *(path for path, _ in reports)])
    kind = format_of(output_format, output)
    refuse_workbook_on_terminal(kind, output)
    refuse_brief(kind, brief=brief)
    kinds = [kind, *(of for _, of in reports), *([report_format] if report_dir else ())]
    options = OutputOptions(
        output_format=kind,
        output=output,
        lang=settings.lang.value,
        view=view_of(kinds, open_only=open_only, quiet=quiet, details=details),
        details=details,
        brief=brief,
        sort=sort,
        only=only,
        strict_waivers=strict_waivers,
        reports=reports,
        folder=report_dir,
        kind_in_folder=report_format,
        sarif_all=sarif_all,
    )
    garbage_collection.resume()
    outcome = run_check(_run(settings, as_of, overrides or (), exclude or (), stdin_filename), options)
    raise typer.Exit(_exit_status(outcome, settings, strict_waivers))


def _run(
    settings: "Settings",
    as_of: "date | None",
    overrides: "Sequence[Override]",
    exclude: "Sequence[str]",
    stdin_filename: str | None,
) -> "Run":
    """What the settings ask for; waivers and baseline are read before the profiles are looked for."""
    from cloudmkt_cli.catalogue.profile_keys import require_known_keys
    from cloudmkt_cli.checking.workdays import today_in_china
    from cloudmkt_cli.cli.check_pipeline import Run, context_of
    from cloudmkt_cli.runs.batch import name_of
    from cloudmkt_cli.runs.exclusions import Reason, exclusions_of
    from cloudmkt_cli.runs.profile_paths import find_profiles

    day = as_of or today_in_china()
    catalogue = chosen_catalogue(settings, day)
    require_known_keys(overrides, catalogue)
    markets = chosen_markets(settings.markets.value, catalogue)
    waivers = _waivers(settings.waivers.value)
    report = _earlier_report(settings.baseline.value)
    files, unusable, left_out = find_profiles(settings.paths.value, exclusions_of(settings, exclude))
    if stdin_filename is not None:
        if STDIN not in files:
            raise typer.BadParameter(tr("usage.stdin_filename"))
        files.sort(key=partial(name_of, stdin_filename=stdin_filename))
    changed_by = ("paths", "markets", "fail-on", "waivers", "baseline", "edition", "packs")
    context = context_of(
        catalogue,
        day,
        markets,
        overrides=tuple(overrides),
        files=files,
        configuration=settings.file_for(*changed_by, *(("exclude",) if left_out[Reason.EXCLUDED] else ())),
    )
    names = [name_of(file, stdin_filename) for file in files] if report else []  # they take time for thousands
    baseline = _baseline(report, names, catalogue, markets)
    return Run(
        context=context,
        files=files,
        unusable=unusable,
        markets=markets,
        waivers=waivers,
        baseline=baseline,
        left_out=left_out,
        stdin_filename=stdin_filename,
    )


def _exit_status(outcome: "Outcome", settings: "Settings", strict_waivers: bool) -> ExitStatus:  # noqa: FBT001  an option
    from cloudmkt_cli.checking.results import Verdict

    return exit_status(
        bad_input=len(outcome.errors) + (len(outcome.idle_waivers()) if strict_waivers else 0),
        not_eligible=outcome.gate.verdicts[Verdict.NOT_ELIGIBLE],
        incomplete=outcome.gate.verdicts[Verdict.INCOMPLETE],
        fail_on=settings.fail_on.value,
    )


def _waivers(path: str) -> "tuple[StatedWaiver, ...]":
    if not path:
        return ()
    from cloudmkt_cli.runs.waiver_file import load_waivers

    return load_waivers(path)


def _earlier_report(path: str) -> "PastReport | None":
    if not path:
        return None
    from cloudmkt_cli.history.reader import read_report

    return read_report(os.path.join(os.curdir, path) if path == STDIN else path)  # noqa: PTH118  "-" is a file's name here


def _baseline(
    report: "PastReport | None", names: "Sequence[str]", catalogue: "Catalogue", markets: "Sequence[str]"
) -> "Baseline | None":
    """The baseline; warns of what in it cannot be compared."""
    if report is None:
        return None
    from cloudmkt_cli.history.baseline import baseline_of, comparability_warnings

    show_diagnostics(comparability_warnings(report, catalogue, markets or catalogue.market_ids), "warning")
    return baseline_of(report, names)
