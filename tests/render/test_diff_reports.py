"""``cloudmkt diff --report``: what clients read of what changed, and that text of reports stays text."""

from contextlib import chdir
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support.golden import assert_golden
from support.samples import CATALOGUE
from support.samples_diff import market, profile, report, requirement, two_runs
from support.samples_reports import HOSTILE_NAMES, Page
from support.strategies_runs import invoke

from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.history.diff import Comparison, compare
from cloudmkt_cli.render.client.diff_report import html_pieces, markdown_pieces

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture(name="runs", scope="module")
def _runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    with chdir(folder):
        two_runs(folder)
    return folder


@pytest.fixture(autouse=True)
def _in_their_folder(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(runs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_looks_as_it_should(language: Language) -> None:
    done = invoke("diff", "old.json", "new.jsonl", "--lang", language, "--report", "d.md", "--report", "d.html")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout
    assert_golden(f"diff/diff.{language}.md", Path("d.md").read_bytes())
    page = Path("d.html").read_text(encoding="utf-8")
    assert_golden(f"diff/diff.{language}.html", page.partition("<body>")[2])


@pytest.mark.parametrize(("ending", "begins"), [("md", "# "), ("html", "<!doctype html>"), ("json", "{")])
def test_the_ending_of_the_output_is_its_format(ending: str, begins: str) -> None:
    assert invoke("diff", "old.json", "new.jsonl", "-o", f"out.{ending}").stdout == ""
    assert Path(f"out.{ending}").read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("arguments", ["--report d.xlsx", "--report d", "-o d.md --report ./d.md"])
def test_wrong_use(arguments: str) -> None:
    assert invoke("diff", "old.json", "new.jsonl", *arguments.split()).exit_code == 2


def named(name: str) -> Comparison:
    old, new = (
        profile("a.toml", name, "not_eligible", **{name: market("not_eligible", requirement(name, status))})
        for status in ("pass", "fail")
    )
    return compare(report(old), report(new))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_is_text_and_nothing_else(name: str) -> None:
    html, html_of_plain = (
        Page(b"".join(html_pieces(named(item), CATALOGUE, "en")).decode()) for item in (name, "plain")
    )
    assert [element.tag for element in html.elements] == [element.tag for element in html_of_plain.elements]
    assert html.all("h3")[0].text.split() == escape_untrusted(name, 1000).split()
    found, of_plain = (
        [token.type for token in READER.parse(b"".join(markdown_pieces(named(item), CATALOGUE, "en")).decode())]
        for item in (name, "plain")
    )
    assert found == of_plain


def test_nothing_changed_is_told() -> None:
    for pieces in (html_pieces, markdown_pieces):
        assert b"Nothing changed." in b"".join(pieces(compare(report(), report()), CATALOGUE, "en"))
