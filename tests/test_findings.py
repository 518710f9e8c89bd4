"""What is remembered is what would be found."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from samples import AS_OF, CATALOGUE, stating, vendor
from strategies import profiles

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.files import FileState
from cloudmkt_cli.findings import Memory, find, memory
from cloudmkt_cli.profile import VendorProfile

SHARED = Memory(CATALOGUE)


@given(profiles(), st.sampled_from(FileState))
def test_memory_finds_what_looking_finds(values: dict[str, object], state: FileState) -> None:
    profile = VendorProfile.model_validate(values)
    named = {path: state for _, path in profile.documents if isinstance(path, str)}
    vendor_facts = Facts(profile, named, AS_OF)
    of_vendor = SHARED.of_vendor(vendor_facts)
    for requirement in CATALOGUE.requirements():
        if requirement.scope == "vendor":
            assert of_vendor[requirement.id] == find(requirement, vendor_facts.of(requirement.market))
        else:
            for offer in (None, *enumerate(profile.products)):
                facts = vendor_facts.of(requirement.market, offer)
                assert SHARED.of_product(requirement, facts) == find(requirement, facts)


def test_who_states_the_same_shares_a_finding() -> None:
    requirement = CATALOGUE.requirement("website.team-size")
    one = VendorProfile.model_validate(vendor())
    other = VendorProfile.model_validate(stating(("company", "name"), "另一家示例公司"))
    fewer = VendorProfile.model_validate(stating(("team", "technical_and_service"), 3))
    remembered = Memory(CATALOGUE)
    findings = [remembered.of_vendor(Facts(profile, {}, AS_OF))[requirement.id] for profile in (one, other, fewer)]
    assert findings[0] is findings[1]
    assert findings[0] is not findings[2]


def test_a_file_that_appears_is_found() -> None:
    requirement = CATALOGUE.requirement("general.business-licence")
    profile = VendorProfile.model_validate(stating(("documents", "business_licence"), "licence.pdf"))
    remembered = Memory(CATALOGUE)
    statuses = [
        remembered.of_vendor(Facts(profile, {"licence.pdf": state}, AS_OF))[requirement.id].status
        for state in (FileState.MISSING, FileState.PRESENT)
    ]
    assert statuses == ["fail", "pass"]


def test_memory_is_of_one_day_and_one_catalogue() -> None:
    today: tuple[Catalogue, date] = (CATALOGUE, AS_OF)
    assert memory(*today) is memory(*today)
    assert memory(CATALOGUE, AS_OF) is not memory(CATALOGUE, AS_OF + timedelta(days=1))


def test_memory_stays_flat() -> None:
    requirement = CATALOGUE.requirement("website.team-size")
    remembered = Memory(CATALOGUE)
    for staff in range(10_000):
        profile = VendorProfile.model_validate(stating(("team", "technical_and_service"), staff))
        found = remembered.of_vendor(Facts(profile, {}, AS_OF))[requirement.id]
        assert found.observations[0].value == staff
    assert len(remembered) <= 10_000
