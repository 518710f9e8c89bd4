"""A profile on standard input that is said to have a path."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.samples import stating, vendor
from support.strategies_runs import as_toml, write
from support.whole_app import app
from typer.testing import CliRunner


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(text: str, *arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["check", *arguments, "-f", "json", "-m", "website"], input=text)
    assert done.exit_code in {0, 1, 3, 4}, done.stderr
    return dict(json.loads(done.stdout))


def test_it_is_named_by_that_path_and_stands_in_its_order(folder: Path) -> None:
    write(folder / "a.toml", vendor())
    write(folder / "z.toml", vendor())
    report = check(as_toml(vendor()), "z.toml", "-", "a.toml", "nowhere", "--stdin-filename", "clients/m.toml")
    assert [entry["path"] for entry in report["profiles"]] == ["a.toml", "clients/m.toml", "z.toml"]
    report = check("[company", "-", "--stdin-filename", "clients/m.toml")
    assert [error["path"] for error in report["errors"]] == ["clients/m.toml"]


def test_files_are_looked_for_from_there(folder: Path) -> None:
    (folder / "clients").mkdir()
    (folder / "clients" / "licence.pdf").write_text("%PDF", encoding="utf-8")
    text = as_toml(stating(("documents", "business_licence"), "licence.pdf"))

    def status(*arguments: str) -> str:
        (profile,) = check(text, "-", *arguments)["profiles"]
        found = {item["id"]: item["status"] for item in profile["markets"][0]["requirements"]}
        return str(found["general.business-licence"])

    assert status() != "pass"
    assert status("--stdin-filename", "clients/m.toml") == "pass"


def test_it_needs_standard_input(folder: Path) -> None:
    write(folder / "a.toml", vendor())
    done = CliRunner().invoke(app, ["check", "a.toml", "--stdin-filename", "b.toml"])
    assert (done.exit_code, done.stdout) == (2, "")
