"""Vendors made for one requirement of any pack: what they state for its condition to be true, false or unknown."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from support.samples import AS_OF, Values

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
    IsTrue,
    Leaf,
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    Since,
)
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue, Requirement
from cloudmkt_cli.catalogue.pack_files import shipped_packs

PACKS: Final = shipped_packs()
CATALOGUES: Final = {pack: load_catalogue(pack) for pack in PACKS}
REQUIREMENTS: Final = [(pack, item) for pack in PACKS for item in CATALOGUES[pack].requirements()]

Truth = bool | None
Stated = dict[str, Any]
"""Values by the names of their facts; a fact that must not be stated is left out."""
_OPPOSITE: Final[dict[Truth, Truth]] = {True: False, False: True, None: None}
_RANK: Final[dict[Truth, int]] = {False: 0, None: 1, True: 2}
_WORDS: Final = {
    "company.legal_form": ("enterprise", "individual-business", "individual"),
    "company.jurisdiction": ("US", "CN"),
    "product.kind": ("saas", "custom", "service", "software", "api"),
}
_UNSTATED: Final = object()


def truths(condition: Condition) -> set[Truth]:
    """The truths that a condition can take."""
    match condition:
        case IsTrue(when_false="unknown"):
            return {True, None}
        case AllOf() | AnyOf():
            choose = min if isinstance(condition, AllOf) else max
            parts = [truths(part) for part in condition.conditions]
            return {choose(combination, key=_RANK.__getitem__) for combination in product(*parts)}
        case NoneOf():
            return {_OPPOSITE[truth] for truth in truths(AnyOf(condition.conditions))}
        case _:
            return {True, False, None}


def statuses(requirement: Requirement) -> set[str]:
    """The statuses that a requirement can have."""
    if requirement.manual_review:
        return {"pass", "fail", "manual"}
    words: dict[Truth, str] = {True: "pass", False: "fail", None: "unknown"}
    found = {words[truth] for truth in truths(requirement.condition)}
    if requirement.applies_when is not None and False in truths(requirement.applies_when):
        found.add("not_applicable")
    return found


def facts_for(requirement: Requirement, status: str) -> Stated:
    """Facts that bring a status about; every number and day is the last one that does."""
    if requirement.manual_review:
        holds = {"pass": True, "fail": False, "manual": None}[status]
        return {} if holds is None else {f"attestations.{requirement.slug}": attestation(holds=holds)}
    applies = requirement.applies_when
    if status == "not_applicable":
        assert applies is not None
        return _without_marks(next(_ways(applies, wanted=False)))
    wanted = {"pass": True, "fail": False, "unknown": None}[status]
    parts = [(requirement.condition, wanted), *([(applies, True)] if applies else [])]
    return _without_marks(next(_together(parts)))


def attestation(*, holds: bool) -> Values:
    """An attestation that is in force."""
    return {"holds": holds, "by": "法务部", "on": date(2026, 1, 5), "evidence": ["https://example.com/evidence"]}


def profile_of(stated: Stated, catalogue: Catalogue) -> Values:
    """A profile that states some facts and no others, with one product that is offered in every market."""
    values: Values = {
        "profile_version": 1,
        "company": {"name": "星海示例科技有限公司"},
        "products": [{"name": "星海示例平台", "markets": list(catalogue.market_ids)}],
    }
    for fact, value in stated.items():
        *tables, key = fact.split(".")
        table = values
        for name in tables:
            table = values["products"][0] if name == "product" else table.setdefault(name, {})
        table[key] = value
    return values


def _ways(condition: Condition, *, wanted: Truth) -> Iterator[Stated]:
    match condition:
        case AllOf() | AnyOf():
            choose = min if isinstance(condition, AllOf) else max
            for combination in product((True, False, None), repeat=len(condition.conditions)):
                if choose(combination, key=_RANK.__getitem__) is wanted:
                    yield from _together(list(zip(condition.conditions, combination, strict=True)))
        case NoneOf():
            yield from _ways(AnyOf(condition.conditions), wanted=_OPPOSITE[wanted])
        case CasesAtLeast() | AnyCase():
            yield {"cases": _cases(condition, wanted=wanted)}
        case ManualReview():
            raise AssertionError
        case _:
            yield from ({condition.fact: value} for value in _values(condition, wanted=wanted))


def _together(parts: list[tuple[Condition, Truth]]) -> Iterator[Stated]:
    if not parts:
        yield {}
        return
    (condition, wanted), *others = parts
    for one in _ways(condition, wanted=wanted):
        for other in _together(others):
            if all(other.get(fact, value) == value for fact, value in one.items()):
                yield one | other


def _without_marks(stated: Stated) -> Stated:
    return {fact: value for fact, value in stated.items() if value is not _UNSTATED}


def _cases(condition: CasesAtLeast | AnyCase, *, wanted: Truth) -> Any:
    if wanted is None:
        return _UNSTATED
    if isinstance(condition, CasesAtLeast):
        return [{"customer": f"示例客户{number}"} for number in range(condition.minimum - (not wanted))]
    facts = {fact: "示例奖" if fact == "award" else True for fact in condition.facts}
    nothing = {fact: "" if fact == "award" else False for fact in condition.facts}
    return [{"customer": "示例客户", **(facts if wanted else nothing)}]


def _values(leaf: Leaf, *, wanted: Truth) -> list[Any]:
    """Values of a fact that decide a condition, read from the words of the sources and not from the evaluator."""
    if wanted is None:
        return [False] if isinstance(leaf, IsTrue) and leaf.when_false == "unknown" else [_UNSTATED]
    match leaf:
        case IsTrue(when_false="unknown"):
            return [True] if wanted else []
        case IsTrue() | Document() | Registration() | Certificate():
            return [wanted]
        case OneOf():
            return [word for word in _WORDS[leaf.fact] if (word in leaf.values) is wanted]
        case Contains():
            return [["other", leaf.value]] if wanted else [["other"]]
        case _:
            return [_bound(leaf, wanted=wanted)]


def _bound(leaf: Leaf, *, wanted: bool) -> Any:
    """The last number or day that is enough, or the first one that is not."""
    match leaf:
        case AtLeast():
            return leaf.minimum if wanted else leaf.minimum - 1
        case MoreThan():
            return leaf.limit + 1 if wanted else leaf.limit
        case Cny(operator=">"):
            return f"{leaf.limit + 1}元" if wanted else f"{leaf.limit}元"
        case Cny():
            return f"{leaf.limit}元" if wanted else f"{leaf.limit - 1}元"
        case Since():
            return day_for(leaf) + timedelta(days=not wanted)
        case _:
            raise AssertionError(leaf)


def day_for(condition: Since) -> date:
    """The last day to have begun: the same day of the month, years and months ago, or the day before if strict."""
    months = AS_OF.year * 12 + AS_OF.month - 1 - condition.years * 12 - condition.months
    day = date(months // 12, months % 12 + 1, AS_OF.day)
    return day - timedelta(days=1) if condition.strict else day
