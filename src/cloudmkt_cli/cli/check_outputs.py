"""Set up and write the outputs and reports of ``check``."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cloudmkt_cli.cli.check_pipeline import Outcome, Run, Sink, check_all
from cloudmkt_cli.cli.errors import print_to_stderr, show_diagnostics
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.output import language_of, opened, write_pieces
from cloudmkt_cli.cli.sinks import JsonLines, MatrixOutput, ReportFolder, SpooledReport, Write
from cloudmkt_cli.core.formats import CheckFormat, Only, ReportFormat, Sort, View
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.render.registry import writer_of
from cloudmkt_cli.render.writer import Writer
from cloudmkt_cli.runs.exclusions import Reason
from cloudmkt_cli.runs.spool import Spool


class OutputOptions(NamedTuple):
    """The outputs and reports asked for. ``lang`` is None for the default of each format."""

    output_format: CheckFormat
    output: Path | None
    lang: Language | None
    view: View
    details: bool
    brief: bool
    sort: Sort | None
    only: Only | None
    strict_waivers: bool
    reports: Sequence[tuple[Path, ReportFormat]]
    folder: Path | None
    kind_in_folder: ReportFormat
    sarif_all: bool

    @property
    def has_checklists(self) -> bool:
        """Whether text is a checklist for each of several profiles, and no matrix."""
        return self.details or self.view != "full"

    def order_of(self, kind: CheckFormat) -> Sort | None:
        """The order of the profiles in a format. JSON is always in the order of the paths."""
        return None if kind == "json" else self.sort


def run_check(run: Run, wanted: OutputOptions) -> Outcome:
    """Check all profiles in one pass. Write the output, print errors and warnings, then write the reports."""
    outcome = Outcome(run, wanted.only)
    with ExitStack() as spools:
        reports = list(_reports(run, wanted, spools))
        with _output(run, wanted, spools, alone=not reports) as sinks:
            check_all(run, outcome, [*sinks, *reports], _processes(wanted))
            for sink in sinks:
                sink.finish(outcome)
        if wanted.output_format == "text":
            show_diagnostics(outcome.errors)
        if wanted.output_format != "json" and wanted.view != "quiet" and run.left_out:  # JSON says it itself
            print_to_stderr(left_out_line(run.left_out))
        if wanted.output_format not in {"json", "jsonl"}:  # which say it themselves
            show_diagnostics(outcome.idle_waivers(), "error" if wanted.strict_waivers else "warning")
        if wanted.output_format == "gitlab" and run.context.configuration:  # which has no place for it
            print_to_stderr(tr("config.file", path=run.context.configuration))
        for report in reports:
            report.finish(outcome)
    return outcome


def left_out_line(counts: Mapping[Reason, int]) -> str:
    """How many files and folders were left out, by the reason."""
    reasons = tuple(Message(f"left_out.{reason}", {"count": counts[reason]}) for reason in Reason if counts.get(reason))
    return tr("text.left_out", reasons=reasons)


def _processes(wanted: OutputOptions) -> int | None:
    """One for checklists on a terminal, whose width and colours workers do not know; else None, for the default."""
    return 1 if wanted.output_format == "text" and wanted.has_checklists and wanted.output is None else None


@contextmanager
def _output(run: Run, wanted: OutputOptions, spools: ExitStack, *, alone: bool) -> Iterator[Sequence[Sink]]:
    """The sinks for standard output or ``--output``. JSON Lines are written while it is open."""
    kind, output, context = wanted.output_format, wanted.output, run.context
    language = language_of(kind, wanted.lang)
    if kind == "jsonl":
        with opened(output) as stream:
            waivers = bool(run.waivers)
            yield [JsonLines(stream, context, language, brief=wanted.brief, has_waivers=waivers, alone=alone)]
        return
    if kind == "text" and len(run.files) > 1 and not wanted.has_checklists:
        yield [MatrixOutput(context, language, output, wanted.sort)]
        return
    writer: Writer
    if kind == "text":
        from cloudmkt_cli.render.terminal.check import ChecklistWriter

        writer = ChecklistWriter(context, language, None if output else sys.stdout, wanted.view)
    else:
        writer = writer_of(kind, context, language, view=wanted.view, sarif_all=wanted.sarif_all)

    def document(of: Writer, write: Write) -> SpooledReport:
        return SpooledReport(spools.enter_context(Spool()), of, wanted.order_of(kind), write)

    sinks = [document(writer, partial(write_pieces, output_format=kind, output=output))]
    if kind == "github":  # which shows a summary of the job besides
        from cloudmkt_cli.cli.github_summary import add_job_summary

        sinks.append(document(writer_of("markdown", context, language), add_job_summary))
    yield sinks


def _reports(run: Run, wanted: OutputOptions, spools: ExitStack) -> Iterator[Sink]:
    def writer(kind: ReportFormat) -> Writer:
        language = language_of(kind, wanted.lang)
        return writer_of(kind, run.context, language, view=wanted.view, sarif_all=wanted.sarif_all)

    for path, kind in wanted.reports:
        write = partial(write_pieces, output_format=kind, output=path)
        yield SpooledReport(spools.enter_context(Spool()), writer(kind), wanted.order_of(kind), write)
    if wanted.folder is not None:
        kind, spool = wanted.kind_in_folder, spools.enter_context(Spool())
        taken = [path for path in (wanted.output, *(path for path, _ in wanted.reports)) if path]
        yield ReportFolder(spool, writer(kind), run.context, wanted.order_of(kind), wanted.folder, kind, taken)
