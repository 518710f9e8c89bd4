"""Reports for clients speak of papers and facts: no key of a profile, no TOML, no command, whatever is missing."""

import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from python_calamine import CalamineWorkbook
from support.samples import AS_OF, CATALOGUE, Values, stating, vendor, without
from support.samples_reports import PAGE_ADDRESSES
from support.strategies_runs import write

from cloudmkt_cli.checking.results import Finding, Status
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message
from cloudmkt_cli.core.toml.overrides import Override
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.render.client.phrases import assumptions, client_actual, client_fix, for_client
from cloudmkt_cli.render.phrases import fix
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch, check_paths

TABLES: Final = (
    "company account documents team support experience products? cases? certificates agreements attestations?"
)
LEAKS: Final = re.compile(
    rf"\b(?:{'|'.join(TABLES.split())}|onboarding)(?:\[\d*\])?\.[a-z]"  # a key with its table
    r"|[a-z]_[a-z]"  # a key alone
    r"|\[\[|\[[a-z]|\{|\}| = |\b(?:true|false|TOML|cloudmkt)\b|--[a-z]"
)
BAD_ANSWERS: Final[Values] = {
    "documents": {
        "business_licence": "missing.pdf",
        "bank_account_permit": "无",
        "basic_account_information": "../outside.pdf",
        "bank_account_certificate": "申请中",
    },
    "certificates": {
        "software_enterprise": date(2026, 1, 1),
        "software_product": date(2026, 1, 1),
        "high_tech_enterprise": date(2026, 1, 1),
    },
    "cases": [{"customer": "示例客户", "award": "无"}],
}
STAGES: Final[list[Values]] = [
    {"applied_on": date(2026, 12, 1), "review": "approved", "reviewed_on": date(2026, 12, 2)},
    {"applied_on": date(2026, 11, 2), "review": "rejected", "reviewed_on": date(2026, 11, 1)},
    {"applied_on": date(2026, 11, 2), "review": "approved", "deposit_paid_on": date(2026, 12, 2)},
]


def worst(value: Any) -> Any:
    """The same profile with every fact at its worst."""
    match value:
        case dict():
            return {key: worst(part) if key not in {"on", "evidence", "by"} else part for key, part in value.items()}
        case list():
            return [worst(part) for part in value]
        case bool():
            return False
        case int():
            return 0
        case date():
            return AS_OF
        case _:
            return value


def all_bad(kind: str) -> Values:
    values: Values = worst(vendor()) | {"profile_version": 1, "cases": []}
    company = values["company"] | {"legal_form": "individual", "registered_capital": "1万元", "uscc": "92" + "0" * 16}
    product = values["products"][0] | {"software_copyright": False, "kind": kind}
    return values | {"company": company, "products": [product]}


def profiles() -> list[Values]:
    """A vendor that meets everything, one that meets nothing, one that says nothing, and everything in between."""
    bare: Values = {"profile_version": 1, "company": {"name": "示例公司"}}
    judged = {slug: dict(vendor()["attestations"]["lawful"]) for slug in CATALOGUE.manual_review_slugs}
    foreign = {"registered_capital": {"amount": 900_000, "currency": "USD", "cny_equivalent": 900_000}}
    found = [
        vendor(),
        all_bad("custom"),
        all_bad("saas"),
        bare,
        stating(("products",), [{"name": "示例云", "markets": ["website"]}], bare),
    ]
    found += [without((table, key)) for table in ("documents", "agreements", "team") for key in vendor()[table]]
    found += [stating(("products", 0, "software_copyright"), number) for number in ("无", "申请中", "粤软证 1 号")]
    found += [
        stating(("company", "registered_capital"), "5000万美元"),
        vendor() | {"company": vendor()["company"] | foreign},
    ]
    found += [
        vendor() | {"attestations": {slug: one | {"expires": day} for slug, one in judged.items()}} for day in DAYS
    ]
    found += [stating(("attestations", "lawful", "evidence"), [name]) for name in ("missing.pdf", "无", ".")]
    found += [stating(("attestations", "lawful", "on"), date(2026, 12, 1)), vendor() | BAD_ANSWERS]
    found += [stating(("documents", "business_licence"), name) for name in ("empty.pdf", ".")]
    found.append(stating(("documents", "business_licence"), f"{len(found):02}.toml"))  # the profile itself
    found.append(stating(("products", 0, "registered_users"), 0))
    found.append(stating(("products", 0, "kind"), "custom", stating(("products", 0, "open_source_based"), value=True)))
    found.append(stating(("products", 0, "kind"), "service"))
    found += [vendor() | {"onboarding": stage} for stage in STAGES]
    found += [without(("account", key), vendor() | {"onboarding": STAGES[2]}) for key in vendor()["account"]]
    return found


DAYS: Final = (date(2026, 6, 1), date(2026, 12, 1))


@cache
def batch(folder: Path) -> Batch:
    (folder / "empty.pdf").write_bytes(b"")
    for number, values in enumerate(profiles()):
        write(folder / f"{number:02}.toml", values | {"target_markets": list(CATALOGUE.market_ids)})
    checked = check_paths([str(folder)], CATALOGUE, AS_OF)
    assert checked.errors == ()
    # The path is where the file lies, which is for the reader of the report to know.
    return checked._replace(profiles=tuple(one._replace(path="-") for one in checked.profiles))


@pytest.fixture(name="checked", scope="module")
def _checked(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return batch(tmp_path_factory.mktemp("vendors"))


def findings(checked: Batch) -> list[Finding]:
    return [item for one in checked.profiles for market in one.result.markets for item in market.findings]


def texts(kind: Any, checked: Batch, language: Language) -> list[str]:
    """The texts of a report, line by line or cell by cell."""
    content = report_bytes(kind, checked, language)
    if kind == "xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        cells = [str(cell) for sheet in sheets for row in sheet for cell in row]
        return [cell for cell in cells if cell not in PAGE_ADDRESSES]
    text = content.decode()
    if kind == "html":
        text = re.sub("(?s)<(script|style).*?</\\1>", "", text)
        text = re.sub("<[^>]*>", "\n", text)
    if kind == "md":
        text = re.sub(r"\]\(https://[^)]*\)", "]", text)  # where a link leads is not read
    return text.splitlines()


def test_every_requirement_is_looked_at_in_every_status_that_it_can_have(checked: Batch) -> None:
    seen = {(item.requirement.id, item.status) for item in findings(checked)}
    for requirement in CATALOGUE.requirements():
        undecided = Status.MANUAL if requirement.manual_review else Status.UNKNOWN
        wanted = {Status.PASS, Status.FAIL, undecided}
        wanted |= {Status.NOT_APPLICABLE} if requirement.applies_when else set()
        missing = {status for status in wanted if (requirement.id, status) not in seen}
        assert missing == set(), requirement.id


def test_every_remedy_and_every_warning_is_looked_at(checked: Batch) -> None:
    remedies = {remedy.key for item in findings(checked) for remedy in item.remedies}
    warnings = {warning.code for one in checked.profiles for warning in one.result.warnings}
    assert remedies >= {f"remedy.{name}" for name in ("says_no", "says_pending", "no_evidence", "registration")}
    assert remedies >= {f"remedy.file_{state}" for state in ("missing", "not_a_file", "outside", "empty", "profile")}
    assert warnings >= {"no-answer", "capital-equivalent", "certificate-expired", "attestation-expired", "uscc-prefix"}
    assert warnings >= {f"file-{state}" for state in ("missing", "not-a-file", "outside", "empty", "profile")}
    assert warnings >= {"attestation-expires-soon", "onboarding-order", "onboarding-dates", "missing-email"}


def test_what_is_searched_for_is_found_in_what_authors_read(checked: Batch) -> None:
    remedies = {fix(item, language) or "" for item in findings(checked) for language in LANGUAGES}
    assert sum(bool(LEAKS.search(text)) for text in remedies) > 50


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["html", "xlsx", "csv", "md"])
def test_no_report_for_clients_names_a_key_or_a_command(kind: str, language: Language, checked: Batch) -> None:
    assert sorted({text for text in texts(kind, checked, language) if LEAKS.search(text)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_open_requirement_has_a_remedy(language: Language, checked: Batch) -> None:
    for item in findings(checked):
        remedy = client_fix(item, CATALOGUE, language)
        assert bool(remedy) is (item.status in {Status.FAIL, Status.UNKNOWN, Status.MANUAL}), item
        assert "None" not in (remedy or "")


def test_facts_have_their_units(checked: Batch) -> None:
    for item in findings(checked):
        if item.requirement.id == "website.team-size" and item.status is Status.PASS:
            assert client_actual(item, CATALOGUE, "en") == "technical and service staff: 40 people"
            assert client_actual(item, CATALOGUE, "zh") == "技术与服务人员：40 人"


def test_the_papers_that_the_source_asks_for_are_named(checked: Batch) -> None:
    for kind in ("html", "md", "xlsx"):
        assert any("社保缴纳清单" in text for text in texts(kind, checked, "zh")), kind


def test_a_text_of_the_vendor_is_no_key_even_if_it_looks_like_one() -> None:
    message = Message("warning.product-not-in-target", {"name": "company.name"})
    assert for_client(message, CATALOGUE).values == {"name": "company.name"}


ASSUMED: Final = [
    (("team", "technical_and_service"), 12, "technical and service staff: 12"),
    (("target_markets",), ["website", "api"], "target markets: Website building, API services"),
    (("company", "legal_form"), "individual-business", "legal form: individual business"),
    (("products", 1, "on_tencent_cloud"), True, "runs on Tencent Cloud of product 2: yes"),
    (("cases", 0), {"customer": "甲"}, "customer of case 1: 甲"),
    (("cases",), [{"customer": "甲"}], "customer of case 1: 甲"),
    (("attestations", "lawful", "holds"), True, "attestation on “Lawful and licensed”: yes"),
    (("attestations", "nobody-knows"), True, "attestation on “nobody-knows”: yes"),
    (("nobody", "knows"), "x", "nobody.knows: x"),
    (("company", "registered_capital"), {"amount": 5, "currency": "USD"}, "amount of registered capital: 5"),
]


@pytest.mark.parametrize(("path", "value", "said"), ASSUMED, ids=lambda value: str(value)[:30].encode().hex())
def test_what_is_assumed_is_said_as_a_fact(path: Any, value: Any, said: str, checked: Batch) -> None:
    context = checked.context._replace(overrides=(Override(path, value),))
    assert word(assumptions(context)[0], "en") == said
