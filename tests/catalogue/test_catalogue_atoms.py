"""The whole edition as one table: every atom with its clause, level, scope and what decides it."""

import re
from typing import Final

import pytest
from support.samples import CATALOGUE, MARKETS

from cloudmkt_cli.catalogue.model import (
    AllOf,
    AnyCase,
    AnyOf,
    AtLeast,
    CasesAtLeast,
    Certificate,
    CnyMoreThan,
    Condition,
    Document,
    IsTrue,
    ManualReview,
    MoreThan,
    NoneOf,
    OneOf,
    Registration,
    Requirement,
    YearsSince,
)
from cloudmkt_cli.core.messages import LANGUAGES, Language

# A line is: clause, slug, (p) for preferred, [product] for the scope; what decides it; when it applies, if not always.
CAPITAL: Final = "company.registered_capital > CNY 1000000"
AGE: Final = "company.established + 2 years"
OPERATOR: Final = "team.marketplace_operators >= 1"
HOURS: Final = "(support.days_per_week >= 7 and support.hours_per_day >= 8)"
COPYRIGHT: Final = "registration product.software_copyright"
SAAS: Final = "product.kind in saas"
ON_OR_BUNDLED: Final = "(product.on_tencent_cloud or product.bundled_with_tencent_cloud)"
AGREEMENTS: Final = "(agreements.consignment and agreements.marketplace and agreements.management_rules)"

TABLE: Final = {
    "general": """
- enterprise: (company.legal_form in enterprise or (company.legal_form in individual-business and \
account.enterprise_verified (no is unknown)))
- business-licence: document documents.business_licence
- bank-account-proof: (document documents.bank_account_permit or document documents.basic_account_information \
or document documents.bank_account_certificate)
""",
    "miniprogram": f"""
1 registered-capital: {CAPITAL}
1 external-funding (p): company.external_funding
2 lawful: judged
2 independent-rd: judged
2 after-sales: judged
2 team-size: team.technical_and_service >= 20
3 support-team: judged
3 marketplace-operator: {OPERATOR}
3 support-hours: {HOURS}
4 saas-users [product]: product.registered_users > 5000 if {SAAS}
4 self-developed [product]: product.self_developed if {SAAS}
4 software-copyright [product]: {COPYRIGHT} if {SAAS}
4 dual-software (p): (certificate certificates.software_enterprise and certificate certificates.software_product)
4 high-tech-enterprise (p): certificate certificates.high_tech_enterprise
5 runs-on-tencent-cloud [product]: product.on_tencent_cloud if {SAAS}
6 customer-cases: cases >= 5
6 case-quality: judged
6 top-500-case (p): some case fortune_global_500 or china_500
6 award (p): some case award
7 market-image: judged
8 agreements: {AGREEMENTS}
""",
    "website": f"""
1 company-age: {AGE}
2 lawful: judged
2 independent-rd: judged
2 after-sales: judged
2 team-size: team.technical_and_service >= 10
3 support-team: judged
3 marketplace-operator: {OPERATOR}
3 support-hours: {HOURS}
4 software-copyright [product]: {COPYRIGHT} if not ((product.kind in custom and product.open_source_based))
5 runs-on-or-bundled [product]: {ON_OR_BUNDLED}
6 customer-cases: cases >= 5
7 renown: judged
7 market-image: judged
8 agreements: {AGREEMENTS}
""",
    "image": f"""
1 company-age: {AGE}
2 lawful: judged
2 independent-rd: judged
2 after-sales: judged
2 team-size: team.technical_and_service >= 15
3 support-team: judged
3 support-hours: {HOURS}
4 mature-software: judged
4 industry-experience: experience.application_software + 2 years
5 cvm-image [product]: product.cvm_image
6 market-image: judged
7 agreements: {AGREEMENTS}
""",
    "enterprise": f"""
1 registered-capital: {CAPITAL}
1 company-age: {AGE}
2 lawful: judged
2 independent-rd: judged
2 after-sales: judged
2 team-size: team.technical_and_service >= 10
3 support-team: judged
3 marketplace-operator: {OPERATOR}
3 support-hours: {HOURS}
4 software-copyright [product]: {COPYRIGHT} if not (product.kind in service)
5 runs-on-or-bundled [product]: {ON_OR_BUNDLED}
6 customer-cases: cases >= 5
7 renown: judged
7 market-image: judged
8 agreements: {AGREEMENTS}
""",
    "api": f"""
1 registered-capital: {CAPITAL}
1 company-age: {AGE}
2 lawful: judged
2 independent-rd: judged
2 after-sales: judged
2 team-size: team.technical_and_service >= 10
3 support-team: judged
3 support-hours: {HOURS}
4 renown: judged
4 market-image: judged
5 test-account [product]: product.test_account
5 website-test [product]: product.website_test_passed
5 product-experience: judged
6 agreements: {AGREEMENTS}
""",
    "service": f"""
1 registered-capital: {CAPITAL}
1 company-age: {AGE}
1 industry-experience: experience.operations + 2 years
2 lawful: judged
2 independent-rd: judged
2 after-sales: judged
2 team-size: team.technical_and_service >= 10
3 support-team: judged
3 certified-engineers: team.senior_ops_certified >= 3
3 support-hours: {HOURS}
4 renown: judged
4 market-image: judged
5 agreements: {AGREEMENTS}
""",
}


def _says(condition: Condition) -> str:  # noqa: C901, PLR0912  one line a kind
    match condition:
        case IsTrue(fact=fact, when_false=when_false):
            return fact if when_false == "fail" else f"{fact} (no is unknown)"
        case OneOf(fact=fact, values=values):
            return f"{fact} in {' '.join(values)}"
        case AtLeast(fact=fact, minimum=minimum):
            return f"{fact} >= {minimum}"
        case MoreThan(fact=fact, limit=limit):
            return f"{fact} > {limit}"
        case CnyMoreThan(fact=fact, limit=limit):
            return f"{fact} > CNY {limit}"
        case YearsSince(fact=fact, years=years):
            return f"{fact} + {years} years"
        case Document(fact=fact) | Certificate(fact=fact) | Registration(fact=fact):
            return f"{condition.kind} {fact}"
        case CasesAtLeast(minimum=minimum):
            return f"cases >= {minimum}"
        case AnyCase(facts=facts):
            return f"some case {' or '.join(facts)}"
        case ManualReview():
            return "judged"
        case AllOf(conditions=parts):
            return f"({' and '.join(_says(part) for part in parts)})"
        case AnyOf(conditions=parts):
            return f"({' or '.join(_says(part) for part in parts)})"
        case NoneOf(conditions=parts):
            return f"not ({' or '.join(_says(part) for part in parts)})"


def _line(requirement: Requirement) -> str:
    level = {"required": "", "preferred": " (p)"}[requirement.level]
    scope = {"vendor": "", "product": " [product]"}[requirement.scope]
    condition = f" if {_says(requirement.applies_when)}" if requirement.applies_when else ""
    return f"{requirement.clause or '-'} {requirement.slug}{level}{scope}: {_says(requirement.condition)}{condition}"


@pytest.mark.parametrize("market", TABLE)
def test_atoms(market: str) -> None:
    found = {item.id: item for item in (CATALOGUE.general, *CATALOGUE.markets)}[market]
    assert [_line(item) for item in found.requirements] == TABLE[market].strip().splitlines()


def test_markets_are_the_edition_s_six_in_its_order() -> None:
    assert ("general", *MARKETS) == tuple(TABLE)


# The thresholds that the wording of a requirement shows; the others have none.
SHOWN: Final = {
    "registered-capital": ["1,000,000"],
    "company-age": ["2"],
    "industry-experience": ["2"],
    "marketplace-operator": ["1"],
    "certified-engineers": ["3"],
    "support-hours": ["7", "8"],
    "saas-users": ["5,000"],
    "customer-cases": ["5"],
}
STAFF: Final = {"miniprogram": "20", "image": "15"}


@pytest.mark.parametrize("requirement", list(CATALOGUE.requirements()), ids=lambda requirement: requirement.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_expected_shows_the_threshold_and_no_other_number(requirement: Requirement, language: Language) -> None:
    text = requirement.expected.get(language).replace("Fortune Global 500", "").replace("China 500", "")
    shown = SHOWN | {"team-size": [STAFF.get(requirement.market, "10")]}
    assert list(dict.fromkeys(re.findall(r"\d[\d,]*", text.replace("500 强", "")))) == shown.get(requirement.slug, [])
