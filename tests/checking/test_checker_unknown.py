"""Unknown is not no: what a profile leaves out is never held against the vendor, nor for it."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from support.samples import MARKETS, Path, Values, check, market_of, vendor, without

from cloudmkt_cli.checking.results import ProfileResult

SILENT: Final[Values] = {"profile_version": 1, "company": {"name": "星海示例科技有限公司"}}
MUSTS: Final = {"profile_version", "company.name", "products.0.name", "products.0.markets"}

# Every fact that may be left out, and the requirements that are open once it alone is not stated.
OPEN_WITHOUT: Final[dict[str, set[str]]] = {
    "company.uscc": set(),
    "company.legal_form": {"enterprise"},
    "company.established": {"company-age"},
    "company.registered_capital": {"registered-capital"},
    "company.external_funding": {"external-funding"},
    "account.registered": set(),
    "account.enterprise_verified": set(),
    "account.contact_email": set(),
    "account.service_email": set(),
    "documents.business_licence": {"business-licence"},
    "documents.bank_account_permit": set(),
    "documents.basic_account_information": set(),
    "documents.bank_account_certificate": set(),
    "team.technical_and_service": {"team-size"},
    "team.marketplace_operators": {"marketplace-operator"},
    "team.senior_ops_certified": {"certified-engineers"},
    "support.days_per_week": {"support-hours"},
    "support.hours_per_day": {"support-hours"},
    "experience.application_software": {"industry-experience"},
    "experience.operations": {"industry-experience"},
    "products.0.kind": set(),
    "products.0.registered_users": {"saas-users"},
    "products.0.self_developed": {"self-developed"},
    "products.0.software_copyright": {"software-copyright"},
    "products.0.open_source_based": set(),
    "products.0.on_tencent_cloud": {"runs-on-tencent-cloud"},
    "products.0.bundled_with_tencent_cloud": set(),
    "products.0.cvm_image": {"cvm-image"},
    "products.0.test_account": {"test-account"},
    "products.0.website_test_passed": {"website-test"},
    "cases": {"customer-cases", "top-500-case", "award"},
    "certificates.software_enterprise": {"dual-software"},
    "certificates.software_product": {"dual-software"},
    "certificates.high_tech_enterprise": {"high-tech-enterprise"},
    "agreements.consignment": {"agreements"},
    "agreements.marketplace": {"agreements"},
    "agreements.management_rules": {"agreements"},
    "attestations.lawful": {"lawful"},
    "attestations.independent-rd": {"independent-rd"},
    "attestations.after-sales": {"after-sales"},
    "attestations.support-team": {"support-team"},
    "attestations.case-quality": {"case-quality"},
    "attestations.mature-software": {"mature-software"},
    "attestations.renown": {"renown"},
    "attestations.market-image": {"market-image"},
    "attestations.product-experience": {"product-experience"},
}


def _path(key: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))


def _keys(table: Values, prefix: str = "") -> Iterator[str]:
    """The keys of the sample vendor that may be left out one by one; attestations and the cases only whole."""
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and prefix != "attestations.":
            yield from _keys(value, f"{name}.")
        elif key == "products":
            yield from _keys(value[0], f"{name}.0.")
        else:
            yield name


def _statuses(result: ProfileResult) -> set[str]:
    return {found.status.value for market in result.markets for found in market.findings}


def test_every_fact_of_the_sample_vendor_is_left_out_once() -> None:
    assert set(_keys(vendor())) - MUSTS == set(OPEN_WITHOUT)


@pytest.mark.parametrize("fact", OPEN_WITHOUT)
def test_a_fact_left_out_opens_what_rests_on_it_and_nothing_else(fact: str) -> None:
    found = check(without(_path(fact)))
    assert _statuses(found) <= {"pass", "unknown", "manual"}
    still_open = [item for market in found.markets for item in market.findings if item.status != "pass"]
    assert {item.requirement.slug for item in still_open} == OPEN_WITHOUT[fact]
    assert {item.status.value for item in still_open} <= {"manual" if fact.startswith("attestations.") else "unknown"}


@pytest.mark.parametrize("fact", [key for key in OPEN_WITHOUT if key.startswith("experience.")])
def test_experience_is_a_fact_of_one_market(fact: str) -> None:
    market = {"experience.application_software": "image", "experience.operations": "service"}[fact]
    result = check(without(_path(fact)))
    assert [item.market.id for item in result.markets if item.verdict != "eligible"] == [market]


@pytest.mark.parametrize("market", MARKETS)
def test_a_profile_that_states_nothing_decides_nothing(market: str) -> None:
    result = market_of(check(SILENT), market)
    assert result.verdict == "incomplete"
    assert (result.satisfied, result.decided) == (0, 0)
    found = {(item.requirement.manual_review, item.status.value) for item in result.findings}
    assert found == {(True, "manual"), (False, "unknown")}


def _silent_but_for(fact: str) -> Values:
    """A profile that states what it must, and one fact as the sample vendor has it."""
    stated: Any = vendor()
    for part in _path(fact):
        stated = stated[part]
    table, *rest = fact.split(".")
    if table == "products":
        return SILENT | {table: [{"name": "示例产品", "markets": list(MARKETS), rest[1]: stated}]}
    if rest:
        return SILENT | {table: SILENT.get(table, {}) | {rest[0]: stated}}
    return SILENT | {table: stated}


@pytest.mark.parametrize("fact", OPEN_WITHOUT)
def test_a_fact_stated_alone_decides_only_what_rests_on_it(fact: str) -> None:
    result = check(_silent_but_for(fact))
    assert "fail" not in _statuses(result)
    decided = {item.requirement.slug for market in result.markets for item in market.findings if item.status == "pass"}
    alone_enough = {
        "documents.bank_account_permit": {"bank-account-proof"},
        "documents.basic_account_information": {"bank-account-proof"},
        "documents.bank_account_certificate": {"bank-account-proof"},
        "products.0.on_tencent_cloud": {"runs-on-tencent-cloud", "runs-on-or-bundled"},
        "products.0.bundled_with_tencent_cloud": {"runs-on-or-bundled"},
    }
    one_of_several = {"support-hours", "dual-software", "agreements"}
    assert decided == alone_enough.get(fact, OPEN_WITHOUT[fact] - one_of_several)
