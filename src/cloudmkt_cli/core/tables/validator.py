"""Validate values against a table, with the core of Pydantic: no key that it does not name, no value of another type.

Pydantic's own models would say the same. Importing and building them took 40 of the 118 ms of a short run.
"""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import cache, reduce
from types import NoneType
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

from pydantic_core import CoreConfig, CoreSchema, SchemaValidator
from pydantic_core.core_schema import (
    any_schema,
    bool_schema,
    date_schema,
    dict_schema,
    float_schema,
    int_schema,
    literal_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
    nullable_schema,
    str_schema,
    tuple_schema,
    typed_dict_field,
    typed_dict_schema,
    union_schema,
    with_default_schema,
)

from cloudmkt_cli.core.tables.types import Check, Default, Limits, Parse, alternatives, is_table, keys_of

Table = TypeVar("Table", bound=Hashable)

_PLAIN: Final[Mapping[Any, CoreSchema]] = {
    Any: any_schema(),
    bool: bool_schema(),
    date: date_schema(),
    float: float_schema(allow_inf_nan=False),
    int: int_schema(),
    str: str_schema(),
}


def validate(table: type[Table], values: object) -> Table:
    """A table from the values of a file; a key that is left out has its default.

    Raises:
        ValidationError: with all errors.
    """
    valid: Table = _validator(table).validate_python(values)
    return valid


def validate_json(table: type[Table], text: str) -> Table:
    """A table from JSON, where days are texts.

    Raises:
        ValidationError: with all errors.
    """
    valid: Table = _validator(table).validate_json(text)
    return valid


@cache
def _validator(table: Hashable) -> SchemaValidator:
    return SchemaValidator(_schema(table))


def _schema(kind: Any) -> CoreSchema:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return reduce(_marked, parts[1:], _schema(parts[0]))
    if (types := alternatives(kind)) != (kind,):
        schemas = [_schema(part) for part in types]
        schema = schemas[0] if len(schemas) == 1 else union_schema([*schemas])
        return nullable_schema(schema) if NoneType in parts else schema
    if origin is Literal:
        return literal_schema([*parts])
    if origin is tuple:  # TOML has arrays, not tuples
        return tuple_schema([_schema(parts[0])], variadic_item_index=0, strict=False)
    if origin in {dict, Mapping}:
        return dict_schema(_schema(parts[0]), _schema(parts[1]))
    return _table(kind) if is_table(kind) else _PLAIN[kind]


def _marked(schema: CoreSchema, mark: object) -> CoreSchema:
    match mark:
        case Check(function):
            return no_info_after_validator_function(function, schema)
        case Parse(function):
            return no_info_before_validator_function(function, schema)
        case Default(value):
            return with_default_schema(schema, default=value)
        case Limits():
            stated = {name: limit for name, limit in mark._asdict().items() if limit is not None}
            return {**schema, **stated}  # the limits have the core's names
        case _:
            return schema


@cache
def _table(table: type) -> CoreSchema:
    keys = keys_of(table).values()
    fields = {
        key.field: typed_dict_field(_schema(key.type), required=key.required, validation_alias=key.name) for key in keys
    }
    schema = typed_dict_schema(fields, extra_behavior="forbid", config=CoreConfig(strict=True))
    if not hasattr(table, "_fields"):
        return schema
    return no_info_after_validator_function(lambda values: table(**values), schema)
