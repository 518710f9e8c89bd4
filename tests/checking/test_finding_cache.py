"""Findings are cached by the facts they depend on: what was checked before never shows in what is found."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import AS_OF, CATALOGUE, Values, stating, vendor, without
from support.strategies import profiles

from cloudmkt_cli.catalogue.model import Requirement
from cloudmkt_cli.checking.facts import PRODUCT, FactReader, Facts, IndexedProduct
from cloudmkt_cli.checking.finding_cache import FindingCache, finding_cache
from cloudmkt_cli.checking.onboarding import Progress
from cloudmkt_cli.checking.requirement import check_requirement
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.attachments import FileState, files_named
from cloudmkt_cli.profile.model import VendorProfile

OTHER: Final[Values] = {"name": "别的产品", "markets": ["website"]}
SOUND_PRODUCT: Final[Values] = vendor()["products"][0]
# Vendors that are alike but for one thing, so that what is remembered of one could be taken for another's.
VENDORS: Final[dict[str, Values]] = {
    "sound": vendor(),
    "too-few": stating(("team", "technical_and_service"), 9),
    "staff-unstated": without(("team", "technical_and_service")),
    "product-second": stating(("products",), [OTHER, SOUND_PRODUCT]),
    "two-products": stating(("products",), [SOUND_PRODUCT | {"cvm_image": False}, SOUND_PRODUCT | {"name": "第二个"}]),
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
READER: Final = FactReader(CATALOGUE)
SHARED: Final = FindingCache(CATALOGUE, AS_OF)


def states(
    cache: FindingCache, profile: VendorProfile, files: Mapping[str, FileState]
) -> Iterator[tuple[str, tuple[Finding, Finding]]]:
    """Every finding of every market and product, beside what deciding it anew on all facts of the vendor finds."""
    vendor = READER.vendor_values(profile, files)
    cached = cache.vendor_findings(vendor)
    by_id = {finding.requirement.id: finding for finding in cached}
    for item in CATALOGUE.requirements():
        if item.scope == "vendor":
            yield item.id, (by_id[item.id], check_requirement(item, Facts(vendor, cache.as_of, item.market)))
    for market in CATALOGUE.markets:
        for values in (
            vendor,
            *(vendor | READER.product_values(IndexedProduct(*item), vendor) for item in enumerate(profile.products)),
        ):
            findings = cache.market_findings(market.id, cached, values)
            requirements = CATALOGUE.required_of(market)
            assert [finding.requirement for finding in findings] == [*requirements]
            for item, finding in zip(requirements, findings, strict=True):
                if item.scope == "product":
                    yield item.id, (finding, check_requirement(item, Facts(values, cache.as_of, item.market)))


def found(cache: FindingCache, values: Values, requirement: str, files: Mapping[str, FileState] = FILES) -> Finding:
    """One finding of a vendor."""
    findings = cache.vendor_findings(READER.vendor_values(validate(VendorProfile, values), files))
    return next(finding for finding in findings if finding.requirement.id == requirement)


@pytest.mark.parametrize("most", [1, 4096], ids=["forgetting", "keeping"])
@pytest.mark.parametrize("as_of", [AS_OF, ANOTHER_DAY], ids=str)
def test_a_cached_finding_is_the_one_that_deciding_anew_gives(
    as_of: date, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cloudmkt_cli.checking.finding_cache._MAX_KEPT", most)
    cache = FindingCache(CATALOGUE, as_of)
    for name in (*VENDORS, *reversed(VENDORS)):
        for requirement, (cached, anew) in states(cache, validate(VendorProfile, VENDORS[name]), FILES):
            assert cached == anew, (name, requirement)


@given(profiles())
def test_sharing_progress_changes_no_step_of_any_profile(values: dict[str, object]) -> None:
    stated = READER.vendor_values(validate(VendorProfile, values), {})
    shared, own = SHARED.progress(stated), Progress(stated, CATALOGUE.onboarding, AS_OF)
    assert (shared.states, shared.days) == (own.states, own.days)
    assert (shared.applied_on, shared.outcome) == (own.applied_on, own.outcome)


@given(profiles(), st.sampled_from(FileState))
def test_caching_changes_no_finding_of_any_profile(values: dict[str, object], state: FileState) -> None:
    profile = validate(VendorProfile, values)
    for requirement, (cached, anew) in states(SHARED, profile, {path: state for _, path in files_named(profile)}):
        assert cached == anew, requirement


@pytest.mark.parametrize("requirement", [*CATALOGUE.requirements()], ids=lambda item: item.id)
def test_a_requirement_is_decided_on_no_fact_but_those_it_names(requirement: Requirement) -> None:
    profile = validate(VendorProfile, vendor())
    every = READER.vendor_values(profile, {}) | READER.product_values(IndexedProduct(0, profile.products[0]), {})
    named = {fact: every[fact] for fact in (PRODUCT, *requirement.facts)}
    on_all, on_named = (
        check_requirement(requirement, Facts(values, AS_OF, requirement.market)) for values in (every, named)
    )
    assert on_named == on_all
    for fact in requirement.facts:
        fewer = {name: value for name, value in named.items() if name != fact}
        with pytest.raises(KeyError, match=fact):
            check_requirement(requirement, Facts(fewer, AS_OF, requirement.market))


def test_who_states_the_same_shares_a_finding() -> None:
    cache = FindingCache(CATALOGUE, AS_OF)
    one, other, fewer = (
        found(cache, values, "website.team-size")
        for values in (
            vendor(),
            stating(("company", "name"), "另一家示例公司"),
            stating(("team", "technical_and_service"), 3),
        )
    )
    assert one is other
    assert one is not fewer


@pytest.mark.parametrize(
    ("requirement", "path", "value", "statuses"),
    [
        ("general.business-licence", ("documents", "business_licence"), "a.pdf", ["unknown", "pass"]),
        ("website.renown", ("attestations", "renown", "evidence"), ["a.pdf"], ["manual", "pass"]),
    ],
)
def test_a_file_that_appears_is_found(
    requirement: str, path: tuple[str, ...], value: object, statuses: list[str]
) -> None:
    cache = FindingCache(CATALOGUE, AS_OF)
    values = stating(path, value)
    looked_at = (FileState.MISSING, FileState.PRESENT)
    assert [found(cache, values, requirement, {"a.pdf": state}).status for state in looked_at] == statuses


def test_a_cache_is_of_one_day_and_one_catalogue() -> None:
    assert finding_cache(CATALOGUE, AS_OF) is finding_cache(CATALOGUE, AS_OF)
    assert finding_cache(CATALOGUE, AS_OF) is not finding_cache(CATALOGUE, AS_OF + timedelta(days=1))


def test_a_full_cache_is_cleared_before_one_more_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloudmkt_cli.checking.finding_cache._MAX_KEPT", 2)
    cache = FindingCache(CATALOGUE, AS_OF)

    def of_staff(count: int) -> Finding:
        return found(cache, stating(("team", "technical_and_service"), count), "website.team-size")

    first = of_staff(3)
    of_staff(4)
    assert of_staff(3) is first
    of_staff(5)
    assert of_staff(3) is not first


def test_a_cache_stays_small() -> None:
    cache = FindingCache(CATALOGUE, AS_OF)
    for staff in range(10_000):
        finding = found(cache, stating(("team", "technical_and_service"), staff), "website.team-size")
        assert finding.observations[0].value == staff
    assert len(cache) <= 10_000


def test_vendors_that_state_the_same_share_what_is_kept() -> None:
    cache = FindingCache(CATALOGUE, AS_OF)
    assert len(cache) == 0
    on_vendors = {
        (item.condition, item.applies_when, item.facts) for item in CATALOGUE.requirements() if item.scope == "vendor"
    }
    on_api = [item for item in CATALOGUE.market("api").requirements if item.scope == "product"]
    for name in ("甲", "乙"):
        profile = validate(VendorProfile, stating(("company", "name"), name))
        values = cache.reader.vendor_values(profile, {})
        findings = cache.vendor_findings(values)
        cache.market_findings(
            "api", findings, cache.reader.product_values(IndexedProduct(0, profile.products[0]), values)
        )
        assert len(cache) == len(on_vendors) + len(on_api)
