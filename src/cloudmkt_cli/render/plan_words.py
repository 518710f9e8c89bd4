"""The words of a plan that every format uses: what is asked of a fact, how far it is, what to write and where."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, assert_never

from cloudmkt_cli.catalogue.facts import FactLabel
from cloudmkt_cli.catalogue.model import Catalogue, FactCondition, Requirement, leaves
from cloudmkt_cli.language import Message, Text
from cloudmkt_cli.planning.demands import (
    AtLeast,
    Attested,
    Demand,
    MoreCases,
    NewProduct,
    NotAfter,
    OneOf,
    Wait,
    Worth,
)
from cloudmkt_cli.planning.solution import Change, fact_of
from cloudmkt_cli.profile import Capital, VendorProfile
from cloudmkt_cli.toml_reader import KeyPath, dotted
from cloudmkt_cli.toml_writer import assignment


class Distance(NamedTuple):
    """How far a number is from the one that will do, which is ``least``."""

    stated: Decimal
    least: Decimal
    unit: Text

    @property
    def amount(self) -> Decimal:
        """How much is lacking."""
        return self.least - self.stated


class Snippet(NamedTuple):
    """What to paste into a profile: below the header ``place``, or at the end of the file where there is none."""

    place: str | None
    toml: str


def title(change: Change, catalogue: Catalogue) -> Text | Message:
    """What a change is about."""
    if isinstance(change.demand, NewProduct):
        return Message("plan.new_product")
    return change.requirements[0].title if change.fact == "attestations" else catalogue.facts[change.fact].label


def need(change: Change, as_of: date, catalogue: Catalogue) -> Message:
    """What is asked, and how far it is from what is stated."""
    if far := distance(change, catalogue):
        return Message("plan.short_by", {**far._asdict(), "distance": far.amount})
    match change.demand:
        case Wait(until=day):
            what = "plan.attested_from" if change.fact == "attestations" else "plan.met_on"
            return Message(what, {"day": day, "days": (day - as_of).days})
        case _ if change.spares:
            return spared(change.demand, change.fact, change.requirements, catalogue)
        case OneOf() if change.stated is not None:
            values = _any_of(change.demand, catalogue.facts[change.fact])
            return Message("plan.becomes", {"stated": change.stated, "values": values})
        case _:
            return asked(change.demand, change.fact, catalogue)


def distance(change: Change, catalogue: Catalogue) -> Distance | None:
    """How far a stated number is from the one that will do; None for what is not stated, or no number."""
    stated, unit = change.stated, catalogue.facts[change.fact].unit
    known = stated.in_cny if isinstance(stated, Capital) else stated
    if unit is None or not isinstance(known, int | float | Decimal):
        return None
    now = Decimal(str(known))
    match change.demand:
        case AtLeast(least) | Worth(least):
            needed = Decimal(least)
        case MoreCases(more):
            needed = now + more
        case _:
            return None
    return Distance(now, needed, unit.one if needed - now == 1 else unit.many)


def asked(demand: Demand, fact: str, catalogue: Catalogue) -> Message:
    """What a fact must be."""
    label = catalogue.facts[fact]
    match demand:
        case Worth(stated=Capital() as stated):
            values = {"amount": stated.amount, "currency": stated.currency, "least": demand.least}
            return Message("plan.worth", values)
        case AtLeast(least) | Worth(least) | MoreCases(least):
            return Message("plan.at_least", {"least": least, "unit": _unit(label, least)})
        case OneOf():
            return Message("plan.must_be", {"values": _any_of(demand, label)})
        case NotAfter():
            return Message("plan.not_after", {"day": demand.latest})
        case Wait():
            return Message("plan.from", {"day": demand.until})
        case Attested():
            return Message("plan.attested")
        case NewProduct():
            return Message(
                "plan.all_of", {"facts": tuple(_stating(path, part, catalogue) for path, part in demand.facts)}
            )
        case _:
            assert_never(demand)


def spared(demand: Demand, fact: str, requirements: Sequence[Requirement], catalogue: Catalogue) -> Message:
    """What a fact must be for some requirements not to apply; a yes, a no or a word decides that, never a number."""
    values = _any_of(demand, catalogue.facts[fact]) if isinstance(demand, OneOf) else asked(demand, fact, catalogue)
    return Message("plan.spares", {"values": values, "titles": tuple(item.title for item in requirements)})


def evidence(change: Change) -> tuple[Text, ...]:
    """What shows it, each text once; of what would not apply, there is nothing to show."""
    parts = change.demand.facts if isinstance(change.demand, NewProduct) else [(change.path, change.demand)]
    facts = {fact_of(path) for path, _ in parts}
    shown = (item for item in change.requirements if facts & {*_facts(item), "cases", "attestations"})
    return tuple(dict.fromkeys(item.evidence for item in shown))


def reason(requirement: Requirement, catalogue: Catalogue) -> Text:
    """Why no change meets a requirement."""
    fixed = (catalogue.facts[fact].fixed for fact in _facts(requirement))
    return next((why for why in fixed if why), requirement.how)


def snippet(change: Change, vendor: VendorProfile) -> Snippet | None:
    """What to write; None for what is only to be waited for."""
    match change.path:
        case _ if not change.edits:
            return None
        case ("products", int(index), str(key)):
            return Snippet(f"[[products]] {vendor.products[index].name}", assignment(key, change.edits[0].value))
        case ("attestations", slug):
            return Snippet(None, _table(f"[attestations.{slug}]", change.edits[0].value))
        case ("products" | "cases" as table, *_):
            return Snippet(None, "\n\n".join(_table(f"[[{table}]]", edit.value) for edit in change.edits))
        case (*tables, key):
            return Snippet(f"[{dotted(tuple(tables))}]", assignment(str(key), change.edits[0].value))
    return None


def _facts(requirement: Requirement) -> tuple[str, ...]:
    return tuple(leaf.fact for leaf in leaves(requirement.condition) if isinstance(leaf, FactCondition))


def _stating(path: KeyPath, demand: Demand, catalogue: Catalogue) -> Message | Text:
    fact = fact_of(path)
    label = catalogue.facts[fact].label
    if demand == OneOf((True,)):
        return label
    return Message("check.stated", {"label": label, "value": asked(demand, fact, catalogue)})


def _any_of(demand: OneOf, label: FactLabel) -> object:
    """The words to choose from."""
    *some, last = (label.values.get(str(value), value) for value in demand.values)
    return Message("plan.or", {"some": tuple(some), "last": last}) if some else last


def _unit(label: FactLabel, number: int) -> Text | str:
    if label.unit is None:
        return ""
    return label.unit.one if number == 1 else label.unit.many


def _table(header: str, values: Mapping[str, object]) -> str:
    return "\n".join((header, *(assignment(key, value) for key, value in values.items())))
