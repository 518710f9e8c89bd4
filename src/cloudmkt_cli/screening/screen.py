"""Screens a table: distinct cells become classes, classes become patterns, and the checker decides the patterns."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.mapping import mapped_headings
from cloudmkt_cli.intake.readers.table import column_name
from cloudmkt_cli.intake.vocabulary import load_vocabulary
from cloudmkt_cli.screening.batches import Rules, decide_patterns
from cloudmkt_cli.screening.cells import CellReader
from cloudmkt_cli.screening.classes import SourceClasses, classify
from cloudmkt_cli.screening.columns import TableColumns, table_columns, with_code_forms
from cloudmkt_cli.screening.ended import ended_companies
from cloudmkt_cli.screening.engine import Engine, OutputColumns
from cloudmkt_cli.screening.leaves import PRODUCTS, leaves_of
from cloudmkt_cli.screening.model import Basis, RefusedCells, Screening
from cloudmkt_cli.screening.shifted import ShiftRule, leave_out_shifted
from cloudmkt_cli.screening.where import Condition, check_conditions
from cloudmkt_cli.version import __version__

_LISTED: Final = 1000
"""Rejected lines, and forms of refused cells, that are listed."""
Report = Callable[[Message], None]
"""Is told what begins."""


class ScreenOptions(NamedTuple):
    """What a table is screened for."""

    catalogue: Catalogue
    markets: tuple[str, ...]
    """In the order of the catalogue."""
    as_of: date
    mapped: tuple[tuple[str, str], ...] = ()
    """Headings with their keys."""
    by: tuple[str, ...] = ()
    """The headings of the columns that the rows are grouped by."""
    limit_patterns: int = 20_000
    """The number of patterns from which several processes decide them."""
    where: tuple[Condition, ...] = ()
    """What companies of a short-list meet. Without any, there is none."""
    legal_form_from_code: bool = False
    """Whether a blank legal form is that which the credit code gives."""
    is_written: bool = True
    """Whether the rows will be written; otherwise, no name and no code is read."""


class ScreenedTable(NamedTuple):
    """A table that has been screened and can be written."""

    engine: Engine
    columns: TableColumns
    screening: Screening
    basis: Basis

    def write(self, target: Path, *, as_csv: bool) -> None:
        """Write one row per row of the table."""
        listed = any(source.name == PRODUCTS for source in self.columns.sources)
        kept = dict.fromkeys((*self.columns.keys, *self.columns.by))
        output = OutputColumns(tuple(kept), self.screening.markets, with_products=listed, basis=self.basis)
        self.engine.write(output, self.screening.sources, self.screening.decisions, target, as_csv=as_csv)


def screen(engine: Engine, files: Sequence[str], options: ScreenOptions, report: Report) -> ScreenedTable:
    """Screen the table of an engine.

    Raises:
        InputError: a file cannot be read, or its columns cannot be mapped.
    """
    words = load_vocabulary(options.catalogue)
    mapped = mapped_headings(options.mapped, words)
    leaves = leaves_of(options.catalogue, options.markets, options.as_of)
    columns = table_columns(engine.head(), words, mapped, leaves.facts(), options.by)
    if options.legal_form_from_code:
        columns = with_code_forms(columns, words.branches)
    check_conditions(options.where, columns, options.markets)
    report(Message("screen.reading"))
    read = columns.profile_numbers if options.where else columns.numbers(with_keys=options.is_written)
    engine.load(columns.heading_row, read)
    if columns.code_forms:
        engine.add_code_forms(columns.code_forms)
    refused: Counter[tuple[str, str]] = Counter()
    sources, readers = [], []
    for source in columns.sources:
        report(Message("screen.classing", {"source": source.name}))
        readers.append(CellReader(source, words, options.catalogue))
        sources.append(classify(engine, SourceClasses(source, leaves, options.catalogue), readers[-1], refused))
    leave_out_shifted(
        engine, ShiftRule(columns.known, read, words, mapped, options.catalogue), sources, readers, refused
    )
    ended = ended_companies(engine, columns.known.status, words.status)
    report(Message("screen.counting"))
    counts = tuple(engine.count(sources, [kept.number for kept in columns.by]))
    report(Message("screen.deciding"))
    rules = Rules(options.catalogue, options.markets, options.as_of)
    decided = decide_patterns({count.pattern for count in counts}, sources, rules, options.limit_patterns)
    rejected = engine.rejected()
    listed = tuple(islice(rejected, _LISTED))
    screening = Screening(
        files=tuple(files),
        rows=sum(count.rows for count in counts),
        as_of=options.as_of,
        markets=options.markets,
        grouped_by=tuple(kept.name for kept in columns.by),
        notes=_notes(columns),
        sources=tuple(sources),
        counts=counts,
        decisions=decided.decisions,
        refused=_most_refused(refused),
        rejected=listed,
        rejected_lines=len(listed) + sum(1 for _ in rejected),
        processes=decided.processes,
        ended=ended,
    )
    basis = Basis(options.catalogue.id, options.as_of.isoformat(), __version__)
    return ScreenedTable(engine, columns, screening, basis)


def _most_refused(refused: Counter[tuple[str, str]]) -> tuple[RefusedCells, ...]:
    most_first = sorted((+refused).items(), key=lambda item: (-item[1], item[0]))
    return tuple(RefusedCells(*form, rows) for form, rows in most_first[:_LISTED])


def _notes(columns: TableColumns) -> tuple[Message, ...]:
    """Notes about columns that are not read; those that rows are grouped by are."""
    by = {column_name(kept.number) for kept in columns.by}
    return tuple(note for note in columns.notes if note.values.get("column") not in by)
