"""The empty table: its columns, drop-downs and notes; and the way from it to a checked profile."""

import re
import sys
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from support.samples import CATALOGUE, vendor
from support.strategies_runs import as_toml, invoke, run
from support.tables import WORDS, imported, profiles, xlsx_file

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.intake.cell_parsers import read_cell
from cloudmkt_cli.intake.header_row import Column, find_columns
from cloudmkt_cli.intake.readers.detect import read_table
from cloudmkt_cli.intake.template import template_fields
from cloudmkt_cli.profile.fields import fields

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "xl/worksheets/sheet1.xml"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def part(path: Path, name: str) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314  written by the program a moment ago


@pytest.fixture(name="empty")
def _empty(tmp_path: Path) -> Path:
    assert invoke("import", "--template", tmp_path / "t.xlsx", "--lang", "zh").exit_code == 0
    return tmp_path / "t.xlsx"


NOT_OF_THE_EDITION: Final = {
    "account.merchant_account",
    "agreements.access",
    "company.jurisdiction",
    "documents.sales_licence",
    "experience.api_services",
    "experience.base_software",
    "experience.data_services",
    "experience.enterprise_software",
    "experience.mini_programs",
    "experience.security",
    "experience.website_building",
    "onboarding.data_submitted_on",
    "onboarding.fee_paid_on",
    "onboarding.settlement_verified_on",
    "product.bundled_with",
    "product.launched_on",
    "product.runs_on",
    "team.technical_and_customer_service",
}
"""Keys that only other editions have a use for."""


@LANGUAGES
def test_a_column_a_key_headed_in_the_language(tmp_path: Path, language: str) -> None:
    result = invoke("import", "--template", tmp_path / "t.xlsx", "--lang", language)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{(tmp_path / 't.xlsx').as_posix()}\n", "")
    table = read_table(tmp_path / "t.xlsx", None)
    assert table.sheet == {"zh": "公司", "en": "companies"}[language]
    (headings,) = table.rows
    labels = [CATALOGUE.facts[field.fact].label for field in template_fields(CATALOGUE)]
    assert list(headings) == [label.zh if language == "zh" else label.en for label in labels]
    assert [column.field for column in find_columns(table, WORDS).known] == template_fields(CATALOGUE)


def test_the_template_has_a_column_for_every_key_but_the_parts_of_capital() -> None:
    left_out = set(fields()) - {field.fact for field in template_fields(CATALOGUE)} - NOT_OF_THE_EDITION
    assert left_out == {"company.registered_capital.amount", "company.registered_capital.currency"}


def test_an_edition_has_columns_for_what_it_uses_and_no_others() -> None:
    assert not NOT_OF_THE_EDITION & {field.fact for field in template_fields(CATALOGUE)}
    columns = {field.fact for field in template_fields(load_catalogue("qingcloud"))}
    assert {"team.technical_and_customer_service", "documents.sales_licence", "company.name"} <= columns
    assert not columns & {"team.technical_and_service", "team.marketplace_operators", "account.registered"}


def test_a_note_a_column_in_both_languages(empty: Path) -> None:
    notes = ["".join(note.itertext()) for note in part(empty, "xl/comments1.xml").iter(f"{MAIN}comment")]
    assert len(notes) == len(template_fields(CATALOGUE))
    assert notes[template_fields(CATALOGUE).index(fields()["team.technical_and_service"])] == (
        "team.technical_and_service\n技术与服务人员：整数，如 24\ntechnical and service staff: an integer, such as 24"
    )
    for field, note in zip(template_fields(CATALOGUE), notes, strict=True):
        label = CATALOGUE.facts[field.fact].label
        _, chinese, english = note.split("\n")
        assert chinese.startswith(f"{label.zh}：")
        assert english.startswith(f"{label.en}: ")


def test_drop_downs_offer_what_can_be_read(empty: Path) -> None:
    offered: dict[int, tuple[list[str], bool]] = {}
    for rule in part(empty, SHEET).iter(f"{MAIN}dataValidation"):
        (letters,) = re.findall(r"^([A-Z]+)2:", rule.attrib["sqref"])
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        formula = rule.find(f"{MAIN}formula1")
        assert formula is not None
        assert formula.text is not None
        offered[column - 1] = (formula.text.strip('"').split(","), rule.attrib.get("showErrorMessage") == "1")
    for index, field in enumerate(template_fields(CATALOGUE)):
        if field.choices:
            assert offered.pop(index) == (list(field.choices), True)
        elif field.kind in {"yes_no", "file", "registration", "certificate"}:
            assert offered.pop(index) == (["true", "false"], field.kind == "yes_no")
    assert offered == {}


def test_every_choice_that_is_offered_is_read_as_itself() -> None:
    for field in template_fields(CATALOGUE):
        for choice in field.choices:
            assert read_cell(choice, Column(0, "", field, ""), WORDS) == choice


def test_credit_codes_are_typed_as_text(empty: Path) -> None:
    index = template_fields(CATALOGUE).index(fields()["company.uscc"]) + 1
    styles = part(empty, "xl/styles.xml")
    (cells,) = styles.iter(f"{MAIN}cellXfs")
    columns = list(part(empty, SHEET).iter(f"{MAIN}col"))
    (own,) = [col for col in columns if int(col.attrib["min"]) <= index <= int(col.attrib["max"])]
    codes = {form.attrib["numFmtId"]: form.attrib["formatCode"] for form in styles.iter(f"{MAIN}numFmt")}
    assert codes[cells[int(own.attrib["style"])].attrib["numFmtId"]] == "@"


@LANGUAGES
def test_an_empty_template_has_nothing_to_import(empty: Path, tmp_path: Path, language: str) -> None:
    result = imported(empty, tmp_path / "out", language=language)
    assert (result.exit_code, result.stdout) == (4, "")
    assert {"zh": "没有可以导入的公司", "en": "nothing to import"}[language] in result.stderr


def filled(language: str) -> tuple[list[str], list[Any]]:
    """The template's headings, and what a vendor that states every key would write below them."""
    values = vendor() | {"onboarding": {}, "target_markets": ["website", "enterprise"]}
    cells: list[Any] = []
    for field in template_fields(CATALOGUE):
        found: Any = values
        for key in field.path:
            found = found[key] if isinstance(key, int) else found.get(key, "") if isinstance(found, dict) else ""
        cells.append("、".join(found) if isinstance(found, list) else found)
    labels = [CATALOGUE.facts[field.fact].label for field in template_fields(CATALOGUE)]
    return [label.zh if language == "zh" else label.en for label in labels], cells


@LANGUAGES
def test_a_filled_template_gives_the_profile_that_checks_as_the_same_one_by_hand(tmp_path: Path, language: str) -> None:
    table = xlsx_file(tmp_path / "t.xlsx", [list(row) for row in filled(language)])
    assert imported(table, tmp_path / "out").exit_code == 0
    (made,) = profiles(tmp_path / "out").values()
    by_hand = vendor() | {"target_markets": ["website", "enterprise"]}
    for key in ("cases", "attestations"):
        del by_hand[key]
    assert made == by_hand
    (tmp_path / "hand").mkdir()
    (tmp_path / "hand" / "星海示例科技有限公司.toml").write_text(as_toml(by_hand), encoding="utf-8")
    reports = [
        invoke("check", tmp_path / folder, "--as-of", "2026-11-23", "-f", "json").stdout for folder in ("out", "hand")
    ]
    made_report, hand_report = (re.sub(r'"location": (\{[^}]*\}|null)', "", report) for report in reports)
    assert made_report.replace("/out/", "/hand/") == hand_report


def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    for seed in ("1", "2", "3"):
        run("import", "--template", f"{seed}.xlsx", folder=tmp_path, environment={"PYTHONHASHSEED": seed})
    assert len({file.read_bytes() for file in tmp_path.iterdir()}) == 1
    assert len(list(tmp_path.iterdir())) == 3


def test_what_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    mine = tmp_path / "t.xlsx"
    mine.write_bytes(b"mine")
    result = invoke("import", "--template", mine)
    assert (result.exit_code, result.stdout) == (4, "")
    assert mine.read_bytes() == b"mine"
    assert invoke("import", "--template", mine, "--force").exit_code == 0
    assert zipfile.is_zipfile(mine)


def test_without_the_extra_the_command_to_install_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    result = invoke("import", "--template", tmp_path / "t.xlsx")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "pip install 'cloudmkt-cli[xlsx]'" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    result = invoke("import", "--template", tmp_path / "none" / "t.xlsx")
    assert result.exit_code == 4
