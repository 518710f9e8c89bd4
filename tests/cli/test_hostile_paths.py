"""Paths that no file can have, names that are no text, and folders without end."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from python_calamine import CalamineWorkbook
from support.samples import stating
from support.strategies_measured import MEGABYTES, run_measured
from support.strategies_runs import as_toml, invoke, run

from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.sanitize import escape_untrusted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and paths of POSIX")

HEAD: Final = 'profile_version = 1\n[company]\nname = "星海示例"\n'
AT: Final = ("--as-of", "2026-11-23", "-m", "website")
BAD: Final = {
    "a name too long": "x" * 300,
    "a path too long": "x" * 5000,
    "folders": "x/" * 3000 + "x",
    "folders from the root": "/" + "x/" * 60_000 + "x",
    "ways up": "../" * 40_000 + "x",
    "below a file": "x.toml/y",
    "below a loop": "loop/y",
}
READING: Final = ("check {}", "check {} -f jsonl", "next {}", "import {} --to out")
WRITING: Final = (
    "check x.toml -o {}",
    "markets -f json -o {}",
    "check x.toml --report {}.html",
    "check x.toml --report-dir {}",
    "import table.csv --to {}",
    "import --template {}.xlsx",
)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "table.csv").write_text("公司名称\n星海示例\n", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    return tmp_path


def reason(complaint: str) -> bool:
    return any(os.strerror(code) in complaint for code in (errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP))


@pytest.mark.parametrize("path", BAD)
@pytest.mark.parametrize("command", READING)
def test_a_path_that_no_file_can_have_cannot_be_read(folder: Path, command: str, path: str) -> None:
    done = invoke(*(part.format(BAD[path]) for part in command.split()), "--lang", "en")
    said = done.stdout + done.stderr
    assert done.exit_code == 4
    assert "cannot be read: " in said
    assert reason(said)


@pytest.mark.parametrize("path", BAD)
@pytest.mark.parametrize("command", WRITING)
def test_a_path_that_no_file_can_have_cannot_be_written(folder: Path, command: str, path: str) -> None:
    before = {name.name for name in folder.iterdir()}
    done = invoke(*(part.format(BAD[path]) for part in command.split()), "--lang", "en")
    assert done.exit_code == 4
    assert ": error: cannot be written: " in done.stderr
    assert reason(done.stderr)
    assert len(done.stderr) < 5000
    assert {name.name for name in folder.iterdir()} == before


@pytest.mark.parametrize("pattern", ["*/" * 3000, "**/" * 400 + "x", "[" * 300, "?" * 5000])
def test_a_pattern_beyond_all_bounds_finds_nothing(folder: Path, pattern: str) -> None:
    done = run("check", pattern, "--lang", "en", folder=folder)
    assert done.returncode == 4
    assert b"internal error" not in done.stderr


@contextmanager
def deep_folder(top: Path, depth: int) -> Iterator[None]:
    """Folders in each other, deeper than any path can say; nothing else could remove them again."""
    inside = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=inside)
        below = os.open("d", os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = below
    os.close(inside)
    try:
        yield
    finally:
        while (top / "d" / "d").exists():
            (top / "d" / "d").rename(top / "below")
            (top / "d").rmdir()
            (top / "below").rename(top / "d")


@pytest.mark.slow
@pytest.mark.parametrize("path", [".", "**/*.toml"])
@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
def test_folders_without_end_are_looked_into_as_far_as_can_be(folder: Path, output_format: str, path: str) -> None:
    with deep_folder(folder, 2500):
        done = run("check", path, "x.toml", "-f", output_format, "--lang", "en", folder=folder)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 4
    assert f"cannot be read: {os.strerror(errno.ENAMETOOLONG)}" in said
    assert "星海示例" in said


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_may_not_be_looked_into_is_named(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    done = run("check", ".", "--lang", "en", folder=folder)
    assert done.returncode == 4
    assert b"closed: error: cannot be read: Permission denied" in done.stderr
    assert "星海示例".encode() in done.stdout


NAMES: Final = {
    b"\xff\xfe.toml": "\\xff\\xfe.toml",
    "星海.toml".encode("gbk"): "\\xd0\u01fa\\xa3.toml",
    "星\udcff.toml".encode(errors="surrogateescape"): "星\\xff.toml",
    b"a\nb\x1b[31m.toml": "a\nb\x1b[31m.toml",
    b"{0}%s[bold].toml": "{0}%s[bold].toml",
    "星海.toml".encode(): "星海.toml",
}


@pytest.fixture(name="shown", params=NAMES, ids=repr)
def _shown(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The only profile in a folder, by its name as it is to be shown; of one that is wrong, the mistake has it, too."""
    monkeypatch.chdir(tmp_path)
    try:
        (tmp_path / os.fsdecode(request.param)).write_text(HEAD, encoding="utf-8")
        (tmp_path / os.fsdecode(b"wrong-" + request.param)).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    return NAMES[request.param]


@pytest.mark.parametrize("where", ["folder", "arguments"])
def test_a_name_is_shown_alike_in_every_format(tmp_path: Path, shown: str, where: str) -> None:
    paths = ["."] if where == "folder" else sorted(path.name for path in tmp_path.iterdir())
    text, json_, lines = (invoke("check", *paths, "-f", form) for form in ("text", "json", "jsonl"))
    assert [done.exit_code for done in (text, json_, lines)] == [4, 4, 4]
    document = json.loads(json_.stdout)
    assert [profile["path"] for profile in document["profiles"]] == [shown]
    assert [error["path"] for error in document["errors"]] == [f"wrong-{shown}"]
    assert {json.loads(line)["path"] for line in lines.stdout.splitlines()} == {shown, f"wrong-{shown}"}
    assert f"wrong-{escape_untrusted(shown)}:1:" in text.stderr
    assert "\x1b" not in text.stdout + text.stderr


@pytest.mark.parametrize("kind", ["html", "md", "csv", "xlsx"])
def test_a_name_is_written_to_every_report(tmp_path: Path, shown: str, kind: str) -> None:
    assert invoke("check", ".", "--report", f"report.{kind}", "--report-dir", "out").exit_code == 4
    text = content(tmp_path / f"report.{kind}")
    assert words(escape_untrusted(shown)) in text
    assert words(f"wrong-{escape_untrusted(shown)}") in text


def content(report: Path) -> str:
    """The words of a report, without what keeps them from acting there."""
    if report.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(report)
        text = repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    else:
        text = report.read_text(encoding="utf-8-sig")
    return words(text)


def words(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@pytest.mark.parametrize("output_format", ["json", "jsonl", "junit", "sarif"])
def test_a_file_of_waivers_may_have_any_name(folder: Path, output_format: str) -> None:
    waiver = '[[waivers]]\nrequirement = "website.team-size"\nvendor = "甲"\nreason = "甲"\napproved_by = "甲"\n'
    (folder / "\udcff.toml").write_text(f"{waiver}expires = 2026-01-01\n", encoding="utf-8")
    done = run("check", "x.toml", "--waivers", "\udcff.toml", "-f", output_format, *AT, "--lang", "en", folder=folder)
    assert done.returncode == 3
    if "json" in output_format:
        last = done.stdout if output_format == "json" else done.stdout.splitlines()[-1]
        (told,) = json.loads(last)["waivers"]
        assert told["path"] == "\\xff.toml"
    else:
        assert done.stderr.startswith(rb"\xff.toml:2:15: warning: the waiver of website.team-size for")


@pytest.mark.parametrize("path", ["a/\udcff.toml", "\udcff", "a/../b\udcfe"])
def test_what_is_displayed_is_text(path: str) -> None:
    assert display(path).encode()
    assert "\\xf" in display(path)


def one_paper(stated: str) -> dict[str, Any]:
    return stating(("documents", "business_licence"), stated)


def much_evidence(*stated: str) -> dict[str, Any]:
    return stating(("attestations", "lawful", "evidence"), list(stated))


LONG: Final = {
    "a path of 500,000 folders": (one_paper("a/" * 500_000 + "b"), "file-missing"),
    "a path in and out of 20,000 folders": (one_paper("a/../" * 20_000 + "b"), "file-missing"),
    "a path in and out of a folder that is there": (one_paper("d/../" * 20_000 + "b"), "file-missing"),
    "a path out of 20,000 folders": (one_paper("../" * 20_000 + "b"), "file-outside"),
    "a path in and then out of 20,000 folders": (
        one_paper("a/" * 20_000 + "../" * 20_001 + "b"),
        "file-outside",
    ),
    "a name of 1 MB": (one_paper("b" * 1_000_000), "file-missing"),
    "evidence in 500 paths of 1,900 folders": (
        much_evidence(*(f"{number}{'/a' * 1900}" for number in range(500))),
        "file-missing",
    ),
    "evidence in 20,000 paths of 60 folders": (
        much_evidence(*(f"{number}{'/a' * 60}" for number in range(20_000))),
        "file-missing",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_long_paths_in_a_profile_cost_little_and_are_warned_of(folder: Path, name: str) -> None:
    values, code = LONG[name]
    (folder / "d").mkdir()
    (folder / "x.toml").write_text(as_toml(values), encoding="utf-8")
    ended = run_measured("check", "x.toml", *AT, "-f", "json", folder=folder)
    assert ended.code == 3
    assert ended.megabytes < MEGABYTES
    assert {warning["code"] for warning in json.loads(ended.output)["profiles"][0]["warnings"]} == {code}
