"""The profiles that ship with the program: what each one shows stays true, and none of them names a real vendor."""

import re
import tomllib
from datetime import date
from io import StringIO
from typing import Any

import pytest
from support.golden import assert_golden
from support.paths import GOLDEN, ROOT
from support.samples import AS_OF, CATALOGUE
from support.shipped_profiles import SHIPPED, too_wide

from cloudmkt_cli.checking.results import OPEN_STATUSES, MarketResult, ProfileResult, Status
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.render.terminal import render_batch
from cloudmkt_cli.runs.batch import Batch, check_path

EXPECTED = tomllib.loads((GOLDEN / "profiles" / "expected.toml").read_text(encoding="utf-8"))

LAST_DAY_OF_ATTESTATIONS = date(2027, 5, 31)
"""Up to this day at least, every attestation of the eligible profiles holds."""

pytestmark = pytest.mark.usefixtures("_in_the_root")


@pytest.fixture
def _in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def path(name: str) -> str:
    return f"profiles/{name}.toml"


def baseline_result(result: ProfileResult) -> dict[str, Any]:
    """A result in the form of ``expected.toml``."""
    looked_at = [market for market in result.markets if market.targeted] or result.markets
    return _stated(
        verdict=result.verdict,
        next_step=result.next_step.id,
        due=result.next_step.due,
        warnings=[warning.code for warning in result.warnings],
        markets={market.market.id: _standing_of_market(market) for market in looked_at},
    )


def _standing_of_market(market: MarketResult) -> dict[str, Any]:
    preferred = [market.preferred_satisfied, len(market.preferred)]
    return _stated(
        verdict=market.verdict,
        counts=[market.satisfied, market.decided, market.applicable],
        preferred=preferred if market.preferred else None,
        product=market.product,
        other_products=[list(other) for other in market.other_products],
        fail=_ids(market, Status.FAIL),
        unknown=_ids(market, Status.UNKNOWN),
        manual=_ids(market, Status.MANUAL),
    )


def _ids(market: MarketResult, status: Status) -> list[str]:
    return [item.requirement.id for item in market.required if item.status is status]


def _stated(**values: object) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def test_every_profile_is_in_the_table_and_the_table_names_no_other() -> None:
    assert set(SHIPPED) == set(EXPECTED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_stands_as_the_table_says(name: str) -> None:
    assert baseline_result(check_path(path(name), CATALOGUE, AS_OF).result) == EXPECTED[name]


@pytest.mark.parametrize("market", CATALOGUE.market_ids)
def test_a_profile_shows_how_to_be_eligible_for_each_market(market: str) -> None:
    result = check_path(path(f"{market}-eligible"), CATALOGUE, LAST_DAY_OF_ATTESTATIONS).result
    assert [aim.market.id for aim in result.targets] == [market]
    assert result.verdict == "eligible"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_says_first_what_it_shows(name: str) -> None:
    comment, *_ = SHIPPED[name].partition("\nprofile_version")
    lines = comment.splitlines()
    assert 1 <= len(lines) <= 4
    assert all(line.startswith("# ") for line in lines)


CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(code: str) -> str:
    """The last character of a unified social credit code, from the seventeen before it (GB 32100-2015)."""
    total = sum(CODE_CHARACTERS.index(character) * 3**place for place, character in enumerate(code[:17]))
    return CODE_CHARACTERS[-total % 31]


def test_the_check_character_is_computed_as_the_standard_does() -> None:
    assert check_character("91350100M000100Y43") == "3"
    assert check_character("91000000MA00000030") == "0"


def test_credit_codes_are_valid_and_used_once() -> None:
    companies = {name: tomllib.loads(text)["company"] for name, text in SHIPPED.items()}
    codes = {name: company["uscc"] for name, company in companies.items() if "uscc" in company}
    assert len(set(codes.values())) == len(codes)
    prefixes = {"enterprise": "91", "individual-business": "92"}
    for name, code in codes.items():
        assert len(code) == 18, name
        assert code[17] == check_character(code), name
        assert code[:2] == prefixes[companies[name]["legal_form"]], name
        # No place has the code 000000, so no company has one of these.
        assert code[2:8] == "000000", name


@pytest.mark.parametrize("name", SHIPPED)
def test_links_and_addresses_stay_with_example_com(name: str) -> None:
    text = SHIPPED[name]
    hosts = re.findall(r"https?://([^/\"\s]+)", text) + re.findall(r"[^@\s\"]+@([^@\s\"]+)", text)
    assert set(hosts) <= {"example.com"}
    # What looks like a domain without a scheme before it, such as "www.…".
    assert set(re.findall(r"\b(?:[\w-]+\.)+(?:com|cn|net|org|io)\b", text, re.ASCII)) <= {"example.com"}


def checklist(name: str, language: Language, columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What ``check`` shows on a screen that is so wide and has no colours."""
    for variable in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    checked = check_path(path(name), CATALOGUE, AS_OF)
    return render_batch(Batch(CATALOGUE, AS_OF, (checked,), ()), language, StringIO())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("website-not-eligible", 80),
        ("website-not-eligible", 140),
        ("enterprise-incomplete", 80),
        ("stage-await-review", 80),
    ],
)
def test_the_checklist_looks_as_it_should(
    name: str, language: Language, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_golden(f"profiles/{name}.{language}.{columns}.txt", checklist(name, language, columns, monkeypatch))


@pytest.mark.parametrize("columns", [40, 80, 140])
@pytest.mark.parametrize("name", ["website-not-eligible", "enterprise-incomplete"])
def test_the_id_of_what_is_open_is_shown_at_any_width(name: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check_path(path(name), CATALOGUE, AS_OF)
    (market,) = checked.result.targets
    still_open = [item.requirement.id for item in market.findings if item.status in OPEN_STATUSES]
    listed = checklist(name, "en", columns, monkeypatch).partition("Other markets")[0].partition("How to prepare")[0]
    shown = [item.requirement.id for item in market.findings if item.requirement.id in listed.split()]
    assert shown == (still_open if columns < 110 else [item.requirement.id for item in market.findings])


@pytest.mark.parametrize("columns", [60, 80, 140])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_no_line_of_a_checklist_is_wider_than_its_page(
    name: str, language: Language, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not too_wide(checklist(name, language, columns, monkeypatch).splitlines(), columns)
