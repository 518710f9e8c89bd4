"""The classes of a source's values: two values are of one class if no condition tells them apart."""

from collections import Counter
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from pydantic_core import ValidationError

from cloudmkt_cli.catalogue.conditions import AtLeast, Cny, FactCondition, MoreThan, Since
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.checking.evaluator import latest_start, met_from
from cloudmkt_cli.checking.facts import stated_value
from cloudmkt_cli.profile.registered_capital import CNY, Amount, parse_capital
from cloudmkt_cli.profile.values import EARLIEST, LATEST, MAX_AMOUNT, Capital
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
        limits = [_limit(one, leaves.as_of) for one in self._conditions]
        self._limits = None if None in limits or not limits else frozenset(limits)
        """Of conditions on durations and sums; None if there are others."""
        self._as_short: dict[Hashable, _Known | None] = {}
        """What is known of a day or a sum, by how far it is from meeting each condition."""
        self.not_stated: Final = _Known(0, (None,) * len(self.durations))
        self._known: dict[Hashable, _Known | None] = {(): self.not_stated}

    def of(self, values: Values) -> _Known | None:
        """The class of a value, a new one if a condition tells it from all before; None if it is not valid."""
        if not self.source.columns and values:  # a list of structs is hardly ever met twice
            return self._decide(values)
        if self._limits and len(values) == 1:
            (value,) = values.values()
            measure = _measure(_hashable(value))
            if measure is not None and measure not in self._limits:
                return self._of_measure(measure, values)
        key = tuple([(path, _hashable(value)) for path, value in values.items()])
        if key not in self._known:
            self._known[key] = self._decide(values)
        return self._known[key]

    def _of_measure(self, measure: date | Decimal, values: Values) -> _Known | None:
        """The class of a day or a sum: that of the first one that is as far from meeting each of the conditions.

        Between its limits, a condition on a duration or a sum has one truth. Most cells of a registry are such.
        """
        short = tuple([shortfall(condition, measure, self._leaves.as_of) for condition in self._conditions])
        if short not in self._as_short:
            self._as_short[short] = self._decide(values)
        known = self._as_short[short]
        return _Known(known.number, self._met_on(measure)) if known and self.durations else known

    def _decide(self, values: Values) -> _Known | None:
        try:
            stated = profile_of(values, self._catalogue)
        except ValidationError:
            return None
        truths = self._leaves.truths(stated, self.source.name)
        value = stated_value(stated, self.source.name) if self._conditions else None
        measure = value.in_cny if isinstance(value, Capital) else value
        short = tuple(
            [one for condition in self._conditions if (one := shortfall(condition, measure, self._leaves.as_of))]
        )
        number = self._numbers.setdefault((truths, short), len(self.classes))
        if number == len(self.classes):
            first = self._first.setdefault(truths, number)
            self.classes.append(ValueClass(values, short, None if first == number else first))
        return _Known(number, self._met_on(value))

    def _met_on(self, since: object) -> tuple[date | None, ...]:
        return tuple([met_from(one, since) if isinstance(since, date) else None for one in self.durations])


def _hashable(value: object) -> Hashable:
    """What stands for a value: capital is its amount, in whatever words."""
    if isinstance(value, list):
        return tuple(value)
    return parse_capital(value) or value if isinstance(value, str) else value


def _limit(condition: FactCondition, as_of: date) -> date | Decimal | None:
    """The day or the sum at which the truth of a condition changes; None for a condition on something else."""
    match condition:
        case Since():
            return latest_start(condition, as_of)
        case Cny():
            return Decimal(condition.limit)
        case _:
            return None


def _measure(value: Hashable) -> date | Decimal | None:
    """A day, or a sum in yuan as a profile holds it, if it is within the bounds of profiles; else None."""
    if isinstance(value, date):
        return value if EARLIEST <= value <= LATEST else None
    if isinstance(value, Amount) and value.currency == CNY:
        yuan = Decimal(str(float(value.amount)))
        return yuan if 0 <= yuan <= MAX_AMOUNT else None
    return None


def shortfall(condition: FactCondition, measure: object, as_of: date) -> Shortfall | None:
    """How far a number, a sum in yuan or a day is from meeting a condition; None if it meets it."""
    match condition, measure:
        case Since(), date():
            day = met_from(condition, measure)
            return Shortfall(condition, month=f"{day:%Y-%m}") if day > as_of else None
        case AtLeast(), int() | float():
            return _below(condition, Decimal(str(measure)), condition.minimum, reached=True)
        case MoreThan(), int() | float():
            return _below(condition, Decimal(str(measure)), condition.limit, reached=False)
        case Cny(), Decimal():
            return _below(condition, measure, condition.limit, reached=condition.operator == ">=")
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
    unreadable: list[int] = []
    for number, cells, rows in engine.distinct(classes.source):
        quick = reader.read(cells)
        of_cells = classes.of(quick.values) if quick else None
        if of_cells is None:
            stated = reader.read_valid(cells)
            of_cells = classes.of(stated.values) or classes.not_stated
            if stated.is_unreadable:
                unreadable.append(number)
            for heading, text in stated.refused:
                refused[heading, masked(text)] += rows
        known[number] = of_cells
    in_order = [known[number] for number in range(len(known))]
    return CellClasses(
        classes.source,
        tuple(classes.classes),
        [one.number for one in in_order],
        {condition: [one.met_on[i] for one in in_order] for i, condition in enumerate(classes.durations)},
        unreadable,
    )
