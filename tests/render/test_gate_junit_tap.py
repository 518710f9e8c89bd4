"""JUnit and TAP: a case for each requirement of a market aimed at, and what becomes of each status."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
import yaml
from support.samples import AS_OF, CATALOGUE
from support.samples_gate import HOSTILE, HOSTILE_FILE, WAIVED, findings, gate_batch
from support.samples_reports import HOSTILE_NAMES, batch_named, rendered

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Finding, Status
from cloudmkt_cli.core.sanitize import escape_untrusted

HAN = re.compile("[\u4e00-\u9fff]")
ROOT = ET.fromstring(rendered("junit", gate_batch(), "en"))  # noqa: S314  our own


def test_junit_has_the_same_cases_and_reasons_in_chinese() -> None:
    chinese = ET.fromstring(rendered("junit", gate_batch(), "zh"))  # noqa: S314  our own
    for one, other in zip(ROOT.iter(), chinese.iter(), strict=True):
        assert (one.tag, one.keys(), one.get("classname")) == (other.tag, other.keys(), other.get("classname"))
        assert "message" not in other.attrib or HAN.search(other.attrib["message"])


def outcome_of(finding: Finding) -> str:
    """The issue's rule in other words: what fails the gate fails, what passes passes, all else is skipped."""
    if finding.status is Status.PASS:
        return "passed"
    fails = finding.status is Status.FAIL and finding.requirement.level == "required" and finding.waived is None
    return "failure" if fails else "skipped"


def junit() -> Iterator[tuple[str, str, str]]:
    for case in ROOT.iter("testcase"):
        yield case.attrib["classname"], case.attrib["name"], case[0].tag if len(case) else "passed"


def message_of(path: str, requirement: str) -> str:
    case = next(
        case
        for case in ROOT.iter("testcase")
        if case.attrib["classname"].startswith(path) and case.attrib["name"] == requirement
    )
    return case[0].attrib["message"]


def test_every_requirement_is_a_case_with_the_outcome_that_it_has() -> None:
    expected = [(f"{path}.{market}", item.requirement.id, outcome_of(item)) for path, market, item in findings()]
    assert [case for case in junit() if case[2] != "error"] == expected
    assert {case[2] for case in expected} == {"passed", "failure", "skipped"}


def test_every_mistake_in_an_input_is_an_error_with_its_place() -> None:
    found = [case for case in ROOT.iter("testcase") if case.find("error") is not None]
    assert [case.attrib["classname"] for case in found] == [error.path for error in gate_batch().errors]
    assert [(case[0].text or "").rpartition("\n")[2] for case in found][2] == "vendors/not-valid.toml:1:19"
    assert found[2][0].attrib["message"] == "profile_version: 2 is not a valid value"


def test_the_counts_of_a_suite_are_those_of_its_cases() -> None:
    for suite in ROOT:
        tags = [case[0].tag for case in suite.iter("testcase") if len(case)]
        counted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
        assert {name: int(suite.attrib[name]) for name in counted} == {n: tags.count(t) for n, t in counted.items()}
        assert int(suite.attrib["tests"]) == len([*suite.iter("testcase")])
    for name in ("tests", "failures", "errors"):
        assert int(ROOT.attrib[name]) == sum(int(suite.attrib[name]) for suite in ROOT)


def test_an_outcome_names_the_page_of_its_requirement() -> None:
    cases = [case for case in ROOT.iter("testcase") if len(case) and case.find("error") is None]
    pages = {item.id: page_address(item, CATALOGUE, "en") for item in CATALOGUE.requirements()}
    assert [
        case.attrib["name"] for case in cases if f"\n{pages[case.attrib['name']]}\n" not in (case[0].text or "")
    ] == []


def test_a_skipped_case_says_why() -> None:
    waived = "failed, waived until 2026-12-31 by 渠道部 @team: 扩招中 "
    assert message_of(f"vendors/{HOSTILE_FILE}", WAIVED).startswith(waived)
    assert message_of("vendors/few", "website.team-size") == "unknown; technical and service staff: not stated"
    assert message_of("vendors/few", "website.renown") == "for review; not attested"
    assert message_of("vendors/few", "miniprogram.external-funding").startswith("preferred, unknown; ")
    funding = message_of(f"vendors/{HOSTILE_FILE}", "miniprogram.external-funding")
    assert funding == "preferred, not met; external funding: no"
    assert message_of(f"vendors/{HOSTILE_FILE}", "miniprogram.saas-users").startswith("not applicable; ")


def test_a_suite_says_what_it_is_about_and_no_time() -> None:
    properties = {item.attrib["name"]: item.attrib["value"] for item in ROOT[-3 - 2].iter("property")}
    assert properties["as_of"] == AS_OF.isoformat()
    assert {"vendor", "market", "product", "verdict", "catalogue"} < {*properties}
    assert "timestamp" not in rendered("junit", gate_batch(), "en")


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, HOSTILE, "\uffff\ufffe\U0010ffff"], ids=lambda name: ascii(name[:20]))
def test_any_name_is_read_back_as_it_is_shown(name: str) -> None:
    suite = ET.fromstring(rendered("junit", batch_named(name), "en"))[0]  # noqa: S314  our own
    assert next(suite.iter("property")).attrib["value"] == escape_untrusted(name, 1000)
    assert suite.attrib["file"] == escape_untrusted(name, 1000)


class Point(NamedTuple):
    """A line of TAP, taken apart as its specification says."""

    ok: bool
    number: int
    description: str
    directive: str | None
    reason: str | None
    diagnostics: dict[str, Any] | None


def points(text: str) -> Iterator[Point]:
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if match := re.fullmatch(r"(not )?ok (\d+) - ((?:\\.|[^\\#])*?)(?: # (SKIP|TODO) ((?:\\.|[^\\#])*))?", line):
            block = lines[index + 1 : lines.index("  ...", index)] if lines[index + 1 : index + 2] == ["  ---"] else []
            values = [re.sub(r"\\(.)", r"\1", part) if part else part for part in match.group(3, 4, 5)]
            diagnostics = yaml.safe_load("\n".join(block[1:])) if block else None
            yield Point(match[1] is None, int(match[2]), values[0] or "", values[1], values[2], diagnostics)


def test_the_plan_counts_every_point() -> None:
    text = rendered("tap", gate_batch(), "en")
    found = [*points(text)]
    assert text.startswith(f"TAP version 14\n1..{len(found)}\n")
    assert [point.number for point in found] == [*range(1, len(found) + 1)]


def test_every_requirement_is_a_point() -> None:
    found = [*points(rendered("tap", gate_batch(), "en"))][len(gate_batch().errors) :]
    expected = [*findings()]
    assert len(found) == len(expected)
    for point, (path, market, finding) in zip(found, expected, strict=True):
        title = finding.requirement.title.en
        assert point.description == f"{path} {market} {finding.requirement.id} {title}"
        assert point.ok is (finding.status is not Status.FAIL)
        directive = {"passed": None, "failure": None, "skipped": "TODO" if not point.ok else "SKIP"}
        assert point.directive == directive[outcome_of(finding)]
        assert (point.diagnostics is None) is point.ok


def test_a_failed_point_says_what_where_and_what_to_do() -> None:
    point = next(
        point for point in points(rendered("tap", gate_batch(), "en")) if "website.team-size" in point.description
    )
    failed = [
        point for point in points(rendered("tap", gate_batch(), "en")) if not point.ok and point.directive is None
    ]
    assert point.ok
    assert failed[-1].diagnostics == {
        "message": "not met; technical and service staff: 8",
        "expected": "at least 10 technical and service staff",
        "remedy": "Increase the technical and service staff to 10; only these roles count.",
        "url": page_address(CATALOGUE.requirement("website.team-size"), CATALOGUE, "en"),
        "file": f"vendors/{HOSTILE_FILE}",
        "line": 24,
        "column": 25,
    }


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, HOSTILE], ids=lambda name: ascii(name[:20]))
def test_no_name_makes_a_point_or_a_directive(name: str) -> None:
    batches = (batch_named(text)._replace(errors=()) for text in (name, "甲"))
    hostile, harmless = ([*points(rendered("tap", batch, "en"))] for batch in batches)
    assert [point._replace(description="", diagnostics=None) for point in hostile] == [
        point._replace(description="", diagnostics=None) for point in harmless
    ]
    assert all(point.description.startswith(escape_untrusted(name, 1000)) for point in hostile)
    assert {point.diagnostics["file"] for point in hostile if point.diagnostics} == {escape_untrusted(name, len(name))}
