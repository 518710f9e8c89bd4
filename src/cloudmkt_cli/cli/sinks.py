"""The outputs and reports of ``check``, each of which takes what it needs of every profile."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import BinaryIO

from cloudmkt_cli.cli.check_pipeline import Outcome
from cloudmkt_cli.cli.output import cannot_write, nobody_reads, opened, write_text
from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.formats import REPORT_ENDINGS, ReportFormat, Sort
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render.writer import Writer, render_document
from cloudmkt_cli.runs.batch import Batch, CheckedProfile, RunContext
from cloudmkt_cli.runs.spool import Spool, packed
from cloudmkt_cli.runs.summary import SummaryTable, VendorRow

Write = Callable[[Iterator[bytes]], None]
"""Writes a document to its destination."""


class SpooledReport:
    """A report of all profiles. Its parts are spooled, because it begins with the totals."""

    def __init__(self, spool: Spool, writer: Writer, sort: Sort | None, write: Write) -> None:
        self.transform = partial(_parts, writer=writer)
        self._spool = spool
        self._writer = writer
        self._sort = sort
        self._write = write

    def take(self, row: VendorRow, made: tuple[bytes, ...], outcome: Outcome) -> None:  # noqa: ARG002  as every sink
        """Spool its parts."""
        _keep(self._spool, made)

    def reject(self, errors: tuple[Diagnostic, ...]) -> None:
        """Nothing to do: the summary has its errors."""

    def finish(self, outcome: Outcome) -> None:
        """Write the document."""
        parts = partial(self._spool.parts, order=outcome.order(self._sort))
        self._write(self._writer.document(outcome.summary(), parts))


def _keep(spool: Spool, parts: tuple[bytes, ...]) -> None:
    try:
        spool.add(parts)
    except OSError as error:
        from tempfile import gettempdir

        raise cannot_write(Path(gettempdir()), error) from None


def _parts(checked: CheckedProfile, writer: Writer) -> tuple[bytes, ...]:
    return packed(writer.profile(checked))


class ReportFolder:
    """A report for each profile, named after the vendor."""

    def __init__(
        self,
        spool: Spool,
        writer: Writer,
        run: RunContext,
        sort: Sort | None,
        folder: Path,
        kind: ReportFormat,
        taken: Sequence[Path],
    ) -> None:
        """``taken``: the files of other outputs, which may lie in the folder."""
        from cloudmkt_cli.core.filenames import FileNames

        self.transform = partial(_document_of_one, writer=writer, run=run)
        self._spool = spool
        self._sort = sort
        self._folder = folder
        here = realpath(folder)  # which takes a loop of links, where resolve() raises
        names = [path.name for path in taken if realpath(path.parent) == here]
        self._names = FileNames(next(ending for ending, of in REPORT_ENDINGS.items() if of == kind), names)

    def take(self, row: VendorRow, made: tuple[bytes, ...], outcome: Outcome) -> None:  # noqa: ARG002  as every sink
        """Spool its parts."""
        _keep(self._spool, made)

    def reject(self, errors: tuple[Diagnostic, ...]) -> None:
        """There is no report for it."""

    def finish(self, outcome: Outcome) -> None:
        """Write the reports. The order decides the file names of vendors with the same name."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self._folder, error) from None
        order = outcome.order(self._sort)
        for index, document in zip(order, self._spool.parts(0, order), strict=True):
            with opened(self._folder / self._names.take(outcome.rows[index].vendor)) as stream:
                stream.write(document)


def _document_of_one(checked: CheckedProfile, writer: Writer, run: RunContext) -> tuple[bytes, ...]:
    return packed(
        [
            render_document(
                writer,
                Batch(
                    run.catalogue,
                    run.as_of,
                    (checked,),
                    errors=(),
                    overrides=run.overrides,
                    configuration=run.configuration,
                ),
            )
        ]
    )


class MatrixOutput:
    """The matrix as text."""

    def __init__(self, run: RunContext, language: Language, output: Path | None, sort: Sort | None) -> None:
        self.transform = _nothing
        self._run = run
        self._language = language
        self._output = output
        self._sort = sort

    def take(self, row: VendorRow, made: None, outcome: Outcome) -> None:
        """Nothing to do: the outcome has its row."""

    def reject(self, errors: tuple[Diagnostic, ...]) -> None:
        """Nothing to do: the summary has its errors."""

    def finish(self, outcome: Outcome) -> None:
        """Write the matrix."""
        from cloudmkt_cli.render.terminal.matrix import render_matrix

        summary = outcome.summary()
        rows = [outcome.rows[index] for index in outcome.order(self._sort)]
        survey = SummaryTable(rows, summary.totals, summary.unchecked, summary.waived, summary.worse, *self._run[3:5])
        target = None if self._output else sys.stdout
        write_text(render_matrix(survey, self._run.catalogue, self._language, target), "text", self._output)


def _nothing(checked: CheckedProfile) -> None:
    """The matrix needs only the row."""


def _full_lines(run: RunContext, language: Language) -> tuple[Callable[[CheckedProfile], bytes], bytes]:
    """What makes the line of a profile, and what stands before the first."""
    from cloudmkt_cli.render.json_report.jsonl import profile_line

    return partial(profile_line, run=run, language=language), b""


def _brief_lines(run: RunContext) -> tuple[Callable[[CheckedProfile], bytes], bytes]:
    from cloudmkt_cli.render.json_report.brief import brief_head, brief_line

    return brief_line, brief_head(run)


class JsonLines:
    """JSON Lines: a line for each input as soon as it is checked, then one for the waivers."""

    def __init__(
        self,
        stream: BinaryIO,
        run: RunContext,
        language: Language,
        *,
        brief: bool,
        has_waivers: bool,
        alone: bool,
    ) -> None:
        """``alone``: there are no reports, so that the run may stop when nobody reads the lines any more."""
        self.transform, self._head = _brief_lines(run) if brief else _full_lines(run, language)
        self._stream = stream
        self._run = run
        self._language = language
        self._has_waivers = has_waivers
        self._alone = alone

    def take(self, row: VendorRow, made: bytes, outcome: Outcome) -> None:
        """Write its line."""
        if outcome.is_shown(row):
            self._write(made)

    def reject(self, errors: tuple[Diagnostic, ...]) -> None:
        """Write its line."""
        from cloudmkt_cli.render.json_report.jsonl import error_line

        self._write(error_line(errors, self._language, self._run))

    def finish(self, outcome: Outcome) -> None:
        """Write the last line."""
        from cloudmkt_cli.render.json_report.jsonl import waivers_line

        self._write(waivers_line(outcome.waiver_uses(), self._run) if self._has_waivers else b"")

    def _write(self, line: bytes) -> None:
        line, self._head = self._head + line, b""
        try:
            self._stream.write(line)
        except BrokenPipeError:
            if self._alone:
                raise
            nobody_reads()
