"""Warnings about likely mistakes in a profile: their codes, values and keys. They never change a verdict."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.samples import AS_OF, Path, check, stating, vendor, without

from cloudmkt_cli.checking.results import ProfileWarning
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed

EXPIRING = ("attestations", "lawful", "expires")


def warned(values: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...] | None]]:
    return [(warning.code, warning.about) for warning in check(values).warnings]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("company", "uscc"), "91350100M000100Y4", "uscc-form"),
        (("company", "uscc"), "91350100M000100Y433", "uscc-form"),
        (("company", "uscc"), "91350100I000100Y43", "uscc-form"),
        (("company", "uscc"), "91350100m000100y43", "uscc-form"),
        (("company", "uscc"), "91350100M000100Y4Z", "uscc-check-digit"),
        (("company", "uscc"), "91350100M000100Y44", "uscc-check-digit"),
        (("products", 0, "software_copyright"), "软著登字第123号", "software-copyright-number"),
        (("products", 0, "software_copyright"), "2023sr0123456", "software-copyright-number"),
        (("certificates", "software_product"), AS_OF - timedelta(days=1), "certificate-expired"),
        (EXPIRING, AS_OF - timedelta(days=1), "attestation-expired"),
        (EXPIRING, AS_OF, "attestation-expires-soon"),
        (EXPIRING, AS_OF + timedelta(days=30), "attestation-expires-soon"),
    ],
)
def test_a_likely_mistake_has_a_warning_at_its_key(path: Path, value: Any, code: str) -> None:
    assert warned(stating(path, value)) == [(code, path)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("company", "uscc"), "91000000MA00000030"),
        (("products", 0, "software_copyright"), True),
        (("products", 0, "software_copyright"), "2023SR0123456"),
        (("certificates", "software_product"), AS_OF),
        (EXPIRING, AS_OF + timedelta(days=31)),
    ],
)
def test_a_correct_value_has_no_warning(path: Path, value: Any) -> None:
    assert warned(stating(path, value)) == []


@pytest.mark.parametrize(
    ("code", "legal_form", "fits"),
    [
        ("91350100M000100Y43", "enterprise", True),
        ("91350100M000100Y43", "individual-business", False),
        ("91350100M000100Y43", "individual", False),
        ("92350100M000100Y41", "individual-business", True),
        ("92350100M000100Y41", "enterprise", False),
        ("93350100M000100Y4M", "enterprise", True),
        ("12350100M000100Y4D", "enterprise", False),
    ],
)
def test_a_credit_code_whose_prefix_does_not_fit_the_legal_form_has_a_warning(
    code: str, legal_form: str, fits: bool
) -> None:
    values = stating(("company", "legal_form"), legal_form, stating(("company", "uscc"), code))
    found = [item for item in warned(values) if item[0] == "uscc-prefix"]
    assert found == ([] if fits else [("uscc-prefix", ("company", "uscc"))])


def test_without_a_legal_form_no_prefix_of_a_credit_code_has_a_warning() -> None:
    assert warned(without(("company", "legal_form"))) == []


@pytest.mark.parametrize(
    ("code", "right"), [("91350100M000100Y43", True), ("91000000MA00000030", True), ("91350100M000100Y4Z", False)]
)
def test_whether_a_well_formed_code_has_the_right_check_digit(code: str, right: bool) -> None:
    assert is_well_formed(code)
    assert has_right_check_digit(code) is right


def test_a_product_in_no_target_market_has_a_warning_at_its_markets() -> None:
    values = stating(("products", 0, "markets"), ["api"], stating(("target_markets",), ["service"]))
    assert warned(values) == [("product-not-in-target", ("products", 0, "markets"))]


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        (FileState.PRESENT, []),
        (FileState.MISSING, ["file-missing"]),
        (FileState.NOT_A_FILE, ["file-not-a-file"]),
        (FileState.OUTSIDE, ["file-outside"]),
        (FileState.EMPTY, ["file-empty"]),
        (FileState.PROFILE, ["file-profile"]),
    ],
)
def test_a_file_that_proves_nothing_has_a_warning_and_leaves_the_verdict_incomplete(
    state: FileState, codes: list[str]
) -> None:
    values = stating(("attestations", "lawful", "evidence"), ["https://example.com/a", "evidence.pdf"])
    result = check(values, files={"evidence.pdf": state})
    place = ("attestations", "lawful", "evidence", 1)
    expected = [(code, place, {"file": "evidence.pdf"}) for code in codes]
    assert [(warning.code, warning.about, warning.message.values) for warning in result.warnings] == expected
    assert result.verdict == ("incomplete" if codes else "eligible")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("company", "uscc"), "nonsense"),
        (("cases", 1, "customer"), "示例客户1"),
        (("company", "registered_capital"), {"amount": 5_000_000, "currency": "CNY", "cny_equivalent": 100}),
        (EXPIRING, AS_OF + timedelta(days=3)),
        (("onboarding", "deposit_paid_on"), date(2026, 1, 1)),
    ],
)
def test_a_warning_changes_no_status(path: Path, value: Any) -> None:
    odd, plain = check(stating(path, value)), check(vendor())
    assert odd.warnings
    assert [[item.status for item in market.findings] for market in odd.markets] == [
        [item.status for item in market.findings] for market in plain.markets
    ]


def _customers(*cases: tuple[str, list[str]]) -> dict[str, Any]:
    return stating(("cases",), [{"customer": customer, "markets": markets} for customer, markets in cases])


@pytest.mark.parametrize(
    ("cases", "second"),
    [
        ([("甲", []), ("乙", []), ("甲", [])], 2),
        ([("甲", ["website"]), ("甲", [])], 1),
        ([("甲", ["website", "api"]), ("甲", ["api", "image"])], 1),
        ([("甲", ["image"]), ("甲", ["api"]), ("甲", ["api"])], 1),
        ([("ACME Ltd", []), (" acme\u3000ltd", [])], 1),
        ([("甲", ["website"]), ("甲", ["api"])], None),
        ([("甲", []), ("甲方", [])], None),
        ([("甲", ["api", "api"])], None),
        ([], None),
    ],
    ids=[
        "all-markets",
        "one-and-all-markets",
        "one-market-in-common",
        "second-and-third",
        "width-and-case-of-letters",
        "no-market-in-common",
        "other-customer",
        "one-case-with-a-market-twice",
        "no-cases",
    ],
)
def test_a_customer_with_two_cases_for_one_market_has_a_warning_at_the_second(
    cases: list[tuple[str, list[str]]], second: int | None
) -> None:
    expected = [] if second is None else [("case-repeated", ("cases", second, "customer"))]
    assert warned(_customers(*cases)) == expected


def test_a_customer_with_several_cases_has_one_warning_and_every_case_counts() -> None:
    result = check(_customers(*[("甲", [])] * 5))
    assert [warning.message.values for warning in result.warnings] == [{"customer": "甲", "count": 5}]
    cases = next(item for item in result.markets[1].findings if item.requirement.id == "website.customer-cases")
    assert (cases.status, cases.observations[0].value) == ("pass", 5)


EQUIVALENT = ("company", "registered_capital", "cny_equivalent")


@pytest.mark.parametrize(
    ("amount", "currency", "equivalent", "odd"),
    [
        (5_000_000, "CNY", 100, True),
        (5_000_000, "CNY", 4_999_999, True),
        (5_000_000, "CNY", 5_000_000, False),
        (600_000, "USD", 4_300_000, False),
        (600_000, "USD", 5_000_000, False),  # at the rate of 1994
        (600_000, "USD", 600_000, True),
        (600_000, "USD", 43_000_000, True),
        (600_000, "USD", 0, True),
        (0, "USD", 0, False),
        (0, "USD", 1, True),
        (100_000_000, "JPY", 4_700_000, False),
        (100_000_000, "JPY", 470_000, True),
    ],
    ids=str,
)
def test_an_equivalent_in_yuan_that_cannot_be_right_has_a_warning(
    amount: float, currency: str, equivalent: float, odd: bool
) -> None:
    capital = {"amount": amount, "currency": currency, "cny_equivalent": equivalent}
    assert warned(stating(EQUIVALENT[:2], capital)) == ([("capital-equivalent", EQUIVALENT)] if odd else [])


LICENCE: Path = ("documents", "business_licence")
PERMIT: Path = ("documents", "bank_account_permit")
CAPITAL: Path = ("company", "registered_capital")
TWICE = [{"customer": "甲", "markets": ["api"]}, {"customer": "乙"}, {"customer": " 甲", "markets": ["api", "image"]}]


@pytest.mark.parametrize(
    ("path", "value", "about", "code", "stated"),
    [
        (("company", "uscc"), "9135", ("company", "uscc"), "uscc-form", {"found": "9135"}),
        (
            ("company", "uscc"),
            "91350100M000100Y44",
            ("company", "uscc"),
            "uscc-check-digit",
            {"found": "91350100M000100Y44"},
        ),
        (
            ("company", "legal_form"),
            "individual-business",
            ("company", "uscc"),
            "uscc-prefix",
            {"found": "91", "legal_form": "individual-business"},
        ),
        (
            CAPITAL,
            {"amount": 100, "currency": "USD", "cny_equivalent": 100_000_000},
            (*CAPITAL, "cny_equivalent"),
            "capital-equivalent",
            {"amount": 100, "currency": "USD", "cny": 100_000_000},
        ),
        (LICENCE, "missing.pdf", LICENCE, "file-missing", {"file": "missing.pdf"}),
        (LICENCE, "folder", LICENCE, "file-not-a-file", {"file": "folder"}),
        (
            LICENCE,
            "无",
            LICENCE,
            "no-answer",
            {
                "key": "documents.business_licence",
                "reason": Message("check.says_no", {"found": "无"}),
                "remedy": Message(
                    "remedy.says_no", {"key": "documents.business_licence", "line": "business_licence = false"}
                ),
            },
        ),
        (
            ("products", 0, "software_copyright"),
            "SR1",
            ("products", 0, "software_copyright"),
            "software-copyright-number",
            {"found": "SR1"},
        ),
        (("cases",), TWICE, ("cases", 2, "customer"), "case-repeated", {"customer": "甲", "count": 2}),
        (
            ("certificates", "software_product"),
            date(2026, 11, 22),
            ("certificates", "software_product"),
            "certificate-expired",
            {"key": "certificates.software_product", "day": date(2026, 11, 22)},
        ),
        (EXPIRING, date(2026, 11, 22), EXPIRING, "attestation-expired", {"slug": "lawful", "day": date(2026, 11, 22)}),
    ],
    ids=lambda value: value if isinstance(value, str) and "-" in value else "",
)
def test_a_warning_has_the_key_and_the_values_of_the_mistake(
    path: Path, value: Any, about: Path, code: str, stated: dict[str, object]
) -> None:
    files = {"missing.pdf": FileState.MISSING, "folder": FileState.NOT_A_FILE}
    expected = ProfileWarning(code, Message(f"warning.{code}", stated), about)
    assert check(stating(path, value), files=files).warnings == (expected,)


def test_a_file_that_was_not_looked_for_has_no_warning() -> None:
    values = stating(PERMIT, "other.pdf", stating(LICENCE, "licence.pdf"))
    (warning,) = check(values, files={"licence.pdf": FileState.EMPTY}).warnings
    assert (warning.code, warning.about) == ("file-empty", LICENCE)


def test_a_product_in_no_target_market_has_a_warning_with_its_name() -> None:
    values = stating(("target_markets",), ["api"], stating(("products", 0, "markets"), ["image"]))
    message = Message("warning.product-not-in-target", {"name": "星海示例平台"})
    assert check(values).warnings == (ProfileWarning("product-not-in-target", message, ("products", 0, "markets")),)


@pytest.mark.parametrize(
    ("path", "key", "no"),
    [
        (("products", 0, "software_copyright"), "products[0].software_copyright", "software_copyright = false"),
        (("cases", 0, "award"), "cases[0].award", 'award = ""'),
    ],
    ids=["software copyright", "award"],
)
def test_a_text_that_means_no_has_a_warning_with_what_to_write(path: Path, key: str, no: str) -> None:
    remedy = Message("remedy.says_no", {"key": key, "line": no})
    values = {"key": key, "reason": Message("check.says_no", {"found": "无"}), "remedy": remedy}
    expected = ProfileWarning("no-answer", Message("warning.no-answer", values), path)
    assert check(stating(path, "无")).warnings == (expected,)


@pytest.mark.parametrize("expires", [None, date(2027, 11, 23)], ids=["never-expires", "expires-much-later"])
def test_an_expired_attestation_after_one_that_has_not_expired_has_a_warning(expires: date | None) -> None:
    slugs = list(vendor()["attestations"])
    values = stating(("attestations", slugs[-1], "expires"), date(2026, 11, 22))
    if expires:
        values = stating(("attestations", slugs[0], "expires"), expires, values)
    assert [(item.code, item.about) for item in check(values).warnings] == [
        ("attestation-expired", ("attestations", slugs[-1], "expires"))
    ]
