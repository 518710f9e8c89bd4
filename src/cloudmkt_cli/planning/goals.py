"""Goals: what a plan asks of one profile key, how two goals intersect, and the values to write.

Each has its kind as a field, because named tuples of two kinds compare equal if their fields do.
"""

from datetime import date
from itertools import count
from typing import Any, Final, Literal, NamedTuple, assert_never

from cloudmkt_cli.catalogue.facts import Effort
from cloudmkt_cli.core.toml.document import KeyPath
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.profile.values import Capital

BLANK: Final = "…"
"""Placeholder for a text that only the vendor can supply, such as a name."""
BLANK_LINK: Final = f"https://{BLANK}"
"""Placeholder for a link. Evidence that is no link is taken for a file."""


class Minimum(NamedTuple):
    """At least a number."""

    value: int
    kind: Literal["minimum"] = "minimum"


class MinimumCapital(NamedTuple):
    """Registered capital of at least ``yuan``; ``stated`` is capital in another currency without a CNY equivalent."""

    yuan: int
    stated: Capital | None = None
    kind: Literal["minimum_capital"] = "minimum_capital"


class Choice(NamedTuple):
    """One of several values; a plan writes the first."""

    values: tuple[bool | str, ...]
    kind: Literal["choice"] = "choice"


class Includes(NamedTuple):
    """A list with ``added`` after what is ``stated``."""

    stated: tuple[str, ...]
    added: tuple[str, ...]
    kind: Literal["includes"] = "includes"


class NoLaterThan(NamedTuple):
    """A date that is not stated yet: ``latest`` or earlier."""

    latest: date
    kind: Literal["no_later_than"] = "no_later_than"


class Wait(NamedTuple):
    """Nothing to write, only a day to wait for."""

    until: date
    kind: Literal["wait"] = "wait"


class MoreCases(NamedTuple):
    """Additional customer cases, the first of which states ``facts``."""

    more: int
    facts: frozenset[str] = frozenset()
    kind: Literal["more_cases"] = "more_cases"


class NewAttestation(NamedTuple):
    """A new attestation in force from ``on``; ``effort`` is what it takes to pass the review."""

    on: date
    effort: Effort
    kind: Literal["new_attestation"] = "new_attestation"


class Listing(NamedTuple):
    """One more market for a product of the profile."""

    market: str
    kind: Literal["listing"] = "listing"


class NewProduct(NamedTuple):
    """A new product, for a market in which no listed product can meet the requirements."""

    market: str
    facts: tuple[tuple[KeyPath, "Goal"], ...]
    kind: Literal["new_product"] = "new_product"


FactGoal = Minimum | MinimumCapital | Choice | Includes | NoLaterThan | NewAttestation | Listing
"""Goals that one value of one key reaches."""
Goal = FactGoal | Wait | MoreCases | NewProduct


def intersect(one: Goal, other: Goal) -> Goal | None:
    """The smallest goal that reaches both goals for the same key; None if they contradict each other."""
    match one, other:
        case Minimum(), Minimum():
            return Minimum(max(one.value, other.value))
        case MinimumCapital(), MinimumCapital():
            return max(one, other, key=lambda goal: goal.yuan)
        case Choice(), Choice():
            values = tuple(value for value in one.values if value in other.values)
            return Choice(values) if values else None
        case Includes(), Includes():
            return Includes(one.stated, tuple(dict.fromkeys((*one.added, *other.added))))
        case NoLaterThan(), NoLaterThan():
            return NoLaterThan(min(one.latest, other.latest))
        case Wait(), Wait():
            return Wait(max(one.until, other.until))
        case MoreCases(), MoreCases():
            return MoreCases(max(one.more, other.more), one.facts | other.facts)
        case _:
            return one if one == other else None


def overrides(path: KeyPath, goal: Goal, profile: VendorProfile) -> tuple[Override, ...]:
    """The values to write in a profile to reach a goal; none if it only takes time."""
    match goal:
        case Wait():
            return ()
        case MoreCases():
            first = len(profile.cases or ())
            stated = {fact: BLANK if fact == "award" else True for fact in sorted(goal.facts)}
            new_cases: list[dict[str, Any]] = [{"customer": BLANK} for _ in range(goal.more)]
            new_cases[0] |= stated
            return tuple(Override((*path, index), case) for index, case in enumerate(new_cases, start=first))
        case NewProduct():
            taken = {product.name for product in profile.products}
            name = next(name for length in count(1) if (name := BLANK * length) not in taken)
            facts = {key[-1]: overrides(key, fact, profile)[0].value for key, fact in goal.facts}
            return (Override(path, {"name": name, "markets": [goal.market], **facts}),)
        case _:
            return (Override(path, _value(goal)),)


def _value(goal: FactGoal) -> Any:
    """The smallest value that reaches a goal."""
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
        case Includes():
            return [*goal.stated, *goal.added]
        case NoLaterThan():
            return goal.latest
        case NewAttestation():
            return {"holds": True, "by": BLANK, "on": goal.on, "evidence": [BLANK_LINK]}
        case Listing():
            return goal.market
        case _:
            assert_never(goal)
