"""The catalogue on the command line: ``markets``, ``requirements`` and ``explain``, with and without a near miss."""

import json
import re

import pytest
from rich.cells import cell_len
from support.samples import CATALOGUE, MARKETS
from support.strategies_runs import invoke, squeezed

from cloudmkt_cli.catalogue.model import Market, Requirement
from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.core.messages import LANGUAGES, Language

TEXTS = ("title", "expected", "why", "how", "evidence")
REQUIREMENTS = list(CATALOGUE.requirements())
TEAM_SIZES = {"miniprogram": 20, "website": 10, "image": 15, "enterprise": 10, "api": 10, "service": 10}


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
        assert requirement.id in text
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
    address = page_address(requirement, CATALOGUE, language)
    assert [line.split()[-1] for line in text.stdout.splitlines() if cell_len(line) > 80] == [address]
    shown = json.loads(invoke("explain", requirement.id, "--lang", language, "-f", "json").stdout)["requirement"]
    assert {part: shown[part] for part in TEXTS} == words
    assert shown["url"] == address
    plain = {name: shown[name] for name in ("id", "market", "clause", "level", "scope")}
    assert plain == {name: getattr(requirement, name) for name in plain}


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_alone_lists_all_ids_with_their_titles(language: Language) -> None:
    shown = invoke("explain", "--lang", language)
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = [line.split(maxsplit=1) for line in shown.stdout.splitlines() if line.startswith("  ")]
    assert lines == [[item.id, item.title.get(language)] for item in REQUIREMENTS]
    document = json.loads(invoke("explain", "--lang", language, "-f", "json").stdout)
    assert document["requirements"] == [{"id": item.id, "title": item.title.get(language)} for item in REQUIREMENTS]


@pytest.mark.parametrize(
    "name", ["team-size", "技术与服务团队人数", "Technical and service staff", "technical and service STAFF"]
)
def test_a_slug_or_title_shows_the_markets_side_by_side(name: str) -> None:
    shown = invoke("explain", name, "--lang", "en")
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines() if line.startswith("  ")]
    assert lines[: len(TEAM_SIZES)] == [
        f"{market}.team-size cl. 2 at least {number} technical and service staff"
        for market, number in TEAM_SIZES.items()
    ]
    document = json.loads(invoke("explain", name, "-f", "json").stdout)
    assert [item["id"] for item in document["requirements"]] == [f"{market}.team-size" for market in TEAM_SIZES]


@pytest.mark.parametrize(("slug", "others"), [("company-age", ["WeChat mini programs"]), ("team-size", [])])
def test_the_markets_that_do_not_ask_are_named(slug: str, others: list[str]) -> None:
    text = invoke("explain", slug, "--lang", "en").stdout
    assert re.findall(r"not required in: (.*)", text) == others


def test_what_differs_between_markets_is_not_said_of_all() -> None:
    text = squeezed(invoke("explain", "team-size", "--lang", "en").stdout)
    item = CATALOGUE.requirement("website.team-size")
    assert squeezed(item.why.en) in text
    assert squeezed(item.how.en) not in text  # it names the number of one market


def test_a_name_of_one_requirement_shows_it_in_full() -> None:
    of_id = invoke("explain", "miniprogram.saas-users", "--lang", "zh").stdout
    assert invoke("explain", "saas-users", "--lang", "zh").stdout == of_id
    assert invoke("explain", "SaaS 注册用户数", "--lang", "zh").stdout == of_id


@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize("market", MARKETS)
def test_explain_with_a_market_lists_its_requirements(market: str, output_format: str) -> None:
    """``enterprise`` as well, which is a requirement, too, that every market's list begins with."""
    listed = invoke("requirements", market, "-f", output_format, "--lang", "en").stdout
    assert invoke("explain", market, "-f", output_format, "--lang", "en").stdout == listed


def test_explain_general_lists_what_all_markets_ask_for() -> None:
    document = json.loads(invoke("explain", "general", "-f", "json").stdout)
    assert [item["id"] for item in document["requirements"]] == [item.id for item in CATALOGUE.general.requirements]


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("website.team-sise", "website.team-size"),
        ("website.teamsize", "website.team-size"),
        ("Website.Team-Size", "website.team-size"),
        ("api.test_account", "api.test-account"),
        ("genral.enterprise", "general.enterprise"),
        ("saas-user", "saas-users"),
        ("Team-Size", "team-size"),
        ("websit", "website"),
        ("客服", "在线客服时间"),
        ("company agee", "Company age"),
    ],
)
def test_a_typo_in_a_name_gets_a_near_one(found: str, meant: str) -> None:
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
