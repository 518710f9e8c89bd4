"""Interviews and new profiles in every edition: they ask for what the edition uses and for nothing else."""

import re
from typing import Final

import pytest
from support.interviews import NEW, Talk
from support.packs import CATALOGUES, PACKS
from support.samples import CATALOGUE

from cloudmkt_cli.catalogue.usage import is_used
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.tables.validator import validate
from cloudmkt_cli.core.toml.document import read_document
from cloudmkt_cli.intake.interview.new_profile import starter
from cloudmkt_cli.profile.model import VendorProfile

DAY: Final = "2020-01-05"
ANSWERS: Final = {
    "company.name": "示例科技",
    "target_markets": "",
    "company.legal_form": "企业",
    "company.registered_capital": "5000万元",
    "company.jurisdiction": "US",
    "products[0].name": "示例平台",
    "products[0].kind": "saas",
    "products[0].runs_on": "tencent、jd、aws",
    "products[0].bundled_with": "jd",
    "cases": "无",
}


def answer_in(pack: str) -> dict[str, str]:
    return ANSWERS | {"products[0].markets": "、".join(CATALOGUES[pack].market_ids)}


def said(key: str, pack: str) -> str:
    """An answer that is good for the key."""
    if key in answer_in(pack):
        return answer_in(pack)[key]
    if key.startswith(("cases", "attestations")):
        return "无" if key.endswith("customer") else ""
    if key.endswith("review"):
        return "已通过"
    if key.startswith("marketplaces.huawei.account") and key.rpartition(".")[2] not in {
        "registered",
        "enterprise_verified",
    }:
        return "否"
    if key.endswith(("_on", "established")) or key.startswith("experience"):
        return "" if key.endswith("runs_on") else DAY
    if key.endswith("email"):
        return "a@example.com"
    if key.startswith(("team", "support")) or key.endswith("users"):
        return {"support.days_per_week": "7", "support.hours_per_day": "12"}.get(key, "9000")
    return "是"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pack", PACKS)
def test_an_interview_in_every_edition_asks_for_what_it_uses(pack: str, language: Language) -> None:
    catalogue = CATALOGUES[pack]
    talk = Talk(NEW, lambda key: said(key, pack), language=language, catalogue=catalogue)
    assert len(talk.asked) == len(set(talk.asked)), "nothing is asked twice"
    profile = validate(VendorProfile, talk.end.values)
    shown = "".join(talk.shown)
    assert "{" not in shown
    keys = [re.sub(r"\[\d+\]", "", key) for key in talk.asked if not key.startswith("attestations")]
    facts = [re.sub("^products[.]", "product.", re.sub("^cases[.]", "case.", key)) for key in keys]
    assert [fact for fact in facts if not is_used(fact, catalogue)] == []
    result = check_profile(profile, catalogue, talk.asker.as_of)
    open_facts = {
        item.requirement.slug for market in result.markets for item in market.findings if item.status == "unknown"
    }
    assert open_facts <= {"customer-cases", "top-500-case", "award"}


@pytest.mark.parametrize("pack", PACKS)
def test_a_new_profile_shows_what_the_edition_uses(pack: str) -> None:
    catalogue = CATALOGUES[pack]
    text = starter("示例科技", (), catalogue, "en")
    read_document(text.encode())
    tables = re.findall(r"^#?\[+([a-z_.]+)\]+$", text, re.MULTILINE)
    own = f"marketplaces.{catalogue.edition.marketplace}."
    assert all(table.startswith(own) for table in tables if table.startswith("marketplaces"))
    home = {"account", "agreements", "onboarding"}
    assert home & set(tables) == (home if catalogue.edition.marketplace == "tencent" else set())


def test_a_new_profile_of_the_default_edition_has_no_keys_of_others() -> None:
    text = starter("示例科技", (), CATALOGUE, "zh")
    for key in (
        "marketplaces",
        "runs_on",
        "bundled_with ",
        "launched_on",
        "jurisdiction",
        "sales_licence",
        "fee_paid_on",
    ):
        assert key not in text
    assert not re.search(
        r"^#(access|merchant_account|technical_and_customer_service|api_services) =", text, re.MULTILINE
    )
