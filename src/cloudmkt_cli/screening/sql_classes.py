"""The classes of typed columns, as tests of SQL: the thresholds of an edition cut the values of a column into ranges.

One value of every range is decided by the evaluator. Ranges with the same truths are one class.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, product
from operator import itemgetter
from string import ascii_uppercase
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.conditions import AtLeast, Cny, FactCondition, MoreThan, OneOf, Since
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.evaluator import latest_start
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.profile.fields import Field, Kind, bounds
from cloudmkt_cli.profile.registered_capital import CNY
from cloudmkt_cli.screening.cells import profile_of
from cloudmkt_cli.screening.leaves import Leaves
from cloudmkt_cli.screening.model import ValueClass

_DAY: Final = timedelta(days=1)


class AtOrAbove(NamedTuple):
    """Values from ``limit`` on."""

    limit: Any


class Above(NamedTuple):
    """Values above ``limit``."""

    limit: Any


class AnyWord(NamedTuple):
    """One of some words."""

    words: tuple[str, ...]


class CountryCode(NamedTuple):
    """Any code of two capital letters."""


class Flag(NamedTuple):
    """A plain yes or no."""

    value: bool


Test = AtOrAbove | Above | AnyWord | CountryCode | Flag


class ColumnClasses(NamedTuple):
    """The classes of one column. The first test that a value passes gives its class; without one it is not stated."""

    column: str
    fact: str
    tests: tuple[tuple[Test, int], ...]
    classes: tuple[ValueClass, ...]
    """Class 0 is not stated."""


class _Range(NamedTuple):
    test: Test
    value: Any


def column_classes(column: str, field: Field, leaves: Leaves, catalogue: Catalogue) -> ColumnClasses:
    """The classes of a column that gives a fact which conditions of ``leaves`` read."""
    conditions = leaves.of_facts[field.fact]
    ranges, beyond = _ranges(field, conditions, leaves.as_of)
    numbers: dict[Hashable, int] = {}
    classes = [ValueClass({})]
    tests: list[tuple[Test, int]] = []
    for test, value in ranges:
        stated = _stated(field, value)
        truths = leaves.truths(profile_of(stated, catalogue), field.fact)
        if truths not in numbers:
            numbers[truths] = len(classes)
            classes.append(ValueClass(stated))
        tests.append((test, numbers[truths]))
    merged = tuple(_merged(tests))
    return ColumnClasses(column, field.fact, (*((test, 0) for test in beyond), *merged), tuple(classes))


def _ranges(field: Field, conditions: Sequence[FactCondition], as_of: date) -> tuple[Sequence[_Range], Sequence[Test]]:
    """The ranges of a key's values, the highest first, and the tests of what is beyond all of them."""
    match field.kind:
        case Kind.YES_NO | Kind.FILE | Kind.CERTIFICATE:
            return [_Range(Flag(value=value), value) for value in (True, False)], ()
        case Kind.CHOICE:
            return [_Range(AnyWord((word,)), word) for word in field.choices], ()
        case Kind.TEXT:
            return _countries(dict.fromkeys(word for leaf in conditions for word in _words(leaf))), ()
        case _:
            return _ordered(field, sorted({limit for leaf in conditions for limit in _limits(leaf, as_of)}))


def _countries(named: Collection[str]) -> Sequence[_Range]:
    """The codes that conditions name, and all others. Countries are the only texts that conditions read."""
    other = next(code for code in map("".join, product(ascii_uppercase, repeat=2)) if code not in named)
    return [*(_Range(AnyWord((code,)), code) for code in named), _Range(CountryCode(), other)]


def _ordered(field: Field, limits: Sequence[Any]) -> tuple[Sequence[_Range], Sequence[Test]]:
    low, high = bounds(field)
    cuts = [low, *(limit for limit in limits if low < limit <= high)]
    step = {Kind.COUNT: 1, Kind.DAY: _DAY}.get(field.kind)
    found: list[_Range] = []
    for cut, after in zip(cuts, [*cuts[1:], None], strict=True):
        found.append(_Range(AtOrAbove(cut), cut))
        if step is None:
            between = (cut + (high if after is None else after)) / 2
            found += [_Range(Above(cut), between)] if between > cut else []
        elif cut < high and cut + step != after:
            found.append(_Range(AtOrAbove(cut + step), cut + step))
    return found[::-1], [Above(high) if step is None else AtOrAbove(high + step)]


def _limits(leaf: FactCondition, as_of: date) -> Iterator[Any]:
    match leaf:
        case AtLeast():
            yield leaf.minimum
        case MoreThan() | Cny():
            yield leaf.limit
        case Since():
            yield latest_start(leaf, as_of)
            yield as_of
        case _:
            raise TypeError(f"no order for {leaf}")


def _words(leaf: FactCondition) -> tuple[str, ...]:
    return leaf.values if isinstance(leaf, OneOf) else ()


def _merged(tests: Sequence[tuple[Test, int]]) -> Iterator[tuple[Test, int]]:
    """Tests in a row that give the same class as one: their words together, or the last, which is the widest."""
    for number, group in groupby(tests, key=itemgetter(1)):
        same = [test for test, _ in group]
        if all(isinstance(test, AnyWord) for test in same):
            yield AnyWord(tuple(word for test in same if isinstance(test, AnyWord) for word in test.words)), number
        elif isinstance(same[-1], Flag):
            yield from ((test, number) for test in same)
        else:
            yield same[-1], number


def _stated(field: Field, value: Any) -> dict[KeyPath, Any]:
    """A value by the keys of a profile that state it."""
    if field.kind is Kind.CAPITAL:
        return {(*field.path, "amount"): value, (*field.path, "currency"): CNY}
    return {field.path: value}
