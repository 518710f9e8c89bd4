"""The HTML report as a document: what it says, that text of profiles stays text, and that it is whole by itself."""

import base64
import hashlib
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from support.golden import assert_golden
from support.samples import AS_OF, CATALOGUE, stating, vendor
from support.samples_reports import (
    HOSTILE_NAMES,
    Page,
    batch_named,
    batch_of,
    empty_batch,
    rendered,
    sample_batch,
)

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client import html_report as report_html
from cloudmkt_cli.render.error_phrases import ERRORS_OF_A_FILE
from cloudmkt_cli.render.phrases import SYMBOLS, clause
from cloudmkt_cli.runs.batch import Batch

FOLDER = Path(report_html.__file__).with_name("html")
TEMPLATE = "".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.jinja")))
CSS = (FOLDER / "report.css").read_text(encoding="utf-8")


def page(language: Language = "en", batch: Batch | None = None) -> Page:
    return Page(rendered("html", batch or sample_batch(), language))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_page_looks_as_it_should() -> None:
    assert_golden("reports/report.en.html", rendered("html", sample_batch(), "en"))


def test_the_page_is_built_alike_in_chinese() -> None:
    built = [
        [(element.tag, element.attributes.keys()) for element in page(language).elements] for language in LANGUAGES
    ]
    assert built[0] == built[1]


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_names_its_language(language: Language, locale: str) -> None:
    assert page(language).all("html")[0].attributes["lang"] == locale


@pytest.mark.parametrize("batch", [sample_batch(), empty_batch()], ids=["sample", "empty"])
def test_headings_are_in_order(batch: Batch) -> None:
    levels = [int(element.tag[1]) for element in page(batch=batch).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_ids_are_unique_and_links_within_the_page_lead_somewhere() -> None:
    elements = page().elements
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    used = [element.attributes.get("href", "") for element in elements]
    used = [href[1:] for href in used if href.startswith("#")]
    used += [name for element in elements for name in element.attributes.get("aria-labelledby", "").split()]
    used += [element.attributes["data-client"] for element in elements if "data-client" in element.attributes]
    assert set(used) <= set(ids)
    assert {f"client-{number}" for number, _ in enumerate(sample_batch().profiles, start=1)} <= set(used)


def test_every_head_of_the_matrix_says_what_it_is_the_head_of() -> None:
    heads = page().all("th")
    assert [head.attributes["scope"] for head in heads] == ["col"] * 9 + ["row"] * len(sample_batch().profiles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_has_a_symbol_the_counts_and_words_for_each_market(language: Language) -> None:
    cells = [squeezed(cell.text) for cell in page(language).all("td") if cell.has("market")]
    results = [market for checked in sample_batch().profiles for market in checked.result.markets]
    assert len(cells) == len(results)
    for cell, result in zip(cells, results, strict=True):
        assert f"{SYMBOLS[result.verdict]} {result.satisfied}/{result.applicable}" in cell
        assert translate(f"verdict.{result.verdict}", language) in cell
        assert (translate("report.targeted", language) in cell) is result.targeted


def test_symbols_are_hidden_from_screen_readers() -> None:
    marks = [element for element in page().elements if element.has("mark")]
    assert len(marks) > 100
    assert all("aria-hidden" in mark.attributes for mark in marks)


def test_the_totals_are_those_of_the_run() -> None:
    shown = [int(element.text) for element in page().all("strong")[:4]]
    counts = [sample_batch().summary.totals[verdict] for verdict in reversed(Verdict)]
    assert shown == [*counts, sample_batch().summary.unchecked]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_requirement_of_a_target_is_listed_and_no_other(language: Language) -> None:
    listed = [squeezed(item.text) for item in page(language).all("p") if item.has("requirement")]
    targets = [aim for checked in sample_batch().profiles for aim in checked.result.targets]
    requirements = [finding.requirement for aim in targets for finding in aim.findings]
    assert sorted(listed) == sorted(f"{clause(item, language)} {item.title.get(language)}" for item in requirements)


def test_an_attested_requirement_shows_by_whom_when_until_when_and_on_what() -> None:
    text = squeezed(page("en").by_id("client-6").text)
    assert "met attested cl. 2 Lawful and licensed attested by <u>法务部</u> on 2026-11-01" in text
    assert "Valid until 2027-05-01 · Evidence news/report.pdf · https://example.com/" in text
    assert "not met attested cl. 7 Industry reputation" in text
    assert "attested as not met by 市场部 on 2026-11-01" in text
    assert "file javascript:alert(3) not found" in text


def test_only_web_addresses_become_links() -> None:
    links = [link for link in page().all("a") if not link.attributes["href"].startswith("#")]
    assert {link.attributes["rel"] for link in links} == {"noopener noreferrer"}
    addresses = {link.attributes["href"] for link in links}
    assert all(re.match("https?://", address, re.IGNORECASE) for address in addresses)
    assert 'https://example.com/" onmouseover="alert(4)' in addresses
    assert "HTTPS://EXAMPLE.COM/news?a=1&b=2" in addresses
    assert not any("fdp.exe" in address for address in addresses)  # it would not read as what it is


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_of_requirements_in_the_checklist_and_among_the_gaps_lead_to_their_pages(language: Language) -> None:
    of_pages = [href for link in page(language).all("a") if "docs/requirements" in (href := link.attributes["href"])]
    assert {*of_pages} <= {page_address(item, CATALOGUE, language) for item in CATALOGUE.requirements()}
    team_size = page_address(CATALOGUE.requirement("website.team-size"), CATALOGUE, language)
    assert len([href for href in of_pages if href == team_size]) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_edition_the_notice_and_the_day_are_there(language: Language) -> None:
    text = squeezed(page(language).all("body")[0].text)
    for value in (CATALOGUE.id, CATALOGUE.notice.get(language), CATALOGUE.source_url, AS_OF.isoformat()):
        assert value in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_could_not_be_checked_have_place_fault_and_remedy(language: Language) -> None:
    text = page(language).by_id("unchecked").text
    for error in sample_batch().errors:
        assert error.position is not None
        assert f"{error.path}:{error.position.line}:{error.position.column}" in text
        assert translate(error.message, language) in text
        assert translate(error.hint, language) in text


def test_of_a_file_with_very_many_mistakes_the_first_are_shown_and_the_rest_counted() -> None:
    error = Diagnostic(Message("error.blank"), Message("hint.blank"), path="many.toml", position=Position(1, 1))
    text = page(batch=sample_batch()._replace(errors=(error,) * 1000)).by_id("unchecked").text
    assert text.count("many.toml:1:1") == ERRORS_OF_A_FILE
    assert "errors not shown: 950" in text


def test_a_run_without_profiles_says_so() -> None:
    text = squeezed(page(batch=empty_batch()).all("main")[0].text)
    assert "No profiles were checked." in text
    assert "tests/golden/reports/none.toml" in text


def test_a_day_that_is_an_estimate_is_marked(tmp_path: Path) -> None:
    day = date(2198, 3, 1)  # nobody has published the holidays of that year
    values = stating(("onboarding",), {"applied_on": day, "review": "pending"}, vendor())
    text = page(batch=batch_of(tmp_path, values, day + timedelta(days=1))).all("main")[0].text
    assert len(re.findall(r"due 2198-03-\d\d \(estimate\)", text)) == 1


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:20]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_stays_text(name: str, language: Language) -> None:
    harmless = page(language, batch_named("示例"))
    hostile = page(language, batch_named(name))
    assert [element.tag for element in hostile.elements] == [element.tag for element in harmless.elements]
    assert [[*element.attributes] for element in hostile.elements] == [
        [*element.attributes] for element in harmless.elements
    ]
    assert hostile.by_id("client-1-name").text == escape_untrusted(name, 1000)


def test_nothing_is_loaded_and_nothing_is_styled_in_place() -> None:
    found = page()
    assert found.all("img", "link", "iframe", "object", "embed", "video", "audio", "base", "svg") == []
    names = {name for element in found.elements for name in element.attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"src", "srcset", "style", "action"})
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert re.findall(r"<(?!/?)", CSS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_lets_in_the_style_and_the_script_of_the_page_alone(language: Language) -> None:
    found = page(language)
    policy = next(meta.attributes["content"] for meta in found.all("meta") if "http-equiv" in meta.attributes)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["img-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        (element,) = found.all(tag)
        transform = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{transform}'"


def test_the_script_makes_no_markup_of_text() -> None:
    script = (FOLDER / "report.js").read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function|fetch|XMLHttp|import", script
    )


def test_filters_are_hidden_until_a_script_shows_them() -> None:
    assert "hidden" in page().by_id("filters").attributes


def test_the_labels_are_those_that_the_template_uses() -> None:
    assert set(re.findall(r"label\.(\w+)", TEMPLATE)) == set(report_html._LABELS)  # noqa: SLF001  the two go together


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = (channel(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(theme: int) -> None:
    """At least 4.5 to 1, as WCAG 2.2 asks for at level AA."""
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", re.findall(r":root {(.*?)}", CSS, re.DOTALL)[theme]))
    states = ("pass", "fail", "unknown", "manual", "idle")
    pairs = [(text, behind) for text in ("ink", "muted", "accent") for behind in ("page", "card")]
    pairs += [(state, behind) for state in states for behind in ("card", f"{state}-tint")]
    pairs += [(text, f"{state}-tint") for text in ("ink", "muted", "accent") for state in states]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
