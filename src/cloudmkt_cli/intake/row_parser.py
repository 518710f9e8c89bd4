"""Parse a table row into a valid profile, or report why it is not one."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w
from pydantic_core import ValidationError

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import MAX_BYTES
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.intake.cell_parsers import UnreadableCellError, read_cell
from cloudmkt_cli.intake.companies import Identity
from cloudmkt_cli.intake.header_row import Column, Columns
from cloudmkt_cli.intake.problems import Problem
from cloudmkt_cli.intake.readers.table import Table, Value
from cloudmkt_cli.intake.shifted_rows import is_shifted
from cloudmkt_cli.intake.vocabulary import Vocabulary
from cloudmkt_cli.profile.credit_code import legal_form_of
from cloudmkt_cli.profile.fields import NAME, fields
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.registered_capital import parse_capital
from cloudmkt_cli.profile.validation import ValidationIssue, validation_issues

_NAME: KeyPath = ("company", "name")
_CODE: KeyPath = ("company", "uscc")
_LEGAL_FORM: KeyPath = ("company", "legal_form")
_CAPITAL: KeyPath = ("company", "registered_capital")
_TARGETS: KeyPath = ("target_markets",)
_PRODUCT_NAME: KeyPath = ("products", 0, "name")
_MARKETS: KeyPath = ("products", 0, "markets")


class RowProfile(NamedTuple):
    """The result for one row: the bytes of its profile, unless the row was rejected, and its problems."""

    company: Identity | None
    data: bytes | None
    problems: tuple[Problem, ...]
    title: str = ""
    """The company's name as its cell has it."""


class RowReader(NamedTuple):
    """Reads the rows of one table."""

    table: Table
    columns: Columns
    words: Vocabulary
    catalogue: Catalogue
    folder: Path
    legal_form_from_code: bool = False

    def read(self, row: int) -> RowProfile:
        """The profile of a row, counted from 0 in its table."""
        values, problems = self._values(row)
        if self._is_shifted(row, problems):
            shifted = self.row_problem(row, Message("import.shifted"), Message("import.compare_with_headings"))
            return RowProfile(None, None, (shifted,))
        problems += self._complete(row, values, problems)
        problems.sort(key=lambda problem: problem.column)
        problems += self._status_warnings(row)
        name = values.get(_NAME)
        if not isinstance(name, str):
            missing = self.row_problem(row, Message("import.no_name"), Message("import.fill_in_name"))
            return RowProfile(None, None, (*problems, missing))
        company = Identity.of(name, values.get(_CODE))
        try:
            data = _checked(nested_values(values), self.folder, self.catalogue)
        except InputError as error:
            problems += [
                self.row_problem(row, Message("import.row_skipped", {"fault": item.message}), item.hint, item.key)
                for item in error.diagnostics
            ]
            return RowProfile(company, None, tuple(problems))
        return RowProfile(company, data, tuple(problems), name)

    def stated(self, row: int) -> tuple[dict[KeyPath, Any], list[Problem]]:
        """What a row states, by key, and the cells that are refused; neither name nor shift is looked at."""
        values, problems = self._values(row)
        return values, problems + self._complete(row, values, problems)

    def is_shifted(self, row: int, unknown: AbstractSet[int] = frozenset()) -> bool:
        """Whether the cells of a row stand in the wrong columns; of ``unknown`` columns, they could be anything."""
        return self._is_shifted(row, self._values(row)[1], unknown)

    def is_blank(self, row: int) -> bool:
        """Whether a row is empty in every mapped column."""
        return not any(str(self._cell(row, column)).strip() for column in self.columns.known)

    def identity(self, row: int) -> Identity:
        """The company of a row, by its cells alone."""
        code = next((column for column in self.columns.known if column.field.path == _CODE), None)
        return Identity.of(str(self._cell(row, self.columns.name)), self._cell(row, code) if code else None)

    def row_problem(self, row: int, message: Message, hint: Message, key: str | None = NAME) -> Problem:
        """A problem of a whole row, which is not written."""
        return Problem(row, self.columns.name.number, self.columns.name.heading, key, message, hint, "row")

    def _is_shifted(self, row: int, problems: list[Problem], unknown: AbstractSet[int] = frozenset()) -> bool:
        unreadable = {problem.column for problem in problems if problem.is_unreadable}
        return is_shifted(self.table.rows[row], self.columns, self.words, unreadable, unknown)

    def _values(self, row: int) -> tuple[dict[KeyPath, Any], list[Problem]]:
        """Read the cells of a row: values by key, and the cells that cannot be read."""
        values: dict[KeyPath, Any] = {}
        problems: list[Problem] = []
        for column in self.columns.known:
            try:
                value = read_cell(self._cell(row, column), column, self.words)
            except UnreadableCellError as error:
                problems.append(_cell_problem(row, column, error.message, error.hint))
            else:
                if value is not None:
                    values[column.field.path] = value
        return values, problems

    def _complete(self, row: int, values: dict[KeyPath, Any], problems: list[Problem]) -> list[Problem]:
        """Fill in what follows from other cells, and drop what is not valid."""
        self._derive(values, {problem.key for problem in problems})
        return self._drop_invalid(row, values)

    def _derive(self, values: dict[KeyPath, Any], unreadable: set[str | None]) -> None:
        """Fill in blank cells from others of the row. A cell that is not understood stays out."""
        has_product = any(path[0] == "products" for path in values)
        if has_product and dotted(_MARKETS) not in unreadable and (targets := values.get(_TARGETS)):
            values.setdefault(_MARKETS, targets)
        if self.legal_form_from_code and dotted(_LEGAL_FORM) not in unreadable:
            form = legal_form_of(str(values.get(_CODE, "")))
            is_branch = any(str(values.get(_NAME, "")).endswith(word) for word in self.words.branches)
            if form and not is_branch:
                values.setdefault(_LEGAL_FORM, form)

    def _drop_invalid(self, row: int, values: dict[KeyPath, Any]) -> list[Problem]:
        """Drop the values that the profile model rejects, and a product that lacks a required key."""
        dropped: dict[int, Problem] = {}
        while refused := [(fault, column) for fault in _issues(values) for column in self._about(fault.path, values)]:
            for fault, column in refused:
                if values.pop(column.field.path, None) is not None:
                    dropped[column.number] = _cell_problem(row, column, fault.message, fault.hint)
        return [*dropped.values(), *self._drop_product(row, values)]

    def _drop_product(self, row: int, values: dict[KeyPath, Any]) -> list[Problem]:
        """Drop a product without a name or a market; the company stays."""
        missing = [path for path in (_PRODUCT_NAME, _MARKETS) if path not in values]
        stated = [column for column in self.columns.known if column.field.path in values and _is_of_product(column)]
        if not stated or not missing:
            return []
        for path in [path for path in values if path[0] == "products"]:
            del values[path]
        lacks = "name" if _PRODUCT_NAME in missing else "markets"
        message, hint = Message(f"import.product_without_{lacks}"), Message(f"import.give_product_{lacks}")
        return [_cell_problem(row, stated[0], message, hint)]

    def _about(self, path: KeyPath, values: dict[KeyPath, Any]) -> list[Column]:
        """The columns that an issue concerns: the one of its key, or all parts of registered capital."""
        stated = [column for column in self.columns.known if column.field.path in values]
        exact = [column for column in stated if column.field.path == path]
        if exact or path[:2] != _CAPITAL:
            return exact
        return [column for column in stated if column.field.path[:2] == _CAPITAL]

    def _status_warnings(self, row: int) -> Iterator[Problem]:
        """Warn of a company that no longer exists."""
        cells = self.table.rows[row]
        for number, heading in self.columns.status.items():
            for ended in self.words.status.ended_by(str(cells[number])) if number < len(cells) else ():
                message, hint = Message(f"import.status_{ended}"), Message("import.look_up_status")
                yield Problem(row, number, heading, None, message, hint, "warning")

    def _cell(self, row: int, column: Column) -> Value:
        cells = self.table.rows[row]
        return cells[column.number] if column.number < len(cells) else ""


def _cell_problem(row: int, column: Column, message: Message, hint: Message) -> Problem:
    return Problem(row, column.number, column.heading, dotted(column.field.path), message, hint, "cell")


def _is_of_product(column: Column) -> bool:
    return column.field.path[0] == "products"


def _issues(values: dict[KeyPath, Any]) -> list[ValidationIssue]:
    try:
        validate(VendorProfile, nested_values(values))
    except ValidationError as error:
        return list(validation_issues(error, VendorProfile))
    return []


def nested_values(values: Mapping[KeyPath, Any]) -> dict[str, Any]:
    """Build the tables of a profile from values by key, in the order of the format."""
    profile: dict[str, Any] = {"profile_version": 1}
    order = _order()
    for path in sorted(values, key=order.__getitem__):
        match path:
            case (str(key),):
                profile[key] = values[path]
            case ("products", 0, str(key)):
                profile.setdefault("products", [{}])[0][key] = values[path]
            case ("company", "registered_capital", str(key)):
                _as_table(profile["company"])[key] = values[path]
            case (str(table), str(key)):
                profile.setdefault(table, {})[key] = values[path]
    return profile


@cache
def _order() -> dict[KeyPath, int]:
    return {field.path: number for number, field in enumerate(fields().values())}


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
