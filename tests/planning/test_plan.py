"""The whole plan: markets in order, what serves several, and questions in order."""

from datetime import date

import pytest
from support.samples import AS_OF, CATALOGUE, MARKETS, Values, check, stating, vendor, without

from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import dotted, read_document
from cloudmkt_cli.planning.plan import Plan, make_plan
from cloudmkt_cli.planning.solution import PlannedChange
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.loader import LoadedProfile
from cloudmkt_cli.profile.model import VendorProfile


def plan(
    values: Values, markets: tuple[str, ...] = (), as_of: date = AS_OF, files: dict[str, FileState] | None = None
) -> Plan:
    loaded = LoadedProfile(validate(VendorProfile, values), read_document(b"a = 1"), files or {})
    return make_plan(loaded, check(values, as_of=as_of, markets=markets), CATALOGUE, as_of)


def changes(made: Plan, market: str) -> dict[str, PlannedChange]:
    of = next(item for item in made.markets if item.result.market.id == market)
    return {dotted(change.path): change for change in of.solution.changes}


def order(made: Plan) -> list[str]:
    return [item.result.market.id for item in made.markets]


def test_eligible_markets_are_in_catalogue_order() -> None:
    assert order(plan(vendor())) == list(MARKETS)


def test_markets_are_ordered_by_the_number_of_changes_then_by_effort() -> None:
    values = stating(("team", "technical_and_service"), 12)  # short for image and miniprogram
    values["team"]["marketplace_operators"] = 0  # for miniprogram, website, enterprise
    values["products"][0]["test_account"] = False  # for api, and easily mended
    assert order(plan(values)) == ["service", "api", "website", "enterprise", "image", "miniprogram"]


def test_of_equally_many_changes_those_with_fewer_fixed_facts_come_first() -> None:
    """Image waits for a fact that nothing changes, which takes no effort; the three others can do something."""
    values = without(("experience", "application_software"), without(("team", "marketplace_operators")))
    assert order(plan(values)) == ["api", "service", "miniprogram", "website", "enterprise", "image"]


@pytest.mark.parametrize(
    ("software", "operations", "expected"),
    [
        (date(2025, 6, 1), date(2025, 6, 2), ["image", "service"]),
        (date(2025, 6, 2), date(2025, 6, 1), ["service", "image"]),
        (date(2025, 6, 1), date(2025, 6, 1), ["image", "service"]),
    ],
)
def test_at_equal_cost_the_earlier_day_comes_first(software: date, operations: date, expected: list[str]) -> None:
    values = vendor() | {"experience": {"application_software": software, "operations": operations}}
    assert order(plan(values))[-2:] == expected


def test_waiting_comes_after_other_changes_and_an_infeasible_market_has_no_timeline() -> None:
    young = stating(("company", "established"), date(2026, 1, 1))
    young["products"][0]["on_tencent_cloud"] = False
    assert order(plan(young))[0] == "miniprogram"
    individual = plan(stating(("company", "legal_form"), "individual"))
    assert [item.solution.day for item in individual.markets] == [None] * 6
    assert [item.timeline for item in individual.markets] == [()] * 6


def test_targets_are_the_target_markets_or_else_the_nearest_market() -> None:
    values = stating(("team", "senior_ops_certified"), 0)
    assert [item.result.market.id for item in plan(values).targets] == ["miniprogram"]
    targeted = plan(values | {"target_markets": ["service", "api"]})
    assert [item.result.market.id for item in targeted.targets] == ["api", "service"]
    assert [item.result.market.id for item in plan(values, ("service",)).targets] == ["service"]


def test_a_plan_has_its_day_and_a_timeline_of_each_feasible_market() -> None:
    made = plan(stating(("team", "technical_and_service"), 5), ("service", "website"))
    assert made.as_of == AS_OF
    assert [[milestone.step for milestone in item.timeline][-1] for item in made.markets] == ["complete", "complete"]


def test_a_document_counts_by_the_state_of_its_file() -> None:
    values = stating(("documents", "business_licence"), "licence.pdf")
    present, missing = (
        plan(values, ("website",), files={"licence.pdf": state}) for state in (FileState.PRESENT, FileState.MISSING)
    )
    assert list(changes(present, "website")) == []
    assert list(changes(missing, "website")) == ["documents.business_licence"]


def test_a_change_names_the_other_markets_that_need_it() -> None:
    made = plan(stating(("team", "technical_and_service"), 5))
    key = "team.technical_and_service"
    assert changes(made, "website")[key].also == ("enterprise", "api", "service")
    assert changes(made, "image")[key].also == ("website", "enterprise", "api", "service")
    assert changes(made, "miniprogram")[key].also == ("website", "image", "enterprise", "api", "service")


def test_a_product_listed_in_two_markets_takes_two_changes() -> None:
    made = plan(stating(("products", 0, "markets"), ["website"]))
    listings = [changes(made, market)["products[0].markets[1]"] for market in ("image", "api")]
    assert [(change.overrides[0].value, change.also) for change in listings] == [("image", ()), ("api", ())]


def test_a_new_product_serves_one_market_only() -> None:
    made = plan(without(("products",)))
    assert changes(made, "api")["products[0]"].also == ()


def test_questions_are_ordered_by_their_markets_then_by_their_requirements() -> None:
    values = without(("support", "days_per_week"), without(("team", "senior_ops_certified")))
    values = without(("products", 0, "software_copyright"), without(("cases",), values))
    questions = plan(values).questions
    assert [(dotted(item.path), len(item.markets), len(item.requirements)) for item in questions] == [
        ("support.days_per_week", 6, 6),
        ("products[0].software_copyright", 3, 3),
        ("cases", 3, 3),
        ("team.senior_ops_certified", 1, 1),
    ]


def test_a_question_names_the_markets_for_which_it_is_the_only_open_point() -> None:
    (question,) = plan(without(("team", "marketplace_operators"))).questions
    assert question.opens == ("miniprogram", "website", "enterprise")
    (one, other) = plan(without(("team", "marketplace_operators"), without(("cases",)))).questions
    assert (one.opens, other.opens) == ((), ())


def test_stated_facts_and_attestations_are_not_asked() -> None:
    assert plan(stating(("team", "technical_and_service"), 0, without(("attestations",)))).questions == ()


@pytest.mark.parametrize(
    ("product", "key", "spared"),
    [
        ({"kind": None, "software_copyright": False}, "products[0].kind", {"miniprogram", "enterprise"}),
        (
            {"kind": "custom", "software_copyright": False, "open_source_based": None},
            "products[0].open_source_based",
            {"website"},
        ),
    ],
)
def test_a_fact_that_would_exempt_from_a_requirement_is_asked(product: Values, key: str, spared: set[str]) -> None:
    whole = vendor()["products"][0] | product
    values = vendor() | {"products": [{name: value for name, value in whole.items() if value is not None}]}
    (question,) = plan(values).questions
    assert dotted(question.path) == key
    assert {answer.market for answer in question.answers if answer.exempts} == spared
    assert question.opens == ()
