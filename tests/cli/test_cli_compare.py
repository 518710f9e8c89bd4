"""``requirements --compare``: what the markets ask for, side by side."""

import json
from typing import Any

import pytest
from rich.cells import cell_len
from support.golden import assert_golden
from support.samples import CATALOGUE, MARKETS
from support.strategies_runs import invoke, run

from cloudmkt_cli.core.messages import LANGUAGES, Language


def compared() -> dict[str, dict[str, Any]]:
    document = json.loads(invoke("requirements", "--compare", "-f", "json").stdout)
    return {row["slug"]: row["markets"] for row in document["comparison"]}


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fits_its_width(language: Language, width: int) -> None:
    done = run("requirements", "--compare", "--lang", language, environment={"COLUMNS": str(width)})
    assert done.returncode == 0
    page = done.stdout.decode()
    assert [line for line in page.splitlines() if cell_len(line) > width] == []
    assert_golden(f"compare/{language}.{width}.txt", page)


def test_what_each_market_asks_for_is_that_of_the_catalogue() -> None:
    rows = compared()
    asked = [(market.id, item) for market in CATALOGUE.markets for item in CATALOGUE.required_of(market)]
    shown = {(market, item["id"]) for markets in rows.values() for market, item in markets.items() if item}
    assert shown == {(market, item.id) for market, item in asked}
    assert [list(markets) for markets in rows.values()] == [list(MARKETS)] * len(rows)
    for market, item in asked:
        cell = rows[item.slug][market]
        assert (cell["clause"], cell["level"], cell["expected"]) == (item.clause, item.level, item.expected.en)
        assert cell["depends_on_product"] is (item.applies_when is not None)


def test_thresholds_are_data() -> None:
    rows = compared()
    assert [cell["thresholds"] for cell in rows["team-size"].values()] == [
        [{"fact": "team.technical_and_service", "operator": ">=", "value": number, "unit": "people"}]
        for number in (20, 10, 15, 10, 10, 10)
    ]
    assert rows["registered-capital"]["api"]["thresholds"] == [
        {"fact": "company.registered_capital", "operator": ">", "value": 1_000_000, "unit": "yuan"}
    ]
    assert rows["registered-capital"]["website"] is None
    assert [(bound["value"], bound["unit"]) for bound in rows["support-hours"]["image"]["thresholds"]] == [
        (7, "days"),
        (8, "hours"),
    ]
    assert [bound["unit"] for bound in rows["company-age"]["api"]["thresholds"]] == ["years"]
    assert rows["renown"]["api"]["thresholds"] == []


@pytest.mark.parametrize(("language", "limit"), [("zh", "> 100 万"), ("en", "> 1M")])
def test_large_numbers_are_short(language: Language, limit: str) -> None:
    lines = invoke("requirements", "--compare", "--lang", language).stdout.splitlines()
    (capital,) = [line for line in lines if line.startswith("  registered-capital")]
    assert capital.count(limit) == 4


def test_a_terminal_without_the_signs_can_tell_at_least_from_more_than() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "COLUMNS": "80"}
    page = run("requirements", "--compare", "--lang", "en", environment=environment).stdout.decode("ascii")
    assert "  customer-cases        >= 5 " in page
    assert "?" not in page


def test_one_market_cannot_be_compared() -> None:
    result = invoke("requirements", "website", "--compare", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "website" in result.stderr
