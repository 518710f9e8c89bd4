"""The catalogue on the command line: ``markets``, ``requirements`` and ``explain``, with and without a near miss."""

import json

import pytest
from rich.cells import cell_len
from support.samples import CATALOGUE, MARKETS
from support.strategies_runs import invoke, squeezed

from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.core.messages import LANGUAGES, Language

TEXTS = ("title", "expected", "why", "how", "evidence")
REQUIREMENTS = list(CATALOGUE.requirements())


@pytest.mark.parametrize("language", LANGUAGES)
def test_markets(language: Language) -> None:
    text = squeezed(invoke("markets", "--lang", language).stdout)
    for market in CATALOGUE.markets:
        assert market.id in text
        assert squeezed(market.name.get(language)) in text
    document = json.loads(invoke("markets", "--format", "json", "--lang", language).stdout)
    assert [market["id"] for market in document["markets"]] == list(MARKETS)
    assert [market["name"] for market in document["markets"]] == [
        market.name.get(language) for market in CATALOGUE.markets
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_requirements(language: Language) -> None:
    text = squeezed(invoke("requirements", "--lang", language).stdout)
    for requirement in REQUIREMENTS:
        assert squeezed(requirement.title.get(language)) in text
        assert squeezed(requirement.expected.get(language)) in text
    document = json.loads(invoke("requirements", "-f", "json", "--lang", language).stdout)
    assert [item["id"] for item in document["requirements"]] == [item.id for item in REQUIREMENTS]


@pytest.mark.parametrize("market", CATALOGUE.markets, ids=lambda market: market.id)
def test_the_requirements_of_one_market_with_the_general_ones(market: Market) -> None:
    own = [item.id for item in CATALOGUE.required_of(market)]
    document = json.loads(invoke("requirements", market.id, "-f", "json").stdout)
    assert [item["id"] for item in document["requirements"]] == own
    lines = invoke("requirements", market.id, "--lang", "zh").stdout.splitlines()
    named = [item.id for item in CATALOGUE.markets if any(line.startswith(item.name.zh) for line in lines)]
    assert named == [market.id]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.id)
def test_explain(requirement: Requirement, language: Language) -> None:
    words = {part: getattr(requirement, part).get(language) for part in TEXTS}
    text = invoke("explain", requirement.id, "--lang", language)
    assert text.exit_code == 0
    assert text.stderr == ""
    assert requirement.id in text.stdout
    assert [part for part, said in words.items() if squeezed(said) not in squeezed(text.stdout)] == []
    assert [line for line in text.stdout.splitlines() if cell_len(line) > 80] == []
    shown = json.loads(invoke("explain", requirement.id, "--lang", language, "-f", "json").stdout)["requirement"]
    assert {part: shown[part] for part in TEXTS} == words
    plain = {name: shown[name] for name in ("id", "market", "clause", "level", "scope")}
    assert plain == {name: getattr(requirement, name) for name in plain}


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("website.team-sise", "website.team-size"),
        ("website.teamsize", "website.team-size"),
        ("Website.Team-Size", "website.team-size"),
        ("api.test_account", "api.test-account"),
        ("genral.enterprise", "general.enterprise"),
        ("saas-users", "miniprogram.saas-users"),
    ],
)
def test_a_typo_in_a_requirement_id_gets_a_near_one(found: str, meant: str) -> None:
    result = invoke("explain", found)
    assert (result.exit_code, result.stdout) == (4, "")
    assert found in result.stderr
    assert meant in result.stderr


@pytest.mark.parametrize("arguments", ["check -m websit", "requirements websit"])
def test_a_typo_in_a_market_id_gets_a_near_one_and_all_there_are(arguments: str) -> None:
    result = invoke(*arguments.split())
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.count("website") == 2
    assert [market for market in MARKETS if market not in result.stderr] == []


def test_an_id_like_no_other_gets_the_way_to_find_one() -> None:
    result = invoke("explain", "zzzzzz")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "cloudmkt requirements" in result.stderr
