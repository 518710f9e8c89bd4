"""The CSV report: what it holds, that it reads back, and that no cell of it is live in a spreadsheet."""

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from support.golden import assert_golden
from support.samples import AS_OF, CATALOGUE, stating, vendor
from support.samples_reports import (
    HOSTILE_NAMES,
    batch_named,
    batch_of,
    empty_batch,
    rendered,
    sample_batch,
)

from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.sanitize import escape_formula, escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch


def table(batch: Batch | None = None, language: Language = "en") -> list[dict[str, str]]:
    return list(
        csv.DictReader(StringIO(report_bytes("csv", batch or sample_batch(), language).decode("utf-8-sig"), newline=""))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_looks_as_it_should(language: Language) -> None:
    assert_golden(f"reports/report.{language}.csv", report_bytes("csv", sample_batch(), language))


def test_there_is_a_row_for_each_client_and_market_and_then_one_for_each_mistake() -> None:
    rows = table()
    profiles = sample_batch().profiles
    assert [row["Type"] for row in rows] == ["Market"] * 6 * len(profiles) + ["Error"] * len(sample_batch().errors)
    assert [row["Market id"] for row in rows[:6]] == [*CATALOGUE.market_ids]
    assert [row["Profile"] for row in rows[::6]][: len(profiles)] == [checked.path for checked in profiles]


def test_a_row_says_how_a_client_stands_in_a_market() -> None:
    row = next(row for row in table() if "website-not" in row["Profile"] and row["Market id"] == "website")
    assert (
        row
        | {
            "Vendor": "青屿示例网络科技有限公司",
            "Target market": "yes",
            "Verdict": "not eligible",
            "Met": "8",
            "Met or failed": "12",
            "Required": "16",
            "Product": "青屿官网定制",
            "not met": "Company age, Technical and service staff, Online support hours, Customer cases",
            "unknown": "Dedicated marketplace operator, Agreements and vendor rules",
            "for review": "Industry reputation, Market image",
            "Next step": "Meet the requirements",
            "Due": "",
            "As of": AS_OF.isoformat(),
        }
        == row
    )


def test_a_day_that_is_due_is_a_day_and_no_estimate_unless_marked(tmp_path: Path) -> None:
    row = next(row for row in table() if "await-review" in row["Profile"])
    assert (row["Due"], row["Due date is an estimate"]) == ("2026-11-25", "no")
    day = date(2198, 3, 1)
    values = stating(("onboarding",), {"applied_on": day, "review": "pending"}, vendor())
    row = table(batch_of(tmp_path, values, day + timedelta(days=1)))[0]
    assert row["Due"].startswith("2198-03-")
    assert row["Due date is an estimate"] == "yes"


def test_a_mistake_has_its_place_fault_and_remedy() -> None:
    row = next(row for row in table() if row["Key"] == "company.name")
    path = "tests/golden/reports/profiles/not-valid.toml"
    assert (row["Profile"], row["Line"], row["Column"]) == (path, "5", "8")
    assert (row["Problem"], row["Hint"]) == ("the text is empty", "fill it in")
    assert row["Vendor"] == row["Verdict"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_every_column_and_ends_as_excel_has_it(language: Language) -> None:
    text = rendered("csv", sample_batch(), language)
    rows = list(csv.reader(StringIO(text, newline="")))
    assert {len(row) for row in rows} == {27}
    assert text.count("\r\n") == text.count("\n") == len(rows)
    assert rows[0][-1] == translate("report.gate", language)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:20]))
def test_a_name_stays_text(name: str) -> None:
    rows = table(batch_named(name))
    assert {row["Vendor"] for row in rows[:6]} == {escape_formula(escape_untrusted(name, 1000))}
    assert {row["Product"] for row in rows[:6]} == {escape_formula(escape_untrusted(name, 1000))}
    assert all(row["Market id"] in CATALOGUE.market_ids for row in rows[:6])


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"])
def test_what_a_spreadsheet_would_calculate_has_an_apostrophe_before_it(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "示例", "1-1", "a=b", "'=1", "2026-11-23", "00123"])
def test_what_is_text_anyway_stays_as_it_is(text: str) -> None:
    assert escape_formula(text) == text


def test_no_cell_of_the_sample_is_live() -> None:
    cells = [cell for row in table() for cell in row.values()]
    assert [cell for cell in cells if cell.strip()[:1] in {*"=+-@＝＋－＠"} and cell.strip()] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_a_run_without_profiles_has_its_mistakes_alone() -> None:
    (row,) = table(empty_batch())
    assert (row["Type"], row["Profile"]) == ("Error", "tests/golden/reports/none.toml")
