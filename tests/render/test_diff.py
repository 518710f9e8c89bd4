"""``cloudmkt diff``: what it shows, what it ends with, and where it reads and writes."""

import json
import unicodedata
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from support.golden import assert_golden
from support.hostile_text import ACTING, BAIT
from support.samples import CATALOGUE, MARKETS
from support.samples_diff import NEW, OLD, market, profile, report, requirement, two_runs, unchecked
from support.strategies_runs import invoke, run

from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.history.diff import compare
from cloudmkt_cli.render.json_report import render_comparison as as_json
from cloudmkt_cli.render.terminal import render_comparison as as_text


@pytest.fixture(name="runs", scope="module")
def _runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    with chdir(folder):
        two_runs(folder)
    return folder


@pytest.fixture(autouse=True)
def _in_their_folder(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(runs)


def document(*arguments: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(invoke("diff", *arguments, "-f", "json").stdout)
    return parsed


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparison_looks_as_it_should(language: Language, columns: int) -> None:
    shown = invoke("diff", "old.json", "new.jsonl", "--lang", language, COLUMNS=str(columns)).stdout
    assert_golden(f"diff/diff.{language}.{columns}.txt", shown)
    assert max(map(cell_len, shown.splitlines())) <= columns


def test_json_is_as_it_should_be() -> None:
    assert_golden("diff/diff.json", invoke("diff", "old.json", "new.jsonl", "--format", "json").stdout)


def test_json_says_what_became_of_everybody() -> None:
    changes = {
        Path((item["new"] or item["old"])["path"]).stem: item["change"]
        for item in document("old.json", "new.jsonl")["profiles"]
    }
    assert changes == {
        "aims-higher": "worse",
        "after": "worse",
        "broken": "worse",
        "more-cases": "worse",
        "worse": "worse",
        "better": "better",
        "mended": "better",
        "awarded": "changed",
        "less-known": "changed",
        "renamed": "changed",
        "left": "missing",
        "joined": "new",
    }
    assert {*changes, "same", "still-broken"} == {Path(name).name for name in (*OLD, *NEW)} - {"before"}


def test_json_is_the_same_in_both_languages_but_for_what_is_said_of_the_edition() -> None:
    one, other = (document("old.json", "new.jsonl", "--lang", language) for language in LANGUAGES)
    for text in ("in_force", "notice"):
        assert one["catalogue"].pop(text) != other["catalogue"].pop(text)
    assert one == other


def test_it_does_not_matter_which_form_a_report_has() -> None:
    Path("new.json").write_text(
        json.dumps({**json.loads(Path("old.json").read_text("utf-8")), "as_of": "2026-11-23"}, indent=2), "utf-8"
    )
    same = document("old.json", "new.json")
    assert (same["profiles"], same["summary"]["unchanged"]) == ([], len(OLD))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("old.json new.jsonl", 0),
        ("old.json new.jsonl --fail-on-regression", 1),
        ("new.jsonl new.jsonl --fail-on-regression", 0),
        ("old.json new.jsonl --fail-on-regression --format json", 1),
        ("nowhere.json new.jsonl", 4),
        ("old.json nowhere.json", 4),
        ("old.json .", 4),
        ("- new.jsonl", 4),
        ("- -", 2),
        ("old.json", 2),
        ("old.json new.jsonl --fail-on incomplete", 2),
    ],
)
def test_exit_status(arguments: str, expected: int) -> None:
    assert invoke("diff", *arguments.split()).exit_code == expected


@pytest.mark.parametrize("gone", ["left", "joined"])
def test_who_left_or_joined_is_no_regression(gone: str) -> None:
    lines = Path("new.jsonl").read_text("utf-8").splitlines(keepends=True)
    Path("fewer.jsonl").write_text("".join(line for line in lines if "/same.toml" not in line), "utf-8")
    sides = ("new.jsonl", "fewer.jsonl") if gone == "left" else ("fewer.jsonl", "new.jsonl")
    done = invoke("diff", *sides, "--fail-on-regression", "-f", "json")
    summary = json.loads(done.stdout)["summary"]
    assert summary["missing" if gone == "left" else "new"] == 1
    assert done.exit_code == 0


@pytest.mark.parametrize("arguments", [("-", "new.jsonl"), ("old.json", "-")])
def test_one_report_may_come_from_standard_input(arguments: tuple[str, str]) -> None:
    given = Path("old.json" if arguments[0] == "-" else "new.jsonl").read_bytes()
    done = run("diff", *arguments, "--format", "json", given=given)
    assert json.loads(done.stdout)["summary"] == document("old.json", "new.jsonl")["summary"]


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True)], ids=["pipe", "forced"]
)
def test_colours_are_for_those_who_see_them(environment: dict[str, str], coloured: bool) -> None:
    done = run("diff", "old.json", "new.jsonl", "--lang", "en", environment={"TERM": "xterm-256color", **environment})
    assert (b"\x1b[1;31mWorse" in done.stdout) is coloured
    assert (b"\x1b" in done.stdout) is coloured


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_the_same_bytes_wherever_it_runs(output_format: str) -> None:
    elsewhere = {"PYTHONHASHSEED": "4242", "LC_ALL": "zh_CN.UTF-8", "TZ": "America/Los_Angeles"}
    one, other = (
        run("diff", "old.json", "new.jsonl", "-f", output_format, "--lang", "zh", environment=environment).stdout
        for environment in ({"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}, elsewhere)
    )
    assert one
    assert one == other


def test_output_goes_to_a_file() -> None:
    done = invoke("diff", "old.json", "new.jsonl", "--output", "diff.txt", "--lang", "zh")
    assert (done.stdout, done.stderr) == ("", "")
    assert "变差" in Path("diff.txt").read_text("utf-8")


def test_a_fault_names_the_file_and_the_remedy() -> None:
    Path("cut.jsonl").write_bytes(Path("new.jsonl").read_bytes()[:-100])
    done = invoke("diff", "old.json", "cut.jsonl")
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith(f"cut.jsonl:{len(NEW)}:")
    assert "cloudmkt check -f json" in done.stderr


def test_another_edition_and_other_markets_are_mentioned() -> None:
    held = market("eligible", requirement("website.team-size", "pass"))
    old, new = report(profile("a", "甲", website=held)), report(profile("a", "甲", api=held))
    new = new._replace(origin=new.origin._replace(catalogue="tencent-seven-market", as_of=CATALOGUE.checked_on))
    old = old._replace(origin=old.origin._replace(as_of=CATALOGUE.checked_on.replace(year=2030)))
    shown = as_text(compare(old, new), CATALOGUE, "en", None)
    assert "tencent-six-market, checked on 2026-11-23; new: tencent-seven-market" in shown
    assert "in the right order" in shown
    assert "Markets only in the old report, not compared: website" in shown
    assert "Markets only in the new report, not compared: api" in shown
    said = json.loads(as_json(compare(old, new), CATALOGUE, "en"))
    assert (said["old"]["markets_only_here"], said["new"]["markets_only_here"]) == (["website"], ["api"])


def test_who_has_no_name_is_called_by_the_path_once() -> None:
    shown = as_text(compare(report(), report(unchecked("clients/bad.toml"))), CATALOGUE, "en", None)
    assert shown.endswith("\nNew: only in the new report\n! clients/bad.toml  not checked\n")


@pytest.mark.parametrize("bait", BAIT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_report_acts_on_a_screen(language: Language, bait: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BAIT[bait]
    old, new = (
        profile(
            f"{status}/{text}",
            text,
            "not_eligible",
            **{
                text: market("not_eligible", requirement(text, status), requirement("api.renown", status)),
                **{name: market("incomplete", requirement(text, status), targeted=False) for name in MARKETS},
                status + text: market("eligible"),
            },
        )
        for status in ("pass", "fail")
    )
    origin = report().origin._replace(path=text, catalogue=text)
    done = compare(*(report(side)._replace(origin=origin) for side in (old, new)))
    shown = as_text(done, CATALOGUE, language, None)
    assert {char for char in shown if unicodedata.category(char) in ACTING} <= {"\n"}
    assert max(map(cell_len, shown.splitlines())) <= 100
    assert len(shown) < 20_000
    assert json.loads(as_json(done, CATALOGUE, language))["profiles"][0]["new"]["vendor"] == text
