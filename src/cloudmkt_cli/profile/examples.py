"""Values that the keys of a profile may have, by the names of their facts: for the schema, templates and questions."""

from collections.abc import Mapping
from typing import Final

EXAMPLES: Final[Mapping[str, list[object]]] = {
    "company.name": ["云舟示例科技有限公司"],
    "company.uscc": ["91350100M000100Y43"],
    "company.registered_capital": ["500万元", "300,000美元", {"amount": 5_000_000, "currency": "CNY"}],
    "company.registered_capital.cny_equivalent": [4_300_000],
    "company.jurisdiction": ["CN"],
    "account.contact_email": ["biz@example.com"],
    "account.service_email": ["help@example.com"],
    "documents.business_licence": [True, "papers/licence.pdf"],
    "team.technical_and_service": [24],
    "team.technical_and_customer_service": [24],
    "team.marketplace_operators": [1],
    "team.senior_ops_certified": [2],
    "support.days_per_week": [7],
    "support.hours_per_day": [8],
    "product.name": ["云舟建站"],
    "product.registered_users": [6200],
    "product.software_copyright": ["2023SR0123456", True],
    "product.runs_on": [["tencent", "huawei"]],
    "case.customer": ["鹭岛超市"],
    "case.url": ["https://example.com/cases/1"],
    "certificates.software_enterprise": ["2027-03-31", True],
    "case.award": ["示例创新奖"],
    "attestation.by": ["法务部"],
    "attestation.evidence": [["https://example.com/news"]],
}
