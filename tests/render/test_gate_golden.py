"""Every format over one run that has everything in it, as it was looked at by eye."""

import json
from itertools import groupby
from typing import get_args

import pytest
from support.golden import assert_golden
from support.samples_gate import HOSTILE_FILE, WAIVED, findings, gate_batch

from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.formats import REPORT_ENDINGS, CheckFormat, ClientFormat, GateFormat, ReportFormat
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.render import json_report, terminal
from cloudmkt_cli.render.json_report.jsonl import error_line, profile_line
from cloudmkt_cli.render.registry import report_bytes

FORMATS: tuple[CheckFormat, ...] = get_args(CheckFormat)
FOR_CLIENTS: tuple[CheckFormat, ...] = get_args(ClientFormat)
"""They have golden files of their own."""
FOR_THE_GATE: tuple[GateFormat, ...] = get_args(GateFormat)


def rendered(output_format: CheckFormat, language: Language, *, sarif_all: bool = False) -> bytes:
    batch = gate_batch()
    match output_format:
        case "text":
            return terminal.render_batch(batch, language, None).encode()
        case "json":
            return json_report.render_batch(batch, language).encode()
        case "jsonl":
            lines = [profile_line(checked, batch.context, language) for checked in batch.profiles]
            by_path = [tuple(of_one) for _, of_one in groupby(batch.errors, key=lambda error: error.path)]
            return b"".join([*lines, *(error_line(errors, language, batch.context) for errors in by_path)])
        case _:
            return report_bytes(output_format, batch, language, sarif_all=sarif_all)


@pytest.mark.parametrize("output_format", [name for name in FORMATS if name not in {"jsonl", *FOR_CLIENTS}])
def test_every_format_looks_as_it_should(output_format: CheckFormat) -> None:
    assert_golden(f"gate/{output_format}.en.txt", rendered(output_format, "en"))


@pytest.mark.parametrize("output_format", ["github", "tap", "markdown", "text"])
def test_those_that_people_read_do_so_in_chinese_too(output_format: CheckFormat) -> None:
    assert_golden(f"gate/{output_format}.zh.txt", rendered(output_format, "zh"))


def test_json_lines_are_the_entries_of_the_json_report() -> None:
    report = json.loads(rendered("json", "en"))
    lines = [json.loads(line) for line in rendered("jsonl", "en").splitlines()]
    head = {"version", "catalogue", "as_of", "configuration", "hypothetical"}
    assert all(head < line.keys() for line in lines)
    bare = [{key: value for key, value in line.items() if key not in head} for line in lines]
    assert [line for line in bare if "errors" not in line] == report["profiles"]
    assert [error for line in bare for error in line.get("errors", [])] == report["errors"]


def test_the_run_has_everything_in_it() -> None:
    found = [finding for _, _, finding in findings()]
    assert {finding.status for finding in found} == {*Status}
    levels = {(finding.requirement.level, finding.status) for finding in found}
    assert {("preferred", Status.FAIL), ("preferred", Status.UNKNOWN), ("preferred", Status.PASS)} <= levels
    assert {finding.requirement.id for finding in found if finding.waived} == {WAIVED}
    assert {*gate_batch().summary.totals} == {*Verdict}
    assert gate_batch().summary.unchecked == 3
    assert [checked.path for checked in gate_batch().profiles][-1] == f"vendors/{HOSTILE_FILE}"


@pytest.mark.parametrize("output_format", FOR_THE_GATE)
def test_what_is_waived_is_said_to_have_failed_and_to_be_waived(output_format: CheckFormat) -> None:
    text = rendered(output_format, "en").decode()
    assert text.count("failed, waived until 2026-12-31 by 渠道部 @team: 扩招中") in {1, 2}  # and once as a suppression


@pytest.mark.parametrize("output_format", ["text", *FOR_THE_GATE])  # JSON and JSON Lines are exact
def test_nothing_that_acts_on_a_screen_is_in_a_format(output_format: CheckFormat) -> None:
    text = rendered(output_format, "en").decode()
    assert {char for char in text if not char.isprintable()} <= {"\n"}


def test_one_list_of_formats_serves_the_output_and_the_reports() -> None:
    assert {*FORMATS} - {"text", "jsonl"} == {*get_args(ReportFormat)} == {*FOR_THE_GATE, *FOR_CLIENTS, "json"}
    assert {*REPORT_ENDINGS.values()} == {*get_args(ReportFormat)}
