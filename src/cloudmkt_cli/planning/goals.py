"""What a plan asks of one key of a profile: the least that will do, how two goals intersect, and what to write.

Goals are dataclasses, as named tuples of two kinds with equal fields are equal.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, assert_never

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.profile.model import Capital, VendorProfile

BLANK: Final = "…"
"""Stands for a text that only the vendor can give: a name, a role."""
BLANK_LINK: Final = f"https://{BLANK}"
"""Stands for a link: evidence that is none is looked for as a file."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """A number, or a higher one."""

    value: int


@dataclass(frozen=True, slots=True)
class MinimumCapital:
    """Registered capital of so many yuan, or more; ``stated`` is what only lacks its equivalent in yuan."""

    yuan: int
    stated: Capital | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values, the first of which is written."""

    values: tuple[bool | str, ...]


@dataclass(frozen=True, slots=True)
class NoLaterThan:
    """A day that is not stated yet, and must be this one or earlier."""

    latest: date


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to write: time alone brings it."""

    until: date


@dataclass(frozen=True, slots=True)
class MoreCases:
    """So many customer cases more, the first of which states some facts."""

    more: int
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewAttestation:
    """An attestation that holds from a day on; ``effort`` is what it takes to be ready for a reviewer."""

    on: date
    effort: Effort


@dataclass(frozen=True, slots=True)
class Listing:
    """A product of the profile, offered in one more market."""

    market: str


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product for a market that lists none that can be made to fit."""

    market: str
    facts: tuple[tuple[KeyPath, "Goal"], ...]


Goal = Minimum | MinimumCapital | Choice | NoLaterThan | Wait | MoreCases | NewAttestation | Listing | NewProduct


def intersect(one: Goal, other: Goal) -> Goal | None:
    """The least that reaches two goals of the same key; None where nothing can."""
    match one, other:
        case Minimum(), Minimum():
            return Minimum(max(one.value, other.value))
        case MinimumCapital(), MinimumCapital():
            return max(one, other, key=lambda goal: goal.yuan)
        case Choice(), Choice():
            values = tuple(value for value in one.values if value in other.values)
            return Choice(values) if values else None
        case NoLaterThan(), NoLaterThan():
            return NoLaterThan(min(one.latest, other.latest))
        case Wait(), Wait():
            return Wait(max(one.until, other.until))
        case MoreCases(), MoreCases():
            return MoreCases(max(one.more, other.more), one.facts | other.facts)
        case _:
            return one if one == other else None


def overrides(path: KeyPath, goal: Goal, profile: VendorProfile) -> tuple[Override, ...]:
    """What to write in a profile so that a goal is reached; nothing where it is only to be waited for."""
    match goal:
        case Wait():
            return ()
        case MoreCases():
            first = len(profile.cases or ())
            said: dict[str, Any] = {fact: BLANK if fact == "award" else True for fact in sorted(goal.facts)}
            plain = {"customer": BLANK}
            return tuple(Override((*path, first + i), plain if i else plain | said) for i in range(goal.more))
        case NewProduct():
            taken = {product.name for product in profile.products}
            name = next(name for length in range(1, len(taken) + 2) if (name := BLANK * length) not in taken)
            facts = {key[-1]: overrides(key, fact, profile)[0].value for key, fact in goal.facts}
            return (Override(path, {"name": name, "markets": [goal.market], **facts}),)
        case _:
            return (Override(path, _value(goal)),)


def _value(goal: Minimum | MinimumCapital | Choice | NoLaterThan | NewAttestation | Listing) -> Any:
    """The value that just reaches a goal."""
    match goal:
        case Minimum():
            return goal.value
        case MinimumCapital():
            stated = goal.stated
            if stated is None:
                return f"{goal.yuan}元"
            return {"amount": stated.amount, "currency": stated.currency, "cny_equivalent": goal.yuan}
        case Choice():
            return goal.values[0]
        case NoLaterThan():
            return goal.latest
        case NewAttestation():
            return {"holds": True, "by": BLANK, "on": goal.on, "evidence": [BLANK_LINK]}
        case Listing():
            return goal.market
        case _:
            assert_never(goal)
