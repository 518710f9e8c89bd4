"""The formats for CI beside a baseline: what stood in it then is told apart, and fails nothing."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from support.samples_gate import HOSTILE_FILE, WAIVED, gate_batch, gate_batch_since
from support.samples_reports import rendered

from cloudmkt_cli.checking.results import Verdict
from cloudmkt_cli.core.formats import GateFormat
from cloudmkt_cli.render.ci.findings import gate_findings, severity
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch
from cloudmkt_cli.runs.gate import gate_of

LOST = "general.business-licence"
PHRASE = "no worse than the baseline"


def text(kind: GateFormat, batch: Batch | None = None) -> str:
    return report_bytes(kind, batch or gate_batch_since(), "en").decode()


def test_the_run_has_all_of_it() -> None:
    standings = [
        (checked.baseline_result.change, checked.result.verdict, gate_of(checked))
        for checked in gate_batch_since().profiles
        if checked.baseline_result
    ]
    assert standings == [
        ("new", Verdict.ELIGIBLE, Verdict.ELIGIBLE),
        ("unchanged", Verdict.INCOMPLETE, Verdict.ELIGIBLE),
        ("worse", Verdict.NOT_ELIGIBLE, Verdict.NOT_ELIGIBLE),
    ]


def test_what_is_lost_weighs_as_ever_and_the_rest_is_a_notice() -> None:
    def weights(batch: Batch) -> dict[tuple[str, str], str | None]:
        return {
            (item.checked.path, item.finding.requirement.id): severity(item.checked, item.finding)
            for checked in batch.profiles
            for item in gate_findings(checked)
        }

    plain, since = weights(gate_batch()), weights(gate_batch_since())
    assert {key for key, found in since.items() if found in {"error", "warning"}} == {(f"vendors/{HOSTILE_FILE}", LOST)}
    assert since[f"vendors/{HOSTILE_FILE}", LOST] == plain[f"vendors/{HOSTILE_FILE}", LOST] == "error"
    differs = {key for key in plain if plain[key] != since[key]}
    assert differs == {key for key, found in plain.items() if found in {"error", "warning"}} - {
        (f"vendors/{HOSTILE_FILE}", LOST)
    }
    assert {since[key] for key in differs} == {"notice"}


def test_junit_fails_what_is_lost_alone() -> None:
    root = ET.fromstring(text("junit"))  # noqa: S314  our own
    assert {case.get("name") for case in root.iter("testcase") if case.find("failure") is not None} == {LOST}
    skipped = {case.get("name"): case.find("skipped") for case in root.iter("testcase")}
    reason = skipped["website.team-size"]
    assert reason is not None
    assert (reason.get("type"), (reason.get("message") or "").partition(";")[0]) == ("fail", f"not met, {PHRASE}")


def test_sarif_has_the_state_of_each_result() -> None:
    def states(*, everything: bool) -> dict[tuple[str, str], str | None]:
        (run,) = json.loads(rendered("sarif", gate_batch_since(), "en", sarif_all=everything))["runs"]
        return {
            (result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], result["ruleId"]): result.get(
                "baselineState"
            )
            for result in run["results"]
            if result["ruleId"] != "bad-input"
        }

    failed = states(everything=False)
    assert {rule for (_, rule), state in failed.items() if state == "new"} == {LOST}
    assert {state for (_, rule), state in failed.items() if rule != LOST} == {"unchanged"}
    assert {state for (path, _), state in states(everything=True).items() if path == "vendors/few.toml"} == {
        "unchanged"
    }
    assert {state for (path, _), state in states(everything=True).items() if "admitted" in path} <= {"new"}
    assert "baselineState" not in rendered("sarif", gate_batch(), "en", sarif_all=True)


def test_github_has_errors_of_what_is_lost_and_of_bad_input() -> None:
    found = [
        line
        for line in text("github").splitlines()
        if line.startswith(("::error", "::warning")) and "title=Not checked" not in line
    ]
    assert len(found) == 1
    assert f"title={LOST} " in found[0]
    notices = [line for line in text("github").splitlines() if line.startswith("::notice") and PHRASE in line]
    assert len(notices) >= 8


def test_gitlab_has_one_major_issue() -> None:
    issues = json.loads(text("gitlab"))
    assert [issue["check_name"] for issue in issues if issue["severity"] in {"major", "minor"}] == [LOST]
    assert {issue["severity"] for issue in issues if PHRASE in issue["description"]} == {"info"}


def test_tap_has_what_stood_as_to_do() -> None:
    failed = [line for line in text("tap").splitlines() if line.startswith("not ok") and "bad-input" not in line]
    bare = {
        re.search(r" (\S+\.\S+) [A-Z]", line.partition(" # ")[0].partition(HOSTILE_FILE[-6:])[2])
        for line in failed
        if " # TODO" not in line
    }
    assert {found[1] for found in bare if found} == {LOST}
    assert any(f"website.team-size Technical and service staff # TODO not met, {PHRASE}" in line for line in failed)


@pytest.mark.parametrize("kind", ["junit", "github", "markdown", "tap", "gitlab", "sarif"])
def test_the_truth_is_in_all_of_them(kind: GateFormat) -> None:
    """No more and no fewer findings than without a baseline, and what is waived is still told as that."""
    assert PHRASE in text(kind)
    assert PHRASE not in text(kind, gate_batch())
    assert text(kind).count("failed, waived until 2026-12-31") == text(kind, gate_batch()).count(
        "failed, waived until 2026-12-31"
    )
    assert text(kind).count(WAIVED) == text(kind, gate_batch()).count(WAIVED)


@pytest.mark.parametrize("kind", ["markdown", "github"])
def test_the_totals_say_how_many_are_worse(kind: GateFormat) -> None:
    assert "; worse than the baseline: 1" in text(kind).replace("\\", "")
