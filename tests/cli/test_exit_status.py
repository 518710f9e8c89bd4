"""What a run means to a script: every number of the contract, and which one a batch ends with."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support.samples import Values, stating, vendor, without
from support.strategies_runs import PROGRAM, as_toml, clean_environment, invoke, run, write

from cloudmkt_cli.cli.exit_codes import exit_status

AT = ("--as-of", "2026-11-23")
PROFILES: dict[str, Values] = {
    "eligible": vendor(),
    "incomplete": without(("team",)),
    "not-eligible": stating(("agreements", "consignment"), value=False),
    "invalid": {"profile_version": 1},
}
MIXES = [mix for size in range(1, 5) for mix in combinations(PROFILES, size)]


@pytest.mark.parametrize("fail_on", [None, "incomplete", "not-eligible", "never"])
@pytest.mark.parametrize("mix", MIXES, ids="+".join)
def test_a_batch_ends_with_its_gravest_outcome(tmp_path: Path, mix: tuple[str, ...], fail_on: str | None) -> None:
    for name in mix:
        write(tmp_path / f"{name}.toml", PROFILES[name])
    if "invalid" in mix:
        expected = 4
    elif fail_on == "never":
        expected = 0
    elif "not-eligible" in mix:
        expected = 1
    elif "incomplete" in mix and fail_on != "not-eligible":
        expected = 3
    else:
        expected = 0
    chosen = ("--fail-on", fail_on) if fail_on else ()
    assert invoke("check", tmp_path, *AT, *chosen).exit_code == expected


@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize(("name", "expected"), [*zip(PROFILES, [0, 3, 1, 4], strict=True)])
def test_the_format_changes_no_number(tmp_path: Path, name: str, expected: int, output_format: str) -> None:
    profile = write(tmp_path / "vendor.toml", PROFILES[name])
    assert invoke("check", profile, *AT, "--format", output_format).exit_code == expected


def test_only_the_markets_asked_for_count(tmp_path: Path) -> None:
    too_few_for_mini_programs = stating(("team", "technical_and_service"), 19) | {"target_markets": ["miniprogram"]}
    profile = write(tmp_path / "vendor.toml", too_few_for_mini_programs)
    assert invoke("check", profile, *AT).exit_code == 1
    assert invoke("check", profile, *AT, "-m", "website").exit_code == 0
    assert invoke("check", profile, *AT, "-m", "website", "-m", "miniprogram").exit_code == 1


@pytest.mark.parametrize("counts", [(2, 1, 1), (1, 0, 0)])
def test_bad_input_weighs_more_than_any_verdict(counts: tuple[int, int, int]) -> None:
    bad_input, not_eligible, incomplete = counts
    status = exit_status(bad_input=bad_input, not_eligible=not_eligible, incomplete=incomplete, fail_on="not-eligible")
    assert status == 4


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "audit",
        "--no-such-option",
        "check --no-such-option",
        "check --as-of",
        "check --as-of yesterday",
        "check --as-of 2026-02-30",
        "check --as-of 2026-13-01",
        "check --as-of 20261123",
        "check --as-of 2026-11-23T00:00",
        "check --as-of 23.11.2026",
        "check --lang fr",
        "check --lang ZH_cn",
        "check --format yaml",
        "check --fail-on eligible",
        "check --fail-on not_eligible",
        "next --as-of tomorrow",
        "next --report next.csv",
        "plan --report plan.pdf",
        "plan -o plan.md --report ./plan.md",
        "requirements website image",
        "requirements website --compare",
        "markets --lang fr",
    ],
)
def test_wrong_use(arguments: str) -> None:
    result = invoke(*arguments.split())
    assert result.exit_code == 2
    assert result.output


def test_no_command_at_all_shows_how_to_use_the_program() -> None:
    done = run()
    assert done.returncode == 2
    assert b"Usage: " in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_unreadable_and_invalid_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = write(tmp_path / "vendor.toml", vendor())
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin.toml").write_bytes(b'[company]\nname = "\xe9"\n')
    (tmp_path / "broken.toml").write_text("[company\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "empty")
    for arguments in (
        ("check",),
        ("check", tmp_path / "nowhere.toml"),
        ("check", profile / "below.toml"),
        ("check", tmp_path / "latin.toml"),
        ("check", tmp_path / "broken.toml"),
        ("check", tmp_path / "empty"),
        ("check", profile, tmp_path / "empty"),
        ("check", profile, tmp_path / "nowhere.toml"),
        ("check", profile, "--market", "websites"),
        ("check", "-"),
        ("next", tmp_path / "nowhere.toml"),
        ("next", tmp_path / "broken.toml"),
        ("next", tmp_path / "empty"),
        ("plan", tmp_path / "nowhere.toml"),
        ("plan", tmp_path / "broken.toml"),
        ("plan", tmp_path / "empty"),
        ("requirements", "websites"),
        ("explain", "website.no-such"),
        ("explain", "no-such"),
    ):
        result = invoke(*arguments)
        assert result.exit_code == 4, arguments
        assert result.stderr, arguments


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission(tmp_path: Path) -> None:
    profile = write(tmp_path / "vendor.toml", vendor())
    profile.chmod(0)
    assert invoke("check", profile).exit_code == 4


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes a stream")
@pytest.mark.parametrize("command", ["check", "next", "plan"])
def test_standard_input_that_is_closed_is_no_input(command: str) -> None:
    done = run(command, "-", program=("/bin/sh", "-c", 'exec "$0" "$@" <&-', *PROGRAM))
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"<stdin>" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes a stream")
@pytest.mark.parametrize(("name", "expected"), [*zip(PROFILES, [0, 3, 1, 4], strict=True)])
def test_a_closed_standard_output_changes_no_number(name: str, expected: int) -> None:
    program = ("/bin/sh", "-c", 'exec "$0" "$@" >&-', *PROGRAM)
    done = run("check", "-", *AT, program=program, given=as_toml(PROFILES[name]).encode())
    assert done.returncode == expected
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "-"),
        ("check", "-", "--format", "json"),
        ("next", "-"),
        ("plan", "-"),
        ("markets",),
        ("requirements",),
        ("explain", "website.team-size"),
    ],
    ids=" ".join,
)
def test_a_defect_is_one_line_that_says_where_to_report_it(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr("cloudmkt_cli.catalogue.loader.load_catalogue", defective)
    result = invoke(*arguments, given=as_toml(vendor()))
    assert result.exit_code == 70
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "https://" in result.stderr
    assert "ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_defect_in_one_profile_of_a_batch_outweighs_bad_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("cloudmkt_cli.runs.batch.check_profile", defective)
    for name in ("eligible", "invalid"):
        write(tmp_path / f"{name}.toml", PROFILES[name])
    assert invoke("check", tmp_path, *AT).exit_code == 70


def test_a_defect_with_a_long_story_is_still_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "cloudmkt_cli.catalogue.loader.load_catalogue", raising(ValueError("first\nsecond\n\x1b[31mthird"))
    )
    result = invoke("markets")
    assert result.exit_code == 70
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr


def test_a_defect_shows_its_traceback_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloudmkt_cli.catalogue.loader.load_catalogue", defective)
    result = invoke("markets", CLOUDMKT_DEBUG="1")
    assert result.exit_code == 70
    assert "Traceback (most recent call last)" in result.stderr
    assert "https://" in result.stderr


@pytest.mark.parametrize("arguments", [("--version",), ("markets",)], ids=" ".join)
def test_a_defect_before_any_command_starts_is_a_defect_too(arguments: tuple[str, ...]) -> None:
    script = "import sys, typer\ndef broken(*_, **__):\n    1 / 0\ntyper.Typer.__call__ = broken\n"
    script += "from cloudmkt_cli.__main__ import main\nmain()\n"
    done = run(*arguments, program=(sys.executable, "-c", script))
    assert done.returncode == 70
    assert b"Traceback" not in done.stderr
    assert b"https://" in done.stderr


def defective(*_: Any, **__: Any) -> Any:
    return 1 // 0


def raising(error: Exception) -> Callable[..., Any]:
    def broken(*_: Any, **__: Any) -> Any:
        raise error

    return broken


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
@pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="ignored here, and so in child processes")
def test_interrupted_while_it_reads_standard_input() -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    ) as process:
        assert process.stdin
        # More than a pipe holds: once it is written, the program is reading.
        process.stdin.write(b"#" * 1_000_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in complaints
