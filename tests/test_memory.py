"""Findings are remembered: what was checked before never shows in what is found."""

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import AS_OF, CATALOGUE, Values, stating, vendor, without
from strategies import profiles

from cloudmkt_cli.catalogue.model import Catalogue, Market
from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.files import FileState, files_named
from cloudmkt_cli.findings import find
from cloudmkt_cli.memory import Memory, memory
from cloudmkt_cli.profile import Product, VendorProfile
from cloudmkt_cli.report import Finding

OTHER: Final[Values] = {"name": "别的产品", "markets": ["website"]}
PRODUCT: Final[Values] = vendor()["products"][0]
# Vendors that are alike but for one thing, so that what is remembered of one could be taken for another's.
VENDORS: Final[dict[str, Values]] = {
    "sound": vendor(),
    "too-few": stating(("team", "technical_and_service"), 9),
    "staff-unstated": without(("team", "technical_and_service")),
    "product-second": stating(("products",), [OTHER, PRODUCT]),
    "two-products": stating(("products",), [PRODUCT | {"cvm_image": False}, PRODUCT | {"name": "第二个"}]),
    "no-product": stating(("products",), []),
    "kind-unstated": without(("products", 0, "kind"), stating(("products", 0, "registered_users"), 1)),
    "custom": stating(("products", 0, "kind"), "custom"),
    "one-user": stating(("products", 0, "registered_users"), 1),
    "no-users": stating(("products", 0, "registered_users"), 0),
    "licence-as-file": stating(("documents", "business_licence"), "licence.pdf"),
    "licence-as-other-file": stating(("documents", "business_licence"), "gone.pdf"),
    "no-licence": stating(("documents", "business_licence"), False),
    "cases-elsewhere": stating(("cases",), [{"customer": "甲", "markets": ["image"], "award": "示例奖"}] * 6),
    "first-award": stating(("cases",), [{"customer": "甲", "award": "示例奖"}, {"customer": "乙", "award": ""}]),
    "second-award": stating(("cases",), [{"customer": "甲", "award": ""}, {"customer": "乙", "award": "示例奖"}]),
    "no-cases": without(("cases",)),
    "no-case": stating(("cases",), []),
    "usd": stating(("company", "registered_capital"), "500万美元"),
    "usd-and-cny": stating(
        ("company", "registered_capital"), {"amount": 5_000_000, "currency": "USD", "cny_equivalent": 5_000_000}
    ),
    "exactly-a-million": stating(("company", "registered_capital"), "100万元"),
    "attested-by-another": stating(("attestations", "lawful", "by"), "业务部"),
    "evidence-as-file": stating(("attestations", "lawful", "evidence"), ["licence.pdf"]),
    "evidence-not-there": stating(("attestations", "lawful", "evidence"), ["gone.pdf"]),
    "evidence-is-a-word": stating(("attestations", "lawful", "evidence"), ["无"]),
    "award-is-a-word": stating(("cases",), [{"customer": "甲", "award": "无"}, {"customer": "乙", "award": ""}]),
    "copyright-is-a-word": stating(("products", 0, "software_copyright"), "申请中"),
    "attested-no": stating(("attestations", "lawful", "holds"), False),
    "certificate-to-today": stating(("certificates", "software_product"), AS_OF),
}
FILES: Final = {"licence.pdf": FileState.PRESENT, "gone.pdf": FileState.MISSING}
ANOTHER_DAY: Final = date(2015, 6, 1)
SHARED: Final = Memory(CATALOGUE)


def afresh(market: Market, facts: Facts, offer: tuple[int, Product] | None) -> tuple[Finding, ...]:
    """What looking finds, with nothing remembered."""
    offers = {"vendor": None, "product": offer}
    requirements = CATALOGUE.required_of(market)
    return tuple(find(item, facts.of(item.market, offers[item.scope])) for item in requirements)


def found(remembered: Memory, facts: Facts, requirement: str) -> Finding:
    """One finding of a vendor."""
    return next(item for item in remembered.of_vendor(facts).findings if item.requirement.id == requirement)


@pytest.mark.parametrize("most", [1, 4096], ids=["forgetting", "remembering"])
@pytest.mark.parametrize("as_of", [AS_OF, ANOTHER_DAY], ids=str)
def test_what_is_remembered_is_what_would_be_found_afresh(
    as_of: date, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cloudmkt_cli.memory._MOST_REMEMBERED", most)
    remembered = Memory(CATALOGUE)
    for name in (*VENDORS, *reversed(VENDORS)):
        facts = Facts(VendorProfile.model_validate(VENDORS[name]), FILES, as_of)
        of_vendor = remembered.of_vendor(facts)
        for market in CATALOGUE.markets:
            for offer in (*enumerate(facts.profile.products), None):
                findings = remembered.of_market(market.id, of_vendor, offer)
                assert findings == afresh(market, facts, offer), (name, market.id)


@given(profiles(), st.sampled_from(FileState))
def test_memory_finds_what_looking_finds(values: dict[str, object], state: FileState) -> None:
    profile = VendorProfile.model_validate(values)
    named = {path: state for _, path in files_named(profile)}
    facts = Facts(profile, named, AS_OF)
    of_vendor = SHARED.of_vendor(facts)
    for market in CATALOGUE.markets:
        for offer in (None, *enumerate(profile.products)):
            assert SHARED.of_market(market.id, of_vendor, offer) == afresh(market, facts, offer)


def test_who_states_the_same_shares_a_finding() -> None:
    requirement = "website.team-size"
    one = VendorProfile.model_validate(vendor())
    other = VendorProfile.model_validate(stating(("company", "name"), "另一家示例公司"))
    fewer = VendorProfile.model_validate(stating(("team", "technical_and_service"), 3))
    remembered = Memory(CATALOGUE)
    findings = [found(remembered, Facts(profile, {}, AS_OF), requirement) for profile in (one, other, fewer)]
    assert findings[0] is findings[1]
    assert findings[0] is not findings[2]


def test_a_file_that_appears_is_found() -> None:
    requirement = "general.business-licence"
    profile = VendorProfile.model_validate(stating(("documents", "business_licence"), "licence.pdf"))
    remembered = Memory(CATALOGUE)
    statuses = [
        found(remembered, Facts(profile, {"licence.pdf": state}, AS_OF), requirement).status
        for state in (FileState.MISSING, FileState.PRESENT)
    ]
    assert statuses == ["unknown", "pass"]


def test_evidence_that_appears_is_found() -> None:
    requirement = "website.renown"
    profile = VendorProfile.model_validate(stating(("attestations", "renown", "evidence"), ["news.pdf"]))
    remembered = Memory(CATALOGUE)
    statuses = [
        found(remembered, Facts(profile, {"news.pdf": state}, AS_OF), requirement).status
        for state in (FileState.MISSING, FileState.PRESENT)
    ]
    assert statuses == ["manual", "pass"]


def test_memory_is_of_one_day_and_one_catalogue() -> None:
    today: tuple[Catalogue, date] = (CATALOGUE, AS_OF)
    assert memory(*today) is memory(*today)
    assert memory(CATALOGUE, AS_OF) is not memory(CATALOGUE, AS_OF + timedelta(days=1))


def test_memory_stays_flat() -> None:
    requirement = "website.team-size"
    remembered = Memory(CATALOGUE)
    for staff in range(10_000):
        profile = VendorProfile.model_validate(stating(("team", "technical_and_service"), staff))
        finding = found(remembered, Facts(profile, {}, AS_OF), requirement)
        assert finding.observations[0].value == staff
    assert len(remembered) <= 10_000
