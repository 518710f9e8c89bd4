"""Where output goes: results to standard output and nothing else; colours, closed pipes, and the width of a page."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.samples import Values, stating, vendor, without
from support.strategies_runs import PROGRAM, clean_environment, invoke, run, write

from cloudmkt_cli.core.messages import LANGUAGES, Language

AT = ("--as-of", "2026-11-23")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
TERMINAL = {"TERM": "xterm-256color"}
HAN = "云" * 60
WORD = "w" * 90
NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes to write to")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """One profile that can be checked, and one that cannot."""
    write(tmp_path / "good.toml", without(("team",)))
    write(tmp_path / "wrong.toml", {"profile_version": 1})
    return tmp_path


def test_text_results_and_mistakes_go_apart(folder: Path) -> None:
    done = run("check", ".", *AT, "--lang", "en", folder=folder)
    assert "星海示例".encode() in done.stdout
    assert b"wrong.toml" not in done.stdout
    assert b"wrong.toml" in done.stderr
    assert b"good.toml" not in done.stderr


def test_a_json_report_is_all_there_is_on_standard_output(folder: Path) -> None:
    done = run("check", ".", *AT, "--format", "json", folder=folder)
    document = json.loads(done.stdout)
    assert [profile["path"] for profile in document["profiles"]] == ["good.toml"]
    assert {error["path"] for error in document["errors"]} == {"wrong.toml"}


@pytest.mark.parametrize(
    "arguments",
    ["check nowhere.toml -m websites", "next nowhere.toml", "explain nothing", "requirements nothing", "check --nope"],
)
def test_what_gives_no_result_prints_none(folder: Path, arguments: str) -> None:
    done = run(*arguments.split(), folder=folder)
    assert done.stdout == b""
    assert done.stderr


@pytest.mark.parametrize(
    "arguments", ["check good.toml", "next good.toml", "markets", "requirements", "explain api.renown"]
)
def test_a_result_leaves_standard_error_alone(folder: Path, arguments: str) -> None:
    done = run(*arguments.split(), folder=folder)
    assert done.stdout
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("environment", "escapes", "colours"),
    [
        pytest.param({}, False, False, id="pipe"),
        pytest.param({"NO_COLOR": "1"}, False, False, id="NO_COLOR"),
        pytest.param({"FORCE_COLOR": "1"}, True, True, id="FORCE_COLOR"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, None, False, id="both"),
    ],
)
def test_colours(folder: Path, environment: dict[str, str], escapes: bool | None, colours: bool) -> None:
    text = run("check", "good.toml", folder=folder, environment=TERMINAL | environment).stdout.decode()
    assert "good.toml" in text
    assert escapes is None or ("\x1b" in text) is escapes
    assert bool(COLOUR.search(text)) is colours


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1"}], ids=["pipe", "FORCE_COLOR"])
def test_json_has_no_colours_at_all(folder: Path, environment: dict[str, str]) -> None:
    arguments = ("check", "good.toml", "--format", "json")
    assert b"\x1b" not in run(*arguments, folder=folder, environment=TERMINAL | environment).stdout


@NOT_ON_WINDOWS
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("check good.toml", 3),
        ("check good.toml --format json", 3),
        ("next", 0),
        ("requirements", 0),
        ("explain api.renown", 0),
        ("--version", 0),
        ("--help", 0),
        ("check --help", 0),
    ],
)
def test_a_reader_that_is_gone_is_no_mistake(folder: Path, arguments: str, expected: int) -> None:
    code, complaints = unread("stdout", folder, *arguments.split())
    assert complaints == b""
    assert code == expected


@NOT_ON_WINDOWS
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [("check wrong.toml", 4), ("check nowhere.toml", 4), ("explain x", 4), ("check --nope", 2)],
)
def test_complaints_that_nobody_reads_change_no_number(folder: Path, arguments: str, expected: int) -> None:
    assert unread("stderr", folder, *arguments.split())[0] == expected


def unread(stream: str, folder: Path, *arguments: str) -> tuple[int, bytes]:
    """The exit code of a run with one stream that nobody reads, and what went to the other."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*PROGRAM, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=writing if stream == "stdout" else subprocess.PIPE,
            stderr=writing if stream == "stderr" else subprocess.PIPE,
            cwd=folder,
            env=clean_environment(),
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    return done.returncode, done.stderr if stream == "stdout" else done.stdout


@NOT_ON_WINDOWS
def test_a_reader_that_goes_halfway_is_no_mistake(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.toml", without(("team",)))
    with subprocess.Popen(
        [*PROGRAM, "check", ".", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=clean_environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 3


@NOT_ON_WINDOWS
def test_a_report_is_whole_though_nobody_reads_the_lines(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path / f"{number}.toml", without(("team",)))
    assert unread("stdout", tmp_path, "check", ".", "-f", "jsonl", "--report", "all.json") == (3, b"")
    assert len(json.loads((tmp_path / "all.json").read_bytes())["profiles"]) == 9


def endless() -> Values:
    """A vendor of long words, wherever words go."""
    values = stating(("company", "name"), HAN + WORD) | {"target_markets": ["website", "api"]}
    values["products"] = [values["products"][0] | {"name": name} for name in (HAN, WORD, f"{WORD} {HAN}")]
    values["documents"] = {
        "business_licence": f"{WORD}.pdf",
        "bank_account_permit": f"{HAN}.pdf",
        "basic_account_information": f"../{WORD}/{HAN}.pdf",
        "bank_account_certificate": f"{WORD} {WORD} and then a word.pdf",
    }
    values["attestations"]["lawful"] |= {"by": WORD + HAN}
    values["attestations"]["renown"] |= {"by": HAN, "holds": False}
    values["account"] = {"registered": True, "enterprise_verified": True}
    values["onboarding"] = {"applied_on": values["attestations"]["lawful"]["on"], "review": "approved"}
    return values


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["check", "next"])
def test_no_line_of_a_result_is_wider_than_the_page(tmp_path: Path, command: str, language: Language) -> None:
    folder = tmp_path / WORD / HAN
    for arguments in (("-m", "website"), ()) if command == "check" else ((),):
        text = invoke(command, write(folder / "vendor.toml", endless()), *AT, *arguments, "--lang", language).stdout
        assert text
        assert [line for line in text.splitlines() if cell_len(line) > 80] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", ["next", "markets", "requirements", "check --help", "next --help"])
def test_no_line_about_no_vendor_is_wider_than_the_page(tmp_path: Path, arguments: str, language: Language) -> None:
    done = run(*arguments.split(), "--lang", language, folder=tmp_path, environment={"COLUMNS": "80"})
    text = done.stdout.decode()
    assert text
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vendor_of_few_words_fits_too(tmp_path: Path, language: Language) -> None:
    for values in (vendor(), without(("products",)), {"profile_version": 1, "company": {"name": "星海示例"}}):
        text = invoke("check", write(tmp_path / "vendor.toml", values), *AT, "--lang", language).stdout
        assert text
        assert [line for line in text.splitlines() if cell_len(line) > 80] == []
