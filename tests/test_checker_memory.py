"""Findings are remembered; what was checked before never shows in what is found."""

from datetime import date
from typing import Final

import pytest
from samples import AS_OF, CATALOGUE, Values, stating, vendor, without

from cloudmkt_cli import findings
from cloudmkt_cli.conditions import Facts
from cloudmkt_cli.files import FileState
from cloudmkt_cli.profile import VendorProfile

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
    "attested-no": stating(("attestations", "lawful", "holds"), False),
    "certificate-to-today": stating(("certificates", "software_product"), AS_OF),
}
FILES: Final = {"licence.pdf": FileState.PRESENT, "gone.pdf": FileState.MISSING}
ANOTHER_DAY: Final = date(2015, 6, 1)


def _facts(name: str, as_of: date) -> Facts:
    return Facts(VendorProfile.model_validate(VENDORS[name]), FILES, as_of)


@pytest.mark.parametrize("most", [1, 4096], ids=["forgetting", "remembering"])
@pytest.mark.parametrize("as_of", [AS_OF, ANOTHER_DAY], ids=str)
def test_what_is_remembered_is_what_would_be_found_afresh(
    as_of: date, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "_MOST_REMEMBERED", most)
    memory = findings.Memory(CATALOGUE)
    for name in (*VENDORS, *reversed(VENDORS)):
        facts = _facts(name, as_of)
        of_vendor = memory.of_vendor(facts)
        for requirement in CATALOGUE.requirements():
            if requirement.scope == "vendor":
                afresh = findings.find(requirement, facts.of(requirement.market))
                assert of_vendor[requirement.id] == afresh, (name, requirement.id)
                continue
            for offer in (*enumerate(facts.profile.products), None):
                offered = facts.of(requirement.market, offer)
                assert memory.of_product(requirement, offered) == findings.find(requirement, offered), (
                    name,
                    requirement.id,
                )
