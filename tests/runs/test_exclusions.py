"""What is left out below a folder, and what is said of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT
from support.samples import vendor
from support.samples_waivers import write_waivers
from support.strategies_runs import invoke, write

from cloudmkt_cli.core.patterns import compile_patterns
from cloudmkt_cli.runs.exclusions import Exclusions, Patterns, Reason, ignored_by_git

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "clients"
    write(folder / "vendor.toml", vendor())
    monkeypatch.chdir(folder)
    return folder


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)  # noqa: S607


def paths(*arguments: str) -> list[str]:
    done = invoke("check", *arguments, "-f", "json", "-m", "website")
    report = json.loads(done.stdout)
    assert done.stderr == ""
    return sorted({entry["path"] for entry in (*report["profiles"], *report["errors"])})


def said(*arguments: str) -> str:
    return invoke("check", *arguments, "-m", "website").stderr


def test_there_is_no_message_if_nothing_is_left_out() -> None:
    assert said(".") == ""
    assert json.loads(invoke("check", ".", "-f", "json").stdout)["summary"]["left_out"] == 0


def test_hidden_folders_and_virtual_environments_are_left_out_unless_named(folder: Path) -> None:
    for name in (".cache", "env", ".git"):
        write(folder / name / "inside.toml", vendor())
    (folder / "env" / "pyvenv.cfg").touch()
    write(folder / ".dotted.toml", vendor())
    assert paths(".") == [".dotted.toml", "vendor.toml"]
    assert said(".", "--lang", "en") == "Left out: hidden folders: 1, virtual environments: 1\n"
    assert said(".", "--lang", "zh") == "略过：隐藏文件夹 1 个、虚拟环境 1 个\n"
    assert paths(".cache", "env") == [".cache/inside.toml", "env/inside.toml"]
    assert paths(".", "env") == [".dotted.toml", "env/inside.toml", "vendor.toml"]


def test_files_with_another_purpose_are_left_out(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.cloudmkt]\nwaivers = "agreed/let-pass.toml"\n', encoding="utf-8")
    (folder / "agreed").mkdir()
    write_waivers(folder / "agreed" / "let-pass.toml")
    (folder / "agreed" / "cloudmkt-config.toml").touch()
    assert paths(".") == ["vendor.toml"]
    assert said(".") == "Left out: configuration and waiver files: 3\n"
    write_waivers(folder / "other.toml")
    assert paths(".", "--waivers", "other.toml") == ["agreed/let-pass.toml", "vendor.toml"]
    assert paths("agreed/let-pass.toml") == ["agreed/let-pass.toml"]


def test_patterns_of_the_configuration_and_of_the_command_line_add_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("old/a.toml", "below/old/b.toml", "below/b.draft.toml", "below/c.toml", "below/d.toml"):
        write(folder / name, vendor())
    (folder / "cloudmkt-config.toml").write_text('exclude = ["/old/", "*.draft.toml"]\n', encoding="utf-8")
    assert paths(".") == ["below/c.toml", "below/d.toml", "below/old/b.toml", "vendor.toml"]
    assert paths(".", "--exclude", "below/*", "--exclude", "!c.toml") == ["below/c.toml", "vendor.toml"]
    monkeypatch.chdir(folder / "below")
    assert paths(".", "--exclude", "/old") == ["c.toml", "d.toml"]
    assert paths("..", "--exclude", "old", "--exclude", "[cd].toml") == ["../vendor.toml"]
    assert said(".", "--exclude", "/old") == "Left out: excluded: 2\n"


def test_a_named_file_is_not_excluded(folder: Path) -> None:
    write(folder / "a.toml", vendor())
    assert paths("vendor.toml", "--exclude", "vendor.toml") == ["vendor.toml"]
    assert paths("[av]*.toml", "--exclude", "vendor.toml") == ["a.toml"]


def test_an_output_names_the_configuration_that_excluded_something(folder: Path) -> None:
    (folder / "cloudmkt-config.toml").write_text('exclude = ["old/"]\n', encoding="utf-8")
    assert json.loads(invoke("check", ".", "-f", "json").stdout)["configuration"] is None
    write(folder / "old" / "a.toml", vendor())
    assert json.loads(invoke("check", ".", "-f", "json").stdout)["configuration"] == "cloudmkt-config.toml"


def test_a_folder_with_all_profiles_left_out_is_an_error(folder: Path) -> None:
    done = invoke("check", ".", "--exclude", "vendor.toml", "--lang", "en")
    assert done.exit_code == 4
    assert "to check a profile all the same, give its path" in done.stderr


@pytest.mark.parametrize("pattern", ["!", "", " ", "old\\"])
def test_an_invalid_pattern_is_an_error(folder: Path, pattern: str) -> None:
    done = invoke("check", ".", "--exclude", pattern)
    assert (done.exit_code, done.stdout) == (2, "")
    (folder / "cloudmkt-config.toml").write_text(f"exclude = ['x', '{pattern}']\n", encoding="utf-8")
    done = invoke("check", ".")
    assert done.exit_code == 4
    assert done.stderr.startswith("cloudmkt-config.toml:1:17: ")


@pytest.mark.parametrize(
    ("pattern", "path", "is_folder", "expected"),
    [
        ("a.toml", "a.toml", False, True),
        ("a.toml", "below/a.toml", False, True),
        ("/a.toml", "below/a.toml", False, False),
        ("/X.toml", "X.toml", False, True),
        ("/a.toml", " a.toml", False, False),
        ("old/", "old", True, True),
        ("old/", "old", False, False),
        ("old/", "below/old/a.toml", False, True),
        ("/2/a.toml", "../clients2/a.toml", False, False),
        ("/a.toml", "../a.toml", False, False),
        ("a.toml", "../a.toml", False, True),
    ],
)
def test_a_pattern_matches_as_in_gitignore(
    folder: Path, pattern: str, path: str, is_folder: bool, expected: bool
) -> None:
    patterns = Patterns(str(folder), compile_patterns([pattern]))
    assert patterns.match(path, is_folder=is_folder) is expected
    assert Exclusions((patterns,)).excludes(path, is_folder=is_folder) is expected


@pytest.mark.skipif(os.name != "posix", reason="paths of POSIX")
def test_a_path_outside_the_folder_is_matched_from_the_root(folder: Path) -> None:
    patterns = Patterns(str(folder), compile_patterns(["/XX/old/*.toml"]))
    assert patterns.match("/XX/old/a.toml", is_folder=False)
    assert patterns.match("//XX/old/a.toml", is_folder=False)
    assert not patterns.match("/x/XX/old/a.toml", is_folder=False)
    assert Patterns("/", compile_patterns(["/XX/"])).match("/XX", is_folder=True)


def test_why_a_file_or_a_folder_is_left_out(folder: Path) -> None:
    patterns = Patterns(str(folder), compile_patterns(["old/", "x.toml"]))
    exclusions = Exclusions((patterns,), frozenset({str(folder / "waivers.toml")}))
    assert exclusions.of_folder(".git", ".git") is exclusions.of_folder("a/.b", ".b") is Reason.HIDDEN
    assert exclusions.of_folder("old", "old") is Reason.EXCLUDED
    assert exclusions.of_folder("new", "new") is exclusions.of_folder("x", "x") is None
    assert exclusions.of_file("x.toml", "x.toml") is Reason.EXCLUDED
    assert exclusions.of_file("old", "old") is exclusions.of_file("a.toml", "a.toml") is None
    for name in ("waivers.toml", "cloudmkt-config.toml", "pyproject.toml"):
        assert exclusions.of_file(name, name) is Reason.NOT_PROFILE
    assert exclusions.of_file("below/waivers.toml", "waivers.toml") is None


@needs_git
def test_what_git_ignores_is_left_out(folder: Path) -> None:
    for name in ("build/a.toml", "below/b.toml", 'below/é "\n$(x).local.toml', "kept.local.toml", "-n.toml"):
        write(folder / name, vendor())
    git("init", "--quiet")
    (folder / ".gitignore").write_text("build/\n*.local.toml\n", encoding="utf-8")
    git("add", "--force", "kept.local.toml")
    assert paths(".") == ["-n.toml", "below/b.toml", "kept.local.toml", "vendor.toml"]
    assert said(".") == "Left out: ignored by git: 2\n"
    assert paths("below") == ["below/b.toml"]
    assert paths("build") == ["build/a.toml"]  # what is named is checked


@needs_git
def test_a_hook_that_names_another_repository_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "--quiet")
    (folder / ".gitignore").write_text("vendor.toml\n", encoding="utf-8")
    git("init", "--quiet", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert ignored_by_git(".") == {"vendor.toml"}


@pytest.fixture(name="asked")
def _asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, Any]]]:
    """How git is run; it names three files."""
    calls: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append((command, options))
        return subprocess.CompletedProcess(command, 0, b"build/\0./a.toml\0\xff.toml\0")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: os.path.abspath(f"/bin/{name}"))  # noqa: PTH100
    return calls


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX")
def test_git_is_asked_once_with_a_fixed_command_in_a_clean_environment(
    folder: Path, asked: list[tuple[list[str], dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in {"HOME": "/h", "GIT_DIR": "/d", "GIT_CONFIG_GLOBAL": "/g", "XDG_CONFIG_HOME": "/x"}.items():
        monkeypatch.setenv(name, value)
    assert ignored_by_git("below") == {"below/build", "below/a.toml", "below/\udcff.toml"}
    ((command, options),) = asked
    assert command == [
        *("/bin/git", "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false"),
        *("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"),
    ]
    environment = {"HOME": "/h", "GIT_CONFIG_GLOBAL": "/g", "XDG_CONFIG_HOME": "/x"}
    fixed = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "GIT_OPTIONAL_LOCKS": "0"}
    assert options == {
        "cwd": "below",
        "env": environment | fixed,
        "stdin": subprocess.DEVNULL,
        "capture_output": True,
        "check": True,
        "timeout": 60,
    }


def test_git_is_asked_only_below_a_repository(
    folder: Path, tmp_path: Path, asked: list[tuple[list[str], dict[str, Any]]]
) -> None:
    (tmp_path / "other" / "deep" / "er").mkdir(parents=True)
    (tmp_path / "other" / ".git").write_text("gitdir: x", encoding="utf-8")
    assert ignored_by_git(".") == frozenset()
    assert not asked
    assert len(ignored_by_git("../other/deep/er")) == len(ignored_by_git("../other")) == 3
    assert len(asked) == 2


@pytest.mark.parametrize("git", [None, "git"], ids=["none", "relative"])
def test_git_is_not_asked_unless_it_is_found_by_a_whole_path(
    folder: Path, asked: list[tuple[list[str], dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, git: str | None
) -> None:
    (folder / ".git").mkdir()
    monkeypatch.setattr(shutil, "which", lambda _: git)
    assert ignored_by_git(".") == frozenset()
    assert not asked


@pytest.mark.parametrize(
    "error", [OSError(), subprocess.TimeoutExpired("git", 60), subprocess.CalledProcessError(128, "git")], ids=repr
)
def test_git_that_fails_ignores_nothing(
    folder: Path, asked: list[tuple[list[str], dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **_options: object) -> None:
        raise error

    (folder / ".git").mkdir()
    monkeypatch.setattr(subprocess, "run", fail)
    assert ignored_by_git(".") == frozenset()


@needs_git
@pytest.mark.skipif(os.name != "posix", reason="the program is a script")
def test_no_program_that_a_repository_names_is_started(folder: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n", encoding="utf-8")
    program.chmod(0o755)
    git("init", "--quiet")
    git("add", "vendor.toml")
    git("config", "core.fsmonitor", str(program))
    git("status")
    assert (tmp_path / "started").exists()  # git alone does start it
    (tmp_path / "started").unlink()
    (folder / ".gitignore").write_text("ignored\n", encoding="utf-8")
    (folder / "ignored").mkdir()
    write(folder / "ignored" / "a.toml", vendor())
    assert ignored_by_git(".") == {"ignored"}
    assert not (tmp_path / "started").exists()


@needs_git
@pytest.mark.parametrize("content", ["", "gitdir: /nowhere\n"])
def test_a_broken_repository_and_a_missing_git_ignore_nothing(
    folder: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").write_text(content, encoding="utf-8")
    assert paths(".") == ["vendor.toml"]
    monkeypatch.setenv("PATH", "")
    assert paths(".") == ["vendor.toml"]


def test_this_repository_has_profiles_and_nothing_else_to_check() -> None:
    command = [sys.executable, "-m", "cloudmkt_cli", "check", ".", "-f", "json"]
    report = json.loads(subprocess.run(command, cwd=ROOT, check=False, capture_output=True).stdout)
    assert report["errors"] == []
    assert {Path(entry["path"]).parent for entry in report["profiles"]} == {Path("profiles")}
    assert len(report["profiles"]) == len([*(ROOT / "profiles").glob("*.toml")])
