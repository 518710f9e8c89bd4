"""Requirements found by id, slug or title."""

import pytest
from support.samples import CATALOGUE, MARKETS

from cloudmkt_cli.catalogue.lookup import requirements_named, side_by_side
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.catalogue.thresholds import Threshold, thresholds
from cloudmkt_cli.core.diagnostics import InputError

REQUIREMENTS = tuple(CATALOGUE.requirements())


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda item: item.id)
def test_every_requirement_is_found_by_all_its_names(requirement: Requirement) -> None:
    same_slug = tuple(item for item in REQUIREMENTS if item.slug == requirement.slug)
    assert requirements_named(CATALOGUE, requirement.id) == (requirement,)
    assert requirements_named(CATALOGUE, requirement.slug) == same_slug
    for title in requirement.title:
        for name in (title, title.upper(), f" {title} "):
            assert requirements_named(CATALOGUE, name) == same_slug


def test_a_title_of_two_requirements_finds_both() -> None:
    first, *others = CATALOGUE.general.requirements
    general = CATALOGUE.general._replace(
        requirements=(first, *(item._replace(title=first.title) for item in others[:1]), *others[1:])
    )
    found = requirements_named(CATALOGUE._replace(general=general), first.title.zh)
    assert [item.slug for item in found] == ["enterprise", "business-licence"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("team-sise", ("team-size",)),
        ("website.team-sise", ("website.team-size",)),
        ("客服", ("在线客服时间",)),
        ("软件著作", ("软件著作权",)),
        ("hours", ("support-hours", "Online support hours")),
        ("generel", ("general",)),
    ],
)
def test_near_names_are_of_the_kind_that_was_asked_for(name: str, near: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as raised:
        requirements_named(CATALOGUE, name)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.hint.key == "hint.near"
    assert set(near) <= set(diagnostic.hint.values["near"])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["", " ", "zzzzzz", "x" * 5000, "{near}", "[bold]"])
def test_a_name_like_no_other_gets_the_way_to_find_one(name: str) -> None:
    with pytest.raises(InputError) as raised:
        requirements_named(CATALOGUE, name)
    assert [item.hint.key for item in raised.value.diagnostics] == ["hint.list_requirements"]


def test_side_by_side_has_each_requirement_of_each_market_once() -> None:
    rows = side_by_side(CATALOGUE)
    for market in CATALOGUE.markets:
        own = {item.slug: item for item in CATALOGUE.required_of(market)}
        assert {slug: row[market.id] for slug, row in rows.items() if market.id in row} == own
    assert [list(row) for row in rows.values() if list(row) != [market for market in MARKETS if market in row]] == []


@pytest.mark.parametrize(
    ("requirement_id", "expected"),
    [
        ("website.team-size", [Threshold("team.technical_and_service", ">=", 10)]),
        ("api.registered-capital", [Threshold("company.registered_capital", ">", 1_000_000)]),
        ("miniprogram.saas-users", [Threshold("product.registered_users", ">", 5000)]),
        ("website.customer-cases", [Threshold("cases", ">=", 5)]),
        ("image.company-age", [Threshold("company.established", ">=", 2, period="years")]),
        (
            "api.support-hours",
            [Threshold("support.days_per_week", ">=", 7), Threshold("support.hours_per_day", ">=", 8)],
        ),
        ("api.lawful", []),
        ("general.enterprise", []),
    ],
)
def test_thresholds(requirement_id: str, expected: list[Threshold]) -> None:
    assert list(thresholds(CATALOGUE.requirement(requirement_id).condition)) == expected
