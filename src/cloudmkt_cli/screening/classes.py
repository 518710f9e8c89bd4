"""The classes of a source's values: two values are of one class if no condition tells them apart."""

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from pydantic_core import ValidationError

from cloudmkt_cli.catalogue.conditions import AtLeast, Cny, FactCondition, MoreThan, Since
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.evaluator import met_from
from cloudmkt_cli.checking.facts import stated_value
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.registered_capital import parse_capital
from cloudmkt_cli.profile.values import Capital
from cloudmkt_cli.screening.cells import CellReader, Values, profile_of
from cloudmkt_cli.screening.engine import Engine
from cloudmkt_cli.screening.leaves import Leaves
from cloudmkt_cli.screening.masked import masked
from cloudmkt_cli.screening.model import Band, CellClasses, Shortfall, Source, ValueClass

_BANDS: Final[tuple[tuple[Decimal, Band], ...]] = (
    (Decimal("0.1"), "10"),
    (Decimal("0.25"), "25"),
    (Decimal("0.5"), "50"),
)


class _Known(NamedTuple):
    """What is known of a value: its class, and the days on which durations are met."""

    number: int
    met_on: tuple[date | None, ...]


class SourceClasses:
    """The classes of the values of one source, as they turn up."""

    def __init__(self, source: Source, leaves: Leaves, catalogue: Catalogue) -> None:
        self.source = source
        self._leaves, self._catalogue = leaves, catalogue
        self._conditions = leaves.of_facts.get(source.name, ())
        self.durations = tuple(one for one in self._conditions if isinstance(one, Since))
        self.classes = [ValueClass({})]
        self._numbers: dict[Hashable, int] = {}
        self._first: dict[Hashable, int] = {}
        """By the truths: the first class that has them."""
        self.not_stated: Final = _Known(0, (None,) * len(self.durations))
        self._known: dict[Hashable, _Known | None] = {(): self.not_stated}

    def of(self, values: Values) -> _Known | None:
        """The class of a value, a new one if a condition tells it from all before; None if it is not valid."""
        if not self.source.columns and values:  # a list of structs is hardly ever met twice
            return self._decide(values)
        key = tuple((path, _hashable(value)) for path, value in values.items())
        if key not in self._known:
            self._known[key] = self._decide(values)
        return self._known[key]

    def _decide(self, values: Values) -> _Known | None:
        try:
            stated = profile_of(values, self._catalogue)
        except ValidationError:
            return None
        truths = self._leaves.truths(stated, self.source.name)
        short = tuple(self._shortfalls(stated))
        number = self._numbers.setdefault((truths, short), len(self.classes))
        if number == len(self.classes):
            first = self._first.setdefault(truths, number)
            self.classes.append(ValueClass(values, short, None if first == number else first))
        return _Known(number, tuple(self._met_on(stated)))

    def _shortfalls(self, stated: VendorProfile) -> Iterator[Shortfall]:
        for condition in self._conditions:
            value = stated_value(stated, condition.fact)
            if value is not None and (short := shortfall(condition, value, self._leaves.as_of)):
                yield short

    def _met_on(self, stated: VendorProfile) -> Iterator[date | None]:
        for condition in self.durations:
            since = stated_value(stated, condition.fact)
            yield None if since is None else met_from(condition, since)


def _hashable(value: object) -> Hashable:
    """What stands for a value: capital is its amount, in whatever words."""
    if isinstance(value, list):
        return tuple(value)
    return parse_capital(value) or value if isinstance(value, str) else value


def shortfall(condition: FactCondition, value: object, as_of: date) -> Shortfall | None:
    """How far a value is from meeting a condition on a number or a duration; None if it meets it."""
    match condition, value:
        case Since(), date():
            day = met_from(condition, value)
            return Shortfall(condition, month=f"{day:%Y-%m}") if day > as_of else None
        case AtLeast(), int() | float():
            return _below(condition, Decimal(str(value)), condition.minimum, reached=True)
        case MoreThan(), int() | float():
            return _below(condition, Decimal(str(value)), condition.limit, reached=False)
        case Cny(), Capital() if value.in_cny is not None:
            return _below(condition, value.in_cny, condition.limit, reached=condition.operator == ">=")
        case _:
            return None


def _below(condition: AtLeast | MoreThan | Cny, value: Decimal, limit: int, *, reached: bool) -> Shortfall | None:
    """``reached``: whether the limit itself is enough."""
    if value > limit or (value == limit and reached):
        return None
    if value == limit:
        return Shortfall(condition, "at_limit")
    short = (limit - value) / limit
    return Shortfall(condition, next((band for most, band in _BANDS if short <= most), "more"))


def classify(
    engine: Engine, classes: SourceClasses, reader: CellReader, refused: Counter[tuple[str, str]]
) -> CellClasses:
    """The class of each of the distinct cells of a source; refused cells are counted by heading and masked form."""
    known: dict[int, _Known] = {}
    refused_cells: list[int] = []
    for number, cells, rows in engine.distinct(classes.source):
        quick = reader.read(cells)
        of_cells = classes.of(quick.values) if quick else None
        if of_cells is None:
            stated = reader.read_valid(cells)
            of_cells = classes.of(stated.values) or classes.not_stated
            if stated.refused:
                refused_cells.append(number)
            for heading, text in stated.refused:
                refused[heading, masked(text)] += rows
        known[number] = of_cells
    in_order = [known[number] for number in range(len(known))]
    return CellClasses(
        classes.source,
        tuple(classes.classes),
        [one.number for one in in_order],
        {condition: [one.met_on[i] for one in in_order] for i, condition in enumerate(classes.durations)},
        refused_cells,
    )
