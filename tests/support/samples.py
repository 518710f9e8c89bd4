"""A vendor that every market admits, and ways to change it: the starting point of most tests."""

import copy
from datetime import date
from typing import Any

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.checking.facts import VendorFacts, vendor_facts
from cloudmkt_cli.checking.results import Finding, MarketResult, ProfileResult
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.model import VendorProfile

AS_OF = date(2026, 11, 23)
CATALOGUE = load_catalogue()
MARKETS = CATALOGUE.market_ids

Values = dict[str, Any]
Path = tuple[str | int, ...]

_ATTESTATION = {"holds": True, "by": "法务部", "on": date(2026, 1, 5), "evidence": ["https://example.com/evidence"]}
_VENDOR: Values = {
    "profile_version": 1,
    "company": {
        "name": "星海示例科技有限公司",
        "uscc": "91350100M000100Y43",
        "legal_form": "enterprise",
        "established": date(2015, 3, 15),
        "registered_capital": "500万元",
        "external_funding": True,
    },
    "account": {
        "registered": True,
        "enterprise_verified": True,
        "contact_email": "biz@example.com",
        "service_email": "help@example.com",
    },
    "documents": {
        "business_licence": True,
        "bank_account_permit": True,
        "basic_account_information": True,
        "bank_account_certificate": True,
    },
    "team": {"technical_and_service": 40, "marketplace_operators": 2, "senior_ops_certified": 4},
    "support": {"days_per_week": 7, "hours_per_day": 12},
    "experience": {"application_software": date(2016, 1, 1), "operations": date(2016, 1, 1)},
    "products": [
        {
            "name": "星海示例平台",
            "markets": list(MARKETS),
            "kind": "saas",
            "registered_users": 6200,
            "self_developed": True,
            "software_copyright": "2023SR0123456",
            "open_source_based": False,
            "on_tencent_cloud": True,
            "bundled_with_tencent_cloud": True,
            "cvm_image": True,
            "test_account": True,
            "website_test_passed": True,
        }
    ],
    "cases": [
        {"customer": f"示例客户{number}", "fortune_global_500": True, "china_500": True, "award": "示例奖"}
        for number in range(1, 7)
    ],
    "certificates": {"software_enterprise": True, "software_product": True, "high_tech_enterprise": True},
    "agreements": {"consignment": True, "marketplace": True, "management_rules": True},
    "attestations": {slug: dict(_ATTESTATION) for slug in CATALOGUE.manual_review_slugs},
}


def vendor() -> Values:
    """The values of a profile that is eligible for every market and states every fact."""
    return copy.deepcopy(_VENDOR)


def stating(path: Path, value: Any, values: Values | None = None) -> Values:
    """A profile's values with one of them set; tables on the way are made."""
    changed = copy.deepcopy(values) if values is not None else vendor()
    table: Any = changed
    for part in path[:-1]:
        table = table.setdefault(part, {}) if isinstance(table, dict) else table[part]
    table[path[-1]] = value
    return changed


def without(path: Path, values: Values | None = None) -> Values:
    """A profile's values with one of them left out."""
    changed = copy.deepcopy(values) if values is not None else vendor()
    table: Any = changed
    for part in path[:-1]:
        table = table[part]
    del table[path[-1]]
    return changed


def check(
    values: Values, *, as_of: date = AS_OF, markets: tuple[str, ...] = (), files: dict[str, FileState] | None = None
) -> ProfileResult:
    """Check a profile given as values."""
    return check_profile(validate(VendorProfile, values), CATALOGUE, as_of, markets=markets, files=files)


def facts_of_vendor(
    values: Values | VendorProfile, *, as_of: date = AS_OF, files: dict[str, FileState] | None = None
) -> VendorFacts:
    """What a profile given as values states."""
    profile = values if isinstance(values, VendorProfile) else validate(VendorProfile, values)
    return vendor_facts(profile, files or {}, as_of, CATALOGUE)


def market_of(result: ProfileResult, market: str) -> MarketResult:
    """One market of a result."""
    return next(item for item in result.markets if item.market.id == market)


def finding(values: Values, requirement: str, *, market: str | None = None, as_of: date = AS_OF) -> Finding:
    """What a check finds for one requirement; ``market`` says whose list to look in for a general one."""
    result = market_of(check(values, as_of=as_of), market or requirement.partition(".")[0])
    return next(item for item in result.findings if item.requirement.id == requirement)
