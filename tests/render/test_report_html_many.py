"""A large HTML report: the overview is part of the page, the rest is data in it, of which each wording stands once."""

import json
import re
from contextlib import chdir
from functools import cache
from typing import Any, Final

import pytest
from support.paths import ROOT
from support.samples import AS_OF, CATALOGUE
from support.samples_reports import HOSTILE_NAMES, Page, batch_named, rendered, sample_batch

from cloudmkt_cli.core.messages import LANGUAGES
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.client import html_report
from cloudmkt_cli.render.client.html_pieces import as_data, without_marks
from cloudmkt_cli.runs.batch import Batch, check_paths

FEW: Final = 2
MOST: Final = 6_000_000


@pytest.fixture(name="_few_written_out")
def _set_few_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few vendors are many, so that a page of many takes no time."""
    monkeypatch.setattr(html_report, "WRITTEN_OUT", FEW)


@cache
def many() -> Batch:
    """More vendors than are written out, each twice."""
    batch = sample_batch()._replace(profiles=sample_batch().profiles * 2)
    assert len(batch.profiles) > FEW
    return batch


def data_of(html: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Page(html).by_id("data").text)
    return data


def built(data: dict[str, Any], reference: Any, number: int) -> str:
    """What the script builds, as markup that only stands for elements: texts are marked by their code points."""
    piece, *inner = reference if isinstance(reference, list) else [reference]

    def markup(node: Any) -> str:
        if node == 0:
            return built(data, inner.pop(0), number)
        if isinstance(node, str):
            return "".join(f"&#{ord(char)};" for char in node)
        tag, attributes, *nodes = node
        quoted = "".join(f' {name}="{"".join(f"&#{ord(c)};" for c in value)}"' for name, value in attributes.items())
        return f"<{tag}{quoted}>{''.join(map(markup, nodes))}</{tag}>".replace("&#0;", str(number))

    return "".join(map(markup, data["pieces"][piece]))


def content(html: str) -> list[tuple[str, dict[str, str], str]]:
    return [(item.tag, item.attributes, " ".join(item.text.split())) for item in Page(html).elements]


@pytest.mark.usefixtures("_few_written_out")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_built_is_what_would_be_written_out(language: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = data_of(rendered("html", many(), language))
    monkeypatch.setattr(html_report, "WRITTEN_OUT", len(many().profiles))
    whole = rendered("html", many(), language)
    sections = re.findall(r'(?s)<section class="client".*?\n</section>\n', whole)
    assert len(sections) == len(data["clients"]) == len(many().profiles)
    for number, (section, reference) in enumerate(zip(sections, data["clients"], strict=True), start=1):
        assert content(built(data, reference, number)) == content(section)


@pytest.mark.usefixtures("_few_written_out")
def test_the_page_has_the_overview_and_no_section_of_a_vendor() -> None:
    found = Page(rendered("html", many(), "en"))
    assert [item for item in found.elements if item.has("client")] == []
    assert len([row for row in found.all("tr") if "data-client" in row.attributes]) == len(many().profiles)
    assert found.by_id("needs-script").text == translate_needs_script()


def translate_needs_script() -> str:
    return "Choose a vendor to see its details. Without scripts, there is only the overview."


@pytest.mark.parametrize("number", [100, 101])
def test_up_to_a_hundred_vendors_are_written_out(number: int) -> None:
    batch = sample_batch()._replace(profiles=sample_batch().profiles[:1] * number)
    elements = Page(rendered("html", batch, "en")).elements
    is_written_out = number == html_report.WRITTEN_OUT
    assert len([item for item in elements if item.has("client")]) == (number if is_written_out else 0)
    assert any(item.attributes.get("id") == "data" for item in elements) is not is_written_out


@pytest.mark.usefixtures("_few_written_out")
def test_each_piece_stands_once() -> None:
    data = data_of(rendered("html", many(), "en"))
    pieces = [json.dumps(piece) for piece in data["pieces"]]
    assert len(pieces) == len(set(pieces))
    one_round = data_of(rendered("html", many()._replace(profiles=sample_batch().profiles * 3), "en"))
    assert one_round["pieces"] == data["pieces"]


@pytest.mark.usefixtures("_few_written_out")
@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:20]))
def test_no_markup_can_begin_or_end_in_the_data(name: str) -> None:
    html = rendered("html", batch_named(name, FEW + 1), "en")
    (data,) = re.findall(r'(?s)<script type="application/json" id="data">(.*?)</script>', html)
    assert re.findall("[<>&]", data) == []
    assert html.count("</script") == 2
    texts = [node for piece in json.loads(data)["pieces"] for node in piece if isinstance(node, str)]
    assert escape_untrusted(name, 1000) in {text.strip() for text in texts} | {*texts}


def test_a_section_without_marks_is_the_same_html() -> None:
    section = b"\1<p>\1one\2 \1two\2</p>\2"
    assert without_marks(section) == b"<p>one two</p>"
    data = json.loads("".join(as_data([section, section])))
    assert data == {"clients": [[2, 0, 1], [2, 0, 1]], "pieces": [["one"], ["two"], [["p", {}, 0, " ", 0]]]}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_fifteen_hundred_vendors_who_have_nothing_in_common_take_less_than_6_mb(language: Any) -> None:
    with chdir(ROOT):
        shipped = check_paths(["profiles"], CATALOGUE, AS_OF).profiles
    profiles = []
    for number in range(1500):
        checked = shipped[number % len(shipped)]
        markets = tuple(one_of_its_own(market, number) for market in checked.result.markets)
        result = checked.result._replace(vendor=f"{checked.result.vendor}{number}", markets=markets)
        profiles.append(checked._replace(path=f"clients/2026/{number:05}.toml", result=result))
    html = rendered("html", sample_batch()._replace(profiles=tuple(profiles)), language)
    assert len(html.encode()) < MOST


def one_of_its_own(market: Any, number: int) -> Any:
    """A market in which no text of the vendor is that of another vendor."""
    findings = []
    for finding in market.findings:
        if finding.attested:
            links = tuple(link.replace("example.com", f"{number}.example.com") for link in finding.attested.evidence)
            attested = finding.attested._replace(by=f"{finding.attested.by} {number}", evidence=links)
            findings.append(finding._replace(attested=attested))
        else:
            seen = tuple(item._replace(value=f"{item.value} {number}") for item in finding.observations)
            findings.append(finding._replace(observations=seen))
    return market._replace(findings=tuple(findings), product=market.product and f"{market.product} {number}")
