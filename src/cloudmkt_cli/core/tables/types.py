"""Describe the tables of a file: a ``NamedTuple`` is one that is read, a ``TypedDict`` one that is only validated.

Keys have plain types (bool, int, float, str, date), ``Literal``, tuples, mappings and tables, in unions or alone;
``Annotated`` narrows them with the marks below.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, NotRequired, Union, get_args, get_origin, is_typeddict

_UNIONS: Final = {Union, UnionType}


class Limits(NamedTuple):
    """The bounds of a number or a day, the length of a list, the pattern of a text."""

    ge: float | date | None = None
    le: float | date | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


class Parse(NamedTuple):
    """Turns other forms of a value into one of the type; raises ``PydanticCustomError`` for what is none."""

    function: Callable[[object], object]


class Check(NamedTuple):
    """Returns a value of the type; raises ``PydanticCustomError`` for one that is not valid."""

    function: Callable[[Any], object]


class Alias(NamedTuple):
    """The key in the file, where it differs from the name of the field."""

    name: str


class Default(NamedTuple):
    """What a key has that is left out, where a required key follows: there, a named tuple can have no default."""

    value: object


class JsonSchema:
    """What the JSON Schema says of a type that a function validates."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema: Final = schema


class Key(NamedTuple):
    """A key of a table."""

    name: str
    """As the file has it."""
    field: str
    """As the named tuple has it."""
    type: Any
    required: bool


@cache
def keys_of(table: type) -> Mapping[str, Key]:
    """The keys of a table by their names, in the order of the format."""
    annotations: dict[str, Any] = table.__annotations__
    defaults: Mapping[str, Any] = getattr(table, "_field_defaults", {})
    keys = (
        Key(_name(field, kind), field, *_presence(kind, required=field not in defaults))
        for field, kind in annotations.items()
    )
    return {key.name: key for key in keys}


def is_table(kind: object) -> bool:
    """Whether a type is a table."""
    return isinstance(kind, type) and (hasattr(kind, "_fields") or is_typeddict(kind))


def table_in(kind: Any) -> type | None:
    """The table that a type is, or that the entries of a list or mapping are."""
    if is_table(kind):
        return kind  # type: ignore[no-any-return]  # is_table says that it is a type
    return next(filter(None, map(table_in, get_args(kind))), None)


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The types of a union, with their marks; without None, as TOML has no null."""
    if get_origin(kind) not in _UNIONS:
        return (kind,)
    return tuple(part for part in get_args(kind) if part is not NoneType)


def bare(kind: Any) -> Any:
    """A type without its marks."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def choices_of(kind: Any) -> tuple[str, ...]:
    """The values of a ``Literal``, or of the entries of a list of one; empty for other types."""
    types = [bare(part) for part in alternatives(bare(kind))]
    entries = [entry for part in types if get_origin(part) is tuple for entry in get_args(part)]
    return tuple(word for part in (*types, *entries) if get_origin(part) is Literal for word in get_args(part))


def bounds_of(kind: Any) -> tuple[Any, Any]:
    """The lowest and the highest value of a number or a day that has bounds."""
    (only,) = alternatives(kind)
    limits = next(mark for mark in get_args(only) if isinstance(mark, Limits))
    return limits.ge, limits.le


def _name(field: str, kind: Any) -> str:
    return next((mark.name for mark in get_args(kind) if isinstance(mark, Alias)), field)


def _presence(kind: Any, *, required: bool) -> tuple[Any, bool]:
    """The type of a key, and whether the key must be there."""
    if get_origin(kind) is NotRequired:
        return get_args(kind)[0], False
    return kind, required and not any(isinstance(mark, Default) for mark in get_args(kind))
