"""Workflow commands, read as GitHub's runner reads them, and the summary of a job."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from support.samples import CATALOGUE, stating, vendor, without
from support.samples_gate import HOSTILE_FILE, WAIVED, gate_batch
from support.samples_reports import HOSTILE_NAMES, batch_named, rendered, sample_batch
from support.strategies_runs import invoke, write

from cloudmkt_cli.cli.github_summary import MOST_BYTES
from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.render.ci.comment import MOST_CHARACTERS
from cloudmkt_cli.render.ci.github import SHOWN_OF_A_KIND
from cloudmkt_cli.render.result_phrases import edition


class Command(NamedTuple):
    kind: str
    properties: dict[str, str]
    message: str


def decoded(text: str, *more: str) -> str:
    """A value as the runner has it: the escapes that it knows, and the sign of escapes last."""
    for escape in (*more, "%0D", "%0A", "%25"):
        text = text.replace(escape, chr(int(escape[1:], 16)))
    return text


def commands(text: str) -> list[Command]:
    """Every line that the runner takes for a command: colons, a name, a blank and properties, colons, the message."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            head, _, message = line.lstrip()[2:].partition("::")
            kind, _, rest = head.partition(" ")
            pairs = (item.partition("=") for item in rest.split(",") if item)
            properties = {name: decoded(value, "%3A", "%2C") for name, _, value in pairs}
            found.append(Command(kind, properties, decoded(message)))
    return found


def of_sample() -> list[Command]:
    return commands(rendered("github", gate_batch(), "en"))


def test_a_failure_is_an_error_at_its_line_with_all_there_is_to_say() -> None:
    command = next(item for item in of_sample() if item.properties.get("title", "").startswith("website.team-size"))
    assert command == Command(
        "error",
        {
            "file": f"vendors/{HOSTILE_FILE}",
            "line": "24",
            "col": "25",
            "title": "website.team-size Technical and service staff",
        },
        "not met; technical and service staff: 8\n"
        "expected: at least 10 technical and service staff\n"
        "fix: Increase the technical and service staff to 10; only these roles count.",
    )


def test_what_has_no_place_names_its_file_alone() -> None:
    command = next(item for item in of_sample() if item.properties.get("title", "").startswith("miniprogram.lawful"))
    assert {*command.properties} == {"file", "title"}


def test_what_is_waived_is_a_notice_before_what_is_preferred() -> None:
    notices = [item for item in of_sample() if item.kind == "notice"]
    assert [item.properties["title"].split()[0] for item in notices] == [WAIVED, "miniprogram.external-funding"]
    assert notices[0].message.startswith("failed, waived until 2026-12-31 by 渠道部 @team: ")


def test_bad_input_comes_first() -> None:
    titles = [item.properties.get("title") for item in of_sample()]
    assert titles[: len(gate_batch().errors)] == ["Not checked"] * len(gate_batch().errors)
    assert of_sample()[2].properties["line"] == "1"


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:20]))
def test_no_name_makes_a_command_or_a_property(name: str) -> None:
    hostile, harmless = (rendered("github", batch_named(text), "en") for text in (name, "甲"))
    assert hostile.count("\n") == harmless.count("\n")
    shapes = [[(item.kind, [*item.properties]) for item in commands(text)] for text in (hostile, harmless)]
    assert shapes[0] == shapes[1]
    assert [line for line in hostile.splitlines() if not line.startswith("::")] == hostile.splitlines()[-2:]


@pytest.mark.parametrize("number", [0, 1, SHOWN_OF_A_KIND - 1, SHOWN_OF_A_KIND, SHOWN_OF_A_KIND + 1, 1000])
def test_there_are_no_more_than_are_shown_and_the_last_counts_the_rest(number: int) -> None:
    error = Diagnostic(Message("error.blank"), Message("hint.blank"), path="many.toml", position=Position(1, 1))
    batch = gate_batch()._replace(profiles=(), errors=(error,) * number)
    found = commands(rendered("github", batch, "en"))
    assert len(found) == min(number, SHOWN_OF_A_KIND)
    if number > SHOWN_OF_A_KIND:
        assert found[-1].properties == {}
        assert found[-1].message.startswith(f"not shown: {number - SHOWN_OF_A_KIND + 1:,}, as GitHub")
        assert found[-2].properties["title"] == "Not checked"


def test_each_kind_has_its_own_limit() -> None:
    found = commands(rendered("github", sample_batch(), "en"))
    counts = {kind: len([item for item in found if item.kind == kind]) for kind in ("error", "warning", "notice")}
    assert max(counts.values()) == SHOWN_OF_A_KIND == counts["error"] == counts["warning"]


def test_the_log_ends_with_the_totals_and_the_edition() -> None:
    totals, last = rendered("github", gate_batch(), "en").splitlines()[-2:]
    assert last == edition(CATALOGUE, "en")
    assert totals == "Profiles checked: 3 (1 eligible, 1 not eligible, 1 incomplete); not checked: 3; with waivers: 1"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "vendors" / "admitted.toml", vendor())
    write(tmp_path / "vendors" / "few.toml", without(("products",), stating(("team", "technical_and_service"), 1)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*more: str, **environment: str) -> tuple[int, str, str]:
    done = invoke("check", "vendors", "--as-of", "2026-11-23", "--lang", "en", *more, **environment)
    return done.exit_code, done.stdout, done.stderr


def test_the_summary_of_the_job_is_added_to_what_is_there(folder: Path) -> None:
    summary = folder / "summary.md"
    summary.write_text("# before\n", encoding="utf-8")
    status, output, complaints = check("-f", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert (status, complaints) == (1, "")
    text = summary.read_text(encoding="utf-8")
    assert text == "# before\n" + check("-f", "markdown")[1]
    assert "few.toml" in text
    assert commands(output)


@pytest.mark.parametrize("output_format", ["text", "json", "markdown", "junit"])
def test_no_other_format_writes_a_summary(folder: Path, output_format: str) -> None:
    check("-f", output_format, "--report", "commands.github.txt", GITHUB_STEP_SUMMARY=str(folder / "summary.md"))
    assert not (folder / "summary.md").exists()
    assert commands((folder / "commands.github.txt").read_text(encoding="utf-8"))


def test_without_the_variable_there_is_no_summary(folder: Path) -> None:
    before = {*folder.iterdir()}
    assert check("-f", "github", GITHUB_STEP_SUMMARY="")[0] == 1
    assert {*folder.iterdir()} == before


@pytest.mark.parametrize("room", [0, -1])
def test_a_full_summary_is_left_whole(folder: Path, room: int) -> None:
    summary = folder / "summary.md"
    size = MOST_BYTES - len(check("-f", "markdown")[1].encode()) - room
    summary.write_bytes(b"x" * size)
    added = check("-f", "markdown")[1].encode() if room == 0 else b""
    status, _, complaints = check("-f", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert status == 1
    assert summary.read_bytes() == b"x" * size + added
    assert ("nothing was added" in complaints or "没有再写入" in complaints) is (room != 0)


def test_a_summary_that_cannot_be_written_is_bad_input_after_the_commands(folder: Path) -> None:
    status, output, complaints = check("-f", "github", GITHUB_STEP_SUMMARY=str(folder / "nowhere" / "summary.md"))
    assert status == 4
    assert commands(output)
    assert re.search(r"nowhere.summary\.md", complaints)


def test_the_longest_comment_fits_into_an_empty_summary() -> None:
    assert MOST_CHARACTERS * len("\U0001f600".encode()) <= MOST_BYTES
