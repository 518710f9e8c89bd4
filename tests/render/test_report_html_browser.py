"""The HTML report in a real browser: it shows, loads nothing, filters and sorts, prints, and does without scripts."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from support.samples_reports import Page, rendered, sample_batch

from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.render.client.html_report import WRITTEN_OUT

pytestmark = pytest.mark.slow
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"
HOSTS = re.compile(r"https?:\\?/\\?/([^/\\\"?#:]+)", re.IGNORECASE)

Browse = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(name="browse", scope="module")
def _browse(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    """Run a browser with no memory of earlier runs and no way out."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        if "CI" in os.environ:
            pytest.fail("no Chromium here, which the tests of the HTML report need")
        pytest.skip("no Chromium here")

    def run(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
        profile = f"--user-data-dir={tmp_path_factory.mktemp('browser')}"
        command = [program, *QUIET, OFFLINE, profile, *options, file.as_uri()]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60)

    return run


@pytest.fixture(name="report", scope="module")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_bytes(rendered("html", sample_batch(), "zh").encode())
    return file


def console(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def doing(report: Path, script: str) -> Path:
    """A copy of a report that does something once it is there, which its policy lets in as well."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = report.read_text(encoding="utf-8").replace("script-src '", f"script-src 'sha256-{digest}' '", 1)
    copy = report.with_name(f"{digest[:8].replace('/', '_')}.html")
    copy.write_text(html.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    return copy


def without_scripts(report: Path) -> Path:
    copy = report.with_name("without-scripts.html")
    html = re.sub("script-src '[^']*'", "script-src 'none'", report.read_text(encoding="utf-8"), count=1)
    copy.write_text(html, encoding="utf-8")
    return copy


def test_the_matrix_shows_and_the_console_has_nothing_to_say(browse: Browse, report: Path) -> None:
    done = browse(report, "--dump-dom", "--enable-logging=stderr")
    found = Page(done.stdout)
    assert console(done) == []
    rows = [row for row in found.all("tr") if "data-client" in row.attributes]
    assert len(rows) == len(sample_batch().profiles)
    assert "hidden" not in found.by_id("filters").attributes
    assert found.by_id("shown").text == "显示 6/6"


def test_the_console_is_listened_to(browse: Browse, report: Path) -> None:
    assert console(browse(doing(report, "console.error('x')"), "--dump-dom", "--enable-logging=stderr"))


def test_names_that_mean_harm_are_text_in_the_browser_too(browse: Browse, report: Path) -> None:
    """What the browser makes of the page has no other elements than what was written."""
    written, shown = Page(report.read_text(encoding="utf-8")), Page(browse(report, "--dump-dom").stdout)
    assert [element.tag for element in shown.elements if element.tag != "button"] == [
        element.tag for element in written.elements
    ]
    assert len(shown.all("button")) == 9
    for number, checked in enumerate(sample_batch().profiles, start=1):
        assert shown.by_id(f"client-{number}-name").text == escape_untrusted(checked.result.vendor, 1000)


def requested(browse: Browse, file: Path, log: Path) -> set[str]:
    """The hosts that a page asked for something; the browser's own errands are left out."""
    browse(file, "--dump-dom", f"--log-net-log={log}")
    mentioned = {host.lower() for host in HOSTS.findall(file.read_text(encoding="utf-8"))}
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    urls = [str(event.get("params", {}).get("url", "")) for event in events]
    return mentioned & {host.lower() for url in urls for host in HOSTS.findall(url)}


def test_nothing_is_asked_of_any_host(browse: Browse, report: Path, tmp_path: Path) -> None:
    assert requested(browse, report, tmp_path / "net.json") == set()


def test_a_request_would_be_seen(browse: Browse, tmp_path: Path) -> None:
    file = tmp_path / "asks.html"
    file.write_text("<img src='http://example.com/x.png'>", encoding="utf-8")
    assert requested(browse, file, tmp_path / "net.json") == {"example.com"}


def test_the_policy_stops_what_would_be_loaded(browse: Browse, report: Path, tmp_path: Path) -> None:
    file = report.with_name("asks.html")
    asks = "<img src='http://example.com/x.png'><link rel=stylesheet href='http://example.com/x.css'></body>"
    file.write_text(report.read_text(encoding="utf-8").replace("</body>", asks), encoding="utf-8")
    assert requested(browse, file, tmp_path / "net.json") == set()


CHOICES = {
    "all": ("", "", [1, 2, 3, 4, 5, 6]),
    "a verdict": ("not_eligible", "", [3, 4, 6]),
    "another": ("incomplete", "", [5]),
    "a market": ("", "enterprise", [2, 6]),
    "both": ("eligible", "enterprise", [2]),
    "none is left": ("", "api", []),
}
CHOOSE = """
const visible = (selector, id) => [...document.querySelectorAll(selector)].filter((one) => !one.hidden).map(id);
document.title = JSON.stringify(%s.map(([verdict, market]) => {
  document.getElementById("filter-verdict").value = verdict;
  document.getElementById("filter-market").value = market;
  document.getElementById("filters").dispatchEvent(new Event("change"));
  return [visible("tbody tr", (row) => row.dataset.client), visible(".client", (one) => one.id),
    document.getElementById("shown").textContent];
}));
"""
SORT = """
const button = document.querySelectorAll("#matrix thead button")[1];
document.title = JSON.stringify(["ascending", "descending"].map((order) => {
  button.click();
  const ranks = [...document.querySelectorAll("td.verdict")].map((cell) => cell.dataset.sort);
  return [order, document.querySelector("[aria-sort]").cellIndex, button.parentNode.ariaSort, ranks.join("")];
}));
"""


def told(browse: Browse, file: Path, *options: str) -> Any:
    """What a script left in the title of its page."""
    (title,) = Page(browse(file, "--dump-dom", *options).stdout).all("title")
    return json.loads(title.text)


def test_filters_leave_the_clients_that_are_wanted(browse: Browse, report: Path) -> None:
    choices = json.dumps([[verdict, market] for verdict, market, _ in CHOICES.values()])
    outcomes = told(browse, doing(report, CHOOSE % choices))
    for (name, (_, _, numbers)), outcome in zip(CHOICES.items(), outcomes, strict=True):
        wanted = [f"client-{number}" for number in numbers]
        assert outcome == [wanted, wanted, f"显示 {len(wanted)}/6"], name


def test_the_matrix_is_sorted_by_the_column_that_is_clicked(browse: Browse, report: Path) -> None:
    ranks = "".join(sorted(str(checked.result.verdict.rank) for checked in sample_batch().profiles))
    assert told(browse, doing(report, SORT)) == [
        ["ascending", 1, "ascending", ranks],
        ["descending", 1, "descending", ranks[::-1]],
    ]


SEARCH = """
const search = document.getElementById("search");
document.title = JSON.stringify(%s.map((words) => {
  search.value = words;
  search.dispatchEvent(new Event("input", { bubbles: true }));
  return [...document.querySelectorAll("tbody tr")].filter((row) => !row.hidden).map((row) => row.dataset.client);
}));
"""


def test_search_leaves_the_vendors_whose_names_have_the_words(browse: Browse, report: Path) -> None:
    names = [escape_untrusted(checked.result.vendor, 1000).lower() for checked in sample_batch().profiles]
    words = ["示例", " 青屿 ", "<SCRIPT>", "没有"]
    found = told(browse, doing(report, SEARCH % json.dumps(words)))
    for one, clients in zip(words, found, strict=True):
        wanted = [f"client-{number}" for number, name in enumerate(names, 1) if one.strip().lower() in name]
        assert clients == wanted, one
    assert [len(clients) for clients in found[1:]] == [1, 1, 0]


SHOW = """
const seen = [];
addEventListener("hashchange", () => {
  const section = document.querySelector("#details .client");
  seen.push([document.querySelectorAll(".client").length, section.outerHTML, document.activeElement.id]);
  if (seen.length === 1) location.hash = "client-6-website";
  else document.title = JSON.stringify(seen);
});
location.hash = "client-1";
"""


def test_a_large_report_builds_the_section_that_is_looked_at(browse: Browse, tmp_path: Path) -> None:
    """The same elements, attributes and texts as in a report that is written out, names that mean harm included."""
    file = tmp_path / "large.html"
    times = WRITTEN_OUT // len(sample_batch().profiles) + 1
    batch = sample_batch()._replace(profiles=sample_batch().profiles * times)
    file.write_text(rendered("html", batch, "zh"), encoding="utf-8")
    seen = told(browse, doing(file, SHOW), "--virtual-time-budget=5000")
    small = rendered("html", sample_batch(), "zh")
    sections = re.findall(r'(?s)<section class="client".*?\n</section>\n', small)
    assert [(count, focus) for count, _, focus in seen] == [(1, "client-1"), (1, "client-6-website")]
    for number, (_, shown, focus) in zip((1, 6), seen, strict=True):
        elements = [
            (item.tag, item.attributes, " ".join(item.text.split())) for item in Page(sections[number - 1]).elements
        ]
        built = [
            (item.tag, {k: v for k, v in item.attributes.items() if k != "tabindex"}, " ".join(item.text.split()))
            for item in Page(shown).elements
        ]
        assert built == elements, focus


@pytest.fixture(name="printed", scope="module")
def _printed(browse: Browse, report: Path) -> Path:
    return as_pdf(browse, report)


def as_pdf(browse: Browse, file: Path) -> Path:
    pdf = file.with_suffix(".pdf")
    browse(file, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    return pdf


def text_of(pdf: Path) -> list[str]:
    """The text of each page of a PDF, without spaces and ligatures."""
    sheets = (sheet.extract_text() for sheet in pypdf.PdfReader(pdf).pages)
    return ["".join(unicodedata.normalize("NFKC", sheet).split()) for sheet in sheets]


def test_it_prints_on_a4(printed: Path) -> None:
    sizes = {tuple(sheet.mediabox[2:]) for sheet in pypdf.PdfReader(printed).pages}
    assert {(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in sizes} == {(210, 297)}


def test_each_client_starts_a_page(printed: Path) -> None:
    sheets = text_of(printed)
    for checked in sample_batch().profiles:
        head = f"{checked.path}·核对日期2026-11-23"
        (sheet,) = (sheet for sheet in sheets if head in sheet)
        assert "核对日期" not in sheet[: sheet.index(head)]
        assert sheet.index(head) < 300


def test_all_is_there_to_read_where_scripts_are_off(browse: Browse, report: Path, printed: Path) -> None:
    file = without_scripts(report)
    found = Page(browse(file, "--dump-dom").stdout)
    assert "hidden" in found.by_id("filters").attributes
    assert found.all("button") == []
    assert text_of(as_pdf(browse, file)) == text_of(printed)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_screen_has_to_be_scrolled_sideways(width: int, browse: Browse, report: Path) -> None:
    wider = "document.title = document.documentElement.scrollWidth - document.documentElement.clientWidth;"
    assert told(browse, doing(report, wider), f"--window-size={width},800") == 0
