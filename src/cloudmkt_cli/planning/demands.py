"""What a plan asks of one key of a profile: the least that will do, how two demands come to one, and what to write."""

from datetime import date
from typing import Any, Final, NamedTuple, assert_never

from cloudmkt_cli.edits import Edit
from cloudmkt_cli.profile import Capital, VendorProfile
from cloudmkt_cli.toml_reader import KeyPath

BLANK: Final = "…"
"""Stands for a text that only the vendor can give: a name, a role."""
BLANK_LINK: Final = f"https://{BLANK}"
"""Stands for a link that only the vendor can give; a file that is not there would be no evidence."""


class AtLeast(NamedTuple):
    """A number, or a higher one."""

    least: int


class Worth(NamedTuple):
    """Registered capital of so many yuan, or more; ``stated`` is what only lacks its equivalent in yuan."""

    least: int
    stated: Capital | None = None


class OneOf(NamedTuple):
    """One of some values, the first of which is written."""

    values: tuple[bool | str, ...]


class NotAfter(NamedTuple):
    """A day that is not stated yet, and must be this one or earlier."""

    latest: date


class Wait(NamedTuple):
    """Nothing to write: time alone brings it."""

    until: date


class MoreCases(NamedTuple):
    """So many customer cases more, the first of which states some facts."""

    more: int
    facts: frozenset[str] = frozenset()


class Attested(NamedTuple):
    """A reviewer's word, from a day on."""

    on: date


class NewProduct(NamedTuple):
    """A product for a market that has none that can be made to fit."""

    market: str
    facts: tuple[tuple[KeyPath, "Demand"], ...]


Demand = AtLeast | Worth | OneOf | NotAfter | Wait | MoreCases | Attested | NewProduct


def both(one: Demand, other: Demand) -> Demand | None:
    """The least that meets two demands on the same key; None where nothing can."""
    match one, other:
        case AtLeast(), AtLeast():
            return max(one, other)
        case Worth(), Worth():
            return one if one.least >= other.least else other
        case OneOf(), OneOf():
            values = tuple(value for value in one.values if value in other.values)
            return OneOf(values) if values else None
        case NotAfter(), NotAfter():
            return min(one, other)
        case Wait(), Wait():
            return max(one, other)
        case MoreCases(), MoreCases():
            return MoreCases(max(one.more, other.more), one.facts | other.facts)
        case _:
            return one if one == other else None


def edits(path: KeyPath, demand: Demand, profile: VendorProfile) -> tuple[Edit, ...]:
    """What to write in a profile so that a demand is met; nothing where it is only to be waited for."""
    match demand:
        case Wait():
            return ()
        case MoreCases():
            first = len(profile.cases or ())
            said: dict[str, Any] = {fact: BLANK if fact == "award" else True for fact in sorted(demand.facts)}
            plain = {"customer": BLANK}
            return tuple(Edit((*path, first + i), plain if i else plain | said) for i in range(demand.more))
        case NewProduct():
            taken = {product.name for product in profile.products}
            name = next(name for length in range(1, len(taken) + 2) if (name := BLANK * length) not in taken)
            facts = {key[-1]: edits(key, fact, profile)[0].value for key, fact in demand.facts}
            return (Edit(path, {"name": name, "markets": [demand.market], **facts}),)
        case _:
            return (Edit(path, value(demand)),)


def value(demand: AtLeast | Worth | OneOf | NotAfter | Attested) -> Any:
    """The value that just meets a demand."""
    match demand:
        case AtLeast():
            return demand.least
        case Worth():
            stated = demand.stated
            if stated is None:
                return f"{demand.least}元"
            return {"amount": stated.amount, "currency": stated.currency, "cny_equivalent": demand.least}
        case OneOf():
            return demand.values[0]
        case NotAfter():
            return demand.latest
        case Attested():
            return {"holds": True, "by": BLANK, "on": demand.on, "evidence": [BLANK_LINK]}
        case _:
            assert_never(demand)
