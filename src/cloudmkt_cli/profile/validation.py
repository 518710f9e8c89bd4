"""Validate a TOML file by the types of its keys: for each error, the problem, what is expected, and suggestions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from pydantic_core import ErrorDetails, ValidationError, to_json

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.suggestions import choices_hint
from cloudmkt_cli.core.tables.types import Key, alternatives, choices_of, keys_of, table_in
from cloudmkt_cli.core.tables.validator import Table, validate
from cloudmkt_cli.core.toml.document import KeyPath, TomlDocument, dotted
from cloudmkt_cli.profile.values import MAX_COUNT

MOST_GUESSED: Final = 500
"""Errors per file with a suggestion; suggestions take most of the time that an error costs."""

_LONGEST_SHOWN: Final = 40
_EXPECTED_TYPE: Final = {
    "bool_type": "expected.true_or_false",
    "int_type": "expected.whole_number",
    "float_type": "expected.number",
    "string_type": "expected.text",
    "date_type": "expected.date",
    "tuple_type": "expected.array",
    "dict_type": "expected.table",
}
_SAID_BY_KIND: Final = {
    "blank",
    "capital_form",
    "country_form",
    "finite_number",
    "string_pattern_mismatch",
    "too_short",
    "too_long",
    "pack_slug",
    "pack_fact",
    "pack_address",
    "pack_long_text",
    "pack_unsafe_text",
}
"""Faults whose message and hint have their name."""
_PLAIN_KEY: Final = re.compile(rf"\S{{1,{_LONGEST_SHOWN}}}")


class ValidationIssue(NamedTuple):
    """An error at a key, before its position in the file is known."""

    path: KeyPath
    message: Message
    hint: Message
    of_key: bool = False
    also: KeyPath | None = None
    """Another key that the mistake is about."""

    def at(self, document: TomlDocument) -> Diagnostic:
        """The error with the position of its key or value, or of the table that lacks the key."""
        if self.also and (other := document.position(self.also)) and not document.is_overridden(self.also):
            message = Message("error.also_at", {"fault": self.message, "line": other.line})
            return self._replace(message=message, also=None).at(document)
        if document.is_overridden(self.path):
            return Diagnostic(Message("error.supposed", {"fault": self.message}), self.hint, key=dotted(self.path))
        position = document.position(self.path, of_key=self.of_key) or document.position(self.path[:-1])
        source = document.line(position.line) if position else None
        return Diagnostic(
            self.message, self.hint, position=position or Position(1, 1), key=dotted(self.path), source=source
        )


def validated(
    table: type[Table], document: TomlDocument, faults: Iterable[ValidationIssue] = (), *, below: KeyPath = ()
) -> Table:
    """A document, or the table ``below`` in it, as a named tuple; ``faults`` are errors that its types cannot show.

    Raises:
        InputError: with all errors, in file order.
    """
    found = list(faults)
    values: Any = document.values
    for part in below:
        values = values[part]
    try:
        valid = validate(table, values)
    except ValidationError as error:
        found += [fault._replace(path=(*below, *fault.path)) for fault in validation_issues(error, table)]
    else:
        if not found:
            return valid
    placed = [fault.at(document) for fault in found]
    raise InputError(*sorted(placed, key=lambda diagnostic: diagnostic.position or Position(1, 1)))


def validation_issues(error: ValidationError, table: type) -> Iterator[ValidationIssue]:
    """The errors in a table; errors of the alternatives of one union count as one."""
    by_place: defaultdict[KeyPath, list[ErrorDetails]] = defaultdict(list)
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # the items have errors of their own
        by_place[_key_of(detail, table)].append(detail)
    for number, (path, details) in enumerate(by_place.items()):
        yield _fault(path, details, table, guess=number < MOST_GUESSED)


def unknown_choice(message: str, found: object, choices: Sequence[str], *, guess: bool) -> tuple[Message, Message]:
    """The message and hint for a value that is not one of ``choices``."""
    return Message(message, {"found": format_value(found)}), choices_hint(found, choices, guess=guess)


def _key_of(detail: ErrorDetails, table: type) -> KeyPath:
    """The key of an error. For a value of several types, the location of the error ends with one of them."""
    location = detail["loc"]
    key = _key_at(location[:-1], table) if len(location) > 1 else None
    return location[:-1] if key and len(alternatives(key.type)) > 1 else location


def _fault(path: KeyPath, details: list[ErrorDetails], table: type, *, guess: bool) -> ValidationIssue:
    # An error within a matching type is more helpful than the type errors of the other alternatives.
    detail = next((detail for detail in details if detail["type"] not in _EXPECTED_TYPE), details[0])
    found = {"found": format_value(detail["input"])}
    bounds = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return ValidationIssue(
                path, Message("error.missing_key", {"key": path[-1]}), Message("hint.missing_key", {"key": path[-1]})
            )
        case "extra_forbidden":
            hint = choices_hint(path[-1], [*keys_of(_table_at(path[:-1], table))], guess=guess)
            key = path[-1] if _PLAIN_KEY.fullmatch(str(path[-1])) else format_value(path[-1])
            return ValidationIssue(path, Message("error.unknown_key", {"key": key}), hint, of_key=True)
        case "literal_error":
            known = _key_at(path if isinstance(path[-1], str) else path[:-1], table)
            choices = choices_of(known.type) if known else ()
            return ValidationIssue(path, *unknown_choice("error.not_a_choice", detail["input"], choices, guess=guess))
        case "unknown_version":
            return ValidationIssue(path, *unknown_choice("error.not_a_choice", detail["input"], ["1"], guess=guess))
        case "greater_than_equal" | "less_than_equal" as bound:
            limit = bounds["ge"] if bound == "greater_than_equal" else bounds["le"]
            return ValidationIssue(
                path, Message("error.out_of_range", found), Message(f"hint.{bound}", {"limit": limit})
            )
        case "int_parsing_size":
            return ValidationIssue(
                path, Message("error.out_of_range", found), Message("hint.less_than_equal", {"limit": MAX_COUNT})
            )
        case "blank" if (known := _key_at(path, table)) and known.required:
            return ValidationIssue(path, Message("error.blank"), Message("hint.blank_must"))
        case kind if kind in _SAID_BY_KIND:
            return ValidationIssue(path, Message(f"error.{kind}", found), Message(f"hint.{kind}"))
        case _:
            expected = _either(
                [Message(key) for key in dict.fromkeys(_EXPECTED_TYPE[item["type"]] for item in details)]
            )
            return ValidationIssue(
                path, Message("error.wrong_type", found), Message("hint.wrong_type", {"expected": expected})
            )


def _either(expected: list[Message]) -> Message:
    first, *others = expected
    return Message("expected.either", {"first": first, "second": _either(others)}) if others else first


def _key_at(path: KeyPath, table: type) -> Key | None:
    """The key at a place; None for an entry of a list or mapping."""
    return keys_of(_table_at(path[:-1], table)).get(str(path[-1]))


def _table_at(path: KeyPath, table: type) -> type:
    """The type of a table in the file."""
    for part in path:
        if part in keys_of(table):
            table = table_in(keys_of(table)[str(part)].type) or table
    return table


def format_value(value: object) -> object:
    """A value for a message: in TOML notation, shortened if long."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            text = to_json(value).decode()
            return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
        case dict():
            return Message("found.table")
        case list() | tuple():
            return Message("found.array")
        case _:
            return str(value)
