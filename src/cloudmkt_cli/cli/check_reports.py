"""The papers that ``check`` writes beside its output: a report of all, or one for each vendor."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cloudmkt_cli.batch import Batch
from cloudmkt_cli.choices import REPORT_ENDINGS, ReportFormat
from cloudmkt_cli.cli.check_runs import Run
from cloudmkt_cli.cli.output import cannot_write, language_of, opened
from cloudmkt_cli.file_names import FileNames
from cloudmkt_cli.language import Language
from cloudmkt_cli.render.reports import report_bytes


class Papers(NamedTuple):
    """What was asked for; a paper is in the language asked for, or in that of its kind."""

    reports: Sequence[tuple[Path, ReportFormat]]
    folder: Path | None
    kind_in_folder: ReportFormat
    lang: Language | None
    sarif_all: bool


def write_reports(run: Run, papers: Papers) -> None:
    """Write what was asked for, from a run whose outcomes are kept."""
    for path, kind in papers.reports:
        _write(path, kind, _batch(run, kind), papers)
    if papers.folder is not None:
        _make(papers.folder)
        kind = papers.kind_in_folder
        names = FileNames(next(ending for ending, of in REPORT_ENDINGS.items() if of == kind))
        batch = _batch(run, kind)
        for checked in batch.profiles:
            of_one = batch._replace(profiles=(checked,), errors=(), hidden=(), waivers=())
            _write(papers.folder / names.take(checked.result.vendor), kind, of_one, papers)


def _batch(run: Run, kind: ReportFormat) -> Batch:
    return run.batch(None if kind == "json" else run.sort)  # JSON is in the order of paths, wherever it goes


def _write(path: Path, kind: ReportFormat, batch: Batch, papers: Papers) -> None:
    content = report_bytes(kind, batch, language_of(kind, papers.lang), sarif_all=papers.sarif_all)
    with opened(path) as stream:
        stream.write(content)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
