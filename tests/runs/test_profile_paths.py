"""Which files paths name, what is wrong with the others, and what a walk leaves out."""

import errno
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from cloudmkt_cli.core.diagnostics import Diagnostic
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.patterns import compile_patterns
from cloudmkt_cli.runs.exclusions import Exclusions, Patterns, Reason
from cloudmkt_cli.runs.profile_paths import FoundProfiles, find_profiles

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def excluding(*lines: str) -> Exclusions:
    return Exclusions((Patterns(os.getcwd(), compile_patterns(lines)),))  # noqa: PTH109  as the program names it


def found(*files: str, errors: tuple[Diagnostic, ...] = (), **left_out: int) -> FoundProfiles:
    return FoundProfiles([*files], [*errors], Counter({Reason(reason): count for reason, count in left_out.items()}))


def no_profiles(path: str, hint: str = "hint.no_profiles") -> Diagnostic:
    return Diagnostic(Message("error.no_profiles", {"path": path}), Message(hint), path=path)


def leads_out(path: str, folder: str) -> Diagnostic:
    return Diagnostic(Message("error.leads_out", {"folder": folder}), Message("hint.leads_out"), path=path)


def unreadable(path: str, code: int) -> Diagnostic:
    return Diagnostic(Message("error.unreadable", {"reason": os.strerror(code)}), Message("hint.unreadable"), path=path)


def test_without_paths_the_default_profile_is_taken() -> None:
    error = Diagnostic(
        Message("error.no_default_profile", {"path": "cloudmkt.toml"}),
        Message("hint.no_default_profile"),
        path="cloudmkt.toml",
    )
    assert find_profiles(()) == find_profiles(["cloudmkt.toml"]) == found(errors=(error,))
    assert find_profiles(["cloudmkt.toml", "a.toml"]) == found("a.toml", "cloudmkt.toml")
    make("cloudmkt.toml")
    assert find_profiles(()) == found("cloudmkt.toml")


def test_files_are_taken_as_named_once_each_in_the_order_of_their_names() -> None:
    make("b.toml", "c.txt")
    assert find_profiles(["c.txt", "./b.toml", "-", "b.toml", "nowhere", "b.toml", "a.toml"]) == found(
        "-", "a.toml", "./b.toml", "c.txt", "nowhere"
    )


def test_a_folder_stands_for_every_toml_file_below_it() -> None:
    make("clients/b.toml", "clients/deep/er/a.toml", "clients/notes.txt", "clients/c.toml.bak", "clients/d.json")
    assert find_profiles(["clients"]) == found("clients/b.toml", "clients/deep/er/a.toml")
    assert find_profiles(["clients", "clients/b.toml", "."]) == found("clients/b.toml", "clients/deep/er/a.toml")


def test_a_folder_without_profiles_is_an_error() -> None:
    make("clients/notes.txt", "hidden/.cache/a.toml")
    assert find_profiles(["clients", "hidden/"]) == found(
        errors=(no_profiles("clients"), no_profiles("hidden", "hint.all_left_out")), hidden=1
    )


def test_a_pattern_stands_for_what_it_matches() -> None:
    make("a-1.toml", "a-2.txt", "b/a-3.toml", "c/a-4.toml", "c/deep/a-5.toml")
    assert find_profiles(["a-?.*"]) == found("a-1.toml", "a-2.txt")
    assert find_profiles(["[bc]"]) == found("b/a-3.toml", "c/a-4.toml", "c/deep/a-5.toml")
    assert find_profiles(["c/**/a*"]) == found("c/a-4.toml", "c/deep/a-5.toml")
    assert find_profiles(["x*.toml"]) == found(errors=(no_profiles("x*.toml"),))


def test_a_file_with_the_name_of_a_pattern_is_that_file() -> None:
    make("[a].toml", "a.toml")
    assert find_profiles(["[a].toml"]) == found("[a].toml")


def test_exclusions_are_about_what_a_folder_holds_and_a_pattern_matches() -> None:
    make("a.toml", "b.toml", "old/c.toml", "old/e.toml", "new/d.toml")
    excluded = excluding("b.toml", "old/")
    assert find_profiles(["."], excluded) == found("./a.toml", "./new/d.toml", excluded=2)
    assert find_profiles(["*"], excluded) == found("a.toml", "new/d.toml", excluded=2)
    assert find_profiles(["b.toml"], excluded) == found("b.toml")
    assert find_profiles(["b*"], excluded) == found(errors=(no_profiles("b*", "hint.all_left_out"),), excluded=1)


def test_a_file_that_another_path_names_is_not_counted_as_left_out() -> None:
    make("a.toml", "b.toml")
    assert find_profiles([".", "b.toml"], excluding("b.toml")) == found("./a.toml", "b.toml")


def test_folders_of_tools_are_left_out_below_a_folder_only() -> None:
    make("a.toml", ".git/b.toml", ".cache/c.toml", "env/pyvenv.cfg", "env/lib/d.toml")
    assert find_profiles(["."]) == found("./a.toml", hidden=1, virtual_environment=1)
    assert find_profiles(["env"]) == found("env/lib/d.toml")
    assert find_profiles([".cache", "e*"]) == found(".cache/c.toml", "env/lib/d.toml")


def test_configuration_and_waivers_are_not_profiles(folder: Path) -> None:
    make("a.toml", "pyproject.toml", "deep/cloudmkt-config.toml", "deep/waivers.toml")
    exclusions = Exclusions(files=frozenset({str(folder / "deep" / "waivers.toml")}))
    assert find_profiles(["."], exclusions) == found("./a.toml", not_profile=3)
    assert find_profiles(["."]) == found("./a.toml", "./deep/waivers.toml", not_profile=2)


@needs_git
def test_what_git_ignores_is_left_out_once_for_each_file_and_folder() -> None:
    make("a.toml", "b.toml", "build/c.toml", "build/d.toml", "deep/b.toml")
    subprocess.run(["git", "init", "--quiet"], check=True)  # noqa: S607
    Path(".gitignore").write_text("b.toml\nbuild\n", encoding="utf-8")
    assert find_profiles(["."]) == found("./a.toml", git_ignored=3)
    assert find_profiles(["*"]) == found("a.toml", "b.toml", "build/c.toml", "build/d.toml", git_ignored=1)


@posix
def test_links_out_of_the_folder_are_errors_in_the_order_of_their_names(folder: Path) -> None:
    make("../secret.toml", "../else/x.toml", "clients/a.toml", "clients/deep/b.toml")
    Path("clients/inside.toml").symlink_to("deep/b.toml")
    for name in ("z", "c"):
        Path(f"clients/{name}.toml").symlink_to(folder.parent / "secret.toml")
    Path("clients/linked").symlink_to(folder.parent / "else")
    errors = tuple(leads_out(f"clients/{name}.toml", "clients") for name in "cz")
    assert find_profiles(["clients"]) == found(
        "clients/a.toml", "clients/deep/b.toml", "clients/inside.toml", errors=errors
    )
    assert find_profiles(["clients/[cz].toml"]) == found(errors=errors)
    linked = leads_out("clients/linked", "clients")
    assert find_profiles(["clients/*"]).errors == [errors[0], linked, errors[1]]
    assert find_profiles(["clients/z.toml", "clients/linked"]) == found("clients/linked/x.toml", "clients/z.toml")


@posix
def test_a_link_to_a_folder_is_neither_followed_nor_counted() -> None:
    make("clients/a.toml", "other/b.toml")
    for name in ("linked.toml", ".hidden", "clients"):
        Path(f"clients/{name}").symlink_to("../other")
    assert find_profiles(["clients"]) == found("clients/a.toml")


@posix
def test_errors_of_several_kinds_are_in_the_order_of_their_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("../secret.toml", "clients/m/b.toml")
    for name in ("z", "a"):
        Path(f"clients/{name}.toml").symlink_to(folder.parent / "secret.toml")
    scan = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("m"):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return scan(path)

    monkeypatch.setattr("cloudmkt_cli.runs.profile_paths.os.scandir", scandir)
    assert [error.path for error in find_profiles(["clients"]).errors] == [
        "clients/a.toml",
        "clients/m",
        "clients/z.toml",
    ]


@posix
def test_a_pattern_may_begin_outside_and_match_nothing_that_leads_further_out(folder: Path) -> None:
    make("../other/a.toml")
    assert find_profiles(["../other/*.toml"]) == found("../other/a.toml")
    assert find_profiles(["*/../../other/a.toml"]) == found(errors=(no_profiles("*/../../other/a.toml"),))
    make("x/y.toml")
    assert find_profiles(["*/../../other/a.toml"]) == found(errors=(leads_out("x/../../other/a.toml", "."),))


def test_a_folder_that_vanishes_is_an_error_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    make("clients/a.toml", "clients/gone/b.toml", "clients/also/c.toml")
    scan = os.scandir

    def scandir(path: str) -> object:
        if path.endswith(("gone", "also")):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return scan(path)

    monkeypatch.setattr("cloudmkt_cli.runs.profile_paths.os.scandir", scandir)
    assert find_profiles(["clients"]) == found(
        "clients/a.toml",
        errors=(unreadable("clients/also", errno.ENOENT), unreadable("clients/gone", errno.ENOENT)),
    )


def test_a_pattern_of_very_many_parts_is_an_error() -> None:
    pattern = "*/" * 5000 + "x"
    assert find_profiles([pattern]) == found(errors=(unreadable(pattern, errno.ENAMETOOLONG),))
