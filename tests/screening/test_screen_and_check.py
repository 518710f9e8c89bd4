"""A screening and ``check`` agree on every row: the same engine decides, on a value that stands for many."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, Values, stating, vendor
from support.screened import assert_same, checked, row_of, screened
from support.strategies import profiles

from cloudmkt_cli.catalogue.conditions import (
    AnyCase,
    AtLeast,
    CasesAtLeast,
    Certificate,
    Cny,
    Contains,
    Document,
    FactCondition,
    IsTrue,
    Leaf,
    MoreThan,
    OneOf,
    Registration,
    Since,
)
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.checking import evaluator
from cloudmkt_cli.checking.evaluator import Evaluation, latest_start
from cloudmkt_cli.checking.facts import Facts
from cloudmkt_cli.profile.fields import field_at, fields
from cloudmkt_cli.screening import leaves
from cloudmkt_cli.screening.leaves import Leaves

days_of_checks = st.sampled_from([AS_OF, date(2027, 2, 28), date(2028, 2, 29), date(2027, 3, 1)])


@given(st.lists(profiles(), min_size=1, max_size=8), days_of_checks)
def test_a_table_of_profiles_is_decided_as_each_of_them(some: list[Values], day: date) -> None:
    rows = [row_of(values) for values in some]
    _, decisions = screened(rows, as_of=day)
    for row, decision in zip(rows, decisions, strict=True):
        assert_same(decision, checked(row, as_of=day), row)


@given(st.lists(profiles(), min_size=2, max_size=6))
def test_values_of_other_rows_change_no_decision(some: list[Values]) -> None:
    rows = [row_of(values) for values in some]
    _, together = screened(rows)
    alone = [decision for row in rows for decision in screened([row])[1]]
    assert [one.markets for one in together] == [one.markets for one in alone]


def near(leaf: FactCondition, day: date) -> list[Any]:
    """Values around the limit of a condition, the wrong side first."""
    match leaf:
        case AtLeast(minimum=limit) | MoreThan(limit=limit):
            return [limit - 1, limit, limit + 1] if limit else [limit, limit + 1]
        case Cny(limit=limit):
            return [f"{limit - 1}元", f"{limit}元", f"{limit + 1}元", "50万美元"]
        case Since():
            last = latest_start(leaf, day)
            return [last + timedelta(1), last, last - timedelta(1), day, day + timedelta(1), date(2024, 2, 29)]
        case IsTrue():
            return [False, True]
        case OneOf():
            return list(field_at(path_of(leaf.fact)).choices)
        case Contains(value=value):
            return [[], ["other"], [value], ["other", value]]
        case Document():
            return [False, True, "licence.pdf", "none.pdf"]
        case Certificate():
            return [day - timedelta(1), day, day + timedelta(1), False, True]
        case Registration():
            return [False, True, "2023SR0123456", "软著登字第1号"]


def path_of(fact: str) -> tuple[str | int, ...]:
    table, *names = fact.split(".")
    return ("products", 0, *names) if table == "product" else (table, *names)


def rows_at_limits(read: Leaves, catalogue: Catalogue, day: date, base: Values) -> Iterator[Values]:
    """A vendor with one value after another around a limit, and without one."""
    yield base
    conditions = [*(leaf for of_fact in read.of_facts.values() for leaf in of_fact), *read.of_products]
    for leaf in conditions:
        if leaf.fact in fields():
            yield from (stating(path_of(leaf.fact), value, base) for value in near(leaf, day))
    for about_cases in read.of_cases:
        yield from (base | {"cases": some} for some in cases_near(about_cases, catalogue.market_ids[0]))
    for requirement in read.manual:
        yield from (base | {"attestations": {requirement.slug: one}} for one in attestations_near(day))


def cases_near(leaf: CasesAtLeast | AnyCase, market: str) -> list[list[Values]]:
    customer = {"customer": "示例客户"}
    if isinstance(leaf, CasesAtLeast):
        elsewhere = [customer | {"markets": [market]}] * leaf.minimum
        return [[], [customer] * (leaf.minimum - 1), [customer] * leaf.minimum, elsewhere]
    return [[customer], *([customer | {fact: value}] for fact in leaf.facts for value in (FACTS_OF_CASES[fact]))]


FACTS_OF_CASES: dict[str, list[Any]] = {
    "fortune_global_500": [False, True],
    "china_500": [False, True],
    "award": ["", "无", "示例奖"],
}


def attestations_near(day: date) -> Iterator[Values]:
    made: Values = {"holds": True, "by": "法务部", "on": day, "evidence": ["https://example.com/evidence"]}
    yield from (made, made | {"holds": False}, made | {"on": day + timedelta(1)}, made | {"evidence": ["a.pdf"]})
    yield from (made | {"expires": day + timedelta(days)} for days in (-1, 0, 1))


def disagreements(catalogue: Catalogue, day: date, base: Values) -> int:
    read = leaves.leaves_of(catalogue, catalogue.market_ids, day)
    rows = [row_of(values) for values in rows_at_limits(read, catalogue, day, base)]
    _, decisions = screened(rows, catalogue, day)
    found = 0
    for row, decision in zip(rows, decisions, strict=True):
        try:
            assert_same(decision, checked(row, catalogue, day), row)
        except AssertionError:
            found += 1
    return found


def all_required(catalogue: Catalogue) -> Catalogue:
    """An edition in which what is a plus is required, too, as it may be in a pack of a user."""
    markets = tuple(
        market._replace(requirements=tuple(one._replace(level="required") for one in market.requirements))
        for market in catalogue.markets
    )
    return catalogue._replace(markets=markets)


@pytest.mark.parametrize("day", [AS_OF, date(2028, 2, 29)], ids=str)
@pytest.mark.parametrize("edition", shipped_packs())
def test_at_the_limits_of_every_edition_a_vendor_is_decided_the_same(edition: str, day: date) -> None:
    catalogue = load_catalogue(edition)
    offered: Values = {"products": [{"name": "示例产品", "markets": list(catalogue.market_ids)}]}
    bare: Values = {"profile_version": 1, "company": {"name": "示例公司"}}
    assert disagreements(catalogue, day, bare | offered) == 0
    if any(one.level != "required" for one in catalogue.requirements()):
        assert disagreements(all_required(catalogue), day, bare | offered) == 0
    if catalogue is CATALOGUE:
        assert disagreements(catalogue, day, vendor()) == 0


def test_every_kind_of_condition_is_tried() -> None:
    tried: set[type] = set()
    for edition in shipped_packs():
        catalogue = all_required(load_catalogue(edition))
        read = leaves.leaves_of(catalogue, catalogue.market_ids, AS_OF)
        tried.update(type(leaf) for of_fact in read.of_facts.values() for leaf in of_fact)
        tried.update(map(type, (*read.of_products, *read.of_cases, *(one.condition for one in read.manual))))
    assert tried == {*get_args(Leaf)}


PLANTED: dict[str, Callable[[Leaf], Leaf]] = {
    "a minimum is one more": lambda leaf: (
        leaf._replace(minimum=leaf.minimum + 1) if isinstance(leaf, AtLeast) else leaf
    ),
    "capital at the limit is enough": lambda leaf: leaf._replace(operator=">=") if isinstance(leaf, Cny) else leaf,
    "an anniversary is a day late": lambda leaf: leaf._replace(strict=True) if isinstance(leaf, Since) else leaf,
    "no word is one of several": lambda leaf: leaf._replace(values=()) if isinstance(leaf, OneOf) else leaf,
    "a case less is enough": lambda leaf: (
        leaf._replace(minimum=leaf.minimum - 1) if isinstance(leaf, CasesAtLeast) else leaf
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_an_error_in_a_leaf_is_found(planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def evaluate(leaf: Leaf, facts: Facts) -> Evaluation:
        return evaluator.evaluate(PLANTED[planted](leaf), facts)

    monkeypatch.setattr(leaves, "evaluate", evaluate)
    assert disagreements(CATALOGUE, AS_OF, vendor()) > 0
