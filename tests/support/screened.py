"""Profiles as rows of a table, a table engine in memory, and what ``check`` says of the same rows."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import tomli_w
from support.samples import CATALOGUE, Values

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.results import ProfileResult, Status, Verdict
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.header_row import find_columns
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.intake.row_parser import RowReader
from cloudmkt_cli.intake.vocabulary import Vocabulary, load_vocabulary
from cloudmkt_cli.profile.fields import CAPITAL
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.registered_capital import parse_capital
from cloudmkt_cli.screening.engine import Cells, DistinctCells, OutputColumns
from cloudmkt_cli.screening.model import CellClasses, Decision, Pattern, PatternCount, RejectedLine, Source, State
from cloudmkt_cli.screening.screen import ScreenedTable, ScreenOptions, screen

LISTS = ("products", "cases", "attestations")
STATES = {
    Verdict.NOT_ELIGIBLE: State.RULED_OUT,
    Verdict.INCOMPLETE: State.STILL_OPEN,
    Verdict.ELIGIBLE: State.ELIGIBLE,
}

Row = dict[str, str]
"""Cells by their headings, which are keys of a profile; lists are JSON."""


def row_of(values: Values) -> Row:
    """A profile as a row."""
    row = {"company.name": "示例公司"}
    for key, value in values.items():
        if key == "attestations":
            row[key] = _json([{"slug": slug, **attestation} for slug, attestation in value.items()])
        elif key in LISTS:
            row[key] = _json(value)
        elif key != "profile_version":
            row |= _cells(key, value)
    return row | {"company.name": "示例公司"}


def _cells(key: str, value: Any) -> Row:
    if key == CAPITAL and isinstance(value, str) and (amount := parse_capital(value)):
        value = {"amount": amount.amount, "currency": amount.currency}  # a table has it in one way in all rows
    if isinstance(value, dict):
        return {
            name: cell for part, of_part in value.items() for name, cell in _cells(f"{key}.{part}", of_part).items()
        }
    return {key: _cell(value)}


def _cell(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "、".join(value)
        case _:
            return str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


def rows_in_columns(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Rows as a table: the headings, and the cells of each row; a key that a row does not state is blank."""
    headings = tuple(dict.fromkeys(key for row in rows for key in row))
    return headings, [tuple(row.get(heading, "") for heading in headings) for row in rows]


def checked(row: Row, catalogue: Catalogue = CATALOGUE, as_of: date | None = None) -> ProfileResult:
    """What ``check`` says of the profile that ``import`` makes of a row, with the lists that it has beside."""
    plain = {key: cell for key, cell in row.items() if key not in LISTS}
    table = Table("t.csv", None, (tuple(plain), tuple(plain.values())), Message(""))
    words = words_of(catalogue)
    reader = RowReader(table, find_columns(table, words), words, catalogue, Path())
    data = reader.read(1).data
    assert data is not None
    values = tomllib.loads(data.decode())
    for name in LISTS:
        if name in row:
            values[name] = _dated(json.loads(row[name]))
    if "attestations" in values:
        values["attestations"] = {one.pop("slug"): one for one in values["attestations"]}
    profile = load_profile(tomli_w.dumps(values).encode(), Path(), catalogue).profile
    return check_profile(profile, catalogue, as_of or date(2026, 11, 23))


def _dated(entries: Any) -> Any:
    """Days of lists, which JSON has as texts."""
    days = {"on", "expires", "launched_on"}
    return [{key: date.fromisoformat(value) if key in days else value for key, value in one.items()} for one in entries]


@cache
def words_of(catalogue: Catalogue) -> Vocabulary:
    return load_vocabulary(catalogue)


class MemoryEngine:
    """A table in memory."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._headings, self._rows = rows_in_columns(rows)
        self._numbers: dict[str, dict[tuple[Value, ...], int]] = {}
        self.decisions: list[Decision] = []
        """Those that were written, by row."""

    def head(self) -> Table:
        return Table("t.csv", None, (self._headings,), Message(""))

    def load(self, heading_row: int, numbers: Sequence[int]) -> None:
        assert heading_row == 0
        assert list(numbers) == sorted(set(numbers))

    def distinct(self, source: Source) -> Iterator[DistinctCells]:
        counts = Counter(_cells_of(row, source) for row in self._rows)
        self._numbers[source.name] = {cells: number for number, cells in enumerate(counts)}
        for number, (cells, rows) in enumerate(counts.items()):
            yield DistinctCells(number, cells, rows)

    def add_code_forms(self, *_: object) -> None:
        raise NotImplementedError

    def suspected(self, *_: object) -> Iterator[Cells]:
        yield from ()

    def leave_out(self, *_: object) -> Mapping[Cells, int]:
        return {}

    def patterns(self, sources: Sequence[CellClasses]) -> list[Pattern]:
        return [
            tuple(one.of_cell[self._numbers[one.source.name][_cells_of(row, one.source)]] for one in sources)
            for row in self._rows
        ]

    def count(self, sources: Sequence[CellClasses], by: Sequence[int]) -> Iterator[PatternCount]:
        groups = [tuple(row[number] for number in by) for row in self._rows]
        for (pattern, group), rows in Counter(zip(self.patterns(sources), groups, strict=True)).items():
            yield PatternCount(pattern, group, rows)

    def write(
        self,
        columns: OutputColumns,
        sources: Sequence[CellClasses],
        decisions: Mapping[Pattern, Decision],
        target: Path,  # noqa: ARG002  nothing is written
        **_: object,
    ) -> None:
        assert columns.kept
        self.decisions = [decisions[pattern] for pattern in self.patterns(sources)]

    def select(
        self,
        sources: Sequence[CellClasses],
        patterns: Sequence[Pattern],
        cells: Sequence[tuple[int, str]],
        numbers: Sequence[int],
        most: int,
    ) -> Iterator[tuple[Value, ...]]:
        meeting = (
            tuple(row[number] for number in numbers)
            for row, pattern in zip(self._rows, self.patterns(sources), strict=True)
            if pattern in patterns and all(row[number] == text for number, text in cells)
        )
        return islice(meeting, most)

    def rejected(self) -> Iterator[RejectedLine]:
        yield from ()


def _cells_of(row: Sequence[str], source: Source) -> tuple[Value, ...]:
    return tuple(row[number] for number in source.numbers)


def options_for(catalogue: Catalogue = CATALOGUE, as_of: date = date(2026, 11, 23), **options: Any) -> ScreenOptions:
    return ScreenOptions(catalogue, catalogue.market_ids, as_of, **options)


def screened(
    rows: Sequence[Row], catalogue: Catalogue = CATALOGUE, as_of: date = date(2026, 11, 23), **options: Any
) -> tuple[ScreenedTable, list[Decision]]:
    """A screening of rows in memory, and the decision on each."""
    engine = MemoryEngine(rows)
    table = screen(engine, ["t.csv"], options_for(catalogue, as_of, **options), lambda _: None)
    table.write(Path("t.parquet"), as_csv=False)
    return table, engine.decisions


def assert_same(decision: Decision, result: ProfileResult, row: Row) -> None:
    """A screening and a check agree on every market: state, requirements, counts and product."""
    products = [product["name"] for product in json.loads(row.get("products", "[]"))]
    assert len(decision.markets) == len(result.markets)
    for screened_market, market in zip(decision.markets, result.markets, strict=True):
        by_status = {
            status: tuple(
                one.requirement.id
                for one in market.findings
                if one.requirement.level == "required" and one.status is status
            )
            for status in Status
        }
        assert screened_market.market == market.market.id
        assert screened_market.state is STATES[market.verdict]
        assert screened_market.ruled_out_by == by_status[Status.FAIL]
        assert set(screened_market.unknown) == {*by_status[Status.UNKNOWN], *by_status[Status.MANUAL]}
        assert len(screened_market.unknown) == len(set(screened_market.unknown))
        assert (screened_market.decided, screened_market.required) == (market.decided, market.applicable)
        if "products" in row:
            named = None if screened_market.product is None else products[screened_market.product]
            assert named == market.product
