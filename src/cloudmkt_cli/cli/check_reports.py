"""The papers that ``check`` writes beside its output: a report of all, or one for each vendor."""

from collections.abc import Sequence
from pathlib import Path

from cloudmkt_cli.choices import ReportFormat
from cloudmkt_cli.cli.check_runs import Run
from cloudmkt_cli.cli.output import opened
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.file_names import FileNames
from cloudmkt_cli.language import Message
from cloudmkt_cli.render.reports import report_bytes


def write_reports(
    run: Run, reports: Sequence[tuple[Path, ReportFormat]], folder: Path | None, kind_in_folder: ReportFormat
) -> None:
    """Write what was asked for, from a run whose outcomes are kept."""
    if not reports and folder is None:
        return
    batch = run.batch(run.sort)
    for path, kind in reports:
        _write(path, report_bytes(kind, batch, run.language))
    if folder is not None:
        _make(folder)
        names = FileNames(f".{kind_in_folder}")
        for checked in batch.profiles:
            of_one = batch._replace(profiles=(checked,), errors=(), hidden=type(batch.hidden)())
            _write(folder / names.take(checked.result.vendor), report_bytes(kind_in_folder, of_one, run.language))


def _write(path: Path, content: bytes) -> None:
    with opened(path) as stream:
        stream.write(content)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = Message("error.cannot_write", {"path": str(folder), "reason": error.strerror or str(error)})
        raise InputError(Diagnostic(message, Message("hint.cannot_write"), path=str(folder))) from None
