"""The reports of ``plan``, ``next`` and ``where`` for clients: what they say, and that text of profiles stays text."""

import sys
from contextlib import chdir
from io import BytesIO
from typing import Any, get_args

import pytest
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook
from support.golden import assert_golden
from support.paths import ROOT
from support.samples import AS_OF, CATALOGUE
from support.samples_reports import HOSTILE_NAMES, Page, batch_named, empty_batch, rendered, sample_batch
from support.shipped_profiles import SHIPPED

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.formats import Subject
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client import profile_xlsx
from cloudmkt_cli.render.client.markdown import escape_markdown
from cloudmkt_cli.render.client.phrases import client_details
from cloudmkt_cli.render.profile_registry import Screen, profile_writer_of
from cloudmkt_cli.render.writer import render_document
from cloudmkt_cli.runs.batch import Batch, check_paths

SUBJECTS = get_args(Subject)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def made(subject: Subject, kind: str, batch: Batch, language: Language = "en") -> bytes:
    screen = Screen(None, is_overview=False)
    return render_document(profile_writer_of(subject, kind, batch.context, language, screen), batch)  # type: ignore[arg-type]


def cells(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture(name="shipped", scope="module")
def _shipped() -> Batch:
    with chdir(ROOT):
        return check_paths(["profiles"], CATALOGUE, AS_OF)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_report_looks_as_it_should(subject: Subject, language: Language) -> None:
    assert_golden(f"plans/{subject}.{language}.md", made(subject, "md", sample_batch(), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_is_described_as_in_the_report_of_a_check(shipped: Batch, language: Language) -> None:
    check, following = rendered("md", shipped, language), made("next", "md", shipped, language).decode()
    for checked in shipped.profiles:
        details = escape_markdown(client_details(checked.result.next_step, CATALOGUE, language), language)
        assert f"\n{details}\n" in check
        assert f"\n{details}\n" in following


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_page_looks_as_it_should(subject: Subject) -> None:
    page = made(subject, "html", sample_batch()).decode()
    assert_golden(f"plans/{subject}.en.html", page.partition("<body>")[2])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_workbook_holds_what_it_should(subject: Subject) -> None:
    lines = [f"{name}: {row!r}" for name, rows in cells(made(subject, "xlsx", sample_batch())).items() for row in rows]
    assert_golden(f"plans/{subject}.en.xlsx.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("kind", ["md", "html", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_clients_read_of_no_keys(subject: Subject, language: Language, kind: str, shipped: Batch) -> None:
    """Not in what is about the profile; the evidence of a requirement is the catalogue's."""
    report = made(subject, kind, shipped, language)
    text = repr(cells(report)) if kind == "xlsx" else report.decode()
    names = {part for fact in CATALOGUE.facts for part in fact.split(".") if "_" in part}
    names |= {"account.registered", "applied_on", "contract_signed_on", "deposit_paid_on", "[attestations"}
    assert len(names) > 20
    assert [name for name in names if name in text] == []


def test_a_single_vendor_has_no_table_of_vendors(shipped: Batch) -> None:
    one = shipped._replace(profiles=shipped.profiles[:1])
    for subject in SUBJECTS:
        assert b'id="overview"' not in made(subject, "html", one)
        assert b'id="overview"' in made(subject, "html", shipped)
        assert b"| --- |" not in made(subject, "md", one)
        assert b"| --- |" in made(subject, "md", shipped)


def test_every_link_of_a_page_leads_to_a_vendor(shipped: Batch) -> None:
    for subject in SUBJECTS:
        page = Page(made(subject, "html", shipped).decode())
        links = [link.attributes["href"] for link in page.all("a")]
        vendors = [link for link in links if link.startswith("#")]
        assert vendors == [f"#client-{number}" for number in range(1, len(SHIPPED) + 1)]
        ids = [element.attributes["id"] for element in page.elements if element.has("client")]
        assert [f"#{identity}" for identity in ids] == vendors


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_name_is_text_and_nothing_else(subject: Subject, name: str) -> None:
    batch, plain = batch_named(name), batch_named("plain")
    shown = escape_untrusted(name, 1000)
    html, html_of_plain = (Page(made(subject, "html", item).decode()) for item in (batch, plain))
    assert [element.tag for element in html.elements] == [element.tag for element in html_of_plain.elements]
    assert shown.split() == html.all("h2")[0].text.split()
    found, of_plain = (
        [token.type for token in READER.parse(made(subject, "md", item).decode())] for item in (batch, plain)
    )
    assert found == of_plain
    assert cells(made(subject, "xlsx", batch))["Overview"][1][0] == shown


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_runs_nothing_and_loads_nothing(subject: Subject) -> None:
    page = Page(made(subject, "html", sample_batch()).decode())
    assert page.all("script", "img", "link", "iframe", "form") == []
    policy = next(
        meta.attributes["content"] for meta in page.all("meta") if "Policy" in meta.attributes.get("http-equiv", "")
    )
    assert "script-src 'none'" in policy


@pytest.mark.parametrize("kind", ["md", "html", "xlsx"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_could_not_be_checked_is_told(subject: Subject, kind: str) -> None:
    report = made(subject, kind, empty_batch())
    text = repr(cells(report)) if kind == "xlsx" else report.decode()
    assert "none.toml" in text.replace("\\", "")
    assert kind == "xlsx" or translate("report.nothing_checked", "en") in text


def test_rows_beyond_the_limit_of_excel_stand_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile_xlsx, "MOST_ROWS", 3)
    sheets = cells(made("next", "xlsx", sample_batch()))
    vendors = [checked.result.vendor for checked in sample_batch().profiles]
    parts = [rows for name, rows in sheets.items() if name.startswith("Overview")]
    assert [row[0] for rows in parts for row in rows[1:]] == [escape_untrusted(name, 1000) for name in vendors]
    assert all(rows[0] == parts[0][0] and len(rows) <= 3 for rows in parts)


def test_without_the_extra_there_is_no_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError):
        made("plan", "xlsx", sample_batch())
