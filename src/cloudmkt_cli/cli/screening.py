"""How ``screen`` runs: the engine, the files that it writes, and the summary."""

import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import gettempdir
from typing import Final, Literal, NamedTuple

import typer

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.cli.atomic_file import replaced_by_path
from cloudmkt_cli.cli.errors import print_to_stderr
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.options import refuse_one_file_for_two, report_kind
from cloudmkt_cli.cli.output import cannot_write, language_of, opened, publish, write_pieces, write_text
from cloudmkt_cli.cli.screening_follow_up import compare_outputs, write_shortlist
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.formats import Format
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.sanitize import escape_formula, escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.renderer import renderer
from cloudmkt_cli.screening.engine import Engine
from cloudmkt_cli.screening.model import RejectedLine
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions, screen
from cloudmkt_cli.screening.sources import open_table
from cloudmkt_cli.screening.summary import Summary, summarize

_ROW_ENDINGS: Final = (".parquet", ".csv")
_SummaryFormat = Literal["html", "json", "md"]
_SUMMARY_ENDINGS: Final[dict[str, _SummaryFormat]] = {".html": "html", ".json": "json", ".md": "md"}


class ScreenOutputs(NamedTuple):
    """What a screening writes, and where."""

    rows: Path | None
    """The result of every row: Parquet, or CSV by its ending."""
    summaries: tuple[Path, ...]
    format: Format
    lang: Language | None
    since: Path | None = None
    """The output of an earlier screening, to compare with."""
    profiles: Path | None = None
    """The folder for the profiles of the short-list."""
    force: bool = False
    """Whether existing files may be overwritten."""
    as_folder: bool = False
    """Whether the engine writes the rows as a folder of files, by means of its own."""

    @property
    def not_read(self) -> Path | None:
        """The file beside the output that lists what could not be read."""
        return self.rows and self.rows.with_suffix(".not-read.csv")

    @property
    def changes(self) -> Path | None:
        """The file beside the output that lists what changed since an earlier one."""
        return self.rows and self.since and self.rows.with_suffix(f".changes{self.rows.suffix}")

    def check(self, inputs: Sequence[Path]) -> None:
        """Check the outputs before any work is done.

        Raises:
            InputError: a file is there already, and may not be overwritten.
        """
        if self.rows is not None and not self.rows.name.lower().endswith(_ROW_ENDINGS):
            raise typer.BadParameter(tr("usage.bad_screened", found=escape_untrusted(self.rows.name)))
        if self.since and (self.rows is None or self.since.suffix.lower() != self.rows.suffix.lower()):
            raise typer.BadParameter(tr("usage.since_to"))
        for path in self.summaries:
            report_kind(path, _SUMMARY_ENDINGS)
        written = [path for path in (self.rows, self.not_read, self.changes, *self.summaries) if path is not None]
        refuse_one_file_for_two([*inputs, *written, *([self.since] if self.since else ())])
        if not self.force:
            refuse_to_overwrite(written)


def refuse_to_overwrite(paths: Iterable[Path]) -> None:
    """Refuse outputs that are there already.

    Raises:
        InputError: one is.
    """
    for path in paths:
        if os.path.lexists(path):
            message = Message("screen.already_there", {"path": display(path)})
            raise InputError(Diagnostic(message, Message("screen.use_force")))


def run_screening(files: Sequence[Path], options: ScreenOptions, outputs: ScreenOutputs) -> None:
    """Screen the table in some files on the embedded engine, and write all outputs."""
    folder = Path(gettempdir()) / f"cloudmkt-{token_hex(8)}"
    try:  # no context manager: an interrupt could come between what it begins with and its block
        folder.mkdir(mode=0o700)
        with _duckdb_engine(files, folder) as engine:
            run_on(engine, [display(path) for path in files], options, outputs, folder)
    except OSError as error:  # what is written besides the outputs is what does not fit into memory
        raise cannot_write(folder.parent, error) from None
    finally:
        rmtree(folder, ignore_errors=True)


def run_on(
    engine: Engine, files: Sequence[str], options: ScreenOptions, outputs: ScreenOutputs, folder: Path | None = None
) -> None:
    """Screen the table of an engine, and write all outputs. ``folder`` is for what a comparison cannot hold."""
    screened = screen(engine, files, options, _report)
    if outputs.rows is not None:
        _write_rows(screened, outputs.rows, as_folder=outputs.as_folder)
    listed_in = _write_not_read(screened, outputs)
    changes = compare_outputs(outputs.since, outputs.rows, outputs.changes, options.markets, folder, _report)
    _summarize(summarize(screened.screening, options.catalogue, listed_in, changes), options, outputs)
    if outputs.profiles is not None:
        language = language_of("text", outputs.lang)
        write_shortlist(screened, outputs.profiles, options, language, force=outputs.force)


def _summarize(summary: Summary, options: ScreenOptions, outputs: ScreenOutputs) -> None:
    for path in outputs.summaries:
        _write_summary(path, summary, options.catalogue, outputs.lang)
    publish(
        lambda to, lang, target: to.render_screening(summary, options.catalogue, lang, target),
        outputs.format,
        None,
        outputs.lang,
    )


@contextmanager
def _duckdb_engine(files: Sequence[Path], folder: Path) -> Iterator[Engine]:
    """The embedded engine. ``folder`` is for what does not fit into memory.

    Raises:
        InputError: the library is not installed, or a file cannot be read.
    """
    try:
        from cloudmkt_cli.screening.duckdb_engine import DuckDbEngine
    except ImportError:
        command = {"command": "pip install 'cloudmkt-cli[screen]'"}
        missing = Diagnostic(Message("screen.missing_extra"), Message("screen.install_extra", command))
        raise InputError(missing) from None
    engine = DuckDbEngine([open_table(path, folder, number) for number, path in enumerate(files)], folder)
    try:
        yield engine
    finally:
        engine.close()


def _write_rows(screened: ScreenedTable, target: Path, *, as_folder: bool) -> None:
    _report(Message("screen.writing", {"path": display(target)}))
    as_csv = target.name.lower().endswith(".csv")
    if as_folder:
        screened.write(target, as_csv=as_csv)
        return
    try:
        with replaced_by_path(target) as path:
            screened.write(path, as_csv=as_csv)
    except OSError as error:
        raise cannot_write(target, error) from None


def _write_not_read(screened: ScreenedTable, outputs: ScreenOutputs) -> str | None:
    """List the rejected lines and the refused cells; the name of the file, if there was anything to list."""
    path, screening = outputs.not_read, screened.screening
    if path is None:
        return None
    if not (screening.rejected_lines or screening.refused):
        path.unlink(missing_ok=True)  # what an earlier run listed
        return None
    language = language_of("text", outputs.lang)
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(["file", "line", "heading", "form", "rows", "reason"])
        writer.writerows(_rejected_row(line, language) for line in screened.engine.rejected())
        for refused in screening.refused:
            writer.writerow(["", "", escape_formula(refused.heading), escape_formula(refused.form), refused.rows, ""])
        text.flush()
        text.detach()
    return display(path)


def _write_summary(path: Path, summary: Summary, catalogue: Catalogue, lang: Language | None) -> None:
    from cloudmkt_cli.render.client.screening_report import html_pieces, markdown_pieces

    kind = report_kind(path, _SUMMARY_ENDINGS)
    language = language_of(kind, lang)
    match kind:
        case "json":
            write_text(renderer("json").render_screening(summary, catalogue, language, None), kind, path)
        case "html":
            write_pieces(html_pieces(summary, catalogue, language), kind, path)
        case "md":
            write_pieces(markdown_pieces(summary, catalogue, language), kind, path)


def _rejected_row(line: RejectedLine, language: Language) -> list[object]:
    reason = translate(f"screen.rejected_{line.reason}", language)
    return [escape_formula(line.file), line.line, "", "", 1, reason]


def _report(message: Message) -> None:
    """Tell somebody at a terminal what begins."""
    if sys.stderr is not None and sys.stderr.isatty():
        print_to_stderr(escape_untrusted(tr(message.key, **message.values)))
