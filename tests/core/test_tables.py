"""Tables of files: what their types take, what they refuse and where, and what a JSON Schema says of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple, NotRequired, TypedDict

import pytest
from pydantic_core import PydanticCustomError, ValidationError

from cloudmkt_cli.core.json_schema import schema_of_type
from cloudmkt_cli.core.tables.types import Alias, Check, Default, JsonSchema, Limits, Parse, keys_of, table_in
from cloudmkt_cli.core.tables.validator import validate, validate_json


def _even(number: int) -> int:
    if number % 2:
        raise PydanticCustomError("odd", "an odd number")
    return number


def _from_text(value: object) -> object:
    return {"number": len(value)} if isinstance(value, str) else value


class Inner(NamedTuple):
    number: int
    half: float | None = None


class Outer(NamedTuple):
    first: Annotated[int, Default(7)]
    name: str
    inner: Inner = Inner(0)
    parsed: Annotated[Inner, Parse(_from_text)] | None = None
    listed: tuple[Inner, ...] = ()
    by_name: Mapping[str, Inner] | None = None
    day: Annotated[date, Limits(ge=date(2000, 1, 1), le=date(2001, 1, 1))] | None = None
    even: Annotated[int, Check(_even), JsonSchema({"multipleOf": 2})] | None = None
    choice: Literal["a", "b"] | None = None
    flag_or_text: bool | str | None = None
    few: Annotated[tuple[str, ...], Limits(min_length=1, max_length=2)] | None = None
    with_hyphen: Annotated[str | None, Alias("with-hyphen")] = None


class Only(TypedDict):
    name: str
    anything: NotRequired[dict[str, Any]]


def test_a_table_is_a_named_tuple_of_what_is_stated() -> None:
    stated = {"name": "x", "inner": {"number": 1, "half": 2}, "listed": [{"number": 3}], "with-hyphen": "y"}
    assert validate(Outer, stated) == Outer(7, "x", Inner(1, 2.0), listed=(Inner(3),), with_hyphen="y")


def test_other_forms_are_parsed_and_mappings_hold_tables() -> None:
    found = validate(Outer, {"name": "x", "parsed": "four", "by_name": {"a": {"number": 1}}, "flag_or_text": True})
    assert (found.parsed, found.by_name, found.flag_or_text) == (Inner(4), {"a": Inner(1)}, True)


def test_a_typed_dict_stays_a_dictionary() -> None:
    assert validate(Only, {"name": "x", "anything": {"a": [1]}}) == {"name": "x", "anything": {"a": [1]}}


def test_days_in_json_are_texts() -> None:
    assert validate_json(Outer, '{"name": "x", "day": "2000-02-29"}').day == date(2000, 2, 29)


@pytest.mark.parametrize(
    ("stated", "place", "fault"),
    [
        ({}, ("name",), "missing"),
        ({"name": 1}, ("name",), "string_type"),
        ({"name": "x", "other": 1}, ("other",), "extra_forbidden"),
        ({"name": "x", "with_hyphen": "y"}, ("with_hyphen",), "extra_forbidden"),
        ({"name": "x", "with-hyphen": 1}, ("with-hyphen",), "string_type"),
        ({"name": "x", "inner": []}, ("inner",), "dict_type"),
        ({"name": "x", "inner": {"number": True}}, ("inner", "number"), "int_type"),
        ({"name": "x", "inner": {"number": 1.0}}, ("inner", "number"), "int_type"),
        ({"name": "x", "inner": {"number": 1, "half": float("nan")}}, ("inner", "half"), "finite_number"),
        ({"name": "x", "listed": [{"number": 1}, {}]}, ("listed", 1, "number"), "missing"),
        ({"name": "x", "listed": {"number": 1}}, ("listed",), "tuple_type"),
        ({"name": "x", "by_name": {"a": 1}}, ("by_name", "a"), "dict_type"),
        ({"name": "x", "day": "2000-01-01"}, ("day",), "date_type"),
        ({"name": "x", "day": datetime(2000, 1, 1)}, ("day",), "date_type"),  # noqa: DTZ001  TOML has days without zones
        ({"name": "x", "day": date(1999, 12, 31)}, ("day",), "greater_than_equal"),
        ({"name": "x", "day": date(2001, 1, 2)}, ("day",), "less_than_equal"),
        ({"name": "x", "even": 3}, ("even",), "odd"),
        ({"name": "x", "choice": "c"}, ("choice",), "literal_error"),
        ({"name": "x", "few": []}, ("few",), "too_short"),
        ({"name": "x", "few": ["a", "b", "c"]}, ("few",), "too_long"),
    ],
)
def test_what_is_not_valid_is_refused_at_its_place(stated: object, place: tuple[str | int, ...], fault: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate(Outer, stated)
    (only,) = refused.value.errors()
    assert (only["loc"], only["type"]) == (place, fault)


def test_all_that_is_not_valid_is_refused_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        validate(Outer, {"inner": {"number": "1", "extra": 1}, "choice": "c"})
    assert [error["loc"] for error in refused.value.errors()] == [
        ("name",),
        ("inner", "number"),
        ("inner", "extra"),
        ("choice",),
    ]


def test_keys_have_the_order_of_the_format_and_their_names_in_the_file() -> None:
    assert [(key.name, key.field, key.required) for key in (*keys_of(Outer).values(), *keys_of(Only).values())] == [
        ("first", "first", False),
        ("name", "name", True),
        *((name, name, False) for name in Outer._fields[2:-1]),
        ("with-hyphen", "with_hyphen", False),
        ("name", "name", True),
        ("anything", "anything", False),
    ]


def test_the_table_of_a_key_is_found_in_lists_mappings_and_marks() -> None:
    tables = {name: table_in(key.type) for name, key in keys_of(Outer).items()}
    assert {name for name, table in tables.items() if table is Inner} == {"inner", "parsed", "listed", "by_name"}
    assert set(tables.values()) == {Inner, None}


@pytest.mark.parametrize(
    ("key", "schema"),
    [
        ("name", {"type": "string"}),
        ("by_name", {"type": "object", "additionalProperties": {"$ref": "Inner"}}),
        ("listed", {"type": "array", "items": {"$ref": "Inner"}}),
        ("even", {"multipleOf": 2}),
        ("choice", {"type": "string", "enum": ["a", "b"]}),
        ("flag_or_text", {"anyOf": [{"type": "boolean"}, {"type": "string"}]}),
        ("few", {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2}),
    ],
)
def test_a_json_schema_says_what_a_type_takes(key: str, schema: dict[str, Any]) -> None:
    assert schema_of_type(keys_of(Outer)[key].type, lambda table: {"$ref": table.__name__}) == schema
