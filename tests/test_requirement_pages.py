"""The generated pages of requirements are up to date and complete, and their examples are decided as they say."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from generate.requirement_pages import PROFILE, PROFILE_TEXT, requirement_pages
from support.paths import ROOT

from cloudmkt_cli import load_profile
from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.model import GENERAL, Catalogue, Requirement
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.catalogue.pages import FOLDER, page_address, page_name
from cloudmkt_cli.checking.checker import check_profile
from cloudmkt_cli.core import project
from cloudmkt_cli.core.messages import LANGUAGES, Language

HERE: Final = ROOT / FOLDER
PAGES: Final = {path.name: path.read_text(encoding="utf-8") for path in sorted(HERE.iterdir())}
ENGLISH: Final = [name for name in PAGES if name.endswith(".md") and not name.endswith(".zh-CN.md")]
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


class Shown(NamedTuple):
    requirement: str
    status: str
    lines: str


def catalogue_of(page: str) -> Catalogue:
    pack = page.partition(".")[0]
    return load_catalogue(pack) if pack in shipped_packs() else load_catalogue()


def shown_examples(page: str) -> Iterator[Shown]:
    for part in re.split(r"^\| Requirement \| ", page, flags=re.MULTILINE)[1:]:
        ids = re.findall(r"(?:^|<br>)`([^`]+)`", part.partition("\n")[0])
        for status, lines in re.findall(r"\(`(\w+)`\)[^\n]*:\n\n```toml\n(.*?)\n```", part, re.DOTALL):
            yield from (Shown(each, status, lines) for each in ids)


def anchors(page: str) -> list[str]:
    return re.findall(r'^<a id="([^"]+)"></a>$', page, re.MULTILINE)


def toml_of(page: str) -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def test_pages_are_up_to_date() -> None:
    expected = requirement_pages()
    assert [*PAGES] == sorted(expected)
    assert [name for name, text in expected.items() if PAGES[name] != text] == []


@pytest.mark.parametrize("page", ENGLISH)
def test_examples_have_the_status_that_they_show(page: str, tmp_path: Path) -> None:
    catalogue, found = catalogue_of(page), [*shown_examples(PAGES[page])]
    wrong = []
    for number, (requirement, status, lines) in enumerate(found):
        file = tmp_path / f"{number}.toml"
        file.write_text(f"{PROFILE_TEXT}{lines}\n", encoding="utf-8")
        market = catalogue.requirement(requirement).market
        markets = catalogue.market_ids[:1] if market == GENERAL else (market,)
        result = check_profile(load_profile(file).profile, catalogue, catalogue.checked_on, markets=markets)
        (decided,) = (one.status for one in result.markets[0].findings if one.requirement.id == requirement)
        if decided != status:
            wrong.append((requirement, status, decided))
    assert wrong == []


def described(page: str) -> list[Requirement]:
    """The requirements that a page is to describe."""
    catalogue = catalogue_of(page)
    return [item for item in catalogue.requirements() if page_name(catalogue, item.market, "en") == page]


@pytest.mark.parametrize("page", ENGLISH)
def test_a_page_has_one_example_that_passes_and_one_that_does_not_for_each_requirement(page: str) -> None:
    statuses: dict[str, list[str]] = {}
    for shown in shown_examples(PAGES[page]):
        statuses.setdefault(shown.requirement, []).append(shown.status)
    assert statuses == {item.id: ["pass", "fail"] for item in described(page)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_requirement_has_one_anchor_on_its_page(language: Language) -> None:
    for pack in shipped_packs():
        catalogue = load_catalogue(pack)
        for item in catalogue.requirements():
            found = anchors(PAGES[page_name(catalogue, item.market, language)])
            assert found.count(item.slug) == 1, item.id


@pytest.mark.parametrize("page", ENGLISH)
def test_both_languages_have_the_same_anchors_examples_and_names(page: str) -> None:
    english, chinese = PAGES[page], PAGES[page.removesuffix(".md") + ".zh-CN.md"]
    assert anchors(english) == anchors(chinese)
    assert toml_of(english) == toml_of(chinese)
    in_table = r"(?<=\|).*`[^`]+`.*"
    assert [re.findall(r"`([^`]+)`", row) for row in re.findall(in_table, english)] == [
        re.findall(r"`([^`]+)`", row) for row in re.findall(in_table, chinese)
    ]
    assert [line for line in re.findall(r"^#+ (.*)$", chinese, re.MULTILINE) if not HAN.search(line)] == []


@pytest.mark.parametrize("page", [name for name in PAGES if name.endswith(".md")])
def test_every_link_leads_somewhere(page: str) -> None:
    found = re.findall(r"\]\(([^)]+)\)", PAGES[page])
    assert found
    assert [link for link in found if not link.startswith("https://") and not leads_somewhere(link)] == []


def leads_somewhere(link: str) -> bool:
    file, _, anchor = link.partition("#")
    return (HERE / file).exists() and (not anchor or anchor in anchors(PAGES[file]))


def test_examples_are_about_nobody() -> None:
    text = PROFILE_TEXT + "".join(PAGES[name] for name in ENGLISH)
    assert {*re.findall(r"https://(?!github\.com|cloud\.tencent\.com)([\w.-]+)", text)} >= {"example.com"}
    assert {*re.findall(r'customer = "([^"\d]+)\d', text)} == {"示例客户"}
    assert PAGES[PROFILE] == PROFILE_TEXT


def test_the_address_of_a_page_is_that_of_the_project() -> None:
    default, jd = load_catalogue(), load_catalogue("jd")
    team, lawful = default.requirement("website.team-size"), jd.requirement("jd/general.lawful")
    folder = f"{project.address()}/blob/main/docs/requirements"
    assert project.address().startswith("https://github.com/")
    assert page_address(team, default, "en") == f"{folder}/website.md#team-size"
    assert page_address(team, default, "zh") == f"{folder}/website.zh-CN.md#team-size"
    assert page_address(lawful, jd, "en") == f"{folder}/jd.md#lawful"


def test_an_edition_that_does_not_ship_has_no_page() -> None:
    own = load_catalogue()._replace(id="house-rules")
    assert page_address(own.requirement("website.team-size"), own, "en") is None


def test_a_project_of_unknown_address_has_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "_repository", lambda: None)
    catalogue = load_catalogue()
    assert page_address(catalogue.requirement("website.team-size"), catalogue, "en") is None
    assert project.address() == "https://pypi.org/project/cloudmkt-cli"
