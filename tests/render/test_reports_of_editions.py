"""What every format says of another edition: which one it is, what is due later, and what the edition says itself."""

import csv
import html
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import get_args
from zipfile import ZipFile

import pytest
import yaml
from python_calamine import CalamineWorkbook
from support.samples import AS_OF, stating, vendor
from support.samples_gate import gate_batch_under
from support.samples_reports import rendered
from support.strategies_runs import invoke, squeezed, write
from support.user_packs import EXTENDING, TEN_LINES, write_pack

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.catalogue.pack_files import shipped_packs
from cloudmkt_cli.core.formats import GateFormat, ReportFormat
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.render.phrases import clause
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.render.terminal.check import render_batch

AT = ("--as-of", AS_OF.isoformat(), "--lang", "en")
NAMES_NO_EDITION = {"csv", "github", "gitlab"}
"""Formats of findings alone."""


@pytest.fixture(name="few", scope="module")
def _few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vendor that only has too few people."""
    values = stating(("team", "technical_and_service"), 8)
    values["agreements"] |= {"access": True}
    values["products"][0]["launched_on"] = AS_OF.replace(year=2020)
    return write(tmp_path_factory.mktemp("editions") / "few.toml", values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted({*get_args(GateFormat), *get_args(ReportFormat)} - NAMES_NO_EDITION - {"xlsx"}))
@pytest.mark.parametrize("edition", ["jd", "tencent-general", "huawei-5"])
def test_every_format_names_the_edition_and_when_it_was_in_force(
    edition: str, kind: ReportFormat, language: Language
) -> None:
    written = rendered(kind, gate_batch_under(edition), language)
    catalogue = load_catalogue(edition)
    assert edition in written
    assert json.dumps(catalogue.in_force.get(language), ensure_ascii=False)[1:-1] in written.replace("\\", "")


@pytest.mark.parametrize("kind", sorted({*get_args(GateFormat), *get_args(ReportFormat)}))
@pytest.mark.parametrize("edition", shipped_packs())
def test_every_format_can_be_written_of_every_edition(edition: str, kind: ReportFormat) -> None:
    assert report_bytes(kind, gate_batch_under(edition), "zh")


def test_what_is_due_later_stands_apart_and_changes_no_verdict(tmp_path: Path) -> None:
    values = vendor()
    values["agreements"] |= {"access": True}
    values["cases"], values["team"]["senior_ops_certified"] = [], 0
    path = write(tmp_path / "vendor.toml", values)
    document = json.loads(invoke("check", path, "--edition", "tencent-2019-03", *AT, "-f", "json").stdout)
    (profile,) = document["profiles"]
    website, service = (
        next(market for market in profile["markets"] if market["market"] == name) for name in ("website", "service")
    )
    assert (website["verdict"], service["verdict"]) == ("eligible", "eligible")
    later = {
        item["id"]: (item["status"], item["phase"])
        for market in (website, service)
        for item in market["requirements"]
        if item["level"] == "later"
    }
    assert later == {
        "website.customer-cases": ("fail", {"when": "after-approval", "working_days": 7, "months": None}),
        "service.certified-engineers": ("fail", {"when": "after-approval", "working_days": None, "months": 3}),
    }
    shown = invoke("check", path, "--edition", "tencent-2019-03", "-m", "website", *AT)
    assert shown.exit_code == 0
    _, heading, below = shown.stdout.partition(
        "Due after approval, within 7 working days (never affects the verdict)\n"
    )
    assert heading
    assert below.startswith("  ✗ cl. 4 Customer cases")


def test_a_published_way_in_is_named_where_only_its_requirement_fails(few: Path) -> None:
    shown = invoke("check", few, "--edition", "tencent-2019-01-29", "-m", "website", *AT)
    assert shown.exit_code == 1
    assert "A vendor that falls short in head count alone" in squeezed_lines(shown.stdout)
    assert "Answer within 7 working days." in squeezed_lines(shown.stdout)
    more = invoke("check", few, "--edition", "tencent-2019-01-29", "-m", "website", *AT, "--set", "cases=[]")
    assert "falls short in head count alone" not in more.stdout
    before = invoke("check", few, "--edition", "tencent-2019-01", "-m", "website", *AT)
    assert "falls short in head count alone" not in before.stdout


def test_a_note_stands_below_a_market_where_its_requirement_is_open(few: Path) -> None:
    arguments = ("--edition", "tencent-2019-01-29", "-m", "website", *AT)
    assert "Sources disagree: The list of papers" in squeezed_lines(invoke("check", few, *arguments).stdout)
    met = invoke("check", few, *arguments, "--set", "team.technical_and_service=30").stdout
    assert "Sources disagree" not in met


@pytest.mark.parametrize("kind", ["html", "md"])
def test_reports_for_clients_say_so_too(kind: ReportFormat) -> None:
    written = rendered(kind, gate_batch_under("tencent-2019-01-29"), "en")
    assert "A vendor that falls short in head count alone" in written
    assert "Sources disagree: The list of papers" in written


NAMED = 'marketplace_name = { zh = "示例云市场", en = "*Acme* Market" }\n'


@pytest.fixture(name="packs", scope="module")
def _packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that names its marketplace, one that does not, and one that extends a shipped edition."""
    folder = tmp_path_factory.mktemp("packs")
    write_pack(folder / "named", TEN_LINES.replace("checked_on", f"{NAMED}checked_on"))
    write_pack(folder / "unnamed", TEN_LINES)
    write_pack(folder / "house", EXTENDING)
    return folder


TITLES = [
    (("--edition", "tencent-six-market"), "腾讯云云市场", "Tencent Cloud Marketplace"),
    (("--edition", "jd"), "京东云云市场", "JD Cloud Marketplace"),
    (("--edition", "qingcloud"), "青云云市场", "QingCloud Marketplace"),
    (("--edition", "aws"), "AWS Marketplace（全球）", "AWS Marketplace (global)"),
    (("--edition", "huawei"), "华为云云商店", "Huawei Cloud KooGallery"),
    (("--pack", "named"), "示例云市场", "*Acme* Market"),
    (("--pack", "unnamed"), "示例云市场规则", "Rules of an example marketplace"),
    (("--pack", "house"), "腾讯云云市场", "Tencent Cloud Marketplace"),
]
SUFFIXES = {
    "check": ("入驻条件核对报告", ": eligibility report"),
    "plan": ("入驻方案", ": plan for onboarding"),
    "next": ("入驻进度", ": onboarding progress"),
}


def titles_in(file: Path) -> list[str]:
    """What a report is called: its heading and its title, or the title of the workbook."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as archive:
            core = archive.read("docProps/core.xml").decode()
        return [html.unescape(one) for one in re.findall("<dc:title>(.*)</dc:title>", core)]
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        found = re.search("<title>(.*?)(?: 2026-11-23)?</title>", text), re.search("<h1>(.*)</h1>", text)
        return [html.unescape(one[1]) for one in found if one]
    return [re.sub(r"\\(?=[*()])", "", text.splitlines()[0].lstrip("# "))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["check", "plan", "next"])
@pytest.mark.parametrize(("selection", "zh", "en"), TITLES, ids=[one[0][1] for one in TITLES])
def test_a_report_is_called_by_its_marketplace(  # noqa: PLR0913, PLR0917  what a title depends on
    selection: tuple[str, str],
    zh: str,
    en: str,
    command: str,
    language: Language,
    few: Path,
    packs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(packs)
    files = [tmp_path / f"report{ending}" for ending in (".html", ".md", ".xlsx")]
    files += [tmp_path / "report.comment.md"] if command == "check" else []
    reports = [part for file in files for part in ("--report", file)]
    shown = invoke(command, few, *selection, *reports, "--as-of", AS_OF.isoformat(), "--lang", language)
    assert shown.exit_code in {0, 1, 3}, shown.stderr
    title = zh + SUFFIXES[command][0] if language == "zh" else en + SUFFIXES[command][1]
    assert [titles_in(file) for file in files] == [[title, title], *([title] for _ in files[1:])]


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_a_report_of_what_changed_is_called_by_the_marketplace_of_the_new_report(
    ending: str, few: Path, packs: Path, tmp_path: Path
) -> None:
    titles = {}
    for name, selection in (("jd", ("--edition", "jd")), ("pack", ("--pack", packs / "named"))):
        report, file = tmp_path / f"{name}.json", tmp_path / f"{name}{ending}"
        invoke("check", few, *selection, *AT, "-o", report)
        invoke("diff", report, report, "-o", file, "--lang", "en")
        titles[name] = titles_in(file)[-1]
        text = file.read_text(encoding="utf-8").replace("\\", "")
        assert ("tencent-six-market" in text, "acme-2026, checked on 2026-11-27" in text) == (False, name == "pack")
    assert titles == {"jd": "JD Cloud Marketplace: what changed", "pack": "Eligibility: what changed"}


EXCUSED = ("check", "--edition", "tencent-2019-01-29", "-m", "website", *AT)
WAY_IN = "Support for start-ups and very small companies: A vendor that falls short in head count alone"
CONFLICT = "Sources disagree: The list of papers"


def said_of(few: Path, kind: str, *more: str) -> str:
    return invoke(*EXCUSED, few, "-f", kind, *more).stdout


def test_a_row_of_the_table_has_the_ways_in_and_notes_of_its_market(few: Path) -> None:
    (row,) = csv.DictReader(said_of(few, "csv").removeprefix("\ufeff").splitlines())
    assert row["Remarks of the edition"].startswith(WAY_IN)
    assert f"Answer within 7 working days. {CONFLICT}" in row["Remarks of the edition"]
    (row,) = csv.DictReader(said_of(few, "csv", "--set", "cases=[]").removeprefix("\ufeff").splitlines())
    assert row["Remarks of the edition"].startswith(CONFLICT)


def test_a_row_of_the_table_names_what_is_due_later_and_when(tmp_path: Path) -> None:
    values = vendor()
    values["agreements"] |= {"access": True}
    values["cases"] = []
    path = write(tmp_path / "vendor.toml", values)
    table = invoke("check", path, "--edition", "tencent-2019-03", "-m", "website", *AT, "-f", "csv").stdout
    (row,) = csv.DictReader(table.removeprefix("\ufeff").splitlines())
    assert row["Due later, not met"] == "Customer cases (due after approval, within 7 working days)"
    assert "Remarks of the edition" in row
    assert "Due later" not in said_of(path, "csv")


def test_a_workbook_has_them_beside_the_requirement_that_they_are_about(few: Path, tmp_path: Path) -> None:
    file = tmp_path / "few.xlsx"
    invoke(*EXCUSED, few, "-o", file)
    book = CalamineWorkbook.from_path(file)
    for name in ("Requirements", "Gaps and remedies"):
        head, *rows = book.get_sheet_by_name(name).to_python()
        remarks = {row[head.index("Id")]: row[head.index("Remarks of the edition")] for row in rows}
        assert str(remarks.pop("website.team-size")).startswith(WAY_IN)
        assert set(remarks.values()) <= {""}


def test_a_workbook_says_when_what_is_asked_for_later_is_due(tmp_path: Path) -> None:
    file = tmp_path / "later.xlsx"
    path = write(tmp_path / "vendor.toml", vendor())
    invoke("check", path, "--edition", "tencent-2019-03", "-m", "website", *AT, "-o", file)
    head, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Requirements").to_python()
    levels = {row[head.index("Id")]: row[head.index("Level")] for row in rows}
    assert levels["website.customer-cases"] == "due after approval, within 7 working days"
    assert levels["website.agreements"] == "required"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_edition_that_says_nothing_of_the_kind_has_no_column_for_it(kind: str, few: Path, tmp_path: Path) -> None:
    file = tmp_path / f"few.{kind}"
    invoke("check", few, *AT, "-o", file)
    if kind == "csv":
        heads = file.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    else:
        book = CalamineWorkbook.from_path(file)
        heads = [str(head) for name in book.sheet_names for head in book.get_sheet_by_name(name).to_python()[0]]
    assert "Vendor" in heads
    assert not {"Remarks of the edition", "Due later, not met"} & {*heads}


def test_a_failed_test_case_says_so_below_its_remedy(few: Path) -> None:
    suite = ET.fromstring(said_of(few, "junit"))  # noqa: S314  our own
    texts = {case.attrib["name"]: "".join(case.itertext()) for case in suite.iter("testcase")}
    assert f"\n{WAY_IN}" in texts.pop("website.team-size")
    assert not any("head count alone" in text for text in texts.values())


def test_a_failed_test_point_says_so_in_its_diagnostics(few: Path) -> None:
    (line,) = [line for line in said_of(few, "tap").splitlines() if line.startswith("  remarks: ")]
    way_in, conflict = yaml.safe_load(line.strip())["remarks"]
    assert way_in.startswith(WAY_IN)
    assert conflict.startswith(CONFLICT)


def test_the_help_of_a_rule_says_so_whatever_a_vendor_states(few: Path) -> None:
    (run,) = json.loads(said_of(few, "sarif", "--set", "team.technical_and_service=30"))["runs"]
    help_of = {rule["id"]: rule["help"] for rule in run["tool"]["driver"]["rules"]}
    assert f"\n{WAY_IN}" in help_of["website.team-size"]["text"]
    assert f"\n- {WAY_IN}" in help_of["website.team-size"]["markdown"]
    assert f"\n- {CONFLICT}" in help_of["website.team-size"]["markdown"]
    assert "head count alone" not in help_of["website.support-hours"]["text"]


def test_the_help_of_a_rule_says_when_it_is_due(few: Path) -> None:
    arguments = ("check", few, "--edition", "tencent-2019-03", "-m", "website", *AT, "-f", "sarif")
    (run,) = json.loads(invoke(*arguments).stdout)["runs"]
    help_of = {rule["id"]: rule["help"]["text"] for rule in run["tool"]["driver"]["rules"]}
    due = "Due after approval, within 7 working days (never affects the verdict)"
    assert due in help_of["website.customer-cases"].splitlines()
    assert "never affects" not in help_of["website.agreements"]


def test_a_comment_says_so_below_the_gaps(few: Path) -> None:
    assert f"\n- Website building · {WAY_IN}" in said_of(few, "markdown").replace("\\", "")


def test_explain_has_the_notes_and_ways_in_of_its_requirement() -> None:
    shown = squeezed_lines(
        invoke("explain", "website.team-size", "--edition", "tencent-2019-01-29", "--lang", "en").stdout
    )
    assert "A vendor that falls short in head count alone" in shown
    assert "Sources disagree: The list of papers" in shown
    other = invoke("explain", "website.support-hours", "--edition", "tencent-2019-01-29", "--lang", "en").stdout
    assert "falls short in head count alone" not in other
    document = json.loads(
        invoke("explain", "website.team-size", "--edition", "tencent-2019-01-29", "-f", "json").stdout
    )
    assert [note["kind"] for note in document["requirement"]["notes"]] == ["conflict"]


def test_requirements_end_with_what_the_edition_says_itself() -> None:
    shown = squeezed_lines(invoke("requirements", "--edition", "tencent-2019-03", "--lang", "en").stdout)
    assert "Dropped: The requirements on capital, age, head count" in shown
    document = json.loads(invoke("requirements", "--edition", "tencent-2019-01-29", "-f", "json").stdout)
    assert [exception["id"] for exception in document["exceptions"]] == ["start-up"]


@pytest.mark.parametrize(
    ("edition", "requirement", "expected"),
    [
        ("tencent-six-market", "website.team-size", ("第2条", "cl. 2")),
        ("tencent-six-market", "general.enterprise", ("通用", "gen.")),
        ("jd", "jd/general.lawful", ("第1条", "cl. 1")),
        ("jd", "jd/jd-website.runs-on-or-bundled", ("§9", "§9")),
        ("qingcloud", "qingcloud/general.team-size", ("·1", "·1")),
        ("aws-2022-06", "aws/paid.tax-form", ("", "")),
    ],
)
def test_a_clause_may_be_a_number_a_text_or_none(edition: str, requirement: str, expected: tuple[str, str]) -> None:
    item = load_catalogue(edition).requirement(requirement)
    assert (clause(item, "zh"), clause(item, "en")) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", shipped_packs())
def test_a_checklist_shows_no_empty_bracket_or_name_of_a_key(edition: str, language: Language) -> None:
    shown = render_batch(gate_batch_under(edition), language, None)
    assert "()" not in shown
    assert "（）" not in shown
    assert "None" not in shown


def squeezed_lines(text: str) -> str:
    """A text whose lines are one."""
    return " ".join(text.split())


def test_a_command_that_is_proposed_is_about_the_same_edition(few: Path) -> None:
    shown = invoke("check", few, "--edition", "jd", "--lang", "en").stdout
    assert squeezed("cloudmkt explain jd/general.truthful --edition jd") in squeezed(shown)


def test_in_ci_what_is_due_later_fails_nothing(tmp_path: Path) -> None:
    values = vendor()
    values["agreements"] |= {"access": True}
    values["cases"] = []
    path = write(tmp_path / "vendor.toml", values)
    arguments = ("check", path, "--edition", "tencent-2019-03", "-m", "website", *AT)
    tap = invoke(*arguments, "-f", "tap")
    assert tap.exit_code == 0
    (line,) = [line for line in tap.stdout.splitlines() if "website.customer-cases" in line]
    assert line.startswith("not ok ")
    assert line.endswith("# TODO due after approval, within 7 working days, not met")
    assert "<failure" not in invoke(*arguments, "-f", "junit").stdout
    results = json.loads(invoke(*arguments, "-f", "sarif").stdout)["runs"][0]["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [("website.customer-cases", "note")]
    plan = json.loads(invoke("plan", path, "--edition", "tencent-2019-03", "-m", "website", *AT, "-f", "json").stdout)
    assert plan["markets"][0]["changes"] == []
