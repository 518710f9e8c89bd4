"""Shapes that JSON must have."""

from collections.abc import Iterator
from datetime import date
from typing import Any

DAY = date.fromisoformat


def misfits(shape: Any, value: Any, place: str = "report") -> Iterator[str]:
    """Where a value is not of a shape; every key of a table must be there, and no other."""
    if isinstance(shape, tuple):
        if all(any(misfits(one, value, place)) for one in shape):
            yield f"{place}: {value!r} is none of {len(shape)} shapes"
    elif isinstance(shape, dict) and isinstance(value, dict):
        yield from (f"{place}.{key}: in one of them only" for key in shape.keys() ^ value.keys())
        for key in shape.keys() & value.keys():
            yield from misfits(shape[key], value[key], f"{place}.{key}")
    elif isinstance(shape, list) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from misfits(shape[0], item, f"{place}[{index}]")
    elif not fits(shape, value):
        yield f"{place}: {value!r}"


def fits(shape: Any, value: Any) -> bool:
    if isinstance(shape, set):
        return value in shape
    if shape is DAY:
        return isinstance(value, str) and DAY(value).isoformat() == value
    return value is None if shape is None else type(value) is shape
