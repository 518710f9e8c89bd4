"""The facts of a vendor: what is read of a profile, for a market and a product."""

from datetime import date

import pytest
from support.samples import AS_OF, CATALOGUE, Values, stating, vendor, without

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.usage import onboarding_facts
from cloudmkt_cli.checking.clouds import StatedClouds
from cloudmkt_cli.checking.facts import (
    Facts,
    IndexedProduct,
    StatedAttestation,
    StatedCase,
    StatedFile,
    VendorFacts,
    vendor_facts,
)
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.model import VendorProfile

FILES = {"licence.pdf": FileState.PRESENT, "news.pdf": FileState.EMPTY}
NOTHING: Values = {"profile_version": 1, "company": {"name": "示例"}}


def of(values: Values, files: dict[str, FileState] | None = None) -> VendorFacts:
    return vendor_facts(validate(VendorProfile, values), files or {}, AS_OF, CATALOGUE)


def test_every_fact_of_the_catalogue_is_read_and_none_is_stated_by_an_empty_profile() -> None:
    expected = {fact for requirement in CATALOGUE.requirements() for fact in requirement.facts}
    expected |= onboarding_facts(CATALOGUE)
    values = of(NOTHING).values
    assert set(values) == expected | {"product"}
    assert set(values.values()) == {None}


def test_facts_for_a_market_and_a_product() -> None:
    profile = validate(VendorProfile, vendor())
    found = vendor_facts(profile, {}, AS_OF, CATALOGUE)
    assert (found.profile, found.as_of) == (profile, AS_OF)
    assert found.for_market("api") == Facts(found.values, AS_OF, "api")
    facts = found.for_market("api", IndexedProduct(3, profile.products[0]))
    of_product = {name: value for name, value in facts.values.items() if name.partition(".")[0] == "product"}
    assert (facts.as_of, facts.market) == (AS_OF, "api")
    assert facts.values == found.values | of_product
    stated = {
        f"product.{name}": value for name, value in vendor()["products"][0].items() if name not in {"name", "markets"}
    }
    home = StatedClouds(named=None, home=True)
    clouds = {"product.on_tencent_cloud": home, "product.bundled_with_tencent_cloud": home}
    assert of_product == {"product": 3} | stated | clouds
    assert all(value is None for name, value in found.values.items() if name in of_product)


def test_files_come_with_their_state() -> None:
    values = of(
        stating(("documents",), {"business_licence": "licence.pdf", "bank_account_permit": "x.pdf"}), FILES
    ).values
    assert values["documents.business_licence"] == StatedFile("licence.pdf", FileState.PRESENT)
    assert values["documents.bank_account_permit"] == StatedFile("x.pdf", FileState.UNSEEN)
    assert of(vendor()).values["documents.business_licence"] is True


def test_attestations_come_with_the_state_of_their_files() -> None:
    stated = vendor()["attestations"]["renown"] | {
        "evidence": ["https://example.com", "news.pdf"],
        "expires": date(2027, 1, 1),
    }
    values = of(stating(("attestations", "renown"), stated), FILES).values
    assert values["attestations.renown"] == StatedAttestation(
        holds=True,
        by="法务部",
        on=date(2026, 1, 5),
        evidence=("https://example.com", "news.pdf"),
        expires=date(2027, 1, 1),
        files=(StatedFile("news.pdf", FileState.EMPTY),),
    )


def test_cases_are_those_of_the_market() -> None:
    cases = [
        {"customer": "甲", "award": "x"},
        {"customer": "乙", "markets": ["api"]},
        {"customer": "丙", "markets": ["image"]},
    ]
    facts = of(stating(("cases",), cases)).for_market("api")
    assert facts.cases("cases") == (StatedCase(0, ()), StatedCase(1, ("api",)))
    assert facts.cases("case.award") == (StatedCase(0, (), "x"), StatedCase(1, ("api",)))
    assert of(without(("cases",))).for_market("api").cases("cases") is None
    assert of(stating(("cases",), [])).for_market("api").cases("case.award") == ()


@pytest.mark.parametrize(
    ("fact", "product", "path"),
    [
        ("team.technical_and_service", 1, ("team", "technical_and_service")),
        ("product.kind", 1, ("products", 1, "kind")),
        ("product.kind", 0, ("products", 0, "kind")),
        ("product.kind", None, ("products",)),
    ],
)
def test_the_key_of_a_fact(fact: str, product: int | None, path: tuple[str | int, ...]) -> None:
    facts = Facts({"product": product, "product.kind": "saas"}, AS_OF, "api")
    assert facts.path(fact) == path
    assert facts.value("product.kind") == "saas"


def test_a_fact_of_a_marketplace_is_read_from_its_own_table() -> None:
    stated = {"aws": {"account": {"registered": True}}}
    profile = validate(VendorProfile, vendor() | {"marketplaces": stated})
    of_aws = vendor_facts(profile, {}, AS_OF, load_catalogue("aws-2021-08")).values
    of_jd = vendor_facts(profile, {}, AS_OF, load_catalogue("jd")).values
    assert of_aws["marketplaces.aws.account.registered"] is True
    assert of_jd["marketplaces.jd.account.registered"] is None
