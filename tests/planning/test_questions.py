"""Open questions: their answers, their order, and what could show that a requirement does not apply."""

from datetime import date

import pytest
from support.samples import CATALOGUE, Values, facts_of_vendor, stating, vendor, without
from support.samples_catalogue import requirement, requirements, website

from cloudmkt_cli.catalogue.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Document,
    IsTrue,
    OneOf,
    Since,
)
from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.planning.goals import Choice, Minimum, NewProduct
from cloudmkt_cli.planning.questions import Answer, OpenQuestion, questions
from cloudmkt_cli.planning.solver import solve

KIND, COPYRIGHT = ("products", 0, "kind"), ("products", 0, "software_copyright")
OPEN_SOURCE = ("products", 0, "open_source_based")
SAAS = OneOf("product.kind", ("saas",))
NOT_SAAS = Choice(tuple(kind for kind in CATALOGUE.facts["product.kind"].values if kind != "saas"))
YES, NO = Choice((True,)), Choice((False,))
NO_KIND = without(KIND, without(COPYRIGHT))


def asked(values: Values, *requirements: Requirement) -> list[OpenQuestion]:
    market, catalogue = website(*requirements)
    vendor_facts = facts_of_vendor(values)
    return [*questions([(market, solve(market, vendor_facts, catalogue))], vendor_facts, catalogue)]


def numbered(*requirements: Requirement) -> tuple[Requirement, ...]:
    return website(*requirements)[0].requirements


def copyright_if(applies_when: AllOf | AnyOf | OneOf) -> Requirement:
    return requirement(IsTrue("product.software_copyright"), scope="product", applies_when=applies_when)


def test_questions_on_which_more_requirements_depend_come_first() -> None:
    one, two = (AtLeast("team.marketplace_operators", number) for number in (1, 2))
    needed = numbered(*requirements(IsTrue("documents.business_licence"), one, two))
    values = without(("documents",), without(("team",)))
    assert asked(values, *needed) == [
        OpenQuestion(
            ("team", "marketplace_operators"),
            "team.marketplace_operators",
            (Answer("website", Minimum(2), needed[1:]),),
        ),
        OpenQuestion(
            ("documents", "business_licence"),
            "documents.business_licence",
            (Answer("website", YES, needed[:1]),),
        ),
    ]


def test_a_fact_that_may_exempt_is_asked_beside_the_one_that_is_needed() -> None:
    (needed,) = numbered(copyright_if(SAAS))
    assert asked(NO_KIND, needed) == [
        OpenQuestion(COPYRIGHT, "product.software_copyright", (Answer("website", YES, (needed,), opens=True),)),
        OpenQuestion(KIND, "product.kind", (Answer("website", NOT_SAAS, (needed,), exempts=True),)),
    ]


def test_a_fact_of_the_solution_is_asked_once() -> None:
    (needed,) = numbered(copyright_if(SAAS))
    values = stating(COPYRIGHT, False, without(KIND))
    needed_first = requirement(SAAS, scope="product")
    assert [question.path for question in asked(values, needed, needed_first)] == [KIND]
    (question,) = asked(stating(COPYRIGHT, False, NO_KIND), needed._replace(condition=AnyOf((SAAS,))))
    assert question.answers == (Answer("website", Choice(("saas",)), question.answers[0].requirements, opens=True),)


def test_facts_that_exempt_only_together_are_not_asked() -> None:
    both = AnyOf((SAAS, IsTrue("product.open_source_based")))
    values = without(OPEN_SOURCE, NO_KIND)
    assert [question.path for question in asked(values, copyright_if(both))] == [COPYRIGHT]
    either = AllOf(both.conditions)
    assert [question.path for question in asked(values, copyright_if(either))] == [COPYRIGHT, KIND, OPEN_SOURCE]


def licence_if(applies_when: AllOf | AnyOf) -> tuple[Requirement, ...]:
    """Requirements of a vendor alone are exempted only where a product is chosen."""
    on_products = requirement(IsTrue("product.on_tencent_cloud"), scope="product")
    return requirement(IsTrue("documents.business_licence"), applies_when=applies_when), on_products


LICENCE, FORM = ("documents", "business_licence"), ("company", "legal_form")
BUSINESS = OneOf("company.legal_form", ("individual-business",))
NO_FORM = without(FORM, without(LICENCE))


def test_what_exempts_is_asked_for_the_day_of_the_solution() -> None:
    two_years_old = Since("company.established", 2)
    young = stating(("company", "established"), date(2024, 11, 24), NO_FORM)
    needed = (*licence_if(AllOf((BUSINESS, two_years_old))), requirement(two_years_old))
    assert [question.path for question in asked(young, *needed)] == [LICENCE, FORM]


@pytest.mark.parametrize(("market", "paths"), [("website", [LICENCE]), ("api", [LICENCE, FORM])])
def test_cases_of_other_markets_do_not_count_for_what_exempts(market: str, paths: list[object]) -> None:
    values = NO_FORM | {"cases": [{"customer": "示例", "markets": [market]}]}
    needed = licence_if(AnyOf((BUSINESS, CasesAtLeast(1))))
    assert [question.path for question in asked(values, *needed)] == paths


def test_a_new_product_is_one_question_without_questions_on_what_would_exempt_it() -> None:
    needed = numbered(
        requirement(Document("product.software_copyright"), scope="product", applies_when=SAAS),
        requirement(SAAS, scope="product"),
    )
    (question,) = asked(without(("products",)), *needed)
    facts = ((COPYRIGHT, YES), (KIND, Choice(("saas",))))
    assert question == OpenQuestion(
        ("products",), "products", (Answer("website", NewProduct("website", facts), needed, opens=True),)
    )


def test_an_answer_that_exempts_in_the_solution_says_so() -> None:
    values = vendor()
    values["products"] = [{key: values["products"][0][key] for key in ("name", "markets")}]
    needed = numbered(
        copyright_if(SAAS), requirement(IsTrue("product.on_tencent_cloud"), scope="product", applies_when=SAAS)
    )
    assert asked(values, *needed) == [
        OpenQuestion(KIND, "product.kind", (Answer("website", NOT_SAAS, needed, exempts=True, opens=True),))
    ]
