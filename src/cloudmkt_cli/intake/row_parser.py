"""Parse a table row into a valid profile, or report why it is not one."""

from pathlib import Path
from typing import Any, NamedTuple

import tomli_w
from pydantic import ValidationError

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import MAX_BYTES
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, read_cell
from cloudmkt_cli.intake.header_row import Column, Columns
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.intake.vocabulary import Vocabulary
from cloudmkt_cli.profile.fields import NAME, fields
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.registered_capital import parse_capital
from cloudmkt_cli.profile.validation import ValidationIssue, validation_issues

_CAPITAL: KeyPath = ("company", "registered_capital")


class RowProfile(NamedTuple):
    """The result for one row: the bytes of its profile, unless the row was rejected, and its problems."""

    name: str | None
    data: bytes | None
    unreadable: tuple[Diagnostic, ...]
    """Cells that could not be read."""
    faults: tuple[Diagnostic, ...]
    """Why the row was rejected."""


class RowReader(NamedTuple):
    """Reads the rows of one table."""

    table: Table
    columns: Columns
    words: Vocabulary
    catalogue: Catalogue
    folder: Path

    def read(self, row: int) -> RowProfile:
        """The profile of a row, counted from 0 in its table."""
        values, refused = self._values(row)
        refused |= self._drop_invalid(row, values)
        unreadable = tuple(refused[number] for number in sorted(refused))
        name = values.get(("company", "name"))
        if not isinstance(name, str):
            fault = Diagnostic(
                Message("import.no_name"),
                Message("import.fill_in_name"),
                self._position_of(row, self.columns.name),
                key=NAME,
            )
            return RowProfile(None, None, unreadable, (fault,))
        try:
            data = _checked(_nested(values), self.folder, self.catalogue)
        except InputError as error:
            place = self._position_of(row, self.columns.name)
            faults = tuple(
                Diagnostic(Message("import.row_skipped", {"fault": item.message}), item.hint, place, key=item.key)
                for item in error.diagnostics
            )
            return RowProfile(name, None, unreadable, faults)
        return RowProfile(name, data, unreadable, ())

    def is_blank(self, row: int) -> bool:
        """Whether a row is empty in every mapped column."""
        return not any(str(self._cell(row, column)).strip() for column in self.columns.known)

    def _values(self, row: int) -> tuple[dict[KeyPath, Any], dict[int, Diagnostic]]:
        """Read the cells of a row: values by key, and unreadable cells by column."""
        values: dict[KeyPath, Any] = {}
        refused: dict[int, Diagnostic] = {}
        for column in self.columns.known:
            try:
                value = read_cell(self._cell(row, column), column, self.words)
            except UnreadableCellError as error:
                refused[column.number] = self._unreadable(row, column, error.message, error.hint)
            else:
                if value is not None:
                    values[column.field.path] = value
        return values, refused

    def _drop_invalid(self, row: int, values: dict[KeyPath, Any]) -> dict[int, Diagnostic]:
        """Drop the values that the profile model rejects, such as a number out of range."""
        dropped: dict[int, Diagnostic] = {}
        while refused := [(fault, column) for fault in _issues(values) for column in self._about(fault.path, values)]:
            for fault, column in refused:
                if values.pop(column.field.path, None) is not None:
                    dropped[column.number] = self._unreadable(row, column, fault.message, fault.hint)
        return dropped

    def _about(self, path: KeyPath, values: dict[KeyPath, Any]) -> list[Column]:
        """The columns that an issue concerns: the one of its key, or all parts of registered capital."""
        stated = [column for column in self.columns.known if column.field.path in values]
        exact = [column for column in stated if column.field.path == path]
        if exact or path[:2] != _CAPITAL:
            return exact
        return [column for column in stated if column.field.path[:2] == _CAPITAL]

    def _unreadable(self, row: int, column: Column, message: Message, hint: Message) -> Diagnostic:
        return Diagnostic(message, hint, self._position_of(row, column), key=dotted(column.field.path))

    def _cell(self, row: int, column: Column) -> Value:
        cells = self.table.rows[row]
        return cells[column.number] if column.number < len(cells) else ""

    def _position_of(self, row: int, column: Column) -> str:
        return self.table.place(row, column.number)


def _issues(values: dict[KeyPath, Any]) -> list[ValidationIssue]:
    try:
        VendorProfile.model_validate(_nested(values))
    except ValidationError as error:
        return list(validation_issues(error, VendorProfile))
    return []


def _nested(values: dict[KeyPath, Any]) -> dict[str, Any]:
    """Build the tables of a profile from values by key, in the order of the format."""
    profile: dict[str, Any] = {"profile_version": 1}
    for field in fields().values():
        if field.path not in values:
            continue
        match field.path:
            case (str(key),):
                profile[key] = values[field.path]
            case ("products", 0, str(key)):
                profile.setdefault("products", [{}])[0][key] = values[field.path]
            case ("company", "registered_capital", str(key)):
                _as_table(profile["company"])[key] = values[field.path]
            case (str(table), str(key)):
                profile.setdefault(table, {})[key] = values[field.path]
    return profile


def _as_table(company: dict[str, Any]) -> dict[str, Any]:
    """Registered capital as a table; its text and its value in yuan may come from two columns."""
    capital = company.setdefault("registered_capital", {})
    if isinstance(capital, str) and (parsed := parse_capital(capital)):
        amount = float(parsed.amount)
        capital = {"amount": int(amount) if amount.is_integer() else amount, "currency": parsed.currency}
        company["registered_capital"] = capital
    table: dict[str, Any] = capital
    return table


def _checked(values: dict[str, Any], folder: Path, catalogue: Catalogue) -> bytes:
    """Serialize a profile and validate the result.

    Raises:
        InputError: the profile is not valid.
    """
    data = tomli_w.dumps(values).encode()
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 1024 // 1024}
        raise InputError(Diagnostic(Message("error.too_large", limit), Message("import.shorten_text")))
    load_profile(data, folder, catalogue)
    return data
