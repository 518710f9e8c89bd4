"""Examples of what a profile states: lines that make a requirement pass, and lines that make it fail.

The lines are added to ``docs/requirements/profile.toml``. Numbers and dates are those at which the outcome changes.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple, assert_never

from cloudmkt_cli.catalogue.conditions import (
    AllOf,
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Certificate,
    Cny,
    Condition,
    Contains,
    Document,
    FactCondition,
    IsTrue,
    Leaf,
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    Since,
    leaves,
)
from cloudmkt_cli.catalogue.facts import FactLabel
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Requirement
from cloudmkt_cli.checking.evaluator import latest_start
from cloudmkt_cli.core.toml.serialize import assignment, literal

Facts = dict[str, Any]

_PRODUCT: Final = "product."
_CASES: Final = "cases"
_ATTESTATION: Final = {
    "holds": True,
    "by": "法务部",
    "on": date(2026, 10, 12),
    "evidence": ["https://example.com/evidence"],
}


class Example(NamedTuple):
    """Lines of a profile, and the status that a requirement has with them."""

    status: Literal["pass", "fail"]
    lines: str


def examples(requirement: Requirement, markets: tuple[str, ...], catalogue: Catalogue) -> tuple[Example, Example]:
    """An example that passes in some markets, and one that fails."""
    conditions = [requirement.condition, *([requirement.applies_when] if requirement.applies_when else ())]
    named = frozenset(
        value for each in conditions for leaf in leaves(each) if isinstance(leaf, OneOf) for value in leaf.values
    )
    builder = _Builder(catalogue.facts, catalogue.checked_on, requirement.slug, named)
    applies = builder.stating(requirement.applies_when, wanted=True) if requirement.applies_when else {}
    met, missed = (applies | builder.stating(requirement.condition, wanted=wanted) for wanted in (True, False))
    return Example("pass", _lines(met, markets)), Example("fail", _lines(missed, markets))


class _Builder(NamedTuple):
    labels: Mapping[str, FactLabel]
    as_of: date
    slug: str
    named: frozenset[str]
    """The words that the requirement asks for: a word for a failure is none of them."""

    def stating(self, condition: Condition, *, wanted: bool) -> Facts:
        """Facts with which a condition is true, or false."""
        match condition:
            case AllOf(conditions=parts):
                return self._group(parts, all_alike=wanted, wanted=wanted)
            case AnyOf(conditions=parts):
                return self._group(parts, all_alike=not wanted, wanted=wanted)
            case NoneOf(conditions=parts):
                return self._group(parts, all_alike=wanted, wanted=not wanted)
            case _:
                return self._leaf(condition, wanted=wanted)

    def _group(self, parts: tuple[Condition, ...], *, all_alike: bool, wanted: bool) -> Facts:
        """All parts as wanted; or the first alone, which is enough; or one that is missed, with the others met."""
        if all_alike:
            stated = [self.stating(part, wanted=wanted) for part in parts]
        elif wanted:
            stated = [self.stating(parts[0], wanted=True)]
        else:
            missed = next(part for part in reversed(parts) if not _is_silent_about_a_no(part))
            stated = [self.stating(part, wanted=part is not missed) for part in parts]
        return {fact: value for facts in stated for fact, value in facts.items()}

    def _leaf(self, condition: Leaf, *, wanted: bool) -> Facts:
        match condition:
            case ManualReview():
                return {f"attestations.{self.slug}": _ATTESTATION | {"holds": wanted}}
            case CasesAtLeast(minimum=minimum):
                return {_CASES: [{"customer": f"示例客户{n}"} for n in range(1, minimum + wanted)]}
            case AnyCase(facts=names):
                shown = {name: _shown(name, wanted=wanted) for name in (names[:1] if wanted else names)}
                return {_CASES: [{"customer": "示例客户1"} | shown]}
            case _:
                return {condition.fact: self._value(condition, wanted=wanted)}

    def _value(self, condition: FactCondition, *, wanted: bool) -> Any:
        match condition:
            case IsTrue() | Document():
                return wanted
            case Registration():
                return "2023SR0123456" if wanted else False
            case Certificate():
                return self.as_of - timedelta(days=not wanted)
            case OneOf(fact=fact, values=values):
                others = (*self.labels[fact].values, "CN")  # of countries there is no list
                return values[0] if wanted else next(other for other in others if other not in self.named)
            case Contains(value=value):
                return [value if wanted else "other"]
            case AtLeast(minimum=minimum):
                return minimum - (not wanted)
            case MoreThan(limit=limit):
                return limit + wanted
            case Cny(operator=operator, limit=limit):
                return f"{limit + wanted if operator == '>' else limit - (not wanted)}元"
            case Since():
                return latest_start(condition, self.as_of) + timedelta(days=not wanted)
            case _:
                assert_never(condition)


def _shown(fact: str, *, wanted: bool) -> bool | str:
    """A fact of a case: an award is a text, and none is an empty one."""
    if fact == "award":
        return "示例奖" if wanted else ""
    return wanted


def _is_silent_about_a_no(condition: Condition) -> bool:
    return any(isinstance(leaf, IsTrue) and leaf.when_false == "unknown" for leaf in leaves(condition))


def _lines(facts: Facts, markets: tuple[str, ...]) -> str:
    """Facts as TOML: dotted keys first, then tables, as no key of the profile may follow those."""
    of_product = {key.removeprefix(_PRODUCT): value for key, value in facts.items() if key.startswith(_PRODUCT)}
    tables = [key for key, value in facts.items() if isinstance(value, dict)]
    lines = [
        f"{key} = {_array(value)}" if key == _CASES else assignment(key, value)
        for key, value in facts.items()
        if key not in tables and not key.startswith(_PRODUCT)
    ]
    for table in tables:
        lines += ["", f"[{table}]", *(assignment(key, value) for key, value in facts[table].items())]
    if of_product:
        named = {"name": "云舟示例产品", "markets": markets} | of_product
        lines += ["", "[[products]]", *(assignment(key, value) for key, value in named.items())]
    return "\n".join(lines).strip()


def _array(tables: list[Facts]) -> str:
    """An array of tables with one table a line."""
    rows = "".join(f"  {literal(table)},\n" for table in tables)
    return f"[\n{rows}]" if len(tables) > 1 else literal(tables)


def example_market(requirement: Requirement, catalogue: Catalogue) -> str:
    """The market that the examples of a requirement are checked in."""
    return catalogue.market_ids[0] if requirement.market == GENERAL else requirement.market
