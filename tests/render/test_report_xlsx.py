"""The Excel report, read back: what its sheets hold, as what, and that no cell of it is live."""

import re
import sys
from collections import Counter
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from support.golden import assert_golden
from support.samples import AS_OF, CATALOGUE, stating, vendor
from support.samples_reports import HOSTILE_NAMES, batch_named, batch_of, empty_batch, sample_batch

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.render.client import xlsx_report as report_xlsx
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch

NAMES = {
    "zh": ["总览", "逐项核对", "差距与整改方法", "无法核对", "说明"],
    "en": ["Overview", "Requirements", "Gaps and remedies", "Not checked", "About"],
}


@cache
def sample(language: Language = "en") -> bytes:
    return report_bytes("xlsx", sample_batch(), language)


def sheets(data: bytes) -> dict[str, list[dict[str, object]]]:
    """The rows of every sheet under its headings."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    tables = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {
        name: [dict(zip(map(str, table[0]), row, strict=True)) for row in table[1:]] for name, table in tables.items()
    }


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet_parts(data: bytes) -> list[str]:
    return [text for name, text in parts(data).items() if name.startswith("xl/worksheets/sheet")]


def test_the_sheets_hold_what_they_should() -> None:
    """All that they hold, but of the requirements only those of target markets."""
    yes, targeted = translate("word.yes", "en"), translate("report.targeted", "en")
    lines: list[str] = []
    for name, rows in sheets(sample("en")).items():
        shown = [row for row in rows if name != NAMES["en"][1] or row[targeted] == yes]
        lines += [f"## {name}", " | ".join(rows[0]), *(" | ".join(map(str, row.values())) for row in shown)]
    assert_golden("reports/report.en.xlsx.txt", "\n".join(lines) + "\n")


def test_the_sheets_in_chinese_have_the_same_rows() -> None:
    english, chinese = (list(sheets(sample(language)).values()) for language in ("en", "zh"))
    assert [[len(row) for row in rows] for rows in chinese] == [[len(row) for row in rows] for rows in english]
    assert not {heading for rows in chinese for heading in rows[0]} & {
        heading for rows in english for heading in rows[0]
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_named_in_the_language(language: Language) -> None:
    assert [*sheets(sample(language))] == NAMES[language]


def test_the_same_check_gives_the_same_bytes() -> None:
    assert report_bytes("xlsx", sample_batch(), "zh") == report_bytes("xlsx", sample_batch(), "zh")
    assert f"{AS_OF.isoformat()}T00:00:00Z" in parts(sample())["docProps/core.xml"]


def test_every_requirement_of_every_client_is_there() -> None:
    rows = sheets(sample())["Requirements"]
    found = Counter((row["Profile"], row["Market"], row["Id"]) for row in rows)
    assert found == Counter(
        (checked.path, market.market.name.en, finding.requirement.id)
        for checked in sample_batch().profiles
        for market in checked.result.markets
        for finding in market.findings
    )


def test_counts_are_numbers_that_show_what_they_are_out_of() -> None:
    row = next(row for row in sheets(sample())["Overview"] if "website-not" in str(row["Profile"]))
    assert row["Website building"] == "✗ not eligible"
    assert row["Website building: met/required"] == 8.0
    assert row["Open"] == 8.0
    assert "0&quot;/16&quot;" in parts(sample())["xl/styles.xml"]


def test_days_are_days(tmp_path: Path) -> None:
    waiting = next(row for row in sheets(sample())["Overview"] if "await-review" in str(row["Profile"]))
    assert (waiting["Due"], waiting["Due date is an estimate"]) == (date(2026, 11, 25), "no")
    assert sheets(sample())["About"][0] == {"Item": "As of", "Content": AS_OF}
    attested = next(row for row in sheets(sample())["Requirements"] if row["Attested by"] == "<u>法务部</u>")
    assert (attested["Attested on"], attested["Valid until"]) == (date(2026, 11, 1), date(2027, 5, 1))
    day = date(2198, 3, 1)
    values = stating(("onboarding",), {"applied_on": day, "review": "pending"}, vendor())
    (row,) = sheets(report_bytes("xlsx", batch_of(tmp_path, values, day + timedelta(days=1)), "en"))["Overview"]
    assert row["Due date is an estimate"] == "yes"


def test_a_mistake_has_its_place_fault_and_remedy() -> None:
    row = next(row for row in sheets(sample())["Not checked"] if row["Key"] == "company.name")
    assert (row["Line"], row["Column"]) == (5.0, 8.0)
    assert (row["Problem"], row["Hint"]) == ("the text is empty", "fill it in")


def test_every_state_has_a_colour() -> None:
    """A cell with a symbol has a format with a fill of its own."""
    styles = parts(sample())["xl/styles.xml"]
    fills = re.findall(r'<fgColor rgb="FF(\w{6})"', styles)
    assert {"E6F3EB", "FCEBE9", "FCF2DA", "E8F0FB", "EDF0F4"} <= {*fills}


@pytest.mark.parametrize("batch", [sample_batch(), empty_batch()], ids=["sample", "empty"])
def test_heads_are_frozen_and_columns_can_be_filtered(batch: Batch) -> None:
    found = sheet_parts(report_bytes("xlsx", batch, "zh"))
    assert len(found) == 5
    for text in found:
        assert re.search(r'<pane xSplit="1" ySplit="1"[^>]* state="frozen"', text)
        assert re.search(r'<autoFilter ref="A1:[A-Z]+\d+"', text)


def test_columns_are_wide_enough_for_chinese() -> None:
    """Chinese characters take two columns; what is wider than a column may be is wrapped."""
    text, rows = sheet_parts(sample("zh"))[1], sheets(sample("zh"))["逐项核对"]
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', text)
    widths = [float(width) for first, last, width in spans for _ in range(int(first), int(last) + 1)]
    for width, head in zip(widths, rows[0], strict=True):
        longest = max(len(str(value).encode("gbk", errors="replace")) for value in (head, *(row[head] for row in rows)))
        assert width >= min(longest, 60)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:20]))
def test_a_name_stays_text(name: str) -> None:
    data = report_bytes("xlsx", batch_named(name), "en")
    assert (
        sheets(data)["Overview"][0]["Vendor"] == sheets(data)["Overview"][0]["Profile"] == escape_untrusted(name, 1000)
    )
    found = parts(data)
    assert not any("<f>" in text or "<f " in text or "<hyperlink" in text for text in found.values())
    assert not any("worksheets/_rels" in part or "externalLink" in part or "vba" in part for part in found)


@pytest.mark.parametrize(("length", "kept"), [(1000, 1000), (1001, 999), (4 * 1024 * 1024, 999)])
def test_what_is_long_is_cut_where_one_can_see_it(length: int, kept: int) -> None:
    shown = sheets(report_bytes("xlsx", batch_named("名" * length), "en"))["Overview"][0]["Vendor"]
    assert shown == "名" * kept + ("…" if kept < length else "")


def test_a_table_with_more_rows_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sheets(sample())["Requirements"]  # made, and kept, before the limit is lowered
    monkeypatch.setattr(report_xlsx, "MOST_ROWS", 251)
    found = sheets(report_bytes("xlsx", sample_batch(), "en"))
    assert [*found][:4] == ["Overview", "Requirements", "Requirements 2", "Requirements 3"]
    assert [row for name, rows in found.items() if name.startswith("Req") for row in rows] == whole


def test_a_run_without_profiles_has_its_mistakes_alone() -> None:
    found = sheets(report_bytes("xlsx", empty_batch(), "en"))
    assert found["Overview"] == found["Requirements"] == found["Gaps and remedies"] == []
    assert found["Not checked"][0]["Profile"] == "tests/golden/reports/none.toml"


def test_the_edition_and_the_notice_are_there() -> None:
    about = {row["Item"]: row["Content"] for row in sheets(sample())["About"]}
    assert about["Edition"] == CATALOGUE.id
    assert about["Edition checked on"] == CATALOGUE.checked_on
    assert about["Note"] == CATALOGUE.notice.en
    assert (about["Profiles"], about["✗ not eligible"], about["Not checked"]) == (6.0, 3.0, 2.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_library_one_is_told_what_to_install(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError) as error:
        report_bytes("xlsx", sample_batch(), language)
    (diagnostic,) = error.value.diagnostics
    assert "pip install 'cloudmkt-cli[xlsx]'" in translate(diagnostic.hint, language)
