"""What each kind of condition makes of the facts: its truth, the key that decided it, what it saw."""

from datetime import date
from typing import Final

import pytest
from support.samples import Values, check, facts_of_vendor, finding, market_of, stating, vendor, without

from cloudmkt_cli.catalogue.conditions import Cny, Contains, ManualReview, OneOf, Since
from cloudmkt_cli.checking.evaluator import Evaluation, evaluate, latest_start, met_from, months_later
from cloudmkt_cli.checking.requirement import observations
from cloudmkt_cli.checking.results import Finding
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.profile.attachments import FileState
from cloudmkt_cli.render.phrases import fix

PERMIT: Final = ("documents", "bank_account_permit")
LICENCE: Final = ("documents", "business_licence")


def _licence(files: dict[str, FileState]) -> Finding:
    result = market_of(check(stating(LICENCE, "papers/licence.pdf"), files=files), "service")
    return next(item for item in result.findings if item.requirement.id == "general.business-licence")


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 11, 23), 2, date(2026, 11, 23)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2199, 12, 31), 2, date(2201, 12, 31)),
    ],
    ids=str,
)
def test_years_later_is_the_same_day_or_the_last_day_of_february(day: date, years: int, expected: date) -> None:
    assert months_later(day, 12 * years) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
    ids=str,
)
def test_months_later_is_the_same_day_or_the_last_day_of_a_shorter_month(
    day: date, months: int, expected: date
) -> None:
    assert months_later(day, months) == expected


DURATIONS: Final = {
    "2-years": Since("product.launched_on", years=2),
    "more-than-6-months": Since("product.launched_on", months=6, strict=True),
    "1-year-and-1-month": Since("product.launched_on", years=1, months=1),
}


@pytest.mark.parametrize(
    ("duration", "since", "first_day"),
    [
        ("2-years", date(2024, 11, 23), date(2026, 11, 23)),
        ("more-than-6-months", date(2026, 5, 23), date(2026, 11, 24)),
        ("1-year-and-1-month", date(2025, 10, 23), date(2026, 11, 23)),
    ],
    ids=str,
)
def test_the_first_day_on_which_a_duration_is_met(duration: str, since: date, first_day: date) -> None:
    assert met_from(DURATIONS[duration], since) == first_day


@pytest.mark.parametrize(
    ("duration", "day", "start"),
    [
        ("2-years", date(2026, 11, 23), date(2024, 11, 23)),
        ("2-years", date(2026, 2, 28), date(2024, 2, 29)),
        ("more-than-6-months", date(2026, 11, 24), date(2026, 5, 23)),
        ("more-than-6-months", date(2026, 3, 1), date(2025, 8, 31)),
        ("1-year-and-1-month", date(2026, 11, 23), date(2025, 10, 23)),
    ],
    ids=str,
)
def test_the_last_day_to_start_on_for_a_duration_that_is_met_on_a_day(duration: str, day: date, start: date) -> None:
    assert latest_start(DURATIONS[duration], day) == start


def test_a_document_given_as_a_file_that_is_there_passes() -> None:
    found = _licence({"papers/licence.pdf": FileState.PRESENT})
    assert (found.status, found.notes, found.remedies) == ("pass", (), ())


@pytest.mark.parametrize("state", [state for state in FileState if state is not FileState.PRESENT])
def test_a_document_whose_file_is_not_accepted_is_unknown_and_never_a_failure(state: FileState) -> None:
    found = _licence({"papers/licence.pdf": state})
    assert found.status == "unknown"
    assert found.notes == (Message(f"check.file_{state}", {"file": "papers/licence.pdf"}),)
    assert found.remedies == (Message(f"remedy.file_{state}"),)


def test_a_file_that_was_not_looked_for_is_unknown() -> None:
    found = _licence({"papers/other.pdf": FileState.PRESENT})
    assert (found.status, found.notes[0].key) == ("unknown", "check.file_unseen")


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("holds", [True, False])
def test_an_attestation_whose_evidence_is_not_accepted_stays_manual(state: FileState, holds: bool) -> None:
    values = stating(("attestations", "renown", "evidence"), ["https://example.com/news", "news.pdf"])
    values["attestations"]["renown"]["holds"] = holds
    result = market_of(check(values, files={"news.pdf": state}), "website")
    found = next(item for item in result.findings if item.requirement.id == "website.renown")
    if state is FileState.PRESENT:
        assert (found.status, found.notes) == ("pass" if holds else "fail", ())
    else:
        assert (found.status, found.attested) == ("manual", None)
        assert found.notes == (Message(f"check.file_{state}", {"file": "news.pdf"}),)
        assert found.remedies == (Message(f"remedy.file_{state}"),)
        assert found.decided_by == ("attestations", "renown", "evidence")


def test_links_are_evidence_without_being_opened() -> None:
    assert finding(vendor(), "website.renown").status == "pass"


def test_a_file_that_is_not_accepted_leaves_a_choice_of_documents_unknown_with_its_remedy() -> None:
    values = stating(("documents",), {"bank_account_permit": "permit.pdf", "basic_account_information": False})
    result = market_of(check(values, files={"permit.pdf": FileState.OUTSIDE}), "api")
    found = next(item for item in result.findings if item.requirement.id == "general.bank-account-proof")
    assert (found.status, [note.key for note in found.notes]) == ("unknown", ["check.file_outside"])
    assert fix(found, "en") == "Move the file into the profile's folder and change the path."


def test_one_document_that_is_there_is_enough_beside_a_missing_file() -> None:
    values = stating(PERMIT, "permit.pdf")
    result = market_of(check(values, files={"permit.pdf": FileState.MISSING}), "api")
    found = next(item for item in result.findings if item.requirement.id == "general.bank-account-proof")
    assert found.status == "pass"


@pytest.mark.parametrize("word", [True, "2023SR0123456"])
def test_a_registration_is_a_number_or_a_plain_yes(word: object) -> None:
    values = stating(("products", 0, "software_copyright"), word)
    assert finding(values, "website.software-copyright").status == "pass"


@pytest.mark.parametrize("market", ["miniprogram", "website", "enterprise"])
@pytest.mark.parametrize("text", ["软著登字第0123456号", "2023sr0123456", "2023SR", "23SR0123456", " 2023SR0123456"])
def test_a_text_that_is_no_registration_number_decides_nothing(text: str, market: str) -> None:
    found = finding(stating(("products", 0, "software_copyright"), text), f"{market}.software-copyright")
    assert found.status == "unknown"
    assert found.notes == (Message("check.not_a_registration", {"found": text}),)
    assert found.remedies == (Message("remedy.registration", {"key": "products[0].software_copyright"}),)


def test_manual_review_is_never_decided_by_facts() -> None:
    facts = facts_of_vendor(vendor()).for_market("")
    assert evaluate(ManualReview(), facts).truth is None
    assert observations(ManualReview(), facts) == ()


def test_a_list_contains_a_value_or_not() -> None:
    facts = facts_of_vendor(vendor()).for_market("")
    facts = facts._replace(values={**facts.values, "team.regions": ("north", "south")})
    assert evaluate(Contains("team.regions", "south"), facts) == Evaluation(True, ("team", "regions"))
    assert evaluate(Contains("team.regions", "west"), facts) == Evaluation(False, ("team", "regions"))


@pytest.mark.parametrize(("stated", "met"), [("499万元", False), ("500万元", True), ("501万元", True)])
def test_capital_of_at_least_an_amount_in_yuan(stated: str, met: bool) -> None:
    facts = facts_of_vendor(stating(("company", "registered_capital"), stated)).for_market("")
    assert evaluate(Cny("company.registered_capital", ">=", 5_000_000), facts).truth is met


def test_a_file_is_observed_as_its_path() -> None:
    found = _licence({"papers/licence.pdf": FileState.PRESENT})
    assert [seen.value for seen in found.observations] == ["papers/licence.pdf"]


def test_a_text_is_one_of_several_or_not() -> None:
    facts = facts_of_vendor(vendor()).for_market("")
    assert evaluate(OneOf("company.legal_form", ("individual", "enterprise")), facts).truth is True
    assert evaluate(OneOf("company.legal_form", ("individual", "individual-business")), facts).truth is False


@pytest.mark.parametrize(
    ("values", "requirement", "decided_by"),
    [
        (vendor(), "website.team-size", ("team", "technical_and_service")),
        (without(("team", "technical_and_service")), "website.team-size", ("team", "technical_and_service")),
        (stating(("support", "hours_per_day"), 7), "api.support-hours", ("support", "hours_per_day")),
        (stating(("support", "days_per_week"), 6), "api.support-hours", ("support", "days_per_week")),
        (vendor(), "image.cvm-image", ("products", 0, "cvm_image")),
        (stating(("products",), []), "image.cvm-image", ("products",)),
        (vendor(), "website.customer-cases", ("cases",)),
        (stating(("cases", 0, "award"), ""), "miniprogram.award", ("cases", 1)),
        (without(("cases",)), "miniprogram.award", ("cases",)),
        (stating(("cases",), []), "miniprogram.award", ("cases",)),
        (vendor(), "website.renown", ("attestations", "renown", "holds")),
        (without(("attestations", "renown")), "website.renown", None),
        (
            stating(("attestations", "renown", "on"), date(2027, 1, 1)),
            "website.renown",
            ("attestations", "renown", "on"),
        ),
        (
            stating(("attestations", "renown", "expires"), date(2026, 1, 6)),
            "website.renown",
            ("attestations", "renown", "expires"),
        ),
    ],
    ids=[
        "met",
        "not-stated",
        "second-part",
        "first-part",
        "product",
        "no-product",
        "cases",
        "case-that-says-so",
        "no-cases",
        "cases-none",
        "attested",
        "not-attested",
        "attested-later",
        "attestation-expired",
    ],
)
def test_the_key_that_decided_is_named(
    values: Values, requirement: str, decided_by: tuple[str | int, ...] | None
) -> None:
    assert finding(values, requirement).decided_by == decided_by


def test_a_product_is_named_by_its_place_among_all_products() -> None:
    other = {"name": "别的产品", "markets": ["api"]}
    values = stating(("products",), [other, *vendor()["products"]])
    assert finding(values, "image.cvm-image").decided_by == ("products", 1, "cvm_image")


@pytest.mark.parametrize(
    ("values", "requirement", "seen"),
    [
        (vendor(), "website.team-size", [("team.technical_and_service", 40)]),
        (without(("team", "technical_and_service")), "website.team-size", [("team.technical_and_service", None)]),
        (
            without(("support", "days_per_week")),
            "website.support-hours",
            [("support.days_per_week", None), ("support.hours_per_day", 12.0)],
        ),
        (vendor(), "website.customer-cases", [("cases", 6)]),
        (stating(("cases", 0, "markets"), ["image"]), "website.customer-cases", [("cases", 5)]),
        (without(("cases",)), "website.customer-cases", [("cases", None)]),
        (stating(("cases", 0, "award"), ""), "miniprogram.award", [("case.award", 5)]),
        (stating(("cases",), [{"customer": "甲"}]), "miniprogram.award", [("case.award", None)]),
        (
            stating(("cases",), [{"customer": "甲"}, {"customer": "乙", "award": ""}]),
            "miniprogram.award",
            [("case.award", None)],
        ),
        (without(("cases", 0, "award")), "miniprogram.award", [("case.award", 5)]),
        (stating(("cases",), []), "miniprogram.award", [("case.award", 0)]),
        (
            vendor(),
            "general.enterprise",
            [("company.legal_form", "enterprise"), ("account.enterprise_verified", True)],
        ),
        (stating(("products", 0, "kind"), "service"), "enterprise.software-copyright", [("product.kind", "service")]),
        (
            without(("products", 0, "kind"), stating(("products", 0, "self_developed"), False)),
            "miniprogram.self-developed",
            [("product.self_developed", False), ("product.kind", None)],
        ),
    ],
    ids=[
        "stated",
        "not-stated",
        "one-of-two",
        "cases",
        "cases-elsewhere",
        "no-cases",
        "awards",
        "award-not-stated",
        "award-half-stated",
        "awards-but-one",
        "cases-none",
        "two-facts",
        "does-not-apply",
        "may-not-apply",
    ],
)
def test_observations_are_what_the_profile_states(
    values: Values, requirement: str, seen: list[tuple[str, object]]
) -> None:
    market = "website" if requirement.startswith("general.") else None
    found = finding(values, requirement, market=market).observations
    assert [(item.fact, item.value) for item in found] == seen


def test_capital_in_another_currency_is_shown_with_its_missing_equivalent() -> None:
    seen = finding(stating(("company", "registered_capital"), "60万美元"), "api.registered-capital").observations
    assert [item.fact for item in seen] == ["company.registered_capital", "company.registered_capital.cny_equivalent"]
    assert seen[1].value is None
    assert seen[1].key == "company.registered_capital.cny_equivalent"


@pytest.mark.parametrize(
    ("requirement", "keys"),
    [
        ("website.team-size", ["team.technical_and_service"]),
        ("website.customer-cases", ["cases"]),
        ("miniprogram.top-500-case", ["cases[].fortune_global_500", "cases[].china_500"]),
        ("image.cvm-image", ["products[0].cvm_image"]),
    ],
)
def test_an_observation_names_its_key_in_the_profile(requirement: str, keys: list[str]) -> None:
    assert [item.key for item in finding(vendor(), requirement).observations] == keys


def test_where_the_source_is_silent_the_finding_says_so() -> None:
    not_verified = stating(("account", "enterprise_verified"), False)
    found = finding(
        stating(("company", "legal_form"), "individual-business", not_verified), "general.enterprise", market="api"
    )
    assert (found.status, found.notes) == ("unknown", (Message("check.source_silent"),))
    assert found.decided_by == ("account", "enterprise_verified")
