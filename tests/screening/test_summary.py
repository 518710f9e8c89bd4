"""The summary of a screening: exact counts from a small table made by hand."""

import pytest
from support.samples_screening import (
    AGE,
    CAPITAL,
    CATALOGUE,
    DECISIONS,
    ENTERPRISE_AGE,
    ENTERPRISE_CAPITAL,
    FIRST,
    OLD_AT_LIMIT,
    SCREENING,
    WEBSITE_AGE,
    YOUNG_AND_RICH,
    source,
)

from cloudmkt_cli.catalogue.conditions import AnyOf, NoneOf
from cloudmkt_cli.screening.missing_facts import MissingFact
from cloudmkt_cli.screening.model import Decision, MarketDecision, PatternCount, State, ValueClass
from cloudmkt_cli.screening.near_misses import BandCount, near_misses
from cloudmkt_cli.screening.summary import GroupCount, Known, Opening, Range, RulingOut, StateCounts, summarize

SUMMARY = summarize(SCREENING, CATALOGUE, "out.unread.csv")
REQUIREMENTS = {requirement.id: requirement for requirement in CATALOGUE.requirements()}
WEBSITE, ENTERPRISE = SUMMARY.markets


def test_the_rows_of_each_market_are_counted_by_state_with_what_is_known_of_those_still_open() -> None:
    assert WEBSITE.counts == StateCounts(347_000, 2_205_009, 0, Known(Range(0, 2), Range(17, 17)))
    assert ENTERPRISE.counts == StateCounts(352_000, 2_200_009, 0, Known(Range(0, 3), Range(18, 18)))


def test_every_row_is_counted_once_in_each_market() -> None:
    for market in SUMMARY.markets:
        assert market.counts.ruled_out + market.counts.still_open + market.counts.eligible == SCREENING.rows


def test_requirements_say_how_many_rows_they_rule_out_and_how_many_alone() -> None:
    assert WEBSITE.ruled_out_by == (RulingOut(REQUIREMENTS[WEBSITE_AGE], 347_000, 347_000),)
    assert ENTERPRISE.ruled_out_by == (
        RulingOut(REQUIREMENTS[ENTERPRISE_AGE], 347_000, 340_000),
        RulingOut(REQUIREMENTS[ENTERPRISE_CAPITAL], 12_000, 5_000),
    )


def test_months_count_only_what_age_alone_rules_out() -> None:
    assert WEBSITE.openings == (Opening("2026-12", 40_000), Opening("2027-03", 307_000))
    assert ENTERPRISE.openings == (Opening("2026-12", 40_000), Opening("2027-03", 300_000))


def test_near_misses_are_counted_by_band_and_by_whether_anything_else_rules_out() -> None:
    (miss,) = SUMMARY.near_misses
    assert miss.condition == CAPITAL
    assert miss.requirements == (REQUIREMENTS[ENTERPRISE_CAPITAL],)
    assert miss.bands == (BandCount("at_limit", 5_000, 5_000), BandCount("50", 7_000, 0))


def test_a_limit_that_rules_nothing_out_is_no_near_miss() -> None:
    """Below a limit of a market that was not screened."""
    screening = SCREENING._replace(
        counts=(PatternCount((1, 2), ("福建",), 3),),
        decisions={(1, 2): Decision((still_open(),), FIRST)},
        markets=("website",),
    )
    assert summarize(screening, CATALOGUE).near_misses == ()


@pytest.mark.parametrize(("group", "misses"), [(AnyOf, 1), (NoneOf, 0)])
def test_a_limit_counts_as_missed_only_where_it_is_wanted(group: type[AnyOf | NoneOf], misses: int) -> None:
    requirement = REQUIREMENTS[ENTERPRISE_CAPITAL]._replace(condition=group((CAPITAL, AGE)))
    enterprise = CATALOGUE.market("enterprise")._replace(requirements=(requirement,))
    catalogue = CATALOGUE._replace(markets=(enterprise,))
    counted = [((1, 2), DECISIONS[1, 2], 3)]
    assert len(list(near_misses(counted, SCREENING, catalogue))) == misses


def test_missing_facts_count_rows_and_the_open_requirements_of_every_market_still_open() -> None:
    rows = 2_200_009
    assert SUMMARY.missing == (
        MissingFact("documents.business_licence", 5_000 + rows, 5_000 + 2 * rows, 0),
        MissingFact(FIRST, 5_000 + rows, 5_000 + 2 * rows, 5_000 + rows),
        MissingFact("support.days_per_week", 5_000 + rows, 5_000 + rows, 0),
        MissingFact("support.hours_per_day", 5_000 + rows, 5_000 + rows, 0),
    )


def still_open(*unknown: str, product: int | None = None) -> MarketDecision:
    return MarketDecision("website", State.STILL_OPEN, (), unknown, 2, 17, None, product)


def missing(decision: MarketDecision, **stated: ValueClass) -> list[str]:
    """The missing facts of one row, of which some sources state a class."""
    sources = tuple(source(name.replace("__", "."), value) for name, value in stated.items())
    pattern = (1,) * len(sources)
    screening = SCREENING._replace(
        sources=sources,
        markets=("website",),
        grouped_by=(),
        counts=(PatternCount(pattern, (), 1),),
        decisions={pattern: Decision((decision,), None)},
    )
    return [one.fact for one in summarize(screening, CATALOGUE).missing]


def test_a_fact_that_is_stated_is_not_missing() -> None:
    both = still_open("website.support-hours")
    assert missing(both) == ["support.days_per_week", "support.hours_per_day"]
    assert missing(both, support__days_per_week=ValueClass({("support", "days_per_week"): 7})) == [
        "support.hours_per_day"
    ]


def test_without_a_product_the_product_is_missing_and_none_of_its_facts() -> None:
    assert missing(still_open("website.software-copyright")) == ["products"]


def test_of_a_product_what_its_columns_do_not_state_is_missing() -> None:
    kind = ValueClass({("products", 0, "kind"): "saas"})
    assert missing(still_open("website.software-copyright", product=0), products=kind) == [
        "product.open_source_based",
        "product.software_copyright",
    ]


def test_attestations_are_no_missing_facts() -> None:
    assert missing(still_open("website.lawful", "website.renown")) == []


def test_groups_are_counted_by_market_largest_first() -> None:
    (grouping,) = SUMMARY.groupings
    assert grouping.heading == "所在省份"
    assert [(group.value, group.rows) for group in grouping.groups] == [
        ("福建", 1_305_000),
        ("浙江", 1_247_000),
        (None, 9),
    ]
    assert grouping.groups[0] == GroupCount(
        "福建",
        1_305_000,
        (
            StateCounts(300_000, 1_005_000, 0, Known(Range(2, 2), Range(17, 17))),
            StateCounts(305_000, 1_000_000, 0, Known(Range(3, 3), Range(18, 18))),
        ),
    )
    assert grouping.groups[2].markets[0] == StateCounts(0, 9, 0, Known(Range(0, 0), Range(17, 17)))


def test_each_column_is_counted_by_itself() -> None:
    counts = (
        PatternCount((0, 0), ("福建", "厦门"), 2),
        PatternCount((0, 0), ("福建", "福州"), 3),
        PatternCount((0, 0), ("浙江", None), 4),
    )
    summary = summarize(SCREENING._replace(counts=counts, grouped_by=("省", "市")), CATALOGUE)
    assert [[(group.value, group.rows) for group in grouping.groups] for grouping in summary.groupings] == [
        [("福建", 5), ("浙江", 4)],
        [(None, 4), ("福州", 3), ("厦门", 2)],
    ]


def test_of_an_eligible_row_nothing_is_still_open() -> None:
    eligible = MarketDecision("website", State.ELIGIBLE, (), (), 17, 17)
    screening = SCREENING._replace(
        markets=("website",),
        counts=(PatternCount((1, 1), ("福建",), 3),),
        decisions={(1, 1): Decision((eligible,), None)},
    )
    assert summarize(screening, CATALOGUE).markets[0].counts == StateCounts(0, 0, 3, None)


@pytest.mark.parametrize("turned", [1, -1])
def test_requirements_that_rule_out_as_many_are_in_the_order_of_the_catalogue(turned: int) -> None:
    counts = (PatternCount(YOUNG_AND_RICH, ("福建",), 3), PatternCount(OLD_AT_LIMIT, ("福建",), 3))[::turned]
    _, enterprise = summarize(SCREENING._replace(counts=counts), CATALOGUE).markets
    assert [one.requirement.id for one in enterprise.ruled_out_by] == [ENTERPRISE_CAPITAL, ENTERPRISE_AGE]
