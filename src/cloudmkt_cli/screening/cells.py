"""What the cells of a source state: a part of a profile, read by the one grammar of ``import``."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import CASES
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.tables.validator import validate, validate_json
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, format_cell, read_cell
from cloudmkt_cli.intake.header_row import Column, Columns
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.intake.row_parser import RowReader, nested_values
from cloudmkt_cli.intake.vocabulary import Vocabulary
from cloudmkt_cli.profile.fields import NAME, fields
from cloudmkt_cli.profile.markets import with_included_markets
from cloudmkt_cli.profile.model import Attestation, Case, Product, VendorProfile
from cloudmkt_cli.profile.references import reference_issues
from cloudmkt_cli.screening.leaves import ATTESTATIONS, PRODUCTS
from cloudmkt_cli.screening.model import Source

_MODELS: Final[Mapping[str, type]] = {PRODUCTS: Product, CASES: Case, ATTESTATIONS: Attestation}
_SOMEONE: Final = "-company-"
"""A name for profiles that state nothing but one source."""
Values = Mapping[KeyPath, Any]


class Refused(NamedTuple):
    """A cell that is not understood, and counts as not stated."""

    heading: str
    text: str


class Stated(NamedTuple):
    """What the cells of a source state, by the keys of a profile, and the cells that are refused."""

    values: Values
    refused: tuple[Refused, ...] = ()
    is_unreadable: bool = False
    """Whether a cell is of another kind than its column: a sign of a row that has shifted."""


def profile_of(values: Values, catalogue: Catalogue) -> VendorProfile:
    """A profile that states some values and nothing else.

    Raises:
        ValidationError: a value is not valid.
    """
    lists = {str(path[0]): value for path, value in values.items() if path[0] in _MODELS and len(path) == 1}
    plain = {path: value for path, value in values.items() if len(path) > 1}
    plain["company", "name"] = _SOMEONE
    profile = validate(VendorProfile, nested_values(plain))
    if lists:
        profile = profile._replace(**lists)
    return with_included_markets(profile, catalogue)


class CellReader:
    """Reads the distinct cells of one source."""

    def __init__(self, source: Source, words: Vocabulary, catalogue: Catalogue) -> None:
        self._source, self._catalogue = source, catalogue
        name = Column(0, "", fields()[NAME], "")
        columns = tuple(one._replace(number=number) for number, one in enumerate(source.columns, start=1))
        known = Columns(0, (name, *columns), (), {}, frozenset(), len(columns) + 1)
        self._row = RowReader(Table("", None, (), Message("word.none")), known, words, catalogue, Path())

    def read(self, cells: Sequence[Value]) -> Stated | None:
        """What the only cell of a source says, valid or not; None if it is refused, or the source has several cells.

        This is an eighth of the time of ``read_valid``, for hundreds of thousands of cells.
        """
        if len(self._source.columns) != 1 or self._source.name == PRODUCTS:
            return None
        (column,) = self._source.columns
        try:
            value = read_cell(cells[0], column, self._row.words)
        except UnreadableCellError:
            return None
        return Stated({} if value is None else {column.field.path: value})

    def read_valid(self, cells: Sequence[Value]) -> Stated:
        """What the cells state; a cell that is refused, or whose value is not valid, states nothing."""
        if not self._source.columns:
            return _read_list(self._source.name, str(cells[0]), self._catalogue)
        table = self._row.table._replace(rows=((_SOMEONE, *cells),))
        values, problems = self._row._replace(table=table).stated(0)
        for one in problems:  # another column of its key counts only where it is blank
            values.pop(self._source.columns[one.column - 1].field.path, None)
        del values["company", "name"]
        values.pop(("target_markets",), None)
        refused = tuple(Refused(one.heading, format_cell(cells[one.column - 1])) for one in problems)
        return Stated(values, refused, any(one.is_unreadable for one in problems))


def _read_list(name: str, text: str, catalogue: Catalogue) -> Stated:
    """What a list of structs states, given as JSON. One that is not valid as a whole states nothing."""
    if not text.strip() or text == "null":
        return Stated({})
    try:
        entries = _entries(name, json.loads(text))
        document = {"profile_version": 1, "company": {"name": _SOMEONE}, name: entries}
        profile = validate_json(VendorProfile, json.dumps(document))
    except (ValueError, TypeError, RecursionError):  # a ValidationError is a ValueError
        return Stated({}, (Refused(name, ""),))
    if any(reference_issues(document, catalogue)):
        return Stated({}, (Refused(name, ""),))
    return Stated({(name,): getattr(profile, name)})


def _entries(name: str, stated: Any) -> Any:
    """The entries of a list as a profile has them: what is null is not stated; attestations are told apart by slug."""
    if name == ATTESTATIONS and isinstance(stated, list):
        by_slug = {entry["slug"]: entry for entry in stated if isinstance(entry, dict) and "slug" in entry}
        if len(by_slug) != len(stated):
            raise ValueError("an attestation without a slug, or two of one slug")
        return {
            slug: _entry({key: value for key, value in entry.items() if key != "slug"})
            for slug, entry in by_slug.items()
        }
    if name == ATTESTATIONS and isinstance(stated, dict):
        return {slug: _entry(entry) for slug, entry in stated.items()}
    if not isinstance(stated, list):
        raise TypeError("no list")
    return [_entry(entry) for entry in stated]


def _entry(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise TypeError("no struct")
    return {key: value for key, value in entry.items() if value is not None}
