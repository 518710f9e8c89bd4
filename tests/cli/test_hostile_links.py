"""Links among profiles: what is named is read, what is found may not lead to a file that nobody named."""

import json
import sys
from pathlib import Path
from typing import Final

import pytest
from support.samples import vendor
from support.strategies_runs import invoke, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
ITS_LINE: Final = 'token = "s3cret"\n'


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Profiles, and beside their folder a file of somebody's with the same ending."""
    write(tmp_path / "walk" / "vendor.toml", vendor())
    write(tmp_path / "walk" / "below" / "other.toml", vendor())
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "credentials.toml").write_text(ITS_LINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def entries(*arguments: str) -> tuple[list[str], dict[str, str]]:
    """The profiles that were checked, and what is told of other paths."""
    done = invoke("check", *arguments, "-f", "json", "--lang", "en")
    assert "s3cret" not in done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert done.exit_code == (4 if report["errors"] else 0)
    return [entry["path"] for entry in report["profiles"]], {item["path"]: item["message"] for item in report["errors"]}


@pytest.mark.parametrize("target", ["../outside/credentials.toml", "../outside/gone.toml", "below/../../outside/x"])
@pytest.mark.parametrize("path", ["walk", "./walk/", "walk/*.toml", "walk/**/*.toml"])
def test_a_link_out_of_the_folder_is_named_and_not_read(path: str, target: str) -> None:
    Path("walk/link.toml").symlink_to(target)
    checked, errors = entries(path)
    assert "walk/vendor.toml" in checked
    assert [*errors] == ["walk/link.toml"]
    assert errors["walk/link.toml"].startswith("not read: a symbolic link that leads outside ")


def test_a_pattern_is_about_the_folder_that_it_begins_with() -> None:
    Path("walk/near.toml").symlink_to("../outside/gone.toml")
    Path("walk/far.toml").symlink_to(Path.cwd().parent / "gone.toml")
    messages = entries("[w]alk/*.toml")[1]
    assert messages["walk/near.toml"].startswith("cannot be read")
    assert messages["walk/far.toml"] == "not read: a symbolic link that leads outside ."


@pytest.mark.parametrize("path", ["walk/*", "walk/*/*.toml", "walk/**"])
def test_a_pattern_does_not_go_through_a_folder_that_is_a_link_out(path: str) -> None:
    Path("walk/link").symlink_to("../outside")
    _, errors = entries(path)
    assert {Path(name).parts[:2] for name in errors} == {("walk", "link")}


def test_a_walk_leaves_links_to_folders_alone() -> None:
    Path("walk/link").symlink_to("../outside")
    assert entries("walk") == (["walk/below/other.toml", "walk/vendor.toml"], {})


def test_a_link_within_the_folder_is_a_profile() -> None:
    Path("walk/below/link.toml").symlink_to("../vendor.toml")
    assert entries("walk")[0] == ["walk/below/link.toml", "walk/below/other.toml", "walk/vendor.toml"]
    assert [*entries("walk/below")[1]] == ["walk/below/link.toml"]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("link.toml", ["link.toml"]),
        ("folder", ["folder/below/other.toml", "folder/vendor.toml"]),
        ("folder/*.toml", ["folder/vendor.toml"]),
    ],
)
def test_what_is_named_may_be_a_link(named: str, found: list[str]) -> None:
    Path("link.toml").symlink_to("walk/vendor.toml")
    Path("folder").symlink_to("walk")
    assert entries(named) == (found, {})


def test_the_remedy_is_to_name_it() -> None:
    Path("walk/link.toml").symlink_to("../outside/credentials.toml")
    done = invoke("check", "walk", "--lang", "en")
    assert done.stderr == (
        "walk/link.toml: error: not read: a symbolic link that leads outside walk\n"
        "  hint: to check it, give its path on the command line, or replace the link with the file\n"
    )
