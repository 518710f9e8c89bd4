"""Rows of companies that no longer exist, by the column of their registration status. It decides nothing."""

from collections import Counter
from collections.abc import Collection

from cloudmkt_cli.intake.cell_parsers import format_cell
from cloudmkt_cli.intake.vocabulary import RegistrationStatus
from cloudmkt_cli.screening.engine import Engine
from cloudmkt_cli.screening.model import EndedCompanies, Source


def ended_companies(engine: Engine, columns: Collection[int], words: RegistrationStatus) -> tuple[EndedCompanies, ...]:
    """How many rows state each way in which a company ended, given the positions of the columns of the status."""
    rows: Counter[str] = Counter()
    for found in engine.distinct(Source("registration status", tuple(columns), ())) if columns else ():
        ways = {way for cell in found.cells for way in words.ended_by(format_cell(cell))}
        rows.update(dict.fromkeys(ways, found.rows))
    return tuple(EndedCompanies(way, rows[way]) for way in words.ended if rows[way])
