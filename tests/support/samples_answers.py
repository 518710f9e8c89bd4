"""What somebody types who knows everything about a vendor that every market admits."""

from collections.abc import Mapping

from support.samples import CATALOGUE

EVERYTHING: Mapping[str, str] = {
    "company.name": "星海示例科技有限公司",
    "target_markets": "",
    "company.legal_form": "企业",
    "company.established": "2015年3月15日",
    "company.registered_capital": "500万元",
    "company.external_funding": "是",
    "account.enterprise_verified": "yes",
    "documents.business_licence": "有",
    "documents.bank_account_permit": "true",
    "team.technical_and_service": "40",
    "team.marketplace_operators": "2",
    "team.senior_ops_certified": "4",
    "support.days_per_week": "7",
    "support.hours_per_day": "12",
    "experience.application_software": "2016-01-01",
    "experience.operations": "2016.1.1",
    "products[0].name": "星海示例平台",
    "products[0].markets": "",
    "products[0].kind": "SaaS",
    "products[0].registered_users": "6,200",
    "products[0].software_copyright": "2023SR0123456",
    **{
        f"products[0].{key}": "y"
        for key in ("self_developed", "on_tencent_cloud", "cvm_image", "test_account", "website_test_passed")
    },
    **{f"cases[{number}].customer": f"示例客户{number}" for number in range(5)},
    "cases[0].china_500": "是",
    "cases[0].award": "示例奖",
    "certificates.software_enterprise": "2199-12-31",
    "certificates.software_product": "是",
    "certificates.high_tech_enterprise": "是",
    **{f"agreements.{key}": "是" for key in ("consignment", "marketplace", "management_rules")},
    **{f"attestations.{slug}.by": "法务部" for slug in CATALOGUE.manual_review_slugs},
    **{f"attestations.{slug}.holds": "是" for slug in CATALOGUE.manual_review_slugs},
    **{f"attestations.{slug}.on": "2026-01-05" for slug in CATALOGUE.manual_review_slugs},
    **{f"attestations.{slug}.evidence": "https://example.com/evidence" for slug in CATALOGUE.manual_review_slugs},
}
"""By the key that is asked for."""
