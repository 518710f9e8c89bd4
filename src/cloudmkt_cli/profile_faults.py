"""Mistakes in a profile, in the words of a profile: what is wrong, what is expected, what may have been meant."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, to_json

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.errors import Diagnostic, Position
from cloudmkt_cli.language import Message
from cloudmkt_cli.profile import MAX_COUNT, VendorProfile
from cloudmkt_cli.suggestions import hint_of_choices
from cloudmkt_cli.toml_reader import Document, KeyPath, dotted

_LONGEST_SHOWN: Final = 40
_MOST_GUESSED: Final = 500
"""Mistakes of a file of which it is guessed what was meant: guessing takes longer than all else that is said of one."""
_EXPECTED_TYPE: Final = {
    "bool_type": "expected.true_or_false",
    "int_type": "expected.whole_number",
    "float_type": "expected.number",
    "string_type": "expected.text",
    "date_type": "expected.date",
    "tuple_type": "expected.array",
    "model_type": "expected.table",
    "mapping_type": "expected.table",
    "dict_type": "expected.table",
}
_PLAIN_KEY: Final = re.compile(rf"\S{{1,{_LONGEST_SHOWN}}}")
_BRANCHES: Final = {"bool", "date", "function-after[_not_blank(), str]"}
_ABOUT_KEYS: Final = {"missing", "extra_forbidden", "model_type"}


class Fault(NamedTuple):
    """A mistake at a key, before its place in the file is known."""

    path: KeyPath
    message: Message
    hint: Message
    of_key: bool = False

    def at(self, document: Document) -> Diagnostic:
        """The fault with its place: that of the key or value, or of the table that lacks it."""
        position = document.position(self.path, of_key=self.of_key) or document.position(self.path[:-1])
        source = document.line(position.line) if position else None
        return Diagnostic(
            self.message, self.hint, position=position or Position(1, 1), key=dotted(self.path), source=source
        )


def faults_of_validation(error: ValidationError) -> Iterator[Fault]:
    """The faults that the models found; the branches of one either-or are one fault."""
    by_place: defaultdict[KeyPath, list[ErrorDetails]] = defaultdict(list)
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # it has items: what is wrong with them is said of each
        by_place[_place(detail)].append(detail)
    for number, (path, details) in enumerate(by_place.items()):
        yield _fault(path, details, guess=number < _MOST_GUESSED)


def faults_of_names(values: dict[str, Any], catalogue: Catalogue) -> Iterator[Fault]:
    """Market ids and slugs that the catalogue does not have, and product names given twice."""
    known = catalogue.market_ids
    strange = ((path, market) for path, market in _market_ids(values) if market not in known)
    for number, (path, market) in enumerate(strange):
        yield Fault(path, *_not_one_of("error.unknown_market", market, known, guess=number < _MOST_GUESSED))
    yield from _faults_of_slugs(_table(values.get("attestations")), catalogue)
    seen: set[str] = set()
    for index, product in _tables(values.get("products")):
        name = product.get("name")
        if isinstance(name, str):
            if name in seen:
                message = Message("error.name_twice", {"found": _shown(name)})
                yield Fault(("products", index, "name"), message, Message("hint.name_twice"))
            seen.add(name)


def _faults_of_slugs(slugs: Iterable[str], catalogue: Catalogue) -> Iterator[Fault]:
    judged = catalogue.judged_slugs
    strange = [slug for slug in slugs if slug not in judged]
    if not strange:
        return
    decided = {requirement.slug for requirement in catalogue.requirements()}
    for number, slug in enumerate(strange):
        path = ("attestations", slug)
        if slug in decided:
            hint = Message("hint.attest_judged_only", {"choices": judged})
            yield Fault(path, Message("error.not_judged", {"found": _shown(slug)}), hint)
        else:
            yield Fault(path, *_not_one_of("error.unknown_slug", slug, judged, guess=number < _MOST_GUESSED))


def _not_one_of(message: str, found: object, choices: Sequence[str], *, guess: bool) -> tuple[Message, Message]:
    return Message(message, {"found": _shown(found)}), hint_of_choices(found, choices, guess=guess)


def _place(detail: ErrorDetails) -> KeyPath:
    """The key that an error is about; for a value that may be one thing or another, the location names a branch too."""
    place = detail["loc"]
    return place[:-1] if place[-1] in _BRANCHES and detail["type"] not in _ABOUT_KEYS else place


def _fault(path: KeyPath, details: list[ErrorDetails], *, guess: bool) -> Fault:
    # A value that fits the type of one branch and breaks its bounds says more than one that fits none.
    detail = next((detail for detail in details if detail["type"] not in _EXPECTED_TYPE), details[0])
    found = {"found": _shown(detail["input"])}
    bounds = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return Fault(
                path, Message("error.missing_key", {"key": path[-1]}), Message("hint.missing_key", {"key": path[-1]})
            )
        case "extra_forbidden":
            hint = hint_of_choices(path[-1], _keys_of_table(path[:-1]), guess=guess)
            key = path[-1] if _PLAIN_KEY.fullmatch(str(path[-1])) else _shown(path[-1])
            return Fault(path, Message("error.unknown_key", {"key": key}), hint, of_key=True)
        case "literal_error":
            choices = ["".join(pair) for pair in re.findall(r"'([^']*)'|(\d+)", bounds["expected"])]
            return Fault(path, *_not_one_of("error.not_a_choice", detail["input"], choices, guess=guess))
        case "greater_than_equal" | "less_than_equal" as bound:
            limit = bounds["ge"] if bound == "greater_than_equal" else bounds["le"]
            return Fault(path, Message("error.out_of_range", found), Message(f"hint.{bound}", {"limit": limit}))
        case "int_parsing_size":
            return Fault(
                path, Message("error.out_of_range", found), Message("hint.less_than_equal", {"limit": MAX_COUNT})
            )
        case "blank" | "capital_form" | "finite_number" | "string_pattern_mismatch" | "too_short" as kind:
            return Fault(path, Message(f"error.{kind}", found), Message(f"hint.{kind}"))
        case _:
            expected = _either(
                [Message(key) for key in dict.fromkeys(_EXPECTED_TYPE[item["type"]] for item in details)]
            )
            return Fault(path, Message("error.wrong_type", found), Message("hint.wrong_type", {"expected": expected}))


def _either(expected: list[Message]) -> Message:
    first, *others = expected
    return Message("expected.either", {"first": first, "second": _either(others)}) if others else first


def _keys_of_table(path: KeyPath) -> tuple[str, ...]:
    """The keys that a table of the profile may have."""
    model: type[BaseModel] = VendorProfile
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_of(model, part) or model
    return tuple(model.model_fields)


@cache
def _model_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    return _model_in(model.model_fields[key].annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation speaks of, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _shown(value: object) -> object:
    """A value as it may stand in a message: as TOML writes it, and not too long."""
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
        case int() if abs(value) >= 10**_LONGEST_SHOWN:
            return Message("found.huge_number")
        case _:
            return str(value)


def _market_ids(values: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    yield from _texts(("target_markets",), values.get("target_markets"))
    for table in ("products", "cases"):
        for index, entry in _tables(values.get(table)):
            yield from _texts((table, index, "markets"), entry.get("markets"))


def _texts(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, str]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*path, index), item


def _tables(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
