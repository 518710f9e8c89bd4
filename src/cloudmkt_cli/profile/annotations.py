"""Inspect the type annotations of the profile's models."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """The types of a union, with their ``Annotated`` metadata; without None, as TOML has no null."""
    if get_origin(annotation) not in {Union, UnionType}:
        return (annotation,)
    return tuple(part for part in get_args(annotation) if part is not NoneType)


def bare(annotation: Any) -> Any:
    """A type without its ``Annotated`` metadata."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The values of a ``Literal``, or of the entries of a list of one; empty for other types."""
    types = [bare(part) for part in alternatives(bare(annotation))]
    entries = [entry for part in types if get_origin(part) is tuple for entry in get_args(part)]
    return tuple(word for part in (*types, *entries) if get_origin(part) is Literal for word in get_args(part))


def bounds_of(annotation: Any) -> tuple[Any, Any]:
    """The lowest and the highest value of a number or a day that has bounds."""
    (kind,) = alternatives(annotation)
    marks = [mark for given in get_args(kind) if isinstance(given, FieldInfo) for mark in given.metadata]
    low, high = (next(getattr(mark, name) for mark in marks if hasattr(mark, name)) for name in ("ge", "le"))
    return low, high


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The model of a table, or of the entries of a list or mapping of tables."""
    return next(_models(annotation), None)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
