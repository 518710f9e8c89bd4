"""SARIF and GitLab's report: which findings they have, where, and what they are recognised by."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import pytest
from support.samples import AS_OF, CATALOGUE, Values
from support.samples_gate import HOSTILE, HOSTILE_FILE, MARKETS, WAIVED, WAIVER, findings, gate_batch, hostile, waiving
from support.samples_reports import rendered
from support.strategies_runs import run, write

from cloudmkt_cli.catalogue.pages import page_address
from cloudmkt_cli.checking.results import Status
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.runs.batch import Batch, check_paths

KINDS = {"fail": "fail", "unknown": "open", "manual": "review", "not_applicable": "notApplicable"}


def sarif(batch: Batch | None = None, language: Language = "en", *, everything: bool = False) -> dict[str, Any]:
    (run,) = json.loads(rendered("sarif", batch or gate_batch(), language, sarif_all=everything))["runs"]
    assert isinstance(run, dict)
    return run


def results(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [result for result in run["results"] if result["ruleId"] != "bad-input"]


def result_of(requirement: str, run: dict[str, Any] | None = None) -> dict[str, Any]:
    return next(result for result in (run or sarif())["results"] if result["ruleId"] == requirement)


def place_of(result: dict[str, Any]) -> dict[str, Any]:
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert isinstance(physical, dict)
    return physical


def once() -> dict[tuple[str, str], str]:
    """Every finding by its profile and id, and so a general one once however many markets share it."""
    return {(path, finding.requirement.id): finding.status.value for path, _, finding in findings()}


def test_only_what_fails_is_a_result() -> None:
    expected = [key for key, status in once().items() if status == "fail"]
    run = sarif()
    found = [(unquote(place_of(item)["artifactLocation"]["uri"]), item["ruleId"]) for item in results(run)]
    assert found == expected
    assert {(item["kind"], item["level"]) for item in run["results"]} == {("fail", "error"), ("fail", "note")}


def test_all_that_is_not_met_is_there_when_asked_for_with_its_kind() -> None:
    expected = [(key[1], KINDS[status]) for key, status in once().items() if status in KINDS]
    found = results(sarif(everything=True))
    assert [(item["ruleId"], item["kind"]) for item in found] == expected
    assert {kind for _, kind in expected} == {*KINDS.values()}
    assert {item["level"] for item in found if item["kind"] != "fail"} == {"none"}


def test_what_fails_is_told_alike_whether_the_rest_is_there_or_not() -> None:
    everything = sarif(everything=True)
    failed = [item for item in everything["results"] if item["kind"] == "fail"]
    assert [without_index(item) for item in failed] == [without_index(item) for item in sarif()["results"]]


def without_index(item: dict[str, Any]) -> dict[str, Any]:
    """A result without its rule's place among the rules, which depends on what else is told."""
    return {key: value for key, value in item.items() if key != "ruleIndex"}


def test_what_is_waived_failed_and_is_suppressed_with_its_reason() -> None:
    (suppression,) = result_of(WAIVED)["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"].startswith("failed, waived until 2026-12-31 by 渠道部 @team: 扩招中 ")
    assert [item["ruleId"] for item in results(sarif(everything=True)) if "suppressions" in item] == [WAIVED]


def test_a_rule_says_what_the_catalogue_says() -> None:
    requirement = CATALOGUE.requirement("website.team-size")
    run = sarif()
    result = result_of(requirement.id, run)
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == requirement.id
    assert rule["fullDescription"]["text"] == requirement.expected.en
    assert rule["properties"]["clause"] == requirement.clause == 2
    for text in (requirement.why.en, requirement.how.en, requirement.evidence.en, "cl. 2"):
        assert text in rule["help"]["text"]
    assert "**reason**" in rule["help"]["markdown"]
    assert rule["helpUri"] == page_address(requirement, CATALOGUE, "en")
    looked_at = (item for market in MARKETS for item in CATALOGUE.required_of(CATALOGUE.market(market)))
    expected = {item.id for item in looked_at} | {"bad-input"}
    assert {item["id"] for item in run["tool"]["driver"]["rules"]} == expected


def test_a_result_has_the_place_of_the_key_that_decided() -> None:
    place = place_of(result_of("website.team-size"))
    assert place["region"] == {"startLine": 24, "startColumn": 25}
    uri = place["artifactLocation"]["uri"]
    assert uri == "vendors/%E7%A4%BA%E4%BE%8B%20%231%2C%20100%25%20%40team.toml"
    assert unquote(uri) == f"vendors/{HOSTILE_FILE}"
    assert sarif()["columnKind"] == "unicodeCodePoints"


def test_what_has_no_place_has_its_file() -> None:
    place = place_of(next(item for item in results(sarif(everything=True)) if item["ruleId"] == "website.renown"))
    assert place == {"artifactLocation": {"uri": "vendors/few.toml"}}


def test_a_file_named_from_the_root_has_an_address_that_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a b.toml", hostile())
    result = results(sarif(check_paths([str(path)], CATALOGUE, AS_OF, MARKETS)))[0]
    assert place_of(result)["artifactLocation"]["uri"] == path.as_uri()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a path is text")
def test_a_path_that_is_no_text_has_the_address_of_its_bytes(tmp_path: Path) -> None:
    os.mkdir(os.fsencode(tmp_path) + b"/\xd4\xc6")  # noqa: PTH102  a Path is text
    write(tmp_path / os.fsdecode(b"\xd4\xc6") / "a.toml", hostile())
    (tmp_path / os.fsdecode(b"bad-\xff.toml")).write_text("x", encoding="utf-8")
    done = run("check", ".", "-f", "sarif", folder=tmp_path)
    found = {place_of(item)["artifactLocation"]["uri"] for item in json.loads(done.stdout)["runs"][0]["results"]}
    assert found == {"%D4%C6/a.toml", "bad-%FF.toml"}
    assert all((tmp_path / os.fsdecode(unquote_to_bytes(uri))).is_file() for uri in found)


def test_bad_input_is_a_result_at_its_place_and_the_run_no_success() -> None:
    run = sarif()
    found = [item for item in run["results"] if item["ruleId"] == "bad-input"]
    assert len(found) == len(gate_batch().errors)
    assert place_of(found[2])["region"] == {"startLine": 1, "startColumn": 19}
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert sarif(gate_batch()._replace(errors=()))["invocations"] == [{"executionSuccessful": True}]


def test_nothing_in_a_message_is_a_placeholder_or_a_link() -> None:
    text = result_of(WAIVED)["message"]["text"]
    assert "{{0}}" in text
    assert "{0}" not in text.replace("{{0}}", "")
    assert "](" not in text
    assert "[x] (https://example.com/?a=1)" in text


def moved(tmp_path: Path, values: Values, before: str) -> Batch:
    """The same profile in the same place, with something before it."""
    path = write(tmp_path / "vendor.toml", values)
    path.write_text(before + path.read_text(encoding="utf-8"), encoding="utf-8")
    batch = check_paths([str(path)], CATALOGUE, AS_OF, MARKETS)
    return batch._replace(profiles=tuple(waiving(checked, WAIVER) for checked in batch.profiles))


def fingerprints(batch: Batch, language: Language = "en") -> list[str]:
    run = sarif(batch, language, everything=True)
    return [item["partialFingerprints"]["primaryLocationLineHash"] for item in run["results"]]


def test_a_finding_is_recognised_wherever_it_moves_and_in_any_language(tmp_path: Path) -> None:
    here = moved(tmp_path, hostile(), "")
    lower = moved(tmp_path, hostile() | {"experience": {"operations": date(2016, 1, 1)}}, "# a comment\n\n")
    assert place_of(result_of(WAIVED, sarif(here))) != place_of(result_of(WAIVED, sarif(lower)))
    assert fingerprints(here) == fingerprints(lower) == fingerprints(here, "zh")
    assert len({*fingerprints(here)}) == len(fingerprints(here))


def test_a_mistake_is_recognised_in_any_language() -> None:
    assert fingerprints(gate_batch()) == fingerprints(gate_batch(), "zh")
    assert len({*fingerprints(gate_batch())}) == len(fingerprints(gate_batch()))


@pytest.mark.parametrize(
    ("requirement", "severity", "line"),
    [
        ("bad-input", "blocker", 1),
        ("website.team-size", "major", 24),
        (WAIVED, "info", 24),
        ("miniprogram.external-funding", "info", 9),
        ("website.marketplace-operator", "minor", 23),
        ("website.renown", "minor", 1),
    ],
)
def test_gitlab_is_told_how_much_a_finding_weighs(requirement: str, severity: str, line: int) -> None:
    issues = json.loads(rendered("gitlab", gate_batch(), "en"))
    path = "nobody" if requirement == "bad-input" else f"vendors/{HOSTILE_FILE}"
    issue = next(item for item in issues if (item["check_name"], item["location"]["path"]) == (requirement, path))
    assert (issue["severity"], issue["location"]["lines"]["begin"]) == (severity, line)


def test_gitlab_is_told_nothing_of_what_passes_or_does_not_apply() -> None:
    named = {item["check_name"] for item in json.loads(rendered("gitlab", gate_batch(), "en"))}
    assert named - {"bad-input"} == {
        finding.requirement.id
        for _, _, finding in findings()
        if finding.status is Status.FAIL
        or (finding.requirement.level == "required" and finding.status in {Status.UNKNOWN, Status.MANUAL})
    }
    assert HOSTILE not in rendered("gitlab", gate_batch(), "en")
