"""How ``plan``, ``next`` and ``where`` run: one pass over the profiles, which feeds the output and the reports."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.profile_keys import require_known_keys
from cloudmkt_cli.cli.check_outputs import left_out_line
from cloudmkt_cli.cli.check_pipeline import Outcome, Run, check_all, context_of
from cloudmkt_cli.cli.edition import chosen_markets
from cloudmkt_cli.cli.errors import print_to_stderr, show_diagnostics
from cloudmkt_cli.cli.exit_codes import ExitStatus
from cloudmkt_cli.cli.options import kind_by_ending, refuse_one_file_for_two, report_kind
from cloudmkt_cli.cli.output import language_of, write_pieces
from cloudmkt_cli.cli.sinks import SpooledReport
from cloudmkt_cli.config.settings import Settings
from cloudmkt_cli.core.formats import PLAN_REPORT_ENDINGS, Format, PlanReportFormat, Subject
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.render.profile_registry import Screen, profile_writer_of
from cloudmkt_cli.runs.exclusions import Reason, exclusions_of
from cloudmkt_cli.runs.profile_paths import find_profiles
from cloudmkt_cli.runs.spool import Spool

Kind = Format | PlanReportFormat


class DocumentOptions(NamedTuple):
    """The output and the reports asked for. ``lang`` is None for the default of each format."""

    output_format: Kind
    output: Path | None
    reports: Sequence[tuple[Path, PlanReportFormat]]
    lang: Language | None
    details: bool


def document_options(
    output_format: Format | None,
    output: Path | None,
    reports: Sequence[Path],
    lang: Language | None,
    *,
    details: bool,
) -> DocumentOptions:
    """The options of the command line. A format that is left out follows the ending of the output file."""
    with_kind = [(path, report_kind(path, PLAN_REPORT_ENDINGS)) for path in reports]
    refuse_one_file_for_two([*([output] if output else ()), *reports])
    kind: Kind | None = output_format
    if kind is None and output is not None:
        kind = kind_by_ending(output, PLAN_REPORT_ENDINGS)
    return DocumentOptions(kind or "text", output, with_kind, lang, details)


def run_of(
    settings: Settings,
    catalogue: Catalogue,
    as_of: date,
    overrides: Sequence[Override],
    exclude: Sequence[str],
    *,
    configured_by: Sequence[str],
) -> Run:
    """What the settings ask for. ``configured_by``: the settings that the command reads."""
    require_known_keys(overrides, catalogue)
    named = settings.markets.value if "markets" in configured_by else ()
    markets = chosen_markets(named, catalogue)
    files, unusable, left_out = find_profiles(settings.paths.value, exclusions_of(settings, exclude))
    changed_by = (*configured_by, *(("exclude",) if left_out[Reason.EXCLUDED] else ()))
    context = context_of(
        catalogue,
        as_of,
        markets,
        overrides=tuple(overrides),
        files=files,
        configuration=settings.file_for(*changed_by),
    )
    return Run(context=context, files=files, unusable=unusable, markets=markets, left_out=left_out)


def write_documents(run: Run, subject: Subject, wanted: DocumentOptions) -> ExitStatus:
    """Check all profiles in one pass, and write the output, the errors and the reports."""
    kind, output = wanted.output_format, wanted.output
    is_overview = len(run.files) + len(run.unusable) > 1 and not wanted.details
    screen = Screen(sys.stdout if output is None else None, is_overview=is_overview)
    outcome = Outcome(run, None)
    with ExitStack() as spools:

        def document(kind: Kind, path: Path | None) -> SpooledReport:
            writer = profile_writer_of(subject, kind, run.context, language_of(kind, wanted.lang), screen)
            write = partial(write_pieces, output_format=kind, output=path)
            return SpooledReport(spools.enter_context(Spool()), writer, None, write)

        sinks = [document(kind, output), *(document(its_kind, path) for path, its_kind in wanted.reports)]
        in_this_process = kind == "text" and not is_overview and output is None  # workers know no terminal
        check_all(run, outcome, sinks, 1 if in_this_process else None)
        sinks[0].finish(outcome)
        if kind != "json":  # which says it itself
            show_diagnostics(outcome.errors)
            if run.left_out:
                print_to_stderr(left_out_line(run.left_out))
        for report in sinks[1:]:
            report.finish(outcome)
    return ExitStatus.BAD_INPUT if outcome.errors else ExitStatus.OK
