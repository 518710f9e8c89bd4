"""Workbooks and JSON Lines as delimited text, so that every engine reads one kind of cells."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.intake.cell_parsers import format_cell
from cloudmkt_cli.intake.readers.table import DamagedCell, Table, Value, table_error
from cloudmkt_cli.screening.encodings import numbered_lines

_REFUSED: Final = "#VALUE!"
"""Stands for a cell that no reader takes."""


def write_sheet(table: Table, target: Path) -> None:
    """Write the rows of a sheet, all of one width; what a cell means stays the same."""
    width = max(map(len, table.rows), default=0)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in table.rows:
            cells = [cell_text(value) for value in row]
            writer.writerow([*cells, *[""] * (width - len(cells))] if any(cells) else [])


def cell_text(value: Value) -> str:
    """A cell of a workbook as the text of the same meaning."""
    match value:
        case DamagedCell():
            return _REFUSED
        case str():
            return value
        case _:
            return format_cell(value)


def write_json_lines(source: Path, target: Path) -> tuple[int, ...]:
    """Write a row for each line, with a heading for each key; those of tables have dots, and lists stay JSON.

    Returns: the lines that are no objects, which are left out.

    Raises:
        InputError: there is no line that is an object.
    """
    headings = list(dict.fromkeys(key for _, row in _json_rows(source) for key in row or ()))
    if not headings:
        raise table_error(Message("import.empty"), "import.fill_in")
    left_out = []
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for number, row in _json_rows(source):
            if row is None:
                left_out.append(number)
            else:
                writer.writerow([row.get(key, "") for key in headings])
    return tuple(left_out)


def _json_rows(source: Path) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The cells of each line that is not blank, from 1; None for a line that is no object."""
    with source.open("rb") as file:
        for number, raw in numbered_lines(file):
            if raw is None or raw.strip():
                yield number, None if raw is None else _json_row(raw)


def _json_row(raw: bytes) -> dict[str, str] | None:
    try:
        stated = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return dict(_flat(stated, "")) if isinstance(stated, dict) else None


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        match value:
            case dict() if key != "attestations":
                yield from _flat(value, f"{prefix}{key}.")
            case None:
                yield f"{prefix}{key}", ""
            case str():
                yield f"{prefix}{key}", value
            case _:
                yield f"{prefix}{key}", json.dumps(value, ensure_ascii=False)
